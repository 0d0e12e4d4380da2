//! The handle to a district's data: opening a folder, reading and writing. Cheap to clone; the
//! last one dropped finishes what waits and closes the file.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use tokio::sync::oneshot;

use super::figures::{Figures, Meters};
use super::lock::DataLock;
use super::migrations::{self, MigrationError};
use super::readers::Readers;
use super::sqlite::{Engine, open_writer};
use super::writer::{Done, Job, Writer};
use super::{DbError, Tx};
use crate::failure::Failure;

/// Name of the database file in its folder.
const FILE: &str = "jiayi.db";

/// Why a data folder could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder cannot be made, read or locked.
    #[error("the data folder cannot be used: {0}")]
    Folder(#[source] std::io::Error),
    /// Another process has the folder.
    #[error("another process is using this data folder; stop it first, or ask the running server")]
    Locked,
    /// There is no database, and none was to be made.
    #[error("there is no database in {0}; make one with `jiayi-backend demo --data {0}`")]
    Empty(String),
    /// The linked SQLite is older than 3.51.3, which may corrupt a file.
    #[error("SQLite {0} may corrupt the file (WAL reset); 3.51.3 or newer is needed")]
    OldSqlite(String),
    /// The file system cannot keep a write-ahead log (a network share, most often).
    #[error("this file system cannot hold the database's log; use a local disk")]
    NoWal,
    /// The schema is not one of this program.
    #[error(transparent)]
    Migration(#[from] MigrationError),
    /// The engine refused.
    #[error("the database cannot be opened: {0}")]
    Engine(#[from] rusqlite::Error),
}

/// What to do with a folder that holds no database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfEmpty {
    /// Make one.
    Create,
    /// Say so.
    Refuse,
}

struct Inner {
    // Dropped in this order: the writer folds the log in, then the readers close, then the lock.
    writer: Writer,
    readers: Readers,
    _lock: DataLock,
    folder: PathBuf,
    meters: Arc<Meters>,
}

/// A district's storage.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

impl Store {
    /// Opens the database of a folder and brings its schema up to date.
    pub fn open(folder: &Path, if_empty: IfEmpty) -> Result<Self, OpenError> {
        let file = Self::file(folder);
        if if_empty == IfEmpty::Refuse && !file.exists() {
            return Err(OpenError::Empty(folder.display().to_string()));
        }
        Self::make_folder(folder)?;
        let lock = DataLock::take(folder)?;
        let mut connection = open_writer(&file)?;
        migrations::apply(&mut connection)?;
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let meters = Arc::<Meters>::default();
        let readers = Readers::open(&file, cores * 2, meters.clone())?;
        let writer =
            Writer::start(Engine::new(connection), meters.clone()).map_err(OpenError::Folder)?;
        Ok(Self {
            inner: Arc::new(Inner {
                writer,
                readers,
                _lock: lock,
                folder: folder.into(),
                meters,
            }),
        })
    }

    /// Whether a folder holds a database already.
    #[must_use]
    pub fn exists(folder: &Path) -> bool {
        Self::file(folder).exists()
    }

    /// Makes a data folder that nobody but its owner may enter; one that is there is left as it is.
    pub fn make_folder(folder: &Path) -> Result<(), OpenError> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(OpenError::Folder)
    }

    pub(super) fn file(folder: &Path) -> PathBuf {
        folder.join(FILE)
    }

    /// The data folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.inner.folder
    }

    /// What the storage has done since it was opened.
    #[must_use]
    pub fn figures(&self) -> Figures {
        self.inner.meters.read()
    }

    /// Reads from one snapshot. The closure cannot write.
    pub async fn read<T, F>(&self, work: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce(&mut dyn Tx) -> Result<T, Failure> + Send + 'static,
    {
        self.inner.readers.run(work).await.map_err(Failure::from)?
    }

    /// Writes in one transaction; answers when the disk has it. The closure has no other effects:
    /// an engine that detects conflicts runs it again.
    pub async fn write<T, F>(&self, work: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnMut(&mut dyn Tx) -> Result<T, Failure> + Send + 'static,
    {
        let (job, answer) = job(work);
        self.inner.writer.submit(job)?;
        answer.await.map_err(|_| DbError::Busy)?
    }

    /// [`Store::read`] for commands that have no server around them.
    pub fn read_here<T>(
        &self,
        work: impl FnOnce(&mut dyn Tx) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.inner.readers.run_here(work)?
    }

    /// [`Store::write`] for commands that have no server around them. Blocks; never called from
    /// an async task.
    pub fn write_here<T, F>(&self, work: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnMut(&mut dyn Tx) -> Result<T, Failure> + Send + 'static,
    {
        let (job, answer) = job(work);
        self.inner.writer.submit(job)?;
        answer.blocking_recv().map_err(|_| DbError::Busy)?
    }
}

/// A closure with its way back: whatever it answers is handed over after the commit.
fn job<T, F>(mut work: F) -> (Job, oneshot::Receiver<Result<T, Failure>>)
where
    T: Send + 'static,
    F: FnMut(&mut dyn Tx) -> Result<T, Failure> + Send + 'static,
{
    let (sender, receiver) = oneshot::channel();
    let run = move |tx: &mut dyn Tx| {
        let outcome = catch_unwind(AssertUnwindSafe(|| work(tx)))
            .unwrap_or_else(|_| Err(DbError::Panicked.into()));
        let keep = outcome
            .as_ref()
            .map_or_else(Failure::keeps_writes, |_| true);
        Done {
            keep,
            answer: Box::new(move |committed| {
                // Nobody may be waiting any more: the request was cut off.
                let _ = sender.send(committed.map_err(Failure::from).and(outcome));
            }),
        }
    };
    let job = Job {
        run: Box::new(run),
        since: Instant::now(),
    };
    (job, receiver)
}
