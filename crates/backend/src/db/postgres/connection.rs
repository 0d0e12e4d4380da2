//! One connection with its prepared statements, and [`Tx`] over it.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use postgres::types::ToSql;
use postgres::{Client, Statement};

use super::address::Address;
use crate::db::{DbError, Row, Tx, Val};

/// Oldest version that is tested.
const OLDEST: i64 = 150_000;

/// How long one try to connect may take.
const CONNECTING: Duration = Duration::from_secs(5);

/// What every session is told. An answer means that the disk has it, whatever the role's default.
/// A plan that reads a whole table, as the engine likes for small ones, would bring every writer
/// of that table into conflict.
const SESSION: &str = "SET synchronous_commit = on; SET enable_seqscan = off;
    SET client_min_messages = warning; SET jit = off";

/// What a session of requests is told besides: one that hangs holds nobody up for ever.
const LIMITS: &str =
    "SET statement_timeout = '60s'; SET idle_in_transaction_session_timeout = '60s'";

/// A connection, on one thread.
pub(in crate::db) struct Connection {
    client: Client,
    prepared: HashMap<(usize, usize), Prepared>,
}

#[derive(Clone)]
struct Prepared {
    statement: Statement,
    columns: Arc<[String]>,
}

impl Connection {
    /// Connects. Blocks; never called from an async task.
    pub(in crate::db) fn open(url: &str) -> Result<Self, DbError> {
        let mut address = Address::parse(url)?;
        address.config.application_name("jiayi");
        if address.config.get_connect_timeout().is_none() {
            address.config.connect_timeout(CONNECTING);
        }
        let mut client = address.connect()?;
        client.batch_execute(SESSION)?;
        Ok(Self {
            client,
            prepared: HashMap::new(),
        })
    }

    /// Connects for requests, whose statements are short.
    pub(super) fn for_requests(url: &str) -> Result<Self, DbError> {
        let mut connection = Self::open(url)?;
        connection.batch(LIMITS)?;
        Ok(connection)
    }

    /// Refuses an engine that is too old, and says so when it would forget what it acknowledged.
    pub(in crate::db) fn look_at_the_engine(&mut self) -> Result<(), DbError> {
        let row = self.client.query_one(
            "SELECT CAST(current_setting('server_version_num') AS BIGINT) AS version,
                 current_setting('fsync') AS fsync",
            &[],
        )?;
        let version: i64 = row.try_get("version")?;
        if version < OLDEST {
            return Err(DbError::Engine(format!(
                "PostgreSQL {} is too old; 15 or newer is needed",
                version / 10_000
            )));
        }
        if row.try_get::<_, String>("fsync")? != "on" {
            tracing::warn!("this PostgreSQL runs with fsync off: a power cut loses what it took");
        }
        Ok(())
    }

    /// Runs statements that take no parameters and answer nothing.
    pub(in crate::db) fn batch(&mut self, sql: &str) -> Result<(), DbError> {
        Ok(self.client.batch_execute(sql)?)
    }

    /// A transaction over this connection. Beginning and ending it is the caller's.
    pub(in crate::db) fn transaction(&mut self) -> PostgresTx<'_> {
        PostgresTx {
            connection: self,
            failed: None,
        }
    }

    /// Reads in one snapshot.
    pub(in crate::db) fn in_snapshot<T>(
        &mut self,
        work: impl FnOnce(&mut dyn Tx) -> T,
    ) -> Result<T, DbError> {
        self.batch(BEGIN_READ)?;
        let outcome = work(&mut self.transaction());
        self.batch("ROLLBACK")?;
        Ok(outcome)
    }

    /// The client itself, for the schema and for moving whole tables.
    pub(in crate::db) fn client(&mut self) -> &mut Client {
        &mut self.client
    }

    fn prepare(&mut self, sql: &'static str) -> Result<Prepared, postgres::Error> {
        // By address, as on SQLite.
        let key = (sql.as_ptr() as usize, sql.len());
        if let Some(prepared) = self.prepared.get(&key) {
            return Ok(prepared.clone());
        }
        let statement = self.client.prepare(sql)?;
        let columns = statement
            .columns()
            .iter()
            .map(|column| column.name().to_owned())
            .collect();
        let prepared = Prepared { statement, columns };
        self.prepared.insert(key, prepared.clone());
        Ok(prepared)
    }
}

/// Begins a read: one snapshot, no conflict ever, no write.
pub(super) const BEGIN_READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// [`Tx`] over PostgreSQL.
pub(in crate::db) struct PostgresTx<'a> {
    connection: &'a mut Connection,
    /// The error that spoilt this transaction.
    pub(super) failed: Option<DbError>,
}

impl PostgresTx<'_> {
    fn guarded<T>(
        &mut self,
        sql: &'static str,
        params: &[Val],
        run: impl FnOnce(&mut Client, &Prepared, &[&(dyn ToSql + Sync)]) -> Result<T, postgres::Error>,
    ) -> Result<T, DbError> {
        if self.failed.is_some() {
            return Err(DbError::Spoilt);
        }
        tracing::trace!(sql, "statement");
        let params: Vec<&(dyn ToSql + Sync)> = params
            .iter()
            .map(|param| param as &(dyn ToSql + Sync))
            .collect();
        let outcome = self
            .connection
            .prepare(sql)
            .and_then(|prepared| run(&mut self.connection.client, &prepared, &params));
        outcome.map_err(|error| {
            let error = DbError::from(error);
            self.failed = Some(error.clone());
            error
        })
    }
}

impl Tx for PostgresTx<'_> {
    fn exec(&mut self, sql: &'static str, params: &[Val]) -> Result<u64, DbError> {
        self.guarded(sql, params, |client, prepared, params| {
            client.execute(&prepared.statement, params)
        })
    }

    fn rows(&mut self, sql: &'static str, params: &[Val]) -> Result<Vec<Row>, DbError> {
        self.guarded(sql, params, |client, prepared, params| {
            let found = client.query(&prepared.statement, params)?;
            found
                .iter()
                .map(|row| {
                    let values = (0..prepared.columns.len())
                        .map(|at| row.try_get(at))
                        .collect::<Result<_, _>>()?;
                    Ok(Row::new(prepared.columns.clone(), values))
                })
                .collect()
        })
    }
}
