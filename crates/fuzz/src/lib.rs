//! What reads bytes from outside, each as a target of a fuzzer: a function that takes any bytes and
//! panics where a promise about them is broken. Seeds are made of real input when they are needed;
//! nothing of them is kept.
//!
//! The fuzzer itself (libFuzzer, `src/main.rs`) is behind the feature `fuzzer`; `cargo xtask torture
//! hostile` builds it, with counters in our own code, and says what it found. The tests of this crate
//! try every seed, and every input that was ever found, without it. Nothing links this crate.

mod dictionary;
mod district;
mod endpoints;
mod sample;
mod targets;
mod town;

pub use dictionary::dictionary;
pub use targets::{ALL, MAZE, Target, of_name};
