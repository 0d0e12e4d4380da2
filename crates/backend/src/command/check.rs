//! `check`

use std::process::ExitCode;

use clap::Args;

use super::{Ended, Folder};
use crate::db::{Finding, Place};
use crate::resources::invariants::INVARIANTS;

/// Checks a district's data.
#[derive(Args)]
pub struct Check {
    #[command(flatten)]
    folder: Folder,
    /// Check beside a running server, in a snapshot.
    #[arg(long)]
    online: bool,
}

impl Check {
    /// Runs the command.
    pub fn run(self) -> Ended {
        let place = self.folder.place()?;
        if self.online {
            return Ok(tell(&place, crate::db::check_beside(&place, INVARIANTS)?));
        }
        let findings = crate::db::check(&place, INVARIANTS)?;
        if findings.is_empty() {
            let (store, keys) = self.folder.open()?;
            store.read_here(|tx| crate::district::District::load(tx, &keys))?;
        }
        Ok(tell(&place, findings))
    }
}

/// Prints what was found in a place.
pub(super) fn tell(place: &Place, mut findings: Vec<Finding>) -> ExitCode {
    if findings.is_empty() {
        println!("{place} is whole");
        return ExitCode::SUCCESS;
    }
    findings.sort_by_key(|finding| finding.check);
    for finding in findings {
        println!("{}: {}", finding.check, finding.detail);
    }
    ExitCode::FAILURE
}
