//! Order in the house: formatting, lints, dependencies, who may import whom, and these commands.

use anyhow::Result;

use super::host;
use super::tally::Tally;
use crate::{process, setup, step};

/// Runs all checks, each counted as one test, and tells all that fail.
pub fn run(tally: &mut Tally) -> Result<()> {
    check(tally, "Formatting", || {
        process::run(process::host_cargo().args(["fmt", "--all", "--check"]))
    });
    check(tally, "Clippy", || {
        let what = [
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "--deny",
            "warnings",
        ];
        process::run(process::host_cargo().args(what))
    });
    check(
        tally,
        "Clippy, the client as compiled for the browser",
        || {
            let target = setup::wasm_target()?;
            if !target.has_clippy() {
                step::note(
                    "No clippy comes with Debian's compiler; the check above has seen the shared code",
                );
                return Ok(());
            }
            let what = [
                "clippy",
                "--package",
                "jiayi",
                "--all-targets",
                "--target",
                "wasm32-unknown-unknown",
            ];
            process::run(target.cargo().args(what).args(["--", "--deny", "warnings"]))
        },
    );
    check(
        tally,
        "Licences, duplicates and sources of dependencies",
        || {
            let deny = setup::cargo_deny()?;
            // The builds have fetched what this machine compiles; all systems' crates are looked at.
            process::run(process::host_cargo().args(["fetch", "--locked"]))?;
            process::run(process::program(deny).args([
                "--workspace",
                "--offline",
                "check",
                "bans",
                "licenses",
                "sources",
            ]))
        },
    );
    let layering = host::run(tally, &["--package", "jiayi", "--test", "layering"]);
    let commands = ["--package", "xtask", "--package", "jiayi-scratch-postgres"];
    let commands = host::run(tally, &commands);
    layering.and(commands)
}

fn check(tally: &mut Tally, what: &str, work: impl FnOnce() -> Result<()>) {
    let outcome = step::loud_step(what, work);
    if let Err(reason) = &outcome {
        println!("✗ {what}: {reason:#}");
    }
    tally.count(outcome.is_ok());
}
