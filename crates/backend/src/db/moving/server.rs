//! PostgreSQL at either end of a move: one transaction from the first row to the last.

use ::postgres::binary_copy::BinaryCopyInWriter;
use ::postgres::types::{ToSql, Type};

use super::tables::Table;
use super::{BATCH, MoveError, Rows, Take, refuse_if_not_empty};
use crate::db::migrations;
use crate::db::place::Place;
use crate::db::postgres::Connection;
use crate::db::{DbError, Val};

/// A database that is read in one snapshot.
pub(super) struct Source(Connection);

impl Source {
    pub(super) fn open(url: &str, place: &Place) -> Result<Self, MoveError> {
        let mut connection = Connection::open(url)?;
        let others = "SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'jiayi'
                AND pid <> pg_backend_pid()";
        let row = connection
            .client()
            .query_one(others, &[])
            .map_err(DbError::from)?;
        if row.try_get::<_, i64>(0).map_err(DbError::from)? > 0 {
            return Err(MoveError::InUse(place.to_string()));
        }
        migrations::apply(&mut connection)?;
        connection.batch("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
        Ok(Self(connection))
    }

    /// A database that a server may be using. The snapshot is one that writes, one after another,
    /// could have led to; it may have to be waited for.
    pub(super) fn beside(url: &str) -> Result<Self, MoveError> {
        let mut connection = Connection::open(url)?;
        migrations::verify(&mut connection)?;
        connection.batch("BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY DEFERRABLE")?;
        Ok(Self(connection))
    }
}

impl Rows for Source {
    fn each(&mut self, table: &Table, take: Take<'_>) -> Result<(), MoveError> {
        each(&mut self.0, table, take)
    }
}

/// A database that is filled in one transaction.
pub(super) struct Target(Connection);

impl Target {
    pub(super) fn open(url: &str, place: &Place) -> Result<Self, MoveError> {
        let mut connection = Connection::open(url)?;
        connection.look_at_the_engine()?;
        migrations::apply(&mut connection)?;
        connection.batch("BEGIN")?;
        let mut target = Self(connection);
        refuse_if_not_empty(&mut target, place)?;
        Ok(target)
    }
}

impl Rows for Target {
    fn each(&mut self, table: &Table, take: Take<'_>) -> Result<(), MoveError> {
        each(&mut self.0, table, take)
    }
}

impl super::Target for Target {
    fn put(&mut self, table: &Table, rows: &[Vec<Val>]) -> Result<(), MoveError> {
        Ok(copy(&mut self.0, table, rows).map_err(DbError::from)?)
    }

    fn keep(mut self: Box<Self>) -> Result<(), MoveError> {
        self.0.batch("COMMIT")?;
        // The engine would find out by itself, some plans later.
        if let Err(error) = self.0.batch("ANALYZE") {
            tracing::warn!(%error, "the engine has not counted its new rows yet");
        }
        Ok(())
    }
}

fn copy(
    connection: &mut Connection,
    table: &Table,
    rows: &[Vec<Val>],
) -> Result<(), ::postgres::Error> {
    let types: Vec<_> = table
        .columns
        .iter()
        .map(|column| match column.kind.as_str() {
            "INTEGER" => Type::INT8,
            "BLOB" => Type::BYTEA,
            _ => Type::TEXT,
        })
        .collect();
    let (name, columns) = (&table.name, table.columns());
    let sql = format!("COPY {name} ({columns}) FROM STDIN BINARY");
    let mut writer = BinaryCopyInWriter::new(connection.client().copy_in(&sql)?, &types);
    for row in rows {
        let row: Vec<_> = row
            .iter()
            .map(|value| value as &(dyn ToSql + Sync))
            .collect();
        writer.write(&row)?;
    }
    writer.finish().map(drop)
}

fn each(connection: &mut Connection, table: &Table, take: Take<'_>) -> Result<(), MoveError> {
    let cursor = format!("DECLARE moving NO SCROLL CURSOR FOR {}", table.select());
    connection.batch(&cursor)?;
    loop {
        let rows = connection
            .client()
            .query(&format!("FETCH {BATCH} FROM moving"), &[])
            .map_err(DbError::from)?;
        if rows.is_empty() {
            break;
        }
        let batch = rows
            .iter()
            .map(|row| (0..row.len()).map(|at| row.try_get(at)).collect())
            .collect::<Result<Vec<_>, _>>()
            .map_err(DbError::from)?;
        take(&batch)?;
    }
    Ok(connection.batch("CLOSE moving")?)
}
