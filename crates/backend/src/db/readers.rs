//! The pool of connections that read. Each holds a snapshot for the time of one closure and
//! cannot write. A closure runs on the thread that asks: going to another thread and back took a
//! quarter of a record's time and a third of a list's. The service has more threads than may read at
//! once ([`reads_at_once`]), so that the others are served while a disk is slow.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use tokio::sync::Semaphore;

use super::figures::Meters;
use super::sqlite::{Engine, keep_pages, open_reader};
use super::store::{Medium, OpenError};
use super::{DbError, Tx};

/// Closures that may wait for a connection; beyond, answering "busy" is kinder than waiting.
const WAITING: usize = 1024;

/// KiB of pages that all readers together keep.
const CACHED: usize = 32 * 1024;

/// How many read at the same time.
#[must_use]
pub fn reads_at_once() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from) * 2
}

/// The connections that are not in use, and how many may be.
pub(super) struct Readers {
    idle: Mutex<Vec<Engine>>,
    turns: Semaphore,
    places: Semaphore,
    meters: Arc<Meters>,
}

impl Readers {
    pub(super) fn open(
        file: &Path,
        medium: &Medium,
        count: usize,
        meters: Arc<Meters>,
    ) -> Result<Self, OpenError> {
        let engines = (0..count)
            .map(|_| {
                let connection = open_reader(file, medium)?;
                keep_pages(&connection, CACHED / count)?;
                Ok(Engine::new(connection))
            })
            .collect::<Result<Vec<_>, OpenError>>()?;
        Ok(Self {
            idle: Mutex::new(engines),
            turns: Semaphore::new(count),
            places: Semaphore::new(count + WAITING),
            meters,
        })
    }

    /// Runs a closure in its turn.
    pub(super) async fn run<T>(&self, work: impl FnOnce(&mut dyn Tx) -> T) -> Result<T, DbError> {
        let since = Instant::now();
        let _place = self.places.try_acquire().map_err(|_| {
            self.meters.reads_refused.add(1);
            DbError::Busy
        })?;
        let _turn = self.turns.acquire().await.map_err(|_| DbError::Stopped)?;
        self.meters.read_wait.add_time(since.elapsed());
        with_engine(&self.idle, &self.meters, work)
    }

    /// Runs a closure on this thread, for commands outside of the server.
    pub(super) fn run_here<T>(&self, work: impl FnOnce(&mut dyn Tx) -> T) -> Result<T, DbError> {
        with_engine(&self.idle, &self.meters, work)
    }
}

fn with_engine<T>(
    idle: &Mutex<Vec<Engine>>,
    meters: &Meters,
    work: impl FnOnce(&mut dyn Tx) -> T,
) -> Result<T, DbError> {
    let mut engine = lock(idle).pop().ok_or(DbError::Busy)?;
    let outcome = in_snapshot(&mut engine, work);
    meters.read_steps.add(engine.take_steps());
    lock(idle).push(engine);
    outcome
}

fn in_snapshot<T>(engine: &mut Engine, work: impl FnOnce(&mut dyn Tx) -> T) -> Result<T, DbError> {
    engine.plain("BEGIN")?;
    let mut tx = engine.transaction();
    let outcome = catch_unwind(AssertUnwindSafe(|| work(&mut tx)));
    engine.plain("ROLLBACK")?;
    outcome.map_err(|_| DbError::Panicked)
}

fn lock(idle: &Mutex<Vec<Engine>>) -> std::sync::MutexGuard<'_, Vec<Engine>> {
    // A thread that panicked while it held the lock left a whole vector behind.
    idle.lock().unwrap_or_else(PoisonError::into_inner)
}
