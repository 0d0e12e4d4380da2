//! `demo`

use std::error::Error;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;

use super::{Ended, Folder, Now};
use crate::db::{IfEmpty, Store};
use crate::demo::{self, Options, Progress, SEED, SignIns, Step};
use crate::district::District;
use crate::seal::Keys;

/// Makes a demo district.
#[derive(Args)]
pub struct Demo {
    #[command(flatten)]
    folder: Folder,
    #[command(flatten)]
    now: Now,
    /// Residents. [default: those of the register, about 2,900]
    #[arg(long)]
    residents: Option<usize>,
    /// Start of the random choices; the same one makes the same district.
    #[arg(long, default_value_t = SEED)]
    seed: u64,
    /// Only print who can sign in to the demo that is there.
    #[arg(long)]
    print_sign_ins: bool,
}

impl Demo {
    /// Runs the command.
    pub fn run(self) -> Ended {
        if self.print_sign_ins {
            let (store, keys) = self.folder.open()?;
            let district = store.read_here(|tx| District::load(tx, &keys))?;
            if !district.is_some_and(|district| district.demo) {
                return Err("this folder holds no demo".into());
            }
            print!("{}", SignIns::of_a_demo());
            return Ok(ExitCode::SUCCESS);
        }
        let options = Options {
            residents: self.residents,
            now: self.now.clock().now(),
            seed: self.seed,
        };
        let (store, keys) = self.new_folder()?;
        let shown = std::io::stderr().is_terminal();
        let made = demo::create(&store, &Arc::new(keys), options, |progress| {
            if shown {
                show(progress);
            }
        })?;
        if shown {
            eprintln!();
        }
        for year in made.years_without_notice {
            eprintln!("No holiday notice for {year} is known: doctors sit on its weekdays.");
        }
        println!("{} residents\n\n{}", made.residents, made.sign_ins);
        Ok(ExitCode::SUCCESS)
    }

    /// A folder with a database and its keys. Keys that are there are kept: they may be another
    /// district's, and without them its data are lost.
    fn new_folder(&self) -> Result<(Store, Keys), Box<dyn Error>> {
        Store::make_folder(&self.folder.data)?;
        let path = self.folder.keys_path();
        let keys = if path.exists() {
            Keys::load(&path)?
        } else {
            Keys::create(&path)?
        };
        Ok((Store::open(self.folder.place()?, IfEmpty::Create)?, keys))
    }
}

/// Progress on one line.
fn show(progress: Progress) {
    let what = match progress.step {
        Step::Residents => "residents",
        Step::Schedules => "schedules",
    };
    if progress.done.is_multiple_of(100)
        || progress.done == progress.of
        || progress.step == Step::Schedules
    {
        eprint!("\r{} of {} {what}     ", progress.done, progress.of);
        // A terminal that takes no progress is no reason to stop.
        let _ = std::io::stderr().flush();
    }
}
