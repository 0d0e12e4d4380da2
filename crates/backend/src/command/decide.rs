//! `decide`

use std::io::{BufRead, Write};
use std::process::ExitCode;

use clap::Args;
use domain::api::programmes::DecideBody;
use domain::programme::{Edition, ProgrammeCode};
use serde::Serialize;

use super::Ended;
use crate::clock::{Clock, date_in_district};
use crate::programmes;

/// Decides visits by the rules of a programme: reads one as JSON from each line (docs/API.md, "Open rules"),
/// prints what is decided with the rule and the source of each reason.
#[derive(Args)]
pub struct Decide {
    /// The programme, for instance `hypertension`.
    programme: ProgrammeCode,
    /// The edition. [default: the one in force today]
    #[arg(long)]
    edition: Option<Edition>,
}

/// What is printed of a line that holds no visit.
#[derive(Serialize)]
struct Unreadable {
    unreadable: String,
}

impl Decide {
    /// Runs the command.
    pub fn run(self) -> Ended {
        let found = match &self.edition {
            Some(edition) => programmes::edition(&self.programme, edition),
            None => programmes::in_force(&self.programme, date_in_district(Clock::System.now())),
        };
        let definition = found.ok_or("there is no such programme or edition")?;
        let mut out = std::io::stdout().lock();
        let mut ended = ExitCode::SUCCESS;
        for line in std::io::stdin().lock().lines() {
            let line = line?;
            if line.trim().is_empty() {
                continue;
            }
            match serde_json::from_str::<DecideBody>(&line) {
                Ok(visit) => {
                    serde_json::to_writer(&mut out, &programmes::decided(definition, &visit))?;
                }
                Err(error) => {
                    ended = ExitCode::FAILURE;
                    let unreadable = error.to_string();
                    serde_json::to_writer(&mut out, &Unreadable { unreadable })?;
                }
            }
            out.write_all(b"\n")?;
        }
        Ok(ended)
    }
}
