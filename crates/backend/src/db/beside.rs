//! Reading a district's data that a server may be using: no lock is taken, and nothing can be
//! written.

use std::path::Path;

use super::Tx;
use super::migrations;
use super::place::Place;
use super::postgres::{self, Connection};
use super::readers::Readers;
use super::sqlite::open_reader;
use super::store::{Medium, OpenError, Store};
use crate::failure::Failure;

/// A district's storage, as another process may have it at the same time.
pub struct Beside {
    engine: Engines,
}

enum Engines {
    Sqlite(Readers),
    Postgres(String),
}

impl Beside {
    /// Opens a place whose schema is this program's.
    pub fn open(place: impl Into<Place>) -> Result<Self, OpenError> {
        let place = place.into();
        if !Store::exists(&place)? {
            return Err(OpenError::Empty(place.to_string()));
        }
        let engine = match place.url() {
            None => return Self::of_file(&Store::file(place.folder())),
            Some(url) => {
                postgres::apart(|| {
                    Ok::<_, OpenError>(migrations::verify(&mut Connection::open(url)?)?)
                })??;
                Engines::Postgres(url.to_owned())
            }
        };
        Ok(Self { engine })
    }

    /// Opens a database file, wherever it is.
    pub fn of_file(file: &Path) -> Result<Self, OpenError> {
        let medium = Medium::default();
        migrations::verify(&mut open_reader(file, &medium)?)?;
        let readers = Readers::open(file, &medium, 1, std::sync::Arc::default())?;
        Ok(Self {
            engine: Engines::Sqlite(readers),
        })
    }

    /// Reads from one snapshot. The closure cannot write.
    pub fn read_here<T: Send>(
        &self,
        work: impl FnOnce(&mut dyn Tx) -> Result<T, Failure> + Send,
    ) -> Result<T, Failure> {
        match &self.engine {
            Engines::Sqlite(readers) => readers.run_here(work)?,
            Engines::Postgres(url) => {
                postgres::apart(|| Connection::open(url)?.in_snapshot(work))??
            }
        }
    }
}
