//! What a person sees while something takes long: a spinner on a terminal, plain lines elsewhere.
//!
//! All of it goes to standard error, so that `--json` leaves standard output to the figures.

use std::fmt::Display;
use std::time::{Duration, Instant};

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};

/// Says what follows, for work that shows its own progress (Cargo's builds).
pub fn announce(what: impl Display) {
    eprintln!("• {what}");
}

/// Says that something is as it should be.
pub fn note(what: impl Display) {
    eprintln!("✓ {what}");
}

/// Runs silent work under a spinner and says how long it took.
pub fn step<T>(what: impl Display, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let started = Instant::now();
    let what = what.to_string();
    let spinner = ProgressBar::new_spinner().with_message(what.clone());
    spinner.set_style(ProgressStyle::with_template("{spinner} {msg} ({elapsed})")?);
    spinner.enable_steady_tick(Duration::from_millis(120));
    if spinner.is_hidden() {
        announce(&what);
    }
    let outcome = work();
    spinner.finish_and_clear();
    match &outcome {
        Ok(_) => note(format!("{what}: {}", seconds(started.elapsed()))),
        Err(_) => eprintln!("✗ {what}"),
    }
    outcome
}

/// Runs work that prints, between two lines of ours.
pub fn loud_step<T>(what: impl Display, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let started = Instant::now();
    announce(&what);
    let outcome = work()?;
    note(format!("{what}: {}", seconds(started.elapsed())));
    Ok(outcome)
}

fn seconds(taken: Duration) -> String {
    format!("{:.1} s", taken.as_secs_f64())
}
