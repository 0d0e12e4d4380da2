//! `check`: whether a district's data are whole. Integrity of the file and its foreign keys on
//! SQLite; on both engines the schema's steps, and invariants of the domain, each a query that must
//! find nothing.

use std::path::Path;

use super::lock::DataLock;
use super::migrations;
use super::place::Place;
use super::postgres::{self, Connection};
use super::sqlite::{Engine, open_reader, open_writer};
use super::store::{Medium, OpenError, Store};
use super::{DbError, Tx};

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which check.
    pub check: &'static str,
    /// What it found; no stored value.
    pub detail: String,
}

/// What must never be true of a row of the foundation; each query counts the rows that break it.
const FOUNDATION: &[(&str, &str)] = &[
    (
        "a session belongs to a phone or to a member of staff, never to both",
        "SELECT count(*) FROM device WHERE (account_id IS NULL) = (staff_id IS NULL)",
    ),
    (
        "a confirmed registration names its record",
        "SELECT count(*) FROM registration WHERE (state = 'confirmed') <> (resident_id IS NOT NULL)",
    ),
    (
        "every audit row has its reader's operation and result",
        "SELECT count(*) FROM audit WHERE operation = '' OR result = ''",
    ),
    (
        "there is exactly one district in a folder",
        "SELECT abs(count(*) - 1) FROM district",
    ),
];

/// Checks a place that no server is using. The invariants are those of the resources, in the
/// form of the foundation's.
pub fn check(
    place: impl Into<Place>,
    invariants: &[(&'static str, &'static str)],
) -> Result<Vec<Finding>, OpenError> {
    let place = place.into();
    if !Store::exists(&place)? {
        return Err(OpenError::Empty(place.to_string()));
    }
    match place.url() {
        None => check_on(place.folder(), &Medium::default(), invariants),
        Some(url) => {
            let _lock = DataLock::take(place.folder())?;
            postgres::apart(|| server(url, invariants))?
        }
    }
}

/// [`check`] of a folder on another medium.
pub fn check_on(
    folder: &Path,
    medium: &Medium,
    invariants: &[(&'static str, &'static str)],
) -> Result<Vec<Finding>, OpenError> {
    let _lock = DataLock::take(folder)?;
    sqlite(open_writer(&Store::file(folder), medium)?, invariants)
}

/// [`check`] of a place that a server may be using, in one snapshot of it.
pub fn check_beside(
    place: impl Into<Place>,
    invariants: &[(&'static str, &'static str)],
) -> Result<Vec<Finding>, OpenError> {
    let place = place.into();
    if !Store::exists(&place)? {
        return Err(OpenError::Empty(place.to_string()));
    }
    match place.url() {
        None => {
            let connection = open_reader(&Store::file(place.folder()), &Medium::default())?;
            connection.execute_batch("BEGIN")?;
            sqlite(connection, invariants)
        }
        Some(url) => postgres::apart(|| server(url, invariants))?,
    }
}

fn sqlite(
    mut connection: rusqlite::Connection,
    invariants: &[(&'static str, &'static str)],
) -> Result<Vec<Finding>, OpenError> {
    let mut findings = Vec::new();
    let mut found = |check, detail| findings.push(Finding { check, detail });
    let mut integrity = connection.prepare("PRAGMA integrity_check")?;
    for line in integrity.query_map([], |row| row.get::<_, String>(0))? {
        let line = line?;
        if line != "ok" {
            found("integrity of the file", line);
        }
    }
    drop(integrity);
    let mut foreign = connection.prepare("PRAGMA foreign_key_check")?;
    for table in foreign.query_map([], |row| row.get::<_, String>(0))? {
        found(
            "foreign keys",
            format!("a row of {} points nowhere", table?),
        );
    }
    drop(foreign);
    if let Err(error) = migrations::verify(&mut connection) {
        found("schema", error.to_string());
        return Ok(findings);
    }
    findings.extend(broken(
        &mut Engine::new(connection).transaction(),
        invariants,
    )?);
    Ok(findings)
}

/// PostgreSQL keeps its own files and foreign keys whole (`pg_amcheck`); the schema and the
/// invariants are ours.
fn server(
    url: &str,
    invariants: &[(&'static str, &'static str)],
) -> Result<Vec<Finding>, OpenError> {
    let mut connection = Connection::open(url)?;
    if let Err(error) = migrations::verify(&mut connection) {
        return Ok(vec![Finding {
            check: "schema",
            detail: error.to_string(),
        }]);
    }
    Ok(connection.in_snapshot(|tx| broken(tx, invariants))??)
}

/// The invariants that do not hold.
fn broken(
    tx: &mut dyn Tx,
    invariants: &[(&'static str, &'static str)],
) -> Result<Vec<Finding>, DbError> {
    let mut findings = Vec::new();
    for (check, sql) in FOUNDATION.iter().chain(invariants) {
        let rows: i64 = match tx.one(sql, &[])? {
            Some(row) => row.first()?,
            None => 0,
        };
        if rows > 0 {
            findings.push(Finding {
                check,
                detail: format!("{rows} rows"),
            });
        }
    }
    Ok(findings)
}
