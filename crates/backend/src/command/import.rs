//! `import residents`

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::{Ended, Folder, Now};
use crate::district::District;
use crate::import::{self, Outcome, Progress, Target};

/// What is imported.
#[derive(Subcommand)]
pub enum Import {
    /// Opens a record for every resident of a table (CSV in any Chinese encoding, or XLSX).
    Residents(Residents),
}

/// Imports residents.
#[derive(Args)]
pub struct Residents {
    /// The table.
    file: PathBuf,
    #[command(flatten)]
    folder: Folder,
    #[command(flatten)]
    now: Now,
    /// File of the rejected lines, each with all its reasons. [default: beside the table]
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Print the counts as JSON.
    #[arg(long)]
    json: bool,
}

impl Import {
    /// Runs the command.
    pub fn run(self) -> Ended {
        let Import::Residents(residents) = self;
        residents.run()
    }
}

impl Residents {
    fn run(self) -> Ended {
        let (store, keys) = self.folder.open()?;
        let district = store
            .read_here(|tx| District::load(tx, &keys))?
            .ok_or("there is no district in this folder")?;
        let target = Target {
            store: &store,
            district: &district,
            keys: &keys,
            now: self.now.clock().now(),
        };
        let rejects = self
            .rejects
            .unwrap_or_else(|| import::path_beside(&self.file));
        let shown = std::io::stderr().is_terminal();
        let outcome = import::residents(target, &self.file, &rejects, |progress| {
            if shown {
                show(progress);
            }
        })?;
        if shown {
            eprintln!();
        }
        if self.json {
            println!("{}", serde_json::to_string_pretty(&outcome.report)?);
        } else {
            tell(&outcome);
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Progress on one line, rewritten every hundred lines of the table.
fn show(progress: Progress) {
    if progress.rows.is_multiple_of(100) {
        eprint!("\r{:>3} %  {} lines", progress.percent, progress.rows);
        // A terminal that takes no progress is no reason to stop an import.
        let _ = std::io::stderr().flush();
    }
}

fn tell(outcome: &Outcome) {
    let report = &outcome.report;
    println!(
        "{} lines: {} accepted, {} rejected",
        report.rows,
        report.accepted,
        report.rejected_rows()
    );
    println!(
        "{} records opened, {} known already",
        outcome.opened, outcome.known
    );
    for (title, counts) in [
        ("rejected", &report.rejected),
        ("to look at", &report.warnings),
        ("brought into their usual form", &report.normalised),
    ] {
        for (reason, lines) in counts {
            println!("  {title}: {reason} {lines}");
        }
    }
    if let Some(file) = &outcome.rejects {
        println!(
            "Mend the rejected lines in {} and import that file.",
            file.display()
        );
    }
}
