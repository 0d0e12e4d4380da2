//! `kill`: the real program on a demo district, under bookings, cancellations, follow-ups, ratings
//! and reads, killed at a random moment, started again, and compared with what clients were told.
//! What a client was not told is sent again under its key. Everything acknowledged is there once,
//! nothing refused is there, and the program's own check finds nothing.

mod load;
mod village;

use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Args;
use oorandom::Rand64;

use crate::figures::Figures;
use crate::program::Program;
use load::{Kind, Loader, Told};
use village::Village;

/// How long to try.
#[derive(Args)]
pub struct Wish {
    /// How many times the program is killed
    #[arg(long, default_value_t = 10, value_name = "N")]
    kills: u64,
    /// Start of the random choices
    #[arg(long, default_value_t = 1, value_name = "SEED")]
    seed: u64,
    /// The program that is killed
    #[arg(long, value_name = "PROGRAM")]
    backend: PathBuf,
}

/// Tuesday morning; sessions of the next days can be booked.
const NOW: &str = "2026-11-24T08:10:00+08:00";
const RESIDENTS: &str = "400";
/// Phones and doctors that send at once.
const PHONES: usize = 6;
const DOCTORS: usize = 2;
/// The program lives at least and at most so long after it is ready, in milliseconds.
const LIFE: std::ops::Range<u64> = 20..900;

/// Kills the program as often as was asked for.
pub fn run(wish: &Wish, figures: &mut Figures) -> Result<()> {
    let begun = Instant::now();
    let folder = tempfile::tempdir()?;
    let program = Program::new(&wish.backend, folder.path());
    program.run("demo", &["--now", NOW, "--residents", RESIDENTS])?;
    let mut village = Village::prepare(program.data(), PHONES)?;
    let mut random = Rand64::new(u128::from(wish.seed));
    let mut loaders = village.loaders(DOCTORS, wish.seed);
    let mut count = Count::default();
    for kill in 0..wish.kills {
        village.more_to_rate(&mut loaders)?;
        let life = Duration::from_millis(random.rand_range(LIFE));
        loaders = one_life(&program, life, loaders)
            .with_context(|| format!("kill {kill}, seed {}", wish.seed))?;
        program
            .run("check", &[])
            .with_context(|| format!("after kill {kill}"))?;
        let newest = loaders.iter().flat_map(Loader::newest);
        village.compare(newest, &mut count)?;
        count.kills += 1;
    }
    // And all of it once more: a later kill takes back nothing that an earlier one left.
    let mut whole = Count::default();
    village.compare(loaders.iter().flat_map(|loader| &loader.orders), &mut whole)?;
    let told = |kind: Kind| {
        let orders = loaders.iter().flat_map(|loader| &loader.orders);
        orders
            .filter(|order| order.kind == kind && order.told == Told::Done)
            .count() as u64
    };
    println!("seed {}, {:.1} s", wish.seed, begun.elapsed().as_secs_f64());
    figures.count("kill_kills", count.kills);
    figures.count("kill_bookings", told(Kind::Book));
    figures.count("kill_cancellations", told(Kind::Cancel));
    figures.count("kill_follow_ups", told(Kind::FollowUp));
    figures.count("kill_ratings", told(Kind::Rate));
    figures.count(
        "kill_reads",
        loaders.iter().map(|loader| loader.reads).sum(),
    );
    figures.count(
        "kill_cut_off",
        loaders.iter().map(|loader| loader.cut_off).sum(),
    );
    figures.count("kill_lost", count.lost + whole.lost);
    figures.count("kill_not_once", count.not_once + whole.not_once);
    figures.count(
        "kill_server_errors",
        loaders.iter().map(|loader| loader.server_errors).sum(),
    );
    if count.lost + whole.lost + count.not_once + whole.not_once > 0 {
        bail!("a promise is broken; again with `--seed {}`", wish.seed);
    }
    Ok(())
}

/// What the comparisons found.
#[derive(Default)]
pub struct Count {
    kills: u64,
    lost: u64,
    not_once: u64,
}

/// Serves under load, and is killed.
fn one_life(program: &Program<'_>, life: Duration, loaders: Vec<Loader>) -> Result<Vec<Loader>> {
    let serving = program.serve(&["--now", NOW], "warn")?;
    let port = serving.port();
    let running: Vec<_> = loaders
        .into_iter()
        .map(|loader| thread::spawn(move || loader.run(port)))
        .collect();
    thread::sleep(life);
    serving.kill()?;
    let ended = running.into_iter().map(|loader| match loader.join() {
        Ok(ended) => ended,
        Err(_) => bail!("a client gave up"),
    });
    ended.collect()
}
