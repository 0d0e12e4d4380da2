//! The same race against the released program, which is killed in between (on PostgreSQL the engine
//! is killed in turn with it). Phones send again what was cut off, under its key; so every rush ends,
//! and must end as if nothing had happened. At last what is stored is what the phones were told.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Result, bail, ensure};
use backend::db::{IfEmpty, Store};
use backend::seal::Keys;
use domain::ids::BookingId;
use oorandom::Rand64;
use scratch_postgres::Server;
use tokio::runtime::Runtime;

use super::crowd::Crowd;
use super::{Count, SIZE, Wish};
use crate::client::{Client, sign_in};
use crate::door::Door;
use crate::figures::Figures;
use crate::program::Program;
use crate::town::Town;

/// The instant of the town.
const NOW: &str = "2026-11-24T10:00:00+08:00";
/// Undisturbed before each kill, in milliseconds.
const QUIET: std::ops::Range<u64> = 100..1_200;
/// The engine is gone for so long, in milliseconds.
const GONE: std::ops::Range<u64> = 0..500;
/// As a real server, small.
const SETTINGS: [&str; 2] = ["fsync=on", "shared_buffers=64MB"];

/// What came of it.
#[derive(Default)]
pub struct Kills {
    pub count: Count,
    programs: u64,
    engines: u64,
    again: u64,
    /// Bookings stored and not told, or told and not stored.
    not_as_told: u64,
}

impl Kills {
    pub fn is_broken(&self) -> bool {
        self.count.is_broken() || self.not_as_told > 0
    }

    pub fn tell(&self, figures: &mut Figures) {
        figures.count("race_kills", self.programs);
        figures.count("race_engine_kills", self.engines);
        figures.count("race_kills_attempts", self.count.attempts);
        figures.count("race_kills_numbers_sold", self.count.sold);
        figures.count("race_kills_sent_again", self.again + self.count.busy);
        figures.count("race_not_as_told", self.not_as_told);
    }
}

/// Races until there were enough kills.
pub fn run(wish: &Wish, runtime: &Runtime) -> Result<Kills> {
    let mut kills = Kills::default();
    if wish.kills == 0 {
        return Ok(kills);
    }
    let folder = tempfile::tempdir()?;
    let mut server = wish.server(&SETTINGS)?;
    let program = Program::new(&wish.backend, folder.path());
    let program = match &server {
        Some(server) => program.on(server.url()),
        None => program,
    };
    let (town, cookies) = settle(&program, runtime)?;
    let door = Arc::new(Door::default());
    let phones = cookies
        .into_iter()
        .map(|cookie| Client::outside(door.clone(), cookie));
    let mut crowd = Crowd::new(&town, phones, wish.seed);
    let (enough, over) = (AtomicBool::new(false), AtomicBool::new(false));
    let killed = thread::scope(|scope| {
        let killer = scope.spawn(|| {
            let killed = strike(&program, server.as_mut(), &door, wish, &over);
            // Whatever came of it: nobody waits for more.
            enough.store(true, Ordering::Relaxed);
            let last =
                killed.and_then(|killed| Ok((killed, program.serve(&["--now", NOW], "warn")?)));
            if let Ok((_, serving)) = &last {
                door.open(serving.port());
            }
            while last.is_ok() && !over.load(Ordering::Relaxed) {
                thread::sleep(Duration::from_millis(5));
            }
            last.map(|(killed, _)| killed)
        });
        let raced = runtime.block_on(race(&mut crowd, &mut kills.count, &enough));
        over.store(true, Ordering::Relaxed);
        match killer.join() {
            Ok(killed) => raced.and(killed),
            Err(_) => bail!("the killer gave up"),
        }
    })?;
    (kills.programs, kills.engines) = killed;
    kills.again = door.again();
    program.check()?;
    let told = crowd.held();
    let stored = stored(&program)?;
    kills.not_as_told = told.symmetric_difference(&stored).count() as u64;
    ensure!(!told.is_empty(), "nobody holds anything: nothing was tried");
    Ok(kills)
}

/// Everybody races until it is enough; at last they hold what they wanted.
async fn race(crowd: &mut Crowd, count: &mut Count, enough: &AtomicBool) -> Result<()> {
    while !enough.load(Ordering::Relaxed) {
        crowd.rush(count).await?;
        crowd.churn(count).await?;
        crowd.rest(count).await?;
    }
    crowd.rush(count).await
}

/// Kills the program again and again, on PostgreSQL the engine in turn with it; gives how often
/// each.
fn strike(
    program: &Program<'_>,
    mut server: Option<&mut Server>,
    door: &Door,
    wish: &Wish,
    over: &AtomicBool,
) -> Result<(u64, u64)> {
    let mut random = Rand64::new(u128::from(wish.seed));
    let (mut programs, mut engines) = (0, 0);
    while programs < wish.kills && !over.load(Ordering::Relaxed) {
        let serving = program.serve(&["--now", NOW], "warn")?;
        door.open(serving.port());
        if let Some(server) = &mut server {
            thread::sleep(Duration::from_millis(random.rand_range(QUIET)));
            server.kill()?;
            thread::sleep(Duration::from_millis(random.rand_range(GONE)));
            server.start()?;
            engines += 1;
        }
        thread::sleep(Duration::from_millis(random.rand_range(QUIET)));
        door.close();
        serving.kill()?;
        programs += 1;
    }
    Ok((programs, engines))
}

/// The town with its keys where the program looks for them, and a cookie for each phone.
fn settle(program: &Program<'_>, runtime: &Runtime) -> Result<(Arc<Town>, Vec<String>)> {
    Store::make_folder(program.data())?;
    let keys = Keys::create(&program.data().join("keys.json"))?;
    let store = Store::open(program.place(), IfEmpty::Create)?;
    let town = Town::settle_under(&store, keys, SIZE)?;
    let mut cookies = Vec::new();
    for person in &town.people {
        cookies.push(runtime.block_on(sign_in(&store, &town, person.account))?);
    }
    Ok((Arc::new(town), cookies))
}

/// Every booking that holds a number, with the number.
fn stored(program: &Program<'_>) -> Result<BTreeSet<(BookingId, u16)>> {
    let store = Store::open(program.place(), IfEmpty::Refuse)?;
    let rows = store.read_here(|tx| {
        let sql = "SELECT id, number FROM booking WHERE state <> 'cancelled'";
        Ok(tx.rows(sql, &[])?)
    })?;
    let pair = |row: &backend::db::Row| Ok((row.get("id")?, row.get("number")?));
    rows.iter().map(pair).collect()
}
