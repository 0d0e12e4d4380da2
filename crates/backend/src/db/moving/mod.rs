//! `migrate-db`: a district moved whole from one engine to the other. One snapshot is read, table by
//! table; what arrived is read again and compared; then it is committed, or nothing is.
//!
//! Where the rows come from is left as it is. A backup of a PostgreSQL database goes the same way,
//! into a file beside the server and out of one.

mod file;
mod server;
mod tables;

use std::fmt;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::lock::DataLock;
use super::migrations::MigrationError;
use super::place::Place;
use super::postgres;
use super::store::{OpenError, Store};
use super::{DbError, Val};
use tables::Table;

/// Rows that are carried at once.
const BATCH: usize = 1_000;

/// Why a district was not moved.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// One of the places cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Both places are of one kind.
    #[error("a district is moved from a folder to a database, or from a database to a folder")]
    SameEngine,
    /// There is something where the district was to go.
    #[error("{0} is not empty; nothing was moved")]
    NotEmpty(String),
    /// A server works on the rows that were to be moved.
    #[error("a server is using {0}; stop it first, or what it writes meanwhile is left behind")]
    InUse(String),
    /// What arrived is not what was sent.
    #[error("{table}: {sent} were sent, and {arrived} arrived; nothing was kept")]
    Differs {
        /// The table.
        table: String,
        /// What was read.
        sent: Content,
        /// What was read again.
        arrived: Content,
    },
    /// An engine failed.
    #[error(transparent)]
    Db(#[from] DbError),
    /// A file could not be put in its place.
    #[error("the file cannot be put in its place: {0}")]
    File(#[from] std::io::Error),
}

impl From<MigrationError> for MoveError {
    fn from(error: MigrationError) -> Self {
        OpenError::from(error).into()
    }
}

impl From<rusqlite::Error> for MoveError {
    fn from(error: rusqlite::Error) -> Self {
        DbError::from(error).into()
    }
}

/// What a table holds, in whatever order it is read: the same on both engines, or the move failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// Its rows.
    pub rows: u64,
    /// Sum of the rows' hashes.
    pub hash: u128,
}

impl Content {
    fn add(&mut self, row: &[Val]) {
        let mut hash = Sha256::new();
        for value in row {
            // Kind and length before the bytes: no two rows are written alike.
            let (kind, bytes): (u8, &[u8]) = match value {
                Val::Null => (0, &[]),
                Val::Int(number) => (1, &number.to_be_bytes()),
                Val::Text(text) => (2, text.as_bytes()),
                Val::Blob(bytes) => (3, bytes),
            };
            hash.update([kind]);
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(bytes);
        }
        let half = hash.finalize();
        let half = half.iter().take(16);
        let half = half.fold(0, |sum, byte| sum << 8 | u128::from(*byte));
        self.hash = self.hash.wrapping_add(half);
        self.rows += 1;
    }
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} rows with hash {:032x}", self.rows, self.hash)
    }
}

/// A table on its way.
#[derive(Clone, Debug)]
pub struct Moved {
    /// Its name.
    pub table: String,
    /// What has been read of it so far.
    pub content: Content,
    /// Whether that is all, and arrived.
    pub done: bool,
}

/// What is done with some rows.
type Take<'a> = &'a mut dyn FnMut(&[Vec<Val>]) -> Result<(), MoveError>;

/// Where rows are read from.
trait Rows {
    /// Gives all rows of a table, some at a time.
    fn each(&mut self, table: &Table, take: Take<'_>) -> Result<(), MoveError>;
}

/// Where rows are put. Nothing stays of one that is dropped before it is kept.
trait Target: Rows {
    /// Adds rows to a table.
    fn put(&mut self, table: &Table, rows: &[Vec<Val>]) -> Result<(), MoveError>;
    /// Makes what was put durable.
    fn keep(self: Box<Self>) -> Result<(), MoveError>;
}

/// Moves a district to an empty place on the other engine; gives what each table holds.
pub fn migrate(
    from: &Place,
    to: &Place,
    progress: impl FnMut(&Moved) + Send,
) -> Result<Vec<Moved>, MoveError> {
    if from.url().is_some() == to.url().is_some() {
        return Err(MoveError::SameEngine);
    }
    if !Store::exists(from)? {
        return Err(OpenError::Empty(from.to_string()).into());
    }
    // A folder that lends its lock to a database may take the rows back.
    let same = from.folder() == to.folder();
    Store::make_folder(from.folder())?;
    let _from = DataLock::take(from.folder())?;
    Store::make_folder(to.folder())?;
    let _to = if same {
        None
    } else {
        Some(DataLock::take(to.folder())?)
    };
    match (from.url(), to.url()) {
        (None, Some(url)) => {
            let mut source = file::Source::open(&Store::file(from.folder()))?;
            postgres::apart(move || {
                let target = server::Target::open(url, to)?;
                carry(&mut source, Box::new(target), progress)
            })?
        }
        (Some(url), None) => {
            let file = Store::file(to.folder());
            let moved = postgres::apart(|| {
                let mut source = server::Source::open(url, from)?;
                let target = file::Target::open(&file, to)?;
                carry(&mut source, Box::new(target), progress)
            })?;
            if moved.is_err() {
                file::remove_unfinished(&file)?;
            }
            moved
        }
        _ => Err(MoveError::SameEngine),
    }
}

/// Copies a PostgreSQL database, as it is at one moment, into an empty file; a server may be using
/// it. The file must be the owner's alone already.
pub fn copy_out(url: &str, file: &Path) -> Result<(), MoveError> {
    postgres::apart(|| {
        let mut source = server::Source::beside(url)?;
        let target = file::Target::onto(file.to_owned())?;
        carry(&mut source, Box::new(target), |_| {}).map(drop)
    })?
}

/// Fills the empty PostgreSQL database of a place from a file, whose schema is brought up to date.
pub fn copy_in(file: &Path, to: &Place) -> Result<(), MoveError> {
    let Some(url) = to.url() else {
        return Err(MoveError::SameEngine);
    };
    let _lock = DataLock::take(to.folder())?;
    let mut source = file::Source::open(file)?;
    postgres::apart(move || {
        let target = server::Target::open(url, to)?;
        carry(&mut source, Box::new(target), |_| {}).map(drop)
    })?
}

fn carry(
    source: &mut dyn Rows,
    mut target: Box<dyn Target>,
    mut progress: impl FnMut(&Moved),
) -> Result<Vec<Moved>, MoveError> {
    let mut all = Vec::new();
    for table in tables::all()? {
        let mut moved = Moved {
            table: table.name.clone(),
            content: Content::default(),
            done: false,
        };
        source.each(&table, &mut |rows| {
            target.put(&table, rows)?;
            rows.iter().for_each(|row| moved.content.add(row));
            progress(&moved);
            Ok(())
        })?;
        let mut arrived = Content::default();
        target.each(&table, &mut |rows| {
            rows.iter().for_each(|row| arrived.add(row));
            Ok(())
        })?;
        if arrived != moved.content {
            return Err(MoveError::Differs {
                table: moved.table,
                sent: moved.content,
                arrived,
            });
        }
        moved.done = true;
        progress(&moved);
        all.push(moved);
    }
    target.keep()?;
    Ok(all)
}

/// Refuses a target that has rows already.
fn refuse_if_not_empty(target: &mut dyn Rows, place: &Place) -> Result<(), MoveError> {
    for table in tables::all()? {
        let mut refuse = |_: &[Vec<Val>]| Err(MoveError::NotEmpty(place.to_string()));
        target.each(&table, &mut refuse)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_rows_changes_nothing_and_each_value_does() {
        let rows: [[Val; 2]; 3] = [
            ["a".into(), "bc".into()],
            ["ab".into(), "c".into()],
            [Val::Null, 1_i64.into()],
        ];
        let content = |order: &[usize]| {
            let mut content = Content::default();
            order.iter().for_each(|at| content.add(&rows[*at]));
            content
        };
        assert_eq!(content(&[0, 1, 2]), content(&[2, 0, 1]));
        assert_ne!(content(&[0]), content(&[1]));
        assert_ne!(content(&[0, 0]), content(&[1, 1]));
        assert_ne!(content(&[0]), content(&[0, 2]));
    }
}
