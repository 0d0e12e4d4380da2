//! `power`: the real storage on a disk whose power is cut at any moment. After each cut the disk
//! holds what was flushed and whatever chance leaves of the rest; everything that was acknowledged
//! must be there, once, whole. With flushes left to later the same test must find a loss.

mod ledger;
mod workload;

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

use anyhow::{Result, bail};
use backend::db::Flush;
use clap::Args;

use crate::figures::Figures;
use ledger::Broken;
use workload::{Bench, Tale};

/// How long to try.
#[derive(Args)]
pub struct Wish {
    /// How many seeds to try
    #[arg(long, default_value_t = 1_000, value_name = "N")]
    seeds: u64,
    /// The first seed
    #[arg(long, default_value_t = 1, value_name = "SEED")]
    seed: u64,
}

/// Seeds that the test without flushes may take to notice a loss.
const NOTICED_WITHIN: u64 = 200;
/// Broken seeds that are told one by one.
const TOLD: usize = 5;

/// Cuts the power of every seed, then shows that the test would notice a loss.
pub fn run(wish: &Wish, figures: &mut Figures) -> Result<()> {
    let begun = Instant::now();
    let outcome = all(wish.seed, wish.seeds, Flush::EachGroup, false)?;
    let seconds = begun.elapsed().as_secs_f64();
    let (lost, other) = outcome.split();
    println!(
        "seeds {}..{}, {seconds:.1} s",
        wish.seed,
        wish.seed + wish.seeds
    );
    figures.count("power_seeds", outcome.seeds);
    figures.count("power_cuts", outcome.tale.cuts);
    figures.count("power_acknowledged", outcome.tale.acknowledged);
    figures.count("power_operations", outcome.tale.operations);
    figures.count("power_lost_seeds", lost);
    figures.count("power_broken_seeds", other);
    figures.set(
        "power_seeds_per_minute",
        (outcome.seeds as f64 * 60.0 / seconds).round(),
    );
    for (seed, broken) in outcome.broken.iter().take(TOLD) {
        println!("seed {seed}: {broken}; again with `--seed {seed} --seeds 1`");
    }

    let without = all(wish.seed, NOTICED_WITHIN, Flush::Later, true)?;
    let (noticed, spoilt) = without.split();
    figures.count("power_unflushed_seeds", without.seeds);
    figures.count("power_unflushed_losses_noticed", noticed);
    if lost + other > 0 {
        bail!("{lost} seeds lost what was acknowledged, {other} broke something else");
    }
    if spoilt > 0 {
        bail!("without flushes {spoilt} seeds broke more than the newest writes");
    }
    if noticed == 0 {
        bail!("{NOTICED_WITHIN} seeds without flushes lost nothing: the test notices no loss");
    }
    Ok(())
}

/// What came of many seeds.
#[derive(Default)]
struct Outcome {
    seeds: u64,
    tale: Tale,
    broken: Vec<(u64, Broken)>,
}

impl Outcome {
    /// How many seeds lost something, and how many broke something else.
    fn split(&self) -> (u64, u64) {
        let lost = self
            .broken
            .iter()
            .filter(|(_, broken)| matches!(broken, Broken::Lost(_)));
        let lost = lost.count() as u64;
        (lost, self.broken.len() as u64 - lost)
    }
}

/// Tries seeds on all cores; until the first broken one where that is what is looked for.
fn all(first: u64, count: u64, flush: Flush, until_broken: bool) -> Result<Outcome> {
    let (next, stop) = (AtomicU64::new(first), AtomicBool::new(false));
    let outcome = Mutex::new(Outcome::default());
    let work = || -> Result<()> {
        let bench = Bench::new(flush)?;
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= first + count || stop.load(Ordering::Relaxed) {
                return Ok(());
            }
            let tried = bench.run(seed)?;
            let Ok(mut outcome) = outcome.lock() else {
                bail!("another thread gave up");
            };
            outcome.seeds += 1;
            match tried {
                Ok(tale) => outcome.tale.add(&tale),
                Err(broken) => {
                    stop.fetch_or(until_broken, Ordering::Relaxed);
                    outcome.broken.push((seed, broken));
                }
            }
        }
    };
    let cores = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            match worker.join() {
                Ok(ended) => ended?,
                Err(_) => bail!("a thread panicked"),
            }
        }
        Ok(())
    })?;
    outcome
        .into_inner()
        .map_err(|_| anyhow::anyhow!("a thread gave up"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cut_takes_back_what_was_acknowledged() {
        let outcome = all(1, 20, Flush::EachGroup, false).unwrap();
        assert!(outcome.broken.is_empty(), "{:?}", outcome.broken);
        assert!(outcome.tale.acknowledged > 100);
    }

    #[test]
    fn without_flushes_the_loss_is_noticed() {
        let outcome = all(1, NOTICED_WITHIN, Flush::Later, true).unwrap();
        assert!(outcome.split().0 > 0);
    }
}
