//! How many tests passed and failed, read from the closing lines of the runners.

use std::fmt;

use crate::lines::Verdict;

/// Tests and checks that ran.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Passed.
    pub passed: u64,
    /// Failed.
    pub failed: u64,
    /// Not run, by the wish of whoever wrote them.
    pub skipped: u64,
}

impl Tally {
    /// Adds what another counted.
    pub fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// Counts one check.
    pub fn count(&mut self, passed: bool) {
        if passed {
            self.passed += 1;
        } else {
            self.failed += 1;
        }
    }

    /// Counts promised lines as checks.
    pub fn count_lines(&mut self, verdicts: &[Verdict]) {
        for verdict in verdicts {
            self.count(!verdict.fails());
        }
    }

    /// Counts a line of a runner's output if it is a closing line: Cargo's and wasm-bindgen's
    /// `test result: ok. 3 passed; 0 failed; 1 ignored; …`, or Node's `ℹ pass 3`, `ℹ fail 0`.
    pub fn read(&mut self, line: &str) {
        let line = line.trim();
        if let Some(result) = line.strip_prefix("test result:") {
            self.passed += before(result, "passed");
            self.failed += before(result, "failed");
            self.skipped += before(result, "ignored");
        } else if let Some(("ℹ" | "#", count)) = line.split_once(' ') {
            match count.split_once(' ') {
                Some(("pass", number)) => self.passed += number.parse().unwrap_or(0),
                Some(("fail" | "cancelled", number)) => self.failed += number.parse().unwrap_or(0),
                Some(("skipped" | "todo", number)) => self.skipped += number.parse().unwrap_or(0),
                _ => (),
            }
        }
    }
}

/// The number before a word.
fn before(text: &str, word: &str) -> u64 {
    let words: Vec<&str> = text
        .split([' ', ';', '.'])
        .filter(|part| !part.is_empty())
        .collect();
    let at = words.iter().position(|other| *other == word);
    at.and_then(|at| words.get(at.checked_sub(1)?)?.parse().ok())
        .unwrap_or(0)
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_of_each_runner_are_counted_and_nothing_else() {
        let mut tally = Tally::default();
        for line in [
            "test rules::a_second_visit_is_referred ... ok",
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.1s",
            "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 filtered out",
            "ℹ tests 5",
            "ℹ pass 4",
            "ℹ fail 1",
            "ℹ skipped 1",
            "# pass the salt",
        ] {
            tally.read(line);
        }
        assert_eq!(
            tally,
            Tally {
                passed: 19,
                failed: 3,
                skipped: 2
            }
        );
        assert_eq!(tally.to_string(), "19 passed, 3 failed, 2 skipped");
    }
}
