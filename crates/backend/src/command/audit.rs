//! `audit verify`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::{Ended, Folder};
use crate::audit::heads;
use crate::audit::verify::{Report, verify};
use crate::db::Beside;
use crate::district::District;
use crate::seal::Keys;

/// What is done with the trail.
#[derive(Subcommand)]
pub enum Audit {
    /// Looks for rows of the trail that were altered, removed, moved, put in or cut off. Works
    /// beside a running server.
    Verify(Verify),
}

/// Verifies the trail.
#[derive(Args)]
pub struct Verify {
    #[command(flatten)]
    folder: Folder,
    /// The file of heads, best a copy kept elsewhere. [default: DIR/audit-heads.jsonl]
    #[arg(long, value_name = "FILE")]
    heads: Option<PathBuf>,
}

impl Audit {
    /// Runs the command.
    pub fn run(self) -> Ended {
        let Audit::Verify(verify) = self;
        verify.run()
    }
}

impl Verify {
    fn run(self) -> Ended {
        let storage = Beside::open(self.folder.place()?)?;
        let keys = Keys::load(&self.folder.keys_path())?;
        let own = self.folder.data.join(heads::FILE);
        let heads = self.heads.or_else(|| own.exists().then_some(own));
        if heads.is_none() {
            println!("no file of heads: rows cut off the end of the trail cannot be found");
        }
        let report = storage.read_here(|tx| {
            let district = District::load(tx, &keys)?
                .ok_or_else(|| crate::failure::Failure::broken("there is no district"))?;
            Ok(verify(tx, &district.id, &keys, heads.as_deref()))
        })??;
        Ok(tell(&report))
    }
}

fn tell(report: &Report) -> ExitCode {
    for finding in &report.findings {
        match finding.seq {
            Some(seq) => println!("{seq}: {}", finding.what),
            None => println!("-: {}", finding.what),
        }
    }
    let told = report.findings.len() as u64;
    if report.count > told {
        println!("and {} more", report.count - told);
    }
    println!(
        "{} rows sealed, {} not sealed yet, {} heads agree, {} findings",
        report.sealed, report.unsealed, report.heads, report.count
    );
    if report.count == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
