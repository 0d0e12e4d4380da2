//! What our service counts of itself, read while it is under load.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::service;

/// How often it is looked whether jobs are due.
const LOOK: Duration = Duration::from_millis(20);
/// The longest that they may be.
const LONGEST: Duration = Duration::from_secs(600);

/// How long jobs were due, looked at until `over` and none is.
pub fn jobs_were_due_for(metrics: u16, over: &AtomicBool) -> Result<Duration> {
    let mut first: Option<Instant> = None;
    let mut last = Instant::now();
    let begun = Instant::now();
    loop {
        let text = service::get(metrics, "/metrics")?;
        if count(&text, "jiayi_jobs_waiting ")? > 0.0 {
            last = Instant::now();
            first.get_or_insert(last);
        } else if over.load(Ordering::Relaxed) {
            return Ok(first.map_or(Duration::ZERO, |first| last - first));
        }
        if begun.elapsed() > LONGEST {
            bail!("jobs were still due after {LONGEST:?}");
        }
        thread::sleep(LOOK);
    }
}

/// A count in what the service tells of itself.
fn count(text: &str, name: &str) -> Result<f64> {
    text.lines()
        .find_map(|line| line.strip_prefix(name)?.trim().parse::<f64>().ok())
        .with_context(|| format!("the service does not count {name}"))
}

/// What the service counts of itself.
pub struct Counts {
    /// Commits that have waited for the disk.
    pub flushes: f64,
    /// Steps of SQLite's machine in reads.
    pub read_steps: f64,
    /// Closures that have written.
    pub closures: f64,
    /// Those that took at most 50 ms.
    pub short_closures: f64,
}

impl Counts {
    /// Reads them at the port where they are told.
    pub fn read(metrics: u16) -> Result<Self> {
        let text = service::get(metrics, "/metrics")?;
        let count = |name: &str| count(&text, name);
        Ok(Self {
            flushes: count("jiayi_storage_flushes_total ")?,
            read_steps: count("jiayi_storage_read_steps_total ")?,
            closures: count("jiayi_storage_closure_seconds_count ")?,
            short_closures: count(r#"jiayi_storage_closure_seconds_bucket{le="0.05"} "#)?,
        })
    }
}
