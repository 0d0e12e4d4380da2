//! `race`: sixty-four people against the hottest sessions. They rush for the numbers of a session,
//! give them back and take others at random, and rush for what is left. No number is ever held
//! twice, and as many are sold as are wanted or there. Small histories are also held against what
//! one person after another could have seen; and colleagues answer one push at the same moment ([`pushes`]). First through the router, as fast as can be, then
//! against the program while that is killed ([`killed`]); on either engine.

mod crowd;
mod history;
mod killed;
mod pushes;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use backend::db::{Finding, IfEmpty, Medium, Place, Store, check, check_on};
use backend::http::router;
use backend::resources::invariants::INVARIANTS;
use clap::{Args, ValueEnum};
use scratch_postgres::Server;
use tokio::runtime::Runtime;

use crate::client::{Client, sign_in};
use crate::figures::Figures;
use crate::town::{Size, Town};
use crate::vfs::{Disk, Drive};
use crowd::Crowd;
use pushes::Colleagues;

/// How long to try.
#[derive(Args)]
pub struct Wish {
    /// How many attempts to take a number or to give one back, through the router [default: 20000;
    /// 1000 on postgres]
    #[arg(long, value_name = "N")]
    attempts: Option<u64>,
    /// How many kills in between, of the program and on postgres of the engine in turn
    #[arg(long, default_value_t = 6, value_name = "N")]
    kills: u64,
    /// On which engine
    #[arg(long, value_enum, default_value_t = Engine::Sqlite)]
    engine: Engine,
    /// Start of the random choices
    #[arg(long, default_value_t = 1, value_name = "SEED")]
    seed: u64,
    /// The program that is killed
    #[arg(long, value_name = "PROGRAM")]
    backend: PathBuf,
    /// Folder of PostgreSQL's programs
    #[arg(long, value_name = "DIR")]
    postgres: Option<PathBuf>,
}

/// An engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Engine {
    Sqlite,
    Postgres,
}

impl Wish {
    fn attempts(&self) -> u64 {
        let usual = match self.engine {
            Engine::Sqlite => 20_000,
            Engine::Postgres => 1_000,
        };
        self.attempts.unwrap_or(usual)
    }

    /// A PostgreSQL that is running, where the race is on one.
    fn server(&self, settings: &[&str]) -> Result<Option<Server>> {
        if self.engine == Engine::Sqlite {
            return Ok(None);
        }
        let programs = self.postgres.as_deref().context("give --postgres")?;
        let mut server = Server::make(programs, settings)?;
        server.start()?;
        Ok(Some(server))
    }
}

const SIZE: Size = Size {
    residents: 64,
    sessions: 3,
    capacity: 12,
};
/// Attempts in one district; the next one begins on an empty disk, since what a million leave would
/// not fit into memory.
const DISTRICT: u64 = 50_000;
/// Small histories for each thousand attempts.
const HISTORIES: u64 = 10;

/// Races until there were enough attempts, then until there were enough kills.
pub fn run(wish: &Wish, figures: &mut Figures) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let begun = Instant::now();
    let mut count = Count::default();
    let findings = inside(wish, &runtime, &mut count)?;
    let seconds = begun.elapsed().as_secs_f64();
    let kills = killed::run(wish, &runtime)?;
    println!(
        "seed {}, on {:?}, {seconds:.1} s, and {:.1} s with kills",
        wish.seed,
        wish.engine,
        begun.elapsed().as_secs_f64() - seconds
    );
    count.tell(seconds, figures);
    kills.tell(figures);
    figures.count("race_held_twice", count.held_twice + kills.count.held_twice);
    figures.count("race_undersold", count.undersold + kills.count.undersold);
    ensure!(findings.is_empty(), "{findings:?}");
    // Where nothing is killed, nobody may be asked to come again.
    if count.is_broken() || count.busy > 0 || kills.is_broken() {
        bail!("a promise about numbers or pushes is broken");
    }
    Ok(())
}

/// Races through the router until there were enough attempts, one district after another; gives
/// what is wrong with what is stored in them.
fn inside(wish: &Wish, runtime: &Runtime, count: &mut Count) -> Result<Vec<Finding>> {
    let drive = Drive::new();
    let mut findings = Vec::new();
    for district in 0.. {
        let heat = Heat {
            seed: wish.seed.wrapping_add(district),
            attempts: DISTRICT.min(wish.attempts() - count.attempts),
        };
        findings.extend(one_district(wish, &heat, &drive, runtime, count)?);
        if count.attempts >= wish.attempts() {
            break;
        }
    }
    Ok(findings)
}

/// The race in one district.
struct Heat {
    seed: u64,
    attempts: u64,
}

fn one_district(
    wish: &Wish,
    heat: &Heat,
    drive: &Drive,
    runtime: &Runtime,
    count: &mut Count,
) -> Result<Vec<Finding>> {
    let folder = tempfile::tempdir()?;
    // Flushes cost nothing on either, so that people meet as often as can be.
    let server = wish.server(&["fsync=off", "full_page_writes=off"])?;
    drive.plug(Arc::new(Disk::new(heat.seed)));
    let medium = Medium {
        vfs: Some(drive.name().to_owned()),
        ..Medium::default()
    };
    let place = Place::new(folder.path(), server.as_ref().map(Server::url));
    let store = match &server {
        None => Store::open_on(folder.path(), &medium)?,
        Some(_) => Store::open(&place, IfEmpty::Create)?,
    };
    let town = Arc::new(Town::settle(&store, SIZE)?);
    runtime.block_on(race(heat, store, &town, count))?;
    Ok(match &server {
        None => check_on(folder.path(), &medium, INVARIANTS)?,
        Some(_) => check(&place, INVARIANTS)?,
    })
}

async fn race(heat: &Heat, store: Store, town: &Arc<Town>, count: &mut Count) -> Result<()> {
    let stored = store.clone();
    let router = router(Arc::new(town.app(store.clone())?), None);
    let mut phones = Vec::new();
    for person in &town.people {
        let cookie = sign_in(&store, town, person.account).await?;
        phones.push(Client::new(router.clone(), cookie));
    }
    let mut crowd = Crowd::new(town, phones.into_iter(), heat.seed);
    let until = count.attempts + heat.attempts;
    while count.attempts < until {
        crowd.rush(count).await?;
        crowd.churn(count).await?;
        crowd.rest(count).await?;
    }
    for number in 0..(heat.attempts * HISTORIES).div_ceil(1000) {
        let seed = heat.seed.wrapping_mul(1_000_003) + number;
        let history = crowd.history(seed).await?;
        count.histories += 1;
        if !history.is_linearizable(SIZE.capacity) {
            count.impossible += 1;
            println!("seed {}: nobody could have seen {history:?}", heat.seed);
        }
    }
    let colleagues = Colleagues::hire(&stored, town, &router).await?;
    colleagues.answer(town, heat.seed, count).await
}

#[derive(Default)]
struct Count {
    attempts: u64,
    sold: u64,
    busy: u64,
    held_twice: u64,
    rushes: u64,
    undersold: u64,
    histories: u64,
    impossible: u64,
    pushes: u64,
    push_not_once: u64,
}

impl Count {
    fn is_broken(&self) -> bool {
        self.held_twice + self.undersold + self.impossible + self.push_not_once > 0
    }

    fn tell(&self, seconds: f64, figures: &mut Figures) {
        figures.count("race_attempts", self.attempts);
        figures.set(
            "race_attempts_per_second",
            (self.attempts as f64 / seconds).round(),
        );
        figures.count("race_numbers_sold", self.sold);
        figures.count("race_busy", self.busy);
        figures.count("race_rushes", self.rushes);
        figures.count("race_histories", self.histories);
        figures.count("race_impossible_histories", self.impossible);
        figures.count("race_pushes", self.pushes);
        figures.count("race_push_not_once", self.push_not_once);
    }
}
