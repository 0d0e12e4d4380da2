//! `check`

use std::process::ExitCode;

use backend::resources::invariants::INVARIANTS;
use clap::Args;

use super::{Ended, Folder};

/// Checks a district's data that no server is using.
#[derive(Args)]
pub struct Check {
    #[command(flatten)]
    folder: Folder,
}

impl Check {
    /// Runs the command.
    pub fn run(self) -> Ended {
        let mut findings = backend::db::check(self.folder.place(), INVARIANTS)?;
        if findings.is_empty() {
            let (store, keys) = self.folder.open()?;
            store.read_here(|tx| backend::district::District::load(tx, &keys))?;
        }
        if findings.is_empty() {
            println!("{} is whole", self.folder.place());
            return Ok(ExitCode::SUCCESS);
        }
        findings.sort_by_key(|finding| finding.check);
        for finding in findings {
            println!("{}: {}", finding.check, finding.detail);
        }
        Ok(ExitCode::FAILURE)
    }
}
