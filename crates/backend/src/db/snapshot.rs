//! A database as one file: taken from a folder while a server uses it, and read table by table, so
//! that two of them can be compared.

use std::path::{Path, PathBuf};

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::store::{OpenError, Store};
use crate::seal::to_hex;

/// A table, summed up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableDigest {
    /// Its name.
    pub name: String,
    /// Number of its rows.
    pub rows: u64,
    /// SHA-256 over all values of all rows, in the order of the primary key.
    pub sha256: String,
}

/// What is in a database file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// Division codes of its districts.
    pub districts: Vec<String>,
    /// Steps of its schema, with the SHA-256 of their statements.
    pub schema: Vec<(i64, String)>,
    /// Its tables, by name.
    pub tables: Vec<TableDigest>,
}

impl Snapshot {
    /// Name of the database file in a data folder.
    #[must_use]
    pub fn file(folder: &Path) -> PathBuf {
        Store::file(folder)
    }

    /// Writes the database of a folder, as it is at this moment, to an empty file. The server that
    /// may be using the folder goes on reading and writing.
    pub fn take(folder: &Path, to: &Path) -> Result<(), OpenError> {
        if !Store::exists(&folder.into())? {
            return Err(OpenError::Empty(folder.display().to_string()));
        }
        let connection = open(&Store::file(folder))?;
        let name = to.to_string_lossy();
        connection.execute("VACUUM INTO ?1", [name.as_ref()])?;
        Ok(())
    }

    /// Reads a whole database file, its integrity included.
    pub fn read(file: &Path) -> Result<Self, OpenError> {
        let connection = open(file)?;
        let whole: String =
            connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if whole != "ok" {
            return Err(rusqlite::Error::InvalidQuery.into());
        }
        let districts = column(&connection, "SELECT district_id FROM district ORDER BY 1")?;
        let mut steps =
            connection.prepare("SELECT number, checksum FROM schema_migration ORDER BY number")?;
        let schema = steps
            .query_map([], |row| {
                Ok((row.get(0)?, to_hex(&row.get::<_, Vec<u8>>(1)?)))
            })?
            .collect::<Result<_, _>>()?;
        let names = column(
            &connection,
            "SELECT name FROM sqlite_schema
             WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name",
        )?;
        let tables = names
            .into_iter()
            .map(|name| digest(&connection, name))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            districts,
            schema,
            tables,
        })
    }
}

fn open(file: &Path) -> Result<Connection, rusqlite::Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    connection.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;")?;
    Ok(connection)
}

fn column(connection: &Connection, sql: &str) -> Result<Vec<String>, rusqlite::Error> {
    connection
        .prepare(sql)?
        .query_map([], |row| row.get(0))?
        .collect()
}

fn digest(connection: &Connection, name: String) -> Result<TableDigest, rusqlite::Error> {
    let key: Vec<String> = connection
        .prepare("SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk")?
        .query_map([&name], |row| row.get::<_, String>(0))?
        .map(|column| column.map(|column| format!("\"{column}\"")))
        .collect::<Result<_, _>>()?;
    let order = if key.is_empty() {
        "rowid".to_owned()
    } else {
        key.join(", ")
    };
    let mut statement =
        connection.prepare(&format!("SELECT * FROM \"{name}\" ORDER BY {order}"))?;
    let columns = statement.column_count();
    let mut hash = Sha256::new();
    let mut count = 0;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        count += 1;
        for at in 0..columns {
            value(&mut hash, row.get_ref(at)?);
        }
    }
    Ok(TableDigest {
        name,
        rows: count,
        sha256: to_hex(&hash.finalize()),
    })
}

/// A value with its type and its length before it, so that no two rows read alike.
fn value(hash: &mut Sha256, value: ValueRef<'_>) {
    let (kind, bytes): (u8, &[u8]) = match value {
        ValueRef::Null => (0, &[]),
        ValueRef::Integer(number) => {
            hash.update([1]);
            hash.update(number.to_be_bytes());
            return;
        }
        ValueRef::Real(number) => {
            hash.update([2]);
            hash.update(number.to_be_bytes());
            return;
        }
        ValueRef::Text(text) => (3, text),
        ValueRef::Blob(bytes) => (4, bytes),
    };
    hash.update([kind]);
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
}
