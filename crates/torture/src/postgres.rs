//! `postgres`: the real program on a PostgreSQL that is killed under the load of `kill`, stopped at
//! once, or has connections cut, and comes back after a while. The program lives on: it answers, or
//! asks to come again, and never says that it failed. Then it is killed too, and what is stored is
//! compared with what clients were told.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Args;
use oorandom::Rand64;
use scratch_postgres::Server;

use crate::figures::Figures;
use crate::kill::load::{Kind, Loader};
use crate::kill::village::Village;
use crate::kill::{Count, DOCTORS, NOW, PHONES, RESIDENTS, done, join_all, send_all};
use crate::program::Program;

/// How long to try.
#[derive(Args)]
pub struct Wish {
    /// How many times the engine is struck
    #[arg(long, default_value_t = 12, value_name = "N")]
    kills: u64,
    /// Start of the random choices
    #[arg(long, default_value_t = 1, value_name = "SEED")]
    seed: u64,
    /// The program that lives on
    #[arg(long, value_name = "PROGRAM")]
    backend: PathBuf,
    /// Folder of PostgreSQL's programs
    #[arg(long, value_name = "DIR")]
    postgres: PathBuf,
}

/// As a real server, small: what it acknowledges is flushed.
const SETTINGS: [&str; 2] = ["fsync=on", "shared_buffers=64MB"];
/// Undisturbed before each blow, in milliseconds.
const QUIET: std::ops::Range<u64> = 20..600;
/// Gone after a blow, in milliseconds.
const GONE: std::ops::Range<u64> = 0..800;
/// One of so many blows, and the first, keeps the engine away for longer than the program waits.
const LONG_EVERY: u64 = 100;
const LONG: Duration = Duration::from_millis(10_800);
/// Cuts up to four connections of the program's, as an administrator or a proxy does.
const CUT: &str = "SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity
     WHERE application_name = 'jiayi' ORDER BY random() LIMIT 4) AS cut";

/// Strikes the engine as often as was asked for.
pub fn run(wish: &Wish, figures: &mut Figures) -> Result<()> {
    let begun = Instant::now();
    let folder = tempfile::tempdir()?;
    let mut server = Server::make(&wish.postgres, &SETTINGS)?;
    server.start()?;
    let program = Program::new(&wish.backend, folder.path()).on(server.url());
    program.run("demo", &["--now", NOW, "--residents", RESIDENTS])?;
    let mut village = Village::prepare(&program, PHONES)?;
    let mut loaders = village.loaders(DOCTORS, wish.seed);
    let mut blows = Blows::new(wish.seed);
    let mut count = Count::default();
    while blows.all() < wish.kills {
        let again = || format!("blow {}, seed {}", blows.all(), wish.seed);
        village.more_to_rate(&mut loaders).with_context(again)?;
        let most = wish.kills - blows.all();
        loaders = one_life(&program, &mut server, loaders, &mut blows, most)?;
        program.check()?;
        let newest = loaders.iter().flat_map(Loader::newest);
        village.compare(newest, &mut count)?;
    }
    let orders = loaders.iter().flat_map(|loader| &loader.orders);
    village.compare(orders, &mut count)?;
    println!("seed {}, {:.1} s", wish.seed, begun.elapsed().as_secs_f64());
    tell(&blows, &loaders, &count, figures);
    if count.lost + count.not_once > 0 {
        bail!("a promise is broken; again with `--seed {}`", wish.seed);
    }
    Ok(())
}

fn tell(blows: &Blows, loaders: &[Loader], count: &Count, figures: &mut Figures) {
    let sum = |what: fn(&Loader) -> u64| loaders.iter().map(what).sum();
    figures.count("postgres_blows", blows.all());
    figures.count("postgres_killed", blows.killed);
    figures.count("postgres_stopped", blows.stopped);
    figures.count("postgres_connections_cut", blows.cut);
    figures.count("postgres_bookings", done(loaders, Kind::Book));
    figures.count("postgres_cancellations", done(loaders, Kind::Cancel));
    figures.count("postgres_follow_ups", done(loaders, Kind::FollowUp));
    figures.count("postgres_ratings", done(loaders, Kind::Rate));
    figures.count("postgres_reads", sum(|loader| loader.reads));
    figures.count("postgres_busy", sum(|loader| loader.busy));
    figures.count("postgres_unanswered", sum(|loader| loader.cut_off));
    figures.count("postgres_server_errors", sum(|loader| loader.server_errors));
    figures.count("postgres_lost", count.lost);
    figures.count("postgres_not_once", count.not_once);
}

/// Serves under load while the engine is struck a few times, and is killed when all is answered.
fn one_life(
    program: &Program<'_>,
    server: &mut Server,
    loaders: Vec<Loader>,
    blows: &mut Blows,
    most: u64,
) -> Result<Vec<Loader>> {
    let serving = program.serve(&["--now", NOW], "warn")?;
    let stop = Arc::new(AtomicBool::new(false));
    let running = send_all(loaders, serving.port(), &stop);
    for _ in 0..most.min(1 + blows.random.rand_range(0..4)) {
        blows.quiet();
        blows.strike(server)?;
    }
    blows.quiet();
    stop.store(true, Ordering::Relaxed);
    let loaders = join_all(running)?;
    serving.kill()?;
    Ok(loaders)
}

/// What was done to the engine.
struct Blows {
    random: Rand64,
    killed: u64,
    stopped: u64,
    cut: u64,
}

impl Blows {
    fn new(seed: u64) -> Self {
        Self {
            random: Rand64::new(u128::from(seed)),
            killed: 0,
            stopped: 0,
            cut: 0,
        }
    }

    fn all(&self) -> u64 {
        self.killed + self.stopped + self.cut
    }

    fn quiet(&mut self) {
        thread::sleep(Duration::from_millis(self.random.rand_range(QUIET)));
    }

    fn strike(&mut self, server: &mut Server) -> Result<()> {
        let long = self.all().is_multiple_of(LONG_EVERY);
        match self.random.rand_range(0..5) {
            0..=1 if !long => {
                server.ask(CUT)?;
                self.cut += 1;
                return Ok(());
            }
            2 if !long => {
                server.stop_immediately()?;
                self.stopped += 1;
            }
            _ => {
                server.kill()?;
                self.killed += 1;
            }
        }
        thread::sleep(match long {
            true => LONG,
            false => Duration::from_millis(self.random.rand_range(GONE)),
        });
        server.start()
    }
}
