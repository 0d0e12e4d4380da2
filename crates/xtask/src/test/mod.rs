//! `cargo xtask test`: every suite, how long each took, and one closing line that counts all.

mod backend;
mod browser;
mod e2e;
mod host;
mod house;
mod tally;
mod torture;

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, bail};
use clap::ValueEnum;

use crate::cli::Suite;
use crate::{lines, place, service, setup, size, torture as attacks, web};
use tally::Tally;

/// What became of one suite.
struct Outcome {
    name: String,
    taken: Duration,
    tally: Tally,
}

/// What a whole run leaves in the target folder of a bare checkout is 12 GiB (November 2026); a disk
/// that fills in the midst of a build says so in a hundred ways, and none is plain.
const ROOM_GIB: u64 = 16;

/// Runs one suite, or all and the check of sizes. A failing suite does not keep back the others:
/// one run tells everything that is wrong.
pub fn run(only: Option<Suite>) -> Result<()> {
    let outcomes = match only {
        Some(suite) => vec![run_suite(suite)],
        None => everything(),
    };
    println!();
    let mut all = Tally::default();
    for Outcome { name, taken, tally } in &outcomes {
        let mark = if tally.failed == 0 { "✓" } else { "✗" };
        println!(
            "{mark} {name:<14} {:>5.1} min  {tally}",
            taken.as_secs_f64() / 60.0
        );
        all.add(tally);
    }
    println!("\n{all}");
    if all.failed > 0 {
        bail!("{} tests or checks failed", all.failed);
    }
    if all.passed == 0 {
        bail!("no test ran");
    }
    Ok(())
}

/// Tools and builds come first, so that their minutes are told apart from those of the suites.
fn everything() -> Vec<Outcome> {
    tell_of_little_room();
    let mut outcomes = vec![
        timed("tools", |tally| passed(tally, setup::test_tools())),
        timed("builds", builds),
    ];
    outcomes.extend(Suite::value_variants().iter().copied().map(run_suite));
    outcomes.push(timed("size --check", check_sizes));
    outcomes
}

/// Warns where the disk may be too small; a run whose builds stand already needs less.
fn tell_of_little_room() {
    let Ok(free) = rustix::fs::statvfs(place::root()) else {
        return;
    };
    let gib = free.f_bavail.saturating_mul(free.f_frsize) >> 30;
    if gib < ROOM_GIB {
        println!("{gib} GiB are free on this disk; a first run of everything needs {ROOM_GIB}.");
    }
}

/// The client is compiled and shrunk by one processor most of the time; what runs on this machine
/// is built beside it, in another folder.
fn builds(tally: &mut Tally) -> Result<()> {
    let (client, here) = thread::scope(|scope| {
        let client = scope.spawn(|| web::release().map(drop));
        let here = builds_for_here(tally);
        (client.join(), here)
    });
    here?;
    passed(
        tally,
        client.unwrap_or_else(|_| Err(anyhow!("the build of the client panicked"))),
    )?;
    passed(tally, browser::build())
}

fn builds_for_here(tally: &mut Tally) -> Result<()> {
    passed(tally, service::build().map(drop))?;
    passed(tally, attacks::build().map(drop))?;
    passed(tally, attacks::build_fuzzers().map(drop))?;
    passed(tally, host::build())
}

/// Counts a step as a check of its own.
fn passed(tally: &mut Tally, outcome: Result<()>) -> Result<()> {
    tally.count(outcome.is_ok());
    outcome
}

fn run_suite(suite: Suite) -> Outcome {
    let name = suite
        .to_possible_value()
        .map_or_else(String::new, |value| value.get_name().to_owned());
    timed(&name, |tally| match suite {
        Suite::House => house::run(tally),
        Suite::Domain => host::run(tally, &["--package", "jiayi-domain"]),
        Suite::Backend => backend::run(tally),
        Suite::Web => browser::run(tally),
        Suite::Torture => torture::run(tally),
        Suite::E2e => e2e::run(tally),
    })
}

fn timed(name: &str, work: impl FnOnce(&mut Tally) -> Result<()>) -> Outcome {
    println!("\n── {name} ──");
    let started = Instant::now();
    let mut tally = Tally::default();
    if let Err(reason) = work(&mut tally) {
        println!("✗ {name}: {reason:#}");
        // A suite that could not even start has no test to count the failure by.
        tally.failed = tally.failed.max(1);
    } else if tally.passed == 0 {
        println!("✗ {name}: it ran no test");
        tally.failed = tally.failed.max(1);
    }
    Outcome {
        name: name.to_owned(),
        taken: started.elapsed(),
        tally,
    }
}

fn check_sizes(tally: &mut Tally) -> Result<()> {
    let release = web::release()?;
    let verdicts = lines::check("size", &size::figures(&release))?;
    lines::tell(&verdicts);
    tally.count_lines(&verdicts);
    Ok(())
}
