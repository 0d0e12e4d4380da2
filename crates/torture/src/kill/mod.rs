//! `kill`: the real program on a demo district, under bookings, cancellations, follow-ups, ratings
//! and reads, killed at a random moment, started again, and compared with what clients were told.
//! What a client was not told is sent again under its key. Everything acknowledged is there once,
//! nothing refused is there, and the program's own check finds nothing.

pub mod load;
mod stored;
pub mod village;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread::{self, JoinHandle};
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
pub const NOW: &str = "2026-11-24T08:10:00+08:00";
pub const RESIDENTS: &str = "400";
/// Phones and doctors that send at once.
pub const PHONES: usize = 6;
pub const DOCTORS: usize = 2;
/// The program lives at least and at most so long after it is ready, in milliseconds.
const LIFE: std::ops::Range<u64> = 20..900;

/// Kills the program as often as was asked for.
pub fn run(wish: &Wish, figures: &mut Figures) -> Result<()> {
    let begun = Instant::now();
    let folder = tempfile::tempdir()?;
    let program = Program::new(&wish.backend, folder.path());
    program.run("demo", &["--now", NOW, "--residents", RESIDENTS])?;
    let mut village = Village::prepare(&program, PHONES)?;
    let mut random = Rand64::new(u128::from(wish.seed));
    let mut loaders = village.loaders(DOCTORS, wish.seed);
    let mut count = Count::default();
    for kill in 0..wish.kills {
        village.more_to_rate(&mut loaders)?;
        let life = Duration::from_millis(random.rand_range(LIFE));
        loaders = one_life(&program, life, loaders)
            .with_context(|| format!("kill {kill}, seed {}", wish.seed))?;
        program
            .check()
            .with_context(|| format!("after kill {kill}"))?;
        let newest = loaders.iter().flat_map(Loader::newest);
        village.compare(newest, &mut count)?;
        count.kills += 1;
    }
    // And all of it once more: a later kill takes back nothing that an earlier one left.
    let mut whole = Count::default();
    village.compare(loaders.iter().flat_map(|loader| &loader.orders), &mut whole)?;
    println!("seed {}, {:.1} s", wish.seed, begun.elapsed().as_secs_f64());
    let sum = |what: fn(&Loader) -> u64| loaders.iter().map(what).sum();
    figures.count("kill_kills", count.kills);
    figures.count("kill_bookings", done(&loaders, Kind::Book));
    figures.count("kill_cancellations", done(&loaders, Kind::Cancel));
    figures.count("kill_follow_ups", done(&loaders, Kind::FollowUp));
    figures.count("kill_ratings", done(&loaders, Kind::Rate));
    figures.count("kill_reads", sum(|loader| loader.reads));
    figures.count("kill_cut_off", sum(|loader| loader.cut_off));
    figures.count("kill_lost", count.lost + whole.lost);
    figures.count("kill_not_once", count.not_once + whole.not_once);
    // Nothing here is a reason to ask anybody to come again.
    figures.count(
        "kill_server_errors",
        sum(|loader| loader.server_errors + loader.busy),
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
    /// Acknowledged and gone.
    pub lost: u64,
    /// Doubled, half there, or there though refused.
    pub not_once: u64,
}

/// How many orders of a kind were acknowledged.
pub fn done(loaders: &[Loader], kind: Kind) -> u64 {
    let orders = loaders.iter().flat_map(|loader| &loader.orders);
    orders
        .filter(|order| order.kind == kind && order.told == Told::Done)
        .count() as u64
}

/// All clients begin to send to this port.
pub fn send_all(
    loaders: Vec<Loader>,
    port: u16,
    stop: &Arc<AtomicBool>,
) -> Vec<JoinHandle<Result<Loader>>> {
    let begin = |loader: Loader| {
        let stop = stop.clone();
        thread::spawn(move || loader.run(port, &stop))
    };
    loaders.into_iter().map(begin).collect()
}

/// Waits until they have all ended.
pub fn join_all(running: Vec<JoinHandle<Result<Loader>>>) -> Result<Vec<Loader>> {
    let ended = running.into_iter().map(|loader| match loader.join() {
        Ok(ended) => ended,
        Err(_) => bail!("a client gave up"),
    });
    ended.collect()
}

/// Serves under load, and is killed.
fn one_life(program: &Program<'_>, life: Duration, loaders: Vec<Loader>) -> Result<Vec<Loader>> {
    let serving = program.serve(&["--now", NOW], "warn")?;
    let running = send_all(loaders, serving.port(), &Arc::default());
    thread::sleep(life);
    serving.kill()?;
    join_all(running)
}
