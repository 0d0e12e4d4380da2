//! The handle to a district's data: opening a folder, reading and writing. Cheap to clone; the
//! last one dropped finishes what waits and closes the file.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::figures::{Figures, Meters};
use super::lock::DataLock;
use super::migrations::{self, MigrationError, Steps};
use super::place::Place;
use super::postgres::{self, Connection, Pool};
use super::readers::{Readers, reads_at_once};
use super::sqlite::{Engine, open_writer};
use super::work::Job;
use super::writer::Writer;
use super::{DbError, Tx};
use crate::disk;
use crate::failure::Failure;

/// Name of the database file in its folder.
const FILE: &str = "jiayi.db";
/// Closures that may wait before it counts as a crowd: what shares one flush, and a few more.
const CROWD: u64 = 300;
/// A start that fails with less room than this most likely failed for it.
const NEEDED: u64 = 1024 * 1024;

/// Why a data folder could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder cannot be made, read or locked.
    #[error("the data folder cannot be used: {0}")]
    Folder(#[source] std::io::Error),
    /// Another process has the folder.
    #[error(
        "a server, or another command, has this data folder; stop it first. \
         Beside a server work `check --online`, `backup`, `keys` and `audit verify`"
    )]
    Locked,
    /// There is no database, and none was to be made.
    #[error("there is no district in {0}; make one with `jiayi-backend demo`")]
    Empty(String),
    /// The linked SQLite is older than 3.51.3, which may corrupt a file.
    #[error("SQLite {0} may corrupt the file (WAL reset); 3.51.3 or newer is needed")]
    OldSqlite(String),
    /// The disk has no room for what a start writes.
    #[error("the disk of {0} is full; free some space first ({1})")]
    DiskFull(String, #[source] Box<OpenError>),
    /// The file system takes no writes.
    #[error("the file system of {0} is read-only; the service needs to write there ({1})")]
    ReadOnly(String, #[source] Box<OpenError>),
    /// The file system cannot keep a write-ahead log (a network share, most often).
    #[error("this file system cannot hold the database's log; use a local disk")]
    NoWal,
    /// The schema is not one of this program.
    #[error(transparent)]
    Migration(#[from] MigrationError),
    /// The engine refused.
    #[error("the database cannot be opened: {0}")]
    Engine(#[from] DbError),
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        DbError::from(error).into()
    }
}

impl OpenError {
    /// The same error, with the state of the disk where that explains it.
    fn explained(self, place: &Place) -> Self {
        let by_disk = matches!(
            self,
            OpenError::Folder(_)
                | OpenError::Engine(_)
                | OpenError::NoWal
                | OpenError::Migration(MigrationError::Failed { .. })
        );
        // A folder that is not there yet is on the disk of the one above it.
        let mut folders = place.folder().ancestors();
        let space = folders
            .find(|folder| folder.exists())
            .and_then(|folder| disk::space(folder).ok());
        let name = place.folder().display().to_string();
        match space {
            Some(space) if by_disk && space.read_only => Self::ReadOnly(name, Box::new(self)),
            Some(space) if by_disk && space.free < NEEDED => Self::DiskFull(name, Box::new(self)),
            _ => self,
        }
    }
}

/// What to do with a place that holds no database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfEmpty {
    /// Make one.
    Create,
    /// Say so.
    Refuse,
}

/// What the database's file stands on. Everything but a fault test takes the default.
#[derive(Clone, Debug, Default)]
pub struct Medium {
    /// Name of a registered file system of SQLite's (a VFS) to use instead of its own; the lock
    /// of the folder is a real file all the same.
    pub vfs: Option<String>,
    /// When a commit counts as done.
    pub flush: Flush,
    /// Pages at which the log is folded in, where that shall be seen sooner than in service.
    pub log_pages: Option<u32>,
}

/// When a commit counts as done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Flush {
    /// When the disk has it (`synchronous=FULL`): what an answer promises.
    #[default]
    EachGroup,
    /// When the operating system has it (`synchronous=NORMAL`): a power cut takes acknowledged
    /// writes back. Here so that a test of power cuts can be shown to notice that.
    Later,
}

/// One of the two engines.
enum Engines {
    // Dropped in this order: the writer folds the log in, then the readers close.
    Sqlite { writer: Writer, readers: Readers },
    Postgres { pool: Pool, url: String },
}

struct Inner {
    // Dropped in this order: the engine ends what waits, then the lock goes.
    engine: Engines,
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
    /// Opens the database of a place and brings its schema up to date.
    pub fn open(place: impl Into<Place>, if_empty: IfEmpty) -> Result<Self, OpenError> {
        let place = place.into();
        Self::try_open(&place, if_empty).map_err(|error| error.explained(&place))
    }

    fn try_open(place: &Place, if_empty: IfEmpty) -> Result<Self, OpenError> {
        if if_empty == IfEmpty::Refuse && !Self::exists(place)? {
            return Err(OpenError::Empty(place.to_string()));
        }
        Self::open_in(place, &Medium::default())
    }

    /// [`Store::open`] of a folder on another medium; a database that is not there is made.
    pub fn open_on(folder: &Path, medium: &Medium) -> Result<Self, OpenError> {
        Self::open_in(&folder.into(), medium)
    }

    fn open_in(place: &Place, medium: &Medium) -> Result<Self, OpenError> {
        let folder = place.folder();
        Self::make_folder(folder)?;
        let lock = DataLock::take(folder)?;
        let meters = Arc::<Meters>::default();
        let engine = match place.url() {
            None => Self::open_file(&Self::file(folder), medium, &meters)?,
            Some(url) => Self::open_url(url, &meters)?,
        };
        Ok(Self {
            inner: Arc::new(Inner {
                engine,
                _lock: lock,
                folder: folder.into(),
                meters,
            }),
        })
    }

    fn open_file(file: &Path, medium: &Medium, meters: &Arc<Meters>) -> Result<Engines, OpenError> {
        let mut connection = open_writer(file, medium)?;
        fold_log_in(&connection)?;
        migrations::apply(&mut connection)?;
        let readers = Readers::open(file, medium, reads_at_once(), meters.clone())?;
        let writer =
            Writer::start(Engine::new(connection), meters.clone()).map_err(OpenError::Folder)?;
        Ok(Engines::Sqlite { writer, readers })
    }

    fn open_url(url: &str, meters: &Arc<Meters>) -> Result<Engines, OpenError> {
        postgres::apart(|| {
            let mut connection = Connection::open(url)?;
            connection.look_at_the_engine()?;
            Ok::<_, OpenError>(migrations::apply(&mut connection)?)
        })??;
        let pool = Pool::start(url, meters.clone()).map_err(OpenError::Folder)?;
        Ok(Engines::Postgres {
            pool,
            url: url.to_owned(),
        })
    }

    /// Whether a place holds a database already.
    pub fn exists(place: &Place) -> Result<bool, OpenError> {
        match place.url() {
            None => Ok(Self::file(place.folder()).exists()),
            Some(url) => Ok(postgres::apart(|| Connection::open(url)?.has_list())??),
        }
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

    /// Whether so much waits to be written that whatever will be refused should not wait as well.
    #[must_use]
    pub fn is_crowded(&self) -> bool {
        self.inner.meters.waiting.read() > CROWD
    }

    /// Reads from one snapshot. The closure cannot write.
    pub async fn read<T, F>(&self, work: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce(&mut dyn Tx) -> Result<T, Failure> + Send + 'static,
    {
        match &self.inner.engine {
            Engines::Sqlite { readers, .. } => readers.run(work).await?,
            Engines::Postgres { pool, .. } => pool.read(work).await?,
        }
    }

    /// Writes in one transaction; answers when the disk has it. The closure has no other effects:
    /// an engine that detects conflicts runs it again. It is not run again after a commit whose
    /// outcome is unknown ([`DbError::Unknown`]).
    pub async fn write<T, F>(&self, work: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnMut(&mut dyn Tx) -> Result<T, Failure> + Send + 'static,
    {
        let (job, answer) = Job::new(work, false);
        self.submit(job)?;
        answer.await.map_err(|_| DbError::Busy)?
    }

    /// [`Store::write`] of a closure that does no harm after its own commit, because it finds what
    /// it has written (a kept answer), writes the same once more, or because doubling it is better
    /// than losing it (a row of the trail). An unknown outcome is settled by running it again.
    pub async fn write_idempotent<T, F>(&self, work: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnMut(&mut dyn Tx) -> Result<T, Failure> + Send + 'static,
    {
        let (job, answer) = Job::new(work, true);
        self.submit(job)?;
        answer.await.map_err(|_| DbError::Busy)?
    }

    /// [`Store::read`] for commands that have no server around them.
    pub fn read_here<T: Send>(
        &self,
        work: impl FnOnce(&mut dyn Tx) -> Result<T, Failure> + Send,
    ) -> Result<T, Failure> {
        match &self.inner.engine {
            Engines::Sqlite { readers, .. } => readers.run_here(work)?,
            Engines::Postgres { url, .. } => {
                postgres::apart(|| Connection::open(url)?.in_snapshot(work))??
            }
        }
    }

    /// [`Store::write`] for commands that have no server around them. Blocks; never called from
    /// an async task.
    pub fn write_here<T, F>(&self, work: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnMut(&mut dyn Tx) -> Result<T, Failure> + Send + 'static,
    {
        let (job, answer) = Job::new(work, false);
        self.submit(job)?;
        answer.blocking_recv().map_err(|_| DbError::Busy)?
    }

    fn submit(&self, job: Job) -> Result<(), DbError> {
        match &self.inner.engine {
            Engines::Sqlite { writer, .. } => writer.submit(job),
            Engines::Postgres { pool, .. } => pool.submit(job),
        }
    }
}

/// Folds in the log that an earlier process left. If that one died after a flush that failed, the
/// log may be seen whole here and have holes on the disk; a write acknowledged behind a hole would
/// be lost with the power. The database's own pages are written and flushed anew.
fn fold_log_in(connection: &rusqlite::Connection) -> Result<(), rusqlite::Error> {
    connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
}
