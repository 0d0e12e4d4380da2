//! `jiayi-torture`: what happens to the service when the world around it fails. Each command does
//! its worst, says with which seed and what came of it, and ends with an error where a promise of
//! docs/RELIABILITY.md is broken. A run with the same seed does the same again, as far as threads
//! and the network let it.
//!
//! Called by `cargo xtask torture`. Links the service and its language; nothing links it.

mod client;
mod disk;
mod door;
mod figures;
mod hostile;
mod http;
mod kill;
mod once;
mod postgres;
mod power;
mod program;
mod race;
mod slow;
mod sync;
mod town;
mod vfs;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Does its worst to the service of 家医 Jiayi, and says what came of it.
#[derive(Parser)]
#[command(name = "jiayi-torture")]
struct Cli {
    /// Writes the figures to this file, as a JSON object of numbers
    #[arg(long, value_name = "FILE", global = true)]
    figures: Option<PathBuf>,
    #[command(subcommand)]
    attack: Attack,
}

#[derive(Subcommand)]
enum Attack {
    /// Cuts the power of a disk that tears and reorders what was not flushed
    Power(power::Wish),
    /// Fills the disk, and makes its writes and flushes fail
    Disk(disk::Wish),
    /// Sends the same request many times at once, and cuts connections
    Once(once::Wish),
    /// Races sixty-four people for the numbers of a few sessions
    Race(race::Wish),
    /// Kills the program under load, again and again
    Kill(kill::Wish),
    /// Kills the database engine under load, again and again
    Postgres(postgres::Wish),
    /// Sends what a fuzzer makes of the published document
    Hostile(hostile::Wish),
    /// Measures bookings on a disk whose flushes take their time
    Slow(slow::Wish),
    /// Lets phones write without a network, lose their messages, and end at any step
    Sync(sync::Wish),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut figures = figures::Figures::default();
    let outcome = match &cli.attack {
        Attack::Power(wish) => power::run(wish, &mut figures),
        Attack::Disk(wish) => disk::run(wish, &mut figures),
        Attack::Once(wish) => once::run(wish, &mut figures),
        Attack::Race(wish) => race::run(wish, &mut figures),
        Attack::Kill(wish) => kill::run(wish, &mut figures),
        Attack::Postgres(wish) => postgres::run(wish, &mut figures),
        Attack::Hostile(wish) => hostile::run(wish, &mut figures),
        Attack::Slow(wish) => slow::run(wish, &mut figures),
        Attack::Sync(wish) => sync::run(wish, &mut figures),
    };
    figures.print();
    let kept = cli.figures.map_or(Ok(()), |file| figures.keep(&file));
    match outcome.and(kept) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("✗ {error:#}");
            ExitCode::FAILURE
        }
    }
}
