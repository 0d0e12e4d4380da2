//! SQLite underneath: how a connection is opened, how one statement is run, and how its errors are
//! told apart. Called by the writer, the readers and the migrations only.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags, StatementStatus, ToSql};

use super::store::{Flush, Medium, OpenError};
use super::{DbError, Row, Tx, Val};

/// The first version without the WAL-reset bug, which could corrupt a file that two connections
/// write to.
const OLDEST_SQLITE: i32 = 3_051_003;

/// Statements kept prepared by each connection; more than the program has.
const PREPARED: usize = 512;

/// Pages of the log at which a commit folds it into the file; SQLite's own 1,000 are a few groups of
/// bookings, and most of what they change is changed again by the next ones.
const LOG_PAGES: u32 = 4096;

/// KiB of pages that the writer keeps: the upper levels of all indexes, and the newest rows.
const WRITER_CACHE: usize = 24 * 1024;

/// Opens the one connection that writes.
pub(super) fn open_writer(file: &Path, medium: &Medium) -> Result<Connection, OpenError> {
    let found = rusqlite::version_number();
    if found < OLDEST_SQLITE {
        return Err(OpenError::OldSqlite(rusqlite::version().to_owned()));
    }
    let connection = connect(
        file,
        medium,
        OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(OpenError::NoWal);
    }
    connection.execute_batch(match medium.flush {
        Flush::EachGroup => "PRAGMA synchronous = FULL;",
        Flush::Later => "PRAGMA synchronous = NORMAL;",
    })?;
    connection.execute_batch("PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;")?;
    let log_pages = medium.log_pages.unwrap_or(LOG_PAGES);
    connection.pragma_update(None, "wal_autocheckpoint", log_pages)?;
    keep_pages(&connection, WRITER_CACHE)?;
    Ok(connection)
}

/// Opens a connection that cannot write.
pub(super) fn open_reader(file: &Path, medium: &Medium) -> Result<Connection, OpenError> {
    let connection = connect(
        file,
        medium,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.execute_batch("PRAGMA query_only = ON;")?;
    Ok(connection)
}

/// Lets a connection keep so many KiB of pages.
pub(super) fn keep_pages(connection: &Connection, kibibytes: usize) -> Result<(), rusqlite::Error> {
    // Negative: a size, not a number of pages.
    connection.execute_batch(&format!("PRAGMA cache_size = -{kibibytes}"))
}

fn connect(file: &Path, medium: &Medium, flags: OpenFlags) -> Result<Connection, rusqlite::Error> {
    let connection = match &medium.vfs {
        Some(vfs) => Connection::open_with_flags_and_vfs(file, flags, vfs.as_str()),
        None => Connection::open_with_flags(file, flags),
    }?;
    connection.set_prepared_statement_cache_capacity(PREPARED);
    connection.busy_timeout(Duration::from_secs(5))?;
    // Otherwise a statement is planned anew for each value that is bound to it, which cost more than
    // running it, and by a plan that no test has seen.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.execute_batch(
        "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;",
    )?;
    Ok(connection)
}

/// A connection with its statements, on one thread.
pub(super) struct Engine {
    pub(super) connection: Connection,
    texts: HashMap<(usize, usize), Text>,
    steps: usize,
}

/// A statement as SQLite takes it.
struct Text {
    sql: Box<str>,
    columns: Columns,
}

/// Names of a statement's columns, once it has been run.
type Columns = Option<Arc<[String]>>;

impl Engine {
    pub(super) fn new(connection: Connection) -> Self {
        Self {
            connection,
            texts: HashMap::new(),
            steps: 0,
        }
    }

    /// A transaction over this engine. Beginning and ending it is the caller's.
    pub(super) fn transaction(&mut self) -> SqliteTx<'_> {
        SqliteTx {
            engine: self,
            spoilt: false,
        }
    }

    /// Steps of SQLite's machine since this was last asked.
    pub(super) fn take_steps(&mut self) -> usize {
        std::mem::take(&mut self.steps)
    }

    /// Runs a statement without values: what begins and ends a transaction.
    pub(super) fn plain(&self, sql: &str) -> Result<(), rusqlite::Error> {
        self.connection.prepare_cached(sql)?.raw_execute().map(drop)
    }

    /// Runs a statement with these values; what it does with the rows may note their columns.
    fn run<T>(
        &mut self,
        sql: &'static str,
        params: &[Val],
        run: impl FnOnce(&mut CachedStatement<'_>, &mut Columns) -> Result<T, rusqlite::Error>,
    ) -> Result<T, rusqlite::Error> {
        // Keyed by address: the texts are static, and comparing two words is cheaper than
        // hashing a statement.
        let key = (sql.as_ptr() as usize, sql.len());
        let text = self.texts.entry(key).or_insert_with(|| Text {
            sql: numbered(sql).into_boxed_str(),
            columns: None,
        });
        let mut statement = self.connection.prepare_cached(&text.sql)?;
        for (at, param) in params.iter().enumerate() {
            statement.raw_bind_parameter(at + 1, param)?;
        }
        let outcome = run(&mut statement, &mut text.columns);
        let steps = statement.reset_status(StatementStatus::VmStep);
        self.steps += usize::try_from(steps).unwrap_or(0);
        outcome
    }
}

/// `$1` as `?1`, outside of quoted text. (SQLite takes `$1` for a name, and numbers names by where
/// they first stand.)
fn numbered(sql: &str) -> String {
    let mut quoted = false;
    let mut characters = sql.chars().peekable();
    let mut text = String::with_capacity(sql.len());
    while let Some(character) = characters.next() {
        quoted ^= character == '\'';
        let number = characters.peek().is_some_and(char::is_ascii_digit);
        text.push(if character == '$' && number && !quoted {
            '?'
        } else {
            character
        });
    }
    text
}

/// [`Tx`] over SQLite.
pub(super) struct SqliteTx<'a> {
    engine: &'a mut Engine,
    pub(super) spoilt: bool,
}

impl SqliteTx<'_> {
    fn guarded<T>(
        &mut self,
        sql: &'static str,
        params: &[Val],
        run: impl FnOnce(&mut CachedStatement<'_>, &mut Columns) -> Result<T, rusqlite::Error>,
    ) -> Result<T, DbError> {
        if self.spoilt {
            return Err(DbError::Spoilt);
        }
        tracing::trace!(sql, "statement");
        let outcome = self.engine.run(sql, params, run);
        outcome.map_err(|error| {
            self.spoilt = true;
            DbError::from(error)
        })
    }
}

impl Tx for SqliteTx<'_> {
    fn exec(&mut self, sql: &'static str, params: &[Val]) -> Result<u64, DbError> {
        self.guarded(sql, params, |statement, _| {
            Ok(statement.raw_execute()? as u64)
        })
    }

    fn rows(&mut self, sql: &'static str, params: &[Val]) -> Result<Vec<Row>, DbError> {
        self.guarded(sql, params, |statement, columns| {
            let columns = columns.get_or_insert_with(|| names(statement));
            let mut found = Vec::new();
            let mut rows = statement.raw_query();
            while let Some(row) = rows.next()? {
                let values = (0..columns.len())
                    .map(|at| row.get_ref(at).and_then(value))
                    .collect::<Result<_, _>>()?;
                found.push(Row::new(columns.clone(), values));
            }
            Ok(found)
        })
    }
}

fn names(statement: &CachedStatement<'_>) -> Arc<[String]> {
    statement.column_names().map(str::to_owned).collect()
}

/// A stored value as ours.
pub(super) fn value(stored: ValueRef<'_>) -> Result<Val, rusqlite::Error> {
    match stored {
        ValueRef::Null => Ok(Val::Null),
        ValueRef::Integer(number) => Ok(Val::Int(number)),
        ValueRef::Text(text) => Ok(Val::Text(match str::from_utf8(text) {
            Ok(text) => text.to_owned(),
            Err(_) => String::from_utf8_lossy(text).into_owned(),
        })),
        ValueRef::Blob(bytes) => Ok(Val::Blob(bytes.to_vec())),
        ValueRef::Real(_) => Err(rusqlite::Error::InvalidQuery),
    }
}

impl ToSql for Val {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Val::Null => ValueRef::Null,
            Val::Int(number) => ValueRef::Integer(*number),
            Val::Text(text) => ValueRef::Text(text.as_bytes()),
            Val::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

impl From<rusqlite::Error> for DbError {
    fn from(error: rusqlite::Error) -> Self {
        let message = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::ConstraintViolation) => DbError::Constraint(message),
            Some(ErrorCode::DiskFull) => DbError::Full(message),
            Some(
                ErrorCode::SystemIoFailure
                | ErrorCode::ReadOnly
                | ErrorCode::CannotOpen
                | ErrorCode::DatabaseCorrupt
                | ErrorCode::NotADatabase,
            ) => DbError::Disk(message),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => DbError::Busy,
            _ => DbError::Engine(message),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_keep_their_numbers() {
        assert_eq!(numbered("a = $2 AND b = $10"), "a = ?2 AND b = ?10");
        assert_eq!(numbered("a = '$1' AND b = $1"), "a = '$1' AND b = ?1");
        assert_eq!(
            numbered("'it''s $1' || $1 || '$'"),
            "'it''s $1' || ?1 || '$'"
        );
    }

    #[test]
    fn a_failed_statement_spoils_the_transaction() {
        let mut engine = Engine::new(Connection::open_in_memory().unwrap());
        let mut tx = engine.transaction();
        tx.exec("CREATE TABLE one (n INTEGER PRIMARY KEY)", &[])
            .unwrap();
        tx.exec("INSERT INTO one VALUES ($1)", &[1.into()]).unwrap();
        let refused = tx.exec("INSERT INTO one VALUES ($1)", &[1.into()]);
        assert!(
            matches!(refused, Err(DbError::Constraint(_))),
            "{refused:?}"
        );
        assert!(matches!(
            tx.rows("SELECT n FROM one", &[]),
            Err(DbError::Spoilt)
        ));
    }
}
