//! The fuzzer: libFuzzer around the targets of this crate, one of them a run. Built and started by
//! `cargo xtask torture hostile`; by hand, `jiayi-fuzz --target=csv FILE` tries what was found again.
//!
//! What is ours begins with two dashes, which libFuzzer leaves alone: `--list`, `--target=NAME`,
//! `--seeds=DIR` (writes the seeds there), `--words=FILE` (writes the dictionary there).

#![no_main]

use std::path::Path;
use std::process::exit;
use std::sync::OnceLock;

use fuzz::{ALL, Target, dictionary, of_name};
use libfuzzer_sys::fuzz_target;

static TARGET: OnceLock<&'static Target> = OnceLock::new();

fuzz_target!(init: start(), |bytes: &[u8]| {
    if let Some(target) = TARGET.get() {
        (target.one)(bytes);
    }
});

/// Runs before libFuzzer reads its own arguments, so that seeds and words are there when it does.
fn start() {
    let said: Vec<String> = std::env::args().collect();
    if said.iter().any(|word| word == "--list") {
        for target in ALL {
            println!("{}", target.name);
        }
        exit(0);
    }
    let value = |name: &str| said.iter().find_map(|word| word.strip_prefix(name));
    let Some(target) = value("--target=").and_then(of_name) else {
        eprintln!("say which --target= is meant; --list names them");
        exit(2);
    };
    if let Err(error) = prepare(target, value("--seeds="), value("--words=")) {
        eprintln!("the seeds cannot be written: {error}");
        exit(2);
    }
    // The process has one start.
    let _ = TARGET.set(target);
}

fn prepare(target: &Target, seeds: Option<&str>, words: Option<&str>) -> std::io::Result<()> {
    if let Some(folder) = seeds.map(Path::new) {
        for (number, seed) in (target.seeds)().iter().enumerate() {
            std::fs::write(folder.join(format!("{number:04}")), seed)?;
        }
    }
    if let Some(file) = words {
        std::fs::write(file, dictionary(&(target.words)()))?;
    }
    Ok(())
}
