//! What an import found, counted. `--json` prints exactly this.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::reasons::Reason;
use super::verdict::Verdict;

/// The counts of one table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Lines that become residents, or are residents already.
    pub accepted: u64,
    /// Accepted lines in which something was brought into its usual form; a line can count for
    /// several.
    pub normalised: BTreeMap<&'static str, u64>,
    /// The reasons that occurred, in the order in which the first one of a line is found.
    pub order_of_reasons: Vec<&'static str>,
    /// Phones that stand in more than one line, accepted or not.
    pub phones_shared_by_several_rows: usize,
    /// Lines that do not become residents, by their first reason.
    pub rejected: BTreeMap<&'static str, u64>,
    /// All lines below the header that have something in them.
    pub rows: u64,
    /// Accepted lines that a person should look at; a line can count for several.
    pub warnings: BTreeMap<&'static str, u64>,
}

impl Report {
    /// Counts a line.
    pub fn count(&mut self, verdict: &Verdict) {
        self.rows += 1;
        match verdict {
            Verdict::Accepted(line) => {
                self.accepted += 1;
                let changes: BTreeSet<_> = line.normalised.iter().map(|n| n.code()).collect();
                for code in changes {
                    *self.normalised.entry(code).or_default() += 1;
                }
                for warning in &line.warnings {
                    *self.warnings.entry(warning.code()).or_default() += 1;
                }
            }
            Verdict::Rejected(reasons) => {
                let code = reasons.first().map_or("unknown", |reason| reason.code());
                *self.rejected.entry(code).or_default() += 1;
            }
        }
    }

    /// Adds what is known only after the last line.
    pub fn finish(&mut self, shared_phones: usize) {
        self.phones_shared_by_several_rows = shared_phones;
        let occurred = |code: &&&str| self.rejected.contains_key(**code);
        self.order_of_reasons = Reason::ORDER.iter().filter(occurred).copied().collect();
    }

    /// Lines that were rejected.
    #[must_use]
    pub fn rejected_rows(&self) -> u64 {
        self.rejected.values().sum()
    }
}
