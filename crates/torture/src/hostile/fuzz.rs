//! The fuzzers of `crates/fuzz`, one after another: each begins with seeds made of real input, and
//! goes on with whatever reached code that nothing before it had reached. No input makes a reader
//! panic, or breaks what it promises.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::figures::Figures;

/// The target that must be broken: no blind fuzzer comes through it.
const MAZE: &str = "maze";
/// How long it may take: a second or two where nothing else runs.
const MAZE_SECONDS: u64 = 30;
/// What it says then.
const WALKED: &str = "the maze was walked to its end";
/// An input that takes longer is as bad as one that panics, in seconds. The slowest, a password that
/// is hashed, takes a tenth of one; but the clock goes on while a busy machine does other things.
const PATIENCE: &str = "60";
/// Memory that no input may take, in MiB.
const MEMORY: &str = "2048";

/// The built fuzzers, and how long each goes on.
pub struct Fuzzers<'a> {
    /// The program.
    pub program: &'a Path,
    /// Seconds a target.
    pub seconds: u64,
    /// Start of the random choices.
    pub seed: u64,
    /// Where inputs that broke something are kept.
    pub found: PathBuf,
}

/// What the fuzzer says of a run in its last lines.
#[derive(Debug, Default, PartialEq, Eq)]
struct Said {
    /// Places in our code that are counted.
    counters: u64,
    /// Inputs tried.
    executions: u64,
    /// Places reached.
    edges: u64,
    /// Places reached, and how often: what the seeds reached, and what was reached at the end.
    features: (u64, u64),
}

impl Fuzzers<'_> {
    /// Runs them all.
    pub fn run(&self, figures: &mut Figures) -> Result<()> {
        fs::create_dir_all(&self.found)?;
        let (mut executions, mut crashes, mut unguided, mut walked) = (0, 0, 0, 0);
        let targets = self.targets()?;
        for target in &targets {
            let (ended_well, text) = self.one(target)?;
            let said = Said::read(&text);
            let Said {
                counters,
                edges,
                features: (first, last),
                ..
            } = said;
            println!(
                "{target:<9} {:>9} tried, {edges:>6} of {counters} places, {first} features from seeds, {last} in the end",
                said.executions
            );
            if target == MAZE {
                walked += u64::from(text.contains(WALKED));
                continue;
            }
            for (name, figure) in [
                ("executions", said.executions),
                ("edges", edges),
                ("features", last),
            ] {
                figures.count(format!("hostile_fuzz_{target}_{name}"), figure);
            }
            executions += said.executions;
            if !ended_well {
                crashes += 1;
                println!(
                    "{text}\n✗ {target}: the input is in {}",
                    self.found.display()
                );
            } else if counters == 0 || last <= first {
                unguided += 1;
                println!("✗ {target}: it found nothing that its seeds had not");
            }
        }
        figures.count("hostile_fuzz_targets", targets.len() as u64);
        figures.count("hostile_fuzz_executions", executions);
        figures.count("hostile_fuzz_crashes", crashes);
        figures.count("hostile_fuzz_unguided", unguided);
        figures.count("hostile_fuzz_mazes_walked", walked);
        ensure!(
            crashes == 0,
            "{crashes} readers were broken by what they read"
        );
        Ok(())
    }

    fn targets(&self) -> Result<Vec<String>> {
        let output = Command::new(self.program).arg("--list").output();
        let output = output.context("the fuzzers do not start")?;
        let names = String::from_utf8(output.stdout)?;
        ensure!(
            names.lines().any(|name| name == MAZE),
            "the fuzzers name no maze"
        );
        Ok(names.lines().map(str::to_owned).collect())
    }

    /// Whether nothing was broken, and all that was said.
    fn one(&self, target: &str) -> Result<(bool, String)> {
        let folder = tempfile::tempdir()?;
        let (corpus, words) = (folder.path().join("corpus"), folder.path().join("words"));
        fs::create_dir(&corpus)?;
        // What walks through the maze is no find, and ends the run.
        let (kept, seconds) = if target == MAZE {
            (folder.path(), self.seconds.max(MAZE_SECONDS))
        } else {
            (&*self.found, self.seconds)
        };
        let flag = |name: &str, value: &dyn std::fmt::Display| format!("{name}={value}");
        let output = Command::new(self.program)
            .arg(flag("--target", &target))
            .arg(flag("--seeds", &corpus.display()))
            .arg(flag("--words", &words.display()))
            .arg(flag("-dict", &words.display()))
            .arg(flag(
                "-artifact_prefix",
                &kept.join(format!("{target}-")).display(),
            ))
            .arg(flag("-max_total_time", &seconds))
            .arg(flag("-seed", &self.seed))
            .arg(flag("-timeout", &PATIENCE))
            .arg(flag("-rss_limit_mb", &MEMORY))
            .arg("-print_final_stats=1")
            .arg(&corpus)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .output()
            .context("the fuzzers do not start")?;
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        if !text.contains("INITED") && !text.contains("==") {
            bail!("the fuzzer of {target} did not begin: {text}");
        }
        Ok((output.status.success(), text))
    }
}

impl Said {
    fn read(text: &str) -> Self {
        let mut said = Self::default();
        for line in text.lines() {
            let after = |word: &str| {
                let (_, rest) = line.split_once(word)?;
                rest.split_whitespace().next()?.parse().ok()
            };
            if line.contains("inline 8-bit counters)") {
                said.counters += after("(").unwrap_or(0);
            }
            if let Some(features) = after(" ft: ") {
                said.edges = after(" cov: ").unwrap_or(0);
                said.features.1 = features;
                if line.contains("INITED") {
                    said.features.0 = features;
                }
            }
            if let Some(executions) = after("stat::number_of_executed_units: ") {
                said.executions = executions;
            }
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_fuzzer_says_is_read() {
        let text = "INFO: Loaded 1 modules   (80 inline 8-bit counters): 80 [0x1, 0x2), \n\
            #2\tINITED cov: 6 ft: 7 corp: 1/1b exec/s: 0 rss: 27Mb\n\
            #1346\tNEW    cov: 8 ft: 9 corp: 2/3b lim: 17 exec/s: 0 rss: 27Mb L: 2/2 MS: 4\n\
            #1414\tDONE   cov: 9 ft: 15 corp: 8/21b lim: 4096 exec/s: 1285471 rss: 27Mb\n\
            stat::number_of_executed_units: 1414\n";
        let said = Said {
            counters: 80,
            executions: 1414,
            edges: 9,
            features: (7, 15),
        };
        assert_eq!(Said::read(text), said);
        assert_eq!(Said::read("Segmentation fault"), Said::default());
    }
}
