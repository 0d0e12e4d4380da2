//! `sync`: phones that write without a network, and what becomes of it. The outbox's own code
//! (`domain::outbox`) runs in several tabs of several phones against a service; messages are lost,
//! doubled and reordered, tabs and browsers end between any two steps, clocks are set a year off, disks
//! are full, rights come and go, accounts share a phone, and programs of two editions meet. Nothing
//! that was kept may be lost, done twice, done in another order for one person, done for another, or
//! told as something that it is not; and everything comes to rest.
//!
//! All of it is one thread and one seed: a run that fails does so again.

mod forms;
mod ledger;
mod people;
mod phone;
mod plant;
mod service;
mod story;

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use clap::Args;

use self::plant::Plant;
use self::story::Story;
use crate::figures::Figures;

/// How long to try.
#[derive(Args)]
pub struct Wish {
    /// How many steps
    #[arg(long, default_value_t = 10_000_000, value_name = "N")]
    steps: u64,
    /// Start of the random choices
    #[arg(long, default_value_t = 1, value_name = "SEED")]
    seed: u64,
    /// Plants a fault, which the run then has to find
    #[arg(long, value_name = "FAULT")]
    plant: Option<Plant>,
}

/// Steps of one story before it comes to rest.
const STORY: u64 = 1_500;

#[derive(Debug, Default)]
struct Count {
    stories: u64,
    steps: u64,
    wanted: u64,
    effects: u64,
    taken_back: u64,
    crashes: u64,
    merged: u64,
}

/// Tells stories until there were so many steps.
pub fn run(wish: &Wish, figures: &mut Figures) -> Result<()> {
    let begun = Instant::now();
    let outcome = tell(wish.steps, wish.seed, wish.plant);
    if let Some(plant) = wish.plant {
        let found = outcome
            .err()
            .with_context(|| format!("{plant:?} was not found"))?;
        println!("found {plant:?}: {found:#}");
        return Ok(());
    }
    let count = outcome?;
    let seconds = begun.elapsed().as_secs_f64();
    println!("seed {}, {seconds:.1} s", wish.seed);
    figures.count("sync_stories", count.stories);
    figures.count("sync_steps", count.steps);
    figures.count("sync_wanted", count.wanted);
    figures.count("sync_done", count.effects);
    figures.count("sync_taken_back", count.taken_back);
    figures.count("sync_tabs_ended", count.crashes);
    figures.count("sync_versions_merged", count.merged);
    // A broken promise ends the run; that it came here says that there was none.
    figures.count("sync_broken_promises", 0);
    Ok(())
}

fn tell(steps: u64, seed: u64, plant: Option<Plant>) -> Result<Count> {
    let merging = steps / 10;
    let mut count = Count {
        merged: forms::tell(merging, seed, plant)?,
        steps: merging,
        ..Count::default()
    };
    while count.steps < steps {
        let number = u128::from(seed) << 64 | u128::from(count.stories);
        let mut story = Story::new(number, 2, plant);
        story
            .run(STORY)
            .with_context(|| format!("seed {seed}, story {}", count.stories))?;
        count.stories += 1;
        count.steps += story.steps;
        count.wanted += story.ledger.wanted();
        count.effects += story.ledger.effects;
        count.taken_back += story.ledger.taken_back;
        count.crashes += story.crashes;
    }
    ensure!(
        count.effects * 2 > count.wanted,
        "hardly anything was done: {count:?}"
    );
    Ok(count)
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::*;

    #[test]
    fn a_million_steps_lose_double_and_reorder_nothing() {
        let count = tell(1_000_000, 1, None).unwrap();
        assert!(count.steps >= 1_000_000, "{count:?}");
    }

    #[test]
    fn every_planted_fault_is_found() {
        for plant in Plant::value_variants() {
            let found = tell(1_000_000, 1, Some(*plant));
            assert!(found.is_err(), "{plant:?} was not found");
        }
    }
}
