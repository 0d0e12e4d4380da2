//! The backend's tests, on both engines: all of them on SQLite, then those that speak to a database
//! on a PostgreSQL of our own, which lives as long as they do.

use anyhow::Result;
use scratch_postgres::Server;

use super::host;
use super::tally::Tally;
use crate::{setup, step};

/// Where the tests find the server.
const SERVER: &str = "JIAYI_TEST_DATABASE";

/// What the tests' server does otherwise than a real one. Its data are gone in a minute, so no
/// flush is waited for.
const SETTINGS: [&str; 5] = [
    "fsync=off",
    "full_page_writes=off",
    "max_connections=500",
    "shared_buffers=64MB",
    "autovacuum=off",
];

/// Runs the tests on one engine, then on the other; a failure on the first is told after both.
pub fn run(tally: &mut Tally) -> Result<()> {
    let package = ["--package", "jiayi-backend"];
    step::announce("on SQLite");
    let on_sqlite = host::run(tally, &package);
    let postgres = setup::postgres()?;
    let server = step::step("Make a PostgreSQL for the tests", || {
        let mut server = Server::make(&postgres.programs, &SETTINGS)?;
        server.start()?;
        Ok(server)
    })?;
    step::announce("on PostgreSQL");
    // What is true of SQLite's file alone is not asked twice; what is ignored there is of
    // PostgreSQL alone.
    let again = [
        &package[..],
        &[
            "--test",
            "*",
            "--",
            "--include-ignored",
            "--skip",
            "on_sqlite::",
        ],
    ]
    .concat();
    let on_postgres = host::run_told(tally, &again, &[(SERVER, &server.url())]);
    on_sqlite.and(on_postgres)
}
