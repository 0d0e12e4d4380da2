//! The torture suite: the tests of the attacks and of the fuzzers themselves, then each attack at its
//! short length.

use anyhow::Result;

use super::host;
use super::tally::Tally;
use crate::cli::Torture;
use crate::{lines, torture};

/// Runs all attacks; each counts as a check, and so does each of its lines.
pub fn run(tally: &mut Tally) -> Result<()> {
    let own = ["--package", "jiayi-torture", "--package", "jiayi-fuzz"];
    host::run(tally, &own)?;
    let attacks = torture::build()?;
    for wish in Torture::short() {
        println!("\n{}", wish.title());
        let (outcome, figures) = attacks.run(&wish)?;
        if let Err(reason) = &outcome {
            println!("✗ {}: {reason:#}", wish.name());
        }
        tally.count(outcome.is_ok());
        let verdicts = torture::verdicts(&wish, &figures)?;
        lines::tell(&verdicts);
        tally.count_lines(&verdicts);
    }
    Ok(())
}
