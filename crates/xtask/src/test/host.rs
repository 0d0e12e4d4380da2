//! Suites that run on this machine itself.

use anyhow::Result;

use super::tally::Tally;
use crate::process;

/// Runs Cargo's tests of a package.
pub fn run(tally: &mut Tally, selection: &[&str]) -> Result<()> {
    run_told(tally, selection, &[])
}

/// Runs Cargo's tests of a package, with these words in their environment.
pub fn run_told(tally: &mut Tally, selection: &[&str], told: &[(&str, &str)]) -> Result<()> {
    let mut cargo = process::host_cargo();
    // Without `--no-fail-fast` the first failing file hides the results of the others.
    cargo.args(["test", "--no-fail-fast"]).args(selection);
    cargo.envs(told.iter().copied());
    process::run_watched(&mut cargo, |line| tally.read(line))
}

/// Builds the tests of all packages.
pub fn build() -> Result<()> {
    process::run(process::host_cargo().args(["test", "--workspace", "--no-run"]))
}
