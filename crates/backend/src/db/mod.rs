//! Storage. Owns the transaction trait that every handler is written against, the values that go
//! in and out, and two engines: SQLite in a file (one writer, many readers) and PostgreSQL behind a
//! URL (many of both). The same closures run on either.
//!
//! Handlers see [`Tx`], [`Val`] and [`Row`] and nothing else of a database; nothing here knows a
//! resident or a contract.
//!
//! SQL is one text for both engines: `$1`-style placeholders, `TEXT`, `BIGINT`, `BLOB`, instants as
//! epoch milliseconds, dates as ISO text, `INSERT … ON CONFLICT … RETURNING`, row values, CTEs,
//! window functions, partial unique indexes. `district_id` comes first in every key. A statement
//! that one engine does not take, or that reads a whole table, fails a test (`tests/engines`).
//!
//! A write closure may run more than once: it answers by what it reads and writes through its
//! [`Tx`] and has no other effect that a second run would double.

mod beside;
mod check;
mod figures;
mod lock;
mod migrations;
mod moving;
mod place;
mod postgres;
mod readers;
mod snapshot;
mod sqlite;
mod store;
mod val;
mod work;
mod writer;

pub use beside::Beside;
pub use check::{Finding, check, check_beside, check_on};
pub use figures::{Distribution, Figures};
pub use lock::DataLock;
pub use migrations::{AppliedMigration, MIGRATIONS, Migration};
pub use moving::{Content, MoveError, Moved, copy_in, copy_out, migrate};
pub use place::{Place, has_password, with_password};
pub use readers::reads_at_once;
pub use snapshot::{Snapshot, TableDigest};
pub use store::{Flush, IfEmpty, Medium, OpenError, Store};
pub use val::{FromVal, Row, Val};

/// One transaction, from its first statement to its commit.
///
/// After a failed statement the transaction is spoilt: every later one answers
/// [`DbError::Spoilt`] and nothing of it is kept, on both engines. An expected collision is
/// therefore no error but `ON CONFLICT … RETURNING`.
pub trait Tx {
    /// Runs a statement that answers no rows; gives the number of rows changed.
    fn exec(&mut self, sql: &'static str, params: &[Val]) -> Result<u64, DbError>;

    /// Runs a statement and gives all its rows.
    fn rows(&mut self, sql: &'static str, params: &[Val]) -> Result<Vec<Row>, DbError>;

    /// Runs a statement and gives its first row.
    fn one(&mut self, sql: &'static str, params: &[Val]) -> Result<Option<Row>, DbError> {
        Ok(self.rows(sql, params)?.into_iter().next())
    }
}

/// Why the storage did not do what was asked. No message holds a stored value.
#[derive(Clone, Debug, thiserror::Error)]
pub enum DbError {
    /// A unique key, a foreign key or a check refused a row that no handler expected to be refused.
    #[error("constraint: {0}")]
    Constraint(String),
    /// The engine refused the statement.
    #[error("engine: {0}")]
    Engine(String),
    /// The disk is full; nothing was done.
    #[error("disk full: {0}")]
    Full(String),
    /// The file cannot be written or read.
    #[error("disk: {0}")]
    Disk(String),
    /// A row has no such column, or the column holds another type.
    #[error("column {column}: expected {wanted}")]
    Column {
        /// Name of the column in the statement.
        column: String,
        /// The type that was asked for.
        wanted: &'static str,
    },
    /// An earlier statement of this transaction failed.
    #[error("the transaction was spoilt by an earlier error")]
    Spoilt,
    /// Other transactions were in the way each time; nothing was done.
    #[error("conflict: {0}")]
    Conflict(String),
    /// The engine could not be reached; nothing was done.
    #[error("connection lost: {0}")]
    Lost(String),
    /// The connection broke while committing: whether the work is done is not known.
    #[error("the outcome of a commit is unknown: {0}")]
    Unknown(String),
    /// More work is waiting than the engine takes; nothing was done.
    #[error("the queue is full")]
    Busy,
    /// The closure panicked; nothing of it was kept.
    #[error("the work panicked")]
    Panicked,
    /// The engine has stopped, by order or after a disk error.
    #[error("the storage has stopped")]
    Stopped,
}
