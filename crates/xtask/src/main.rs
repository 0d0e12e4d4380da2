//! `cargo xtask`: everything one does with the project, from a bare machine to a green test run.
//!
//! Owns the tools, the release pipeline of the client, the test suites and the promised figures.
//! Knows nothing of medicine and links neither `domain` nor `backend`: it only builds and starts
//! them, so that a broken crate never takes the commands away.

mod bench;
mod cli;
mod figures;
mod lan;
mod lines;
mod place;
mod process;
mod screens;
mod serve;
mod service;
mod setup;
mod size;
mod stage;
mod step;
mod test;
mod torture;
mod web;

use clap::Parser;

fn main() -> anyhow::Result<()> {
    match cli::Cli::parse().command {
        cli::Command::Setup => setup::everything(),
        cli::Command::Serve(wish) => serve::run(&wish),
        cli::Command::Test { suite } => test::run(suite),
        cli::Command::Screens(wish) => screens::run(&wish),
        cli::Command::Size(wish) => size::run(&wish),
        cli::Command::Bench(wish) => bench::run(&wish),
        cli::Command::Torture(wish) => torture::run(&wish),
    }
}
