//! `check`: whether a data folder is whole. Integrity of the file, foreign keys, the schema's
//! steps, and invariants of the domain, each a query that must find nothing.

use std::path::Path;

use super::lock::DataLock;
use super::migrations;
use super::sqlite::open_writer;
use super::store::{OpenError, Store};

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

/// Checks a folder that no server is using. The invariants are those of the resources, in the
/// form of the foundation's.
pub fn check(
    folder: &Path,
    invariants: &[(&'static str, &'static str)],
) -> Result<Vec<Finding>, OpenError> {
    if !Store::exists(folder) {
        return Err(OpenError::Empty(folder.display().to_string()));
    }
    let _lock = DataLock::take(folder)?;
    let connection = open_writer(&Store::file(folder))?;
    let mut findings = Vec::new();
    let mut found = |check, detail| findings.push(Finding { check, detail });

    let mut integrity = connection.prepare("PRAGMA integrity_check")?;
    for line in integrity.query_map([], |row| row.get::<_, String>(0))? {
        let line = line?;
        if line != "ok" {
            found("integrity of the file", line);
        }
    }
    let mut foreign = connection.prepare("PRAGMA foreign_key_check")?;
    for table in foreign.query_map([], |row| row.get::<_, String>(0))? {
        found(
            "foreign keys",
            format!("a row of {} points nowhere", table?),
        );
    }
    if let Err(error) = migrations::verify(&connection) {
        found("schema", error.to_string());
        return Ok(findings);
    }
    for (name, sql) in FOUNDATION.iter().chain(invariants) {
        let rows: i64 = connection.query_row(sql, [], |row| row.get(0))?;
        if rows > 0 {
            found(name, format!("{rows} rows"));
        }
    }
    Ok(findings)
}
