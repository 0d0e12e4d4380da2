//! `cargo xtask bench`: how the service behaves under load and the client on a slow phone, beside
//! what else one could take.
//!
//! Times and rates depend on the machine and are printed; what `--check` holds against `lines.toml`
//! are ratios of one run, counts and bytes, and the few times that are far from their line.

mod against;
mod counts;
mod first_load;
mod follow_up;
mod load;
mod peer;
mod pocketbase;
mod sync;
mod weight;

use anyhow::{Result, bail};

use crate::cli::{self, Measured};
use crate::figures::Figures;
use crate::{lines, service};

/// Measures what was asked for, and shows it.
pub fn run(wish: &cli::Bench) -> Result<()> {
    let backend = service::build()?;
    let mut kept = true;
    let mut all = Figures::new();
    for (part, name) in [
        (Measured::Weight, "bench"),
        (Measured::Backend, "bench backend"),
        (Measured::Load, "bench load"),
        (Measured::Sync, "bench sync"),
        (Measured::Followup, "bench followup"),
    ] {
        if wish.what.is_some_and(|what| what != part) {
            continue;
        }
        let figures = match part {
            Measured::Weight => weight::run(&backend, wish.largest())?,
            Measured::Backend => against::run(&backend, &wish.residents)?,
            Measured::Load => first_load::run(&backend, wish.runs)?,
            Measured::Sync => sync::run(&backend)?,
            Measured::Followup => follow_up::run(&backend, wish.largest(), wish.runs)?,
        };
        let verdicts = lines::check(name, &figures)?;
        if !wish.json {
            show(&figures);
        }
        kept &= lines::tell(&verdicts);
        all.extend(figures);
    }
    if wish.json {
        println!("{}", serde_json::to_string_pretty(&all)?);
    }
    if wish.check && !kept {
        bail!("a figure misses its line in crates/xtask/lines.toml");
    }
    Ok(())
}

fn show(figures: &Figures) {
    for (name, figure) in figures {
        println!("{figure:>12.1}  {name}");
    }
}
