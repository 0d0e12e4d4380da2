//! SQLite at either end of a move. A new file gets its name only when it is whole.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, params_from_iter};

use super::tables::Table;
use super::{BATCH, MoveError, Rows, Take, refuse_if_not_empty};
use crate::db::Val;
use crate::db::migrations;
use crate::db::place::Place;
use crate::db::sqlite::{open_writer, value};
use crate::db::store::Medium;
use crate::disk::sync_folder_of;

/// A file that is read in one snapshot.
pub(super) struct Source {
    connection: Connection,
}

impl Source {
    pub(super) fn open(file: &Path) -> Result<Self, MoveError> {
        let mut connection = open_writer(file, &Medium::default())?;
        migrations::apply(&mut connection)?;
        connection.execute_batch("BEGIN")?;
        Ok(Self { connection })
    }
}

impl Rows for Source {
    fn each(&mut self, table: &Table, take: Take<'_>) -> Result<(), MoveError> {
        each(&self.connection, table, take)
    }
}

/// A file that is written beside its place.
pub(super) struct Target {
    connection: Connection,
    written: PathBuf,
    /// The name that it gets when it is whole; none where it has its own already.
    file: Option<PathBuf>,
}

impl Target {
    pub(super) fn open(file: &Path, place: &Place) -> Result<Self, MoveError> {
        if file.exists() {
            return Err(MoveError::NotEmpty(place.to_string()));
        }
        remove_unfinished(file)?;
        let mut target = Self::onto(unfinished(file))?;
        target.file = Some(file.to_owned());
        refuse_if_not_empty(&mut target, place)?;
        Ok(target)
    }

    /// A file that is written where it is, and holds nothing yet.
    pub(super) fn onto(written: PathBuf) -> Result<Self, MoveError> {
        let mut connection = open_writer(&written, &Medium::default())?;
        migrations::apply(&mut connection)?;
        connection.execute_batch("BEGIN IMMEDIATE")?;
        Ok(Self {
            connection,
            written,
            file: None,
        })
    }
}

/// Where a file is written until it is whole.
fn unfinished(file: &Path) -> PathBuf {
    file.with_extension("db.moving")
}

/// Removes what a move that failed or was interrupted left behind.
pub(super) fn remove_unfinished(file: &Path) -> Result<(), std::io::Error> {
    for end in ["", "-wal", "-shm"] {
        let mut name = unfinished(file).into_os_string();
        name.push(end);
        match std::fs::remove_file(PathBuf::from(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

impl Rows for Target {
    fn each(&mut self, table: &Table, take: Take<'_>) -> Result<(), MoveError> {
        each(&self.connection, table, take)
    }
}

impl super::Target for Target {
    fn put(&mut self, table: &Table, rows: &[Vec<Val>]) -> Result<(), MoveError> {
        let places: Vec<_> = (1..=table.columns.len()).map(|n| format!("?{n}")).collect();
        let (name, columns, places) = (&table.name, table.columns(), places.join(", "));
        let sql = format!("INSERT INTO {name} ({columns}) VALUES ({places})");
        let mut insert = self.connection.prepare_cached(&sql)?;
        for row in rows {
            insert.execute(params_from_iter(row))?;
        }
        Ok(())
    }

    fn keep(self: Box<Self>) -> Result<(), MoveError> {
        // One file, without a log beside it.
        self.connection
            .execute_batch("COMMIT; PRAGMA journal_mode = DELETE")?;
        self.connection.close().map_err(|(_, error)| error)?;
        if let Some(file) = &self.file {
            std::fs::rename(&self.written, file)?;
            sync_folder_of(file)?;
        }
        Ok(())
    }
}

fn each(connection: &Connection, table: &Table, take: Take<'_>) -> Result<(), MoveError> {
    let mut statement = connection.prepare(&table.select())?;
    let mut rows = statement.query([])?;
    let mut batch = Vec::with_capacity(BATCH);
    while let Some(row) = rows.next()? {
        let values = (0..table.columns.len())
            .map(|at| row.get_ref(at).and_then(value))
            .collect::<Result<_, _>>()?;
        batch.push(values);
        if batch.len() == BATCH {
            take(&batch)?;
            batch.clear();
        }
    }
    if !batch.is_empty() {
        take(&batch)?;
    }
    Ok(())
}
