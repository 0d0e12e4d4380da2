//! The pool of connections that read. Each holds a snapshot for the time of one closure and
//! cannot write. Closures run on blocking threads, at most as many as there are connections.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use tokio::sync::Semaphore;

use super::figures::Meters;
use super::sqlite::{Engine, open_reader};
use super::store::{Medium, OpenError};
use super::{DbError, Tx};

/// Closures that may wait for a connection; beyond, answering "busy" is kinder than waiting.
const WAITING: usize = 1024;

/// The connections that are not in use, and how many may be.
pub(super) struct Readers {
    idle: Arc<Mutex<Vec<Engine>>>,
    turns: Arc<Semaphore>,
    places: Arc<Semaphore>,
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
            .map(|_| open_reader(file, medium).map(Engine::new))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            idle: Arc::new(Mutex::new(engines)),
            turns: Arc::new(Semaphore::new(count)),
            places: Arc::new(Semaphore::new(count + WAITING)),
            meters,
        })
    }

    /// Runs a closure on a blocking thread.
    pub(super) async fn run<T, F>(&self, work: F) -> Result<T, DbError>
    where
        T: Send + 'static,
        F: FnOnce(&mut dyn Tx) -> T + Send + 'static,
    {
        let since = Instant::now();
        let place = self.places.clone().try_acquire_owned().map_err(|_| {
            self.meters.reads_refused.add(1);
            DbError::Busy
        })?;
        let turn = self
            .turns
            .clone()
            .acquire_owned()
            .await
            .map_err(|_| DbError::Stopped)?;
        let (idle, meters) = (self.idle.clone(), self.meters.clone());
        let ran = tokio::task::spawn_blocking(move || {
            meters.read_wait.add_time(since.elapsed());
            let outcome = with_engine(&idle, work);
            drop((turn, place));
            outcome
        });
        ran.await.map_err(|_| DbError::Panicked)?
    }

    /// Runs a closure on this thread, for commands outside of the server.
    pub(super) fn run_here<T>(&self, work: impl FnOnce(&mut dyn Tx) -> T) -> Result<T, DbError> {
        with_engine(&self.idle, work)
    }
}

fn with_engine<T>(
    idle: &Mutex<Vec<Engine>>,
    work: impl FnOnce(&mut dyn Tx) -> T,
) -> Result<T, DbError> {
    let mut engine = lock(idle).pop().ok_or(DbError::Busy)?;
    let outcome = in_snapshot(&mut engine, work);
    lock(idle).push(engine);
    outcome
}

fn in_snapshot<T>(engine: &mut Engine, work: impl FnOnce(&mut dyn Tx) -> T) -> Result<T, DbError> {
    engine.connection.execute_batch("BEGIN")?;
    let mut tx = engine.transaction();
    let outcome = catch_unwind(AssertUnwindSafe(|| work(&mut tx)));
    engine.connection.execute_batch("ROLLBACK")?;
    outcome.map_err(|_| DbError::Panicked)
}

fn lock(idle: &Mutex<Vec<Engine>>) -> std::sync::MutexGuard<'_, Vec<Engine>> {
    // A thread that panicked while it held the lock left a whole vector behind.
    idle.lock().unwrap_or_else(PoisonError::into_inner)
}
