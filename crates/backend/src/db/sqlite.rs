//! SQLite underneath: how a connection is opened, how one statement is run, and how its errors are
//! told apart. Called by the writer, the readers and the migrations only.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags, ToSql};

use super::store::{Flush, Medium, OpenError};
use super::{DbError, Row, Tx, Val};

/// The first version without the WAL-reset bug, which could corrupt a file that two connections
/// write to.
const OLDEST_SQLITE: i32 = 3_051_003;

/// Statements kept prepared by each connection; more than the program has.
const PREPARED: usize = 512;

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

fn connect(file: &Path, medium: &Medium, flags: OpenFlags) -> Result<Connection, rusqlite::Error> {
    let connection = match &medium.vfs {
        Some(vfs) => Connection::open_with_flags_and_vfs(file, flags, vfs.as_str()),
        None => Connection::open_with_flags(file, flags),
    }?;
    connection.set_prepared_statement_cache_capacity(PREPARED);
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;")?;
    Ok(connection)
}

/// A connection with its statements, on one thread.
pub(super) struct Engine {
    pub(super) connection: Connection,
    texts: HashMap<(usize, usize), Box<str>>,
}

impl Engine {
    pub(super) fn new(connection: Connection) -> Self {
        Self {
            connection,
            texts: HashMap::new(),
        }
    }

    /// A transaction over this engine. Beginning and ending it is the caller's.
    pub(super) fn transaction(&mut self) -> SqliteTx<'_> {
        SqliteTx {
            engine: self,
            spoilt: false,
        }
    }

    fn prepare(&mut self, sql: &'static str) -> Result<CachedStatement<'_>, rusqlite::Error> {
        // Keyed by address: the texts are static, and comparing two words is cheaper than
        // hashing a statement.
        let key = (sql.as_ptr() as usize, sql.len());
        let text = self
            .texts
            .entry(key)
            .or_insert_with(|| numbered(sql).into_boxed_str());
        self.connection.prepare_cached(text)
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
        run: impl FnOnce(&mut CachedStatement<'_>) -> Result<T, rusqlite::Error>,
    ) -> Result<T, DbError> {
        if self.spoilt {
            return Err(DbError::Spoilt);
        }
        let outcome = self.engine.prepare(sql).and_then(|mut statement| {
            for (at, param) in params.iter().enumerate() {
                statement.raw_bind_parameter(at + 1, param)?;
            }
            run(&mut statement)
        });
        outcome.map_err(|error| {
            self.spoilt = true;
            DbError::from(error)
        })
    }
}

impl Tx for SqliteTx<'_> {
    fn exec(&mut self, sql: &'static str, params: &[Val]) -> Result<u64, DbError> {
        self.guarded(sql, params, |statement| Ok(statement.raw_execute()? as u64))
    }

    fn rows(&mut self, sql: &'static str, params: &[Val]) -> Result<Vec<Row>, DbError> {
        self.guarded(sql, params, |statement| {
            let columns: Arc<[String]> = statement.column_names().map(str::to_owned).collect();
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

/// A stored value as ours.
pub(super) fn value(stored: ValueRef<'_>) -> Result<Val, rusqlite::Error> {
    match stored {
        ValueRef::Null => Ok(Val::Null),
        ValueRef::Integer(number) => Ok(Val::Int(number)),
        ValueRef::Text(text) => Ok(Val::Text(String::from_utf8_lossy(text).into_owned())),
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
