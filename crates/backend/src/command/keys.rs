//! `keys status`, `keys rotate`, `keys reseal`, `keys retire`, `keys join`

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::{Ended, Folder};
use crate::audit::spill;
use crate::db::{Beside, OpenError};
use crate::district::District;
use crate::failure::Failure;
use crate::reseal::{self, InUse};
use crate::seal::{Keys, file};

/// The keys of sealed fields. All but `reseal` work beside a running server, which takes up a
/// changed key file within seconds.
#[derive(Subcommand)]
pub enum KeyCommand {
    /// Says how many fields each key seals, and which may be retired.
    Status(Status),
    /// Adds a key and makes it the current one. A running server then seals all fields anew.
    Rotate(Rotate),
    /// Seals all fields anew with the current key, where no server does it.
    Reseal(Reseal),
    /// Takes a key that seals nothing any more out of the key file, into a file of its own.
    Retire(Retire),
    /// Adds the keys of another key file of this district, to open an older backup with.
    Join(Join),
}

/// Says what the keys seal.
#[derive(Args)]
pub struct Status {
    #[command(flatten)]
    folder: Folder,
}

/// Adds a key.
#[derive(Args)]
pub struct Rotate {
    #[command(flatten)]
    folder: Folder,
}

/// Seals anew.
#[derive(Args)]
pub struct Reseal {
    #[command(flatten)]
    folder: Folder,
}

/// Retires a key.
#[derive(Args)]
pub struct Retire {
    #[command(flatten)]
    folder: Folder,
    /// Number of the key.
    number: u16,
    /// Where the key goes; keep this file for as long as the backups that need it.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

/// Adds keys.
#[derive(Args)]
pub struct Join {
    #[command(flatten)]
    folder: Folder,
    /// The other key file.
    other: PathBuf,
}

impl KeyCommand {
    /// Runs the command.
    pub fn run(self) -> Ended {
        match self {
            Self::Status(status) => status.run(),
            Self::Rotate(rotate) => rotate.run(),
            Self::Reseal(reseal) => reseal.run(),
            Self::Retire(retire) => retire.run(),
            Self::Join(join) => join.run(),
        }
    }
}

impl Status {
    fn run(self) -> Ended {
        let (keys, in_use) = look(&self.folder)?;
        for number in keys.numbers() {
            let fields = in_use.fields.get(&number).copied().unwrap_or(0);
            let state = match in_use.may_retire(number) {
                _ if number == keys.current() => "current".to_owned(),
                Ok(()) => "may be retired".to_owned(),
                Err(needed) => needed.to_string(),
            };
            println!("key {number}: {fields} fields; {state}");
        }
        if in_use.unreadable > 0 {
            println!("{} fields are damaged and name no key", in_use.unreadable);
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Rotate {
    fn run(self) -> Ended {
        let path = self.folder.keys_path();
        // Whether it is this district's file at all.
        look(&self.folder)?;
        let number = file::rotate(&path)?;
        println!("key {number} of {} is the current one now", path.display());
        println!("Copy the file to where its other copy is kept before anything else.");
        println!(
            "A running server seals all fields anew by itself; without one run `keys reseal`. \
             `keys status` says how far it is."
        );
        Ok(ExitCode::SUCCESS)
    }
}

impl Reseal {
    fn run(self) -> Ended {
        let (store, keys) = match self.folder.open() {
            Err(error) if is_locked(error.as_ref()) => {
                return Err(
                    "a server has this data folder, and seals all fields anew by itself; \
                            `keys status` says how far it is"
                        .into(),
                );
            }
            opened => opened?,
        };
        let district = store
            .read_here(|tx| District::load(tx, &keys))?
            .ok_or("there is no district")?
            .id;
        let shown = std::io::stderr().is_terminal();
        let runtime = tokio::runtime::Builder::new_current_thread().build()?;
        let walked = runtime.block_on(reseal::all(&store, &keys, &district, |table, rows| {
            if shown {
                eprint!("\r{table:<24} {rows:>9} rows");
                // A terminal that takes no progress is no reason to stop.
                let _ = std::io::stderr().flush();
            }
        }))?;
        if shown {
            eprintln!();
        }
        let (rows, current) = (walked.rows, keys.current());
        println!("{rows} rows are sealed anew with key {current}");
        if walked.unreadable == 0 {
            return Ok(ExitCode::SUCCESS);
        }
        println!("{} fields do not open and were left", walked.unreadable);
        Ok(ExitCode::FAILURE)
    }
}

fn is_locked(error: &(dyn std::error::Error + 'static)) -> bool {
    matches!(error.downcast_ref(), Some(OpenError::Locked))
}

impl Retire {
    fn run(self) -> Ended {
        let (path, number) = (self.folder.keys_path(), self.number);
        let (keys, in_use) = look(&self.folder)?;
        if !keys.numbers().contains(&number) {
            return Err(format!("{} has no key {number}", path.display()).into());
        }
        in_use.may_retire(number)?;
        file::retire(&path, number, &self.to)?;
        let to = self.to.display();
        println!("key {number} is no longer in {}", path.display());
        println!(
            "{to} has it: backups from before need it. Keep it where the other copy of the keys \
             is, and destroy it with the last of them."
        );
        Ok(ExitCode::SUCCESS)
    }
}

impl Join {
    fn run(self) -> Ended {
        let path = self.folder.keys_path();
        let new = file::join(&path, &self.other)?;
        let new: Vec<_> = new.iter().map(u16::to_string).collect();
        match new.as_slice() {
            [] => println!("{} has all of them already", path.display()),
            new => println!("{} has key {} now", path.display(), new.join(", ")),
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The keys, and what they seal at this moment.
fn look(folder: &Folder) -> Result<(Keys, InUse), Box<dyn std::error::Error>> {
    let keys = Keys::load(&folder.keys_path())?;
    let mut in_use = Beside::open(folder.place()?)?.read_here(|tx| {
        let district = District::load(tx, &keys)?;
        let district = district.ok_or_else(|| Failure::broken("there is no district"))?;
        reseal::in_use(tx, &district.id)
    })?;
    in_use.spilled = spill::keys_in(&folder.data)?;
    Ok((keys, in_use))
}
