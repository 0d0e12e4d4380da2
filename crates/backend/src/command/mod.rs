//! The command line. One file a command; what they share (data folder, keys, clock) is here.

mod audit;
mod backup;
mod check;
pub mod config;
mod database;
mod decide;
mod demo;
mod import;
mod keys;
mod migrate_db;
mod programmes;
mod serve;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::clock::Clock;
use crate::db::{IfEmpty, OpenError, Place, Store};
use crate::seal::Keys;
use config::Configured;
use database::Database;

/// A command ends with an exit code, or with a sentence for whoever ran it.
type Ended = Result<ExitCode, Box<dyn Error>>;

/// The service of 家医 Jiayi: records, contracts, bookings and follow-ups of a district.
#[derive(Parser)]
#[command(name = "jiayi-backend", version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves the district of a data folder, and the client's files.
    Serve(serve::Serve),
    /// Makes a demo district in an empty folder or database.
    Demo(demo::Demo),
    /// Imports a table.
    #[command(subcommand)]
    Import(import::Import),
    /// Checks a district's data: the file, foreign keys, schema and invariants.
    Check(check::Check),
    /// Moves a district between a folder and a PostgreSQL database.
    MigrateDb(migrate_db::MigrateDb),
    /// Verifies the trail of who read and changed what.
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Changes the keys of sealed fields.
    #[command(subcommand)]
    Keys(keys::KeyCommand),
    /// Backs up a data folder, beside a running server.
    Backup(backup::Backup),
    /// Restores a backup into an empty folder, and checks it.
    Restore(backup::Restore),
    /// Looks at the configuration of the server.
    #[command(subcommand)]
    Config(config::Config),
    /// Decides visits by the rules of a programme, one a line.
    Decide(decide::Decide),
    /// Looks at definitions of programmes.
    #[command(subcommand)]
    Programmes(programmes::Programmes),
    /// Prints the OpenAPI 3.1 description of the API.
    Openapi,
}

/// Where the data and its keys are.
#[derive(Args)]
struct Folder {
    /// Data folder.
    #[arg(long, value_name = "DIR", env = "JIAYI_DATA")]
    data: PathBuf,
    #[command(flatten)]
    database: Database,
    /// Key file; keep it on another disk than the backups. [default: DIR/keys.json]
    #[arg(long, value_name = "FILE", env = "JIAYI_KEYS")]
    keys: Option<PathBuf>,
}

impl Folder {
    fn keys_path(&self) -> PathBuf {
        self.keys
            .clone()
            .unwrap_or_else(|| self.data.join("keys.json"))
    }

    fn place(&self) -> Result<Place, String> {
        Ok(Place::new(&self.data, self.database.url()?))
    }

    /// Opens a place that holds a district.
    fn open(&self) -> Result<(Store, Keys), Box<dyn Error>> {
        let place = self.place()?;
        if !Store::exists(&place)? {
            // Said before anything is made: a mistyped path leaves nothing behind.
            return Err(Box::new(OpenError::Empty(place.to_string())));
        }
        let keys = Keys::load(&self.keys_path())?;
        Ok((Store::open(place, IfEmpty::Refuse)?, keys))
    }
}

/// What day it is.
#[derive(Args)]
struct Now {
    /// Another day than today (2026-11-24), or an instant (2026-11-24T09:00:00+08:00); demos only.
    #[arg(long, value_name = "DATE", env = "JIAYI_NOW", value_parser = Clock::parse)]
    now: Option<Clock>,
}

impl Now {
    fn clock(&self) -> Clock {
        self.now.unwrap_or(Clock::System)
    }
}

/// Reads the command line, the environment and the configuration file.
pub fn parse() -> Result<Cli, Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args_os().collect();
    let served = arguments
        .get(1)
        .is_some_and(|command| command == "serve" || command == "config");
    if !served {
        return Ok(Cli::parse_from(arguments));
    }
    let configured = Configured::new(Cli::command(), &arguments)?;
    let matches = configured.command.clone().get_matches_from(arguments);
    if let Some(("config", config)) = matches.subcommand()
        && let Some(("check", check)) = config.subcommand()
    {
        print!("{}", configured.effective(check));
    }
    Ok(Cli::from_arg_matches(&matches)?)
}

/// Runs a command.
pub fn run(cli: Cli) -> Ended {
    match cli.command {
        Command::Serve(serve) => serve.run(),
        Command::Demo(demo) => demo.run(),
        Command::Import(import) => import.run(),
        Command::Check(check) => check.run(),
        Command::MigrateDb(migrate) => migrate.run(),
        Command::Audit(audit) => audit.run(),
        Command::Keys(keys) => keys.run(),
        Command::Backup(backup) => backup.run(),
        Command::Restore(restore) => restore.run(),
        Command::Config(config) => config.run(),
        Command::Decide(decide) => decide.run(),
        Command::Programmes(programmes) => programmes.run(),
        Command::Openapi => {
            print!("{}", crate::openapi::text());
            Ok(ExitCode::SUCCESS)
        }
    }
}
