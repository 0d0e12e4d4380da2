//! The e2e suite: the released product in Chromium, against the real backend with a fresh district.

use std::env;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use scratch_postgres::Server;

use super::tally::Tally;
use crate::stage::Stage;
use crate::{figures, lines, place, process, setup, step};

/// Runs every spec of `tests/e2e`.
pub fn run(tally: &mut Tally) -> Result<()> {
    let specs = specs()?;
    let old_browsers = setup::old_browsers()?;
    let stage = Stage::set("e2e")?;
    let figures = figures::fresh_file("e2e")?;
    // Whoever wants them in docs/screens says so: a test run changes no file of the checkout.
    let pictures =
        env::var_os("JIAYI_SCREENS").map_or_else(|| stage.folder().join("screens"), PathBuf::from);

    let mut node = stage.node();
    node.args(["--test-concurrency=1"])
        .args(specs)
        .env("JIAYI_SCREENS", pictures)
        .env("JIAYI_FIGURES", &figures);
    for old in old_browsers {
        node.env(format!("JIAYI_CHROMIUM_{}", old.version), old.chromium);
    }
    let outcome = process::run_watched(&mut node, |line| tally.read(line));
    drop(stage);

    let verdicts = lines::check("e2e", &figures::read(&figures)?)?;
    lines::tell(&verdicts);
    tally.count_lines(&verdicts);
    let outcome = outcome.context("the backend's own words are in target/e2e/backend.log");
    outcome.and(on_postgres(tally))
}

/// What phones bring after a morning without network, on the second engine.
const ON_POSTGRES: [&str; 2] = ["offline.spec.mjs", "conflicts.spec.mjs"];

fn on_postgres(tally: &mut Tally) -> Result<()> {
    let postgres = setup::postgres()?;
    let server = step::step("Make a PostgreSQL for the specs", || {
        let mut server = Server::make(&postgres.programs, &["fsync=off", "max_connections=100"])?;
        server.start()?;
        Ok(server)
    })?;
    let stage = Stage::set_on("e2e-postgres", Some(server.url()))?;
    let mut node = stage.node();
    node.arg("--test-concurrency=1");
    for spec in ON_POSTGRES {
        node.arg(place::root().join("tests/e2e").join(spec));
    }
    let outcome = process::run_watched(&mut node, |line| tally.read(line));
    drop(stage);
    outcome.context("the backend's own words are in target/e2e-postgres/backend.log")
}

fn specs() -> Result<Vec<PathBuf>> {
    let mut specs = Vec::new();
    for entry in
        fs::read_dir(place::root().join("tests/e2e")).context("there is no folder tests/e2e")?
    {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(".spec.mjs") {
            specs.push(path);
        }
    }
    specs.sort();
    if specs.is_empty() {
        bail!("tests/e2e has no *.spec.mjs");
    }
    Ok(specs)
}
