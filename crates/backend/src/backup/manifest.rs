//! What a backup says of itself, and the comparison of a database with it.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use super::BackupError;
use crate::db::{Beside, Snapshot, TableDigest};
use crate::district::DistrictId;
use crate::reseal;

/// What a backup says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the program that made it.
    pub program: String,
    /// When.
    pub made_at: String,
    /// Division codes of the districts in it.
    pub districts: Vec<String>,
    /// Steps of the schema, each with the SHA-256 of its statements.
    pub schema: Vec<(i64, String)>,
    /// Tables, each with the number of its rows and the SHA-256 over all of them.
    pub tables: Vec<TableDigest>,
    /// Length of the database.
    pub database_bytes: u64,
    /// SHA-256 of the database.
    pub database_sha256: String,
    /// Numbers of the keys that seal fields in it: what opens them must have these.
    #[serde(default)]
    pub seal_keys: Vec<u16>,
    /// Length of the field keys; 0 where they are not in it.
    pub keys_bytes: u64,
}

impl Manifest {
    pub(super) fn new(
        database: &Path,
        database_bytes: u64,
        database_sha256: String,
        keys_bytes: u64,
        now: DateTime<Utc>,
    ) -> Result<Self, BackupError> {
        let snapshot = Snapshot::read(database)?;
        let seal_keys = seal_keys(database, &snapshot.districts)?;
        Ok(Self {
            program: env!("CARGO_PKG_VERSION").to_owned(),
            made_at: now.to_rfc3339_opts(SecondsFormat::Secs, true),
            districts: snapshot.districts,
            schema: snapshot.schema,
            tables: snapshot.tables,
            database_bytes,
            database_sha256,
            seal_keys,
            keys_bytes,
        })
    }

    /// Says what of a database is not as it stands here.
    pub(super) fn compare(&self, database: &Path) -> Result<(), BackupError> {
        let found = Snapshot::read(database)?;
        let differs = |what: String| Err(BackupError::Differs(what));
        if found.schema != self.schema {
            return differs("the schema's steps".to_owned());
        }
        for (there, here) in found.tables.iter().zip(&self.tables) {
            if there != here {
                return differs(format!("table {}", here.name));
            }
        }
        if found.tables.len() != self.tables.len() {
            return differs("the list of tables".to_owned());
        }
        Ok(())
    }
}

/// Numbers of the keys that seal fields of a database.
fn seal_keys(database: &Path, districts: &[String]) -> Result<Vec<u16>, BackupError> {
    let beside = Beside::of_file(database)?;
    let mut numbers = BTreeSet::new();
    for district in districts {
        let district = DistrictId::new(district);
        let in_use = beside.read_here(|tx| reseal::in_use(tx, &district))?;
        numbers.insert(in_use.settled);
        numbers.extend(in_use.fields.into_keys());
    }
    Ok(numbers.into_iter().collect())
}
