//! What can be typed after `cargo xtask`. Only declarations; the work is in the other modules.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// The commands of 家医 Jiayi. Each installs only what it needs, says so, and may be run again.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    /// Install every tool that building, serving and testing need, outside this folder
    Setup,
    /// Build the product and serve it on this machine with a demo district
    Serve(Serve),
    /// Run one test suite; without a name all of them, and `size --check`
    Test {
        /// The one suite to run
        suite: Option<Suite>,
    },
    /// Take a picture of every page in both languages, both sizes, both themes and four widths
    Screens(Screens),
    /// Build the client and show what a browser has to load, in bytes
    Size(Size),
    /// Put the released backend under load and the client on a slow phone, and show rates, times and memory
    Bench(Bench),
    /// Do the worst to the service, and show what came of it (docs/RELIABILITY.md)
    #[command(subcommand)]
    Torture(Torture),
}

/// How to serve.
#[derive(Args)]
pub struct Serve {
    /// Port to listen on
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// Data folder; a demo district is made in it when it is empty [default: data/demo]
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// How many residents a new demo district gets
    #[arg(long, value_name = "N")]
    pub residents: Option<u32>,
    /// The day that the server takes for today, as 2026-11-24 or 2026-11-24T08:30:00+08:00
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub now: Option<String>,
    /// Serve HTTPS to other devices, with a certificate made on the spot
    #[arg(long)]
    pub lan: bool,
    /// Rebuild and reload the page whenever a source file changes (Trunk; larger and slower pages)
    #[arg(long, conflicts_with = "lan")]
    pub dev: bool,
}

/// The test suites, in the order in which they run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Suite {
    /// Formatting, clippy, licences and duplicate crates, who may import whom, these commands
    House,
    /// The shared language and its rules
    Domain,
    /// The service, through its real router on both database engines
    Backend,
    /// The client: its pure parts here, its components in Chromium
    Web,
    /// The short attacks of `torture`, and their lines
    Torture,
    /// People's paths through the released product, in Chromium against the real server
    E2e,
}

/// Which pictures to take.
#[derive(Args)]
pub struct Screens {
    /// Only these pages, by their names in src/routes.rs, as Home,Record
    #[arg(value_delimiter = ',', value_name = "PAGES")]
    pub pages: Vec<String>,
    /// Only dresses that hold one of these, as zh-elder,dark-414
    #[arg(long, value_delimiter = ',', value_name = "LOOKS")]
    pub looks: Vec<String>,
    /// Where the pictures and their index.html go [default: target/screens]
    #[arg(long, value_name = "DIR")]
    pub folder: Option<PathBuf>,
}

/// What to do with the sizes.
#[derive(Args)]
pub struct Size {
    /// Print the figures as JSON
    #[arg(long)]
    pub json: bool,
    /// Fail where a promised line (crates/xtask/lines.toml) is missed
    #[arg(long)]
    pub check: bool,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Measured {
    /// First pages and memory with the whole district in it, one request at a time
    Weight,
    /// Rates of 64 clients, beside the machine's limits and beside PocketBase on the same data
    Backend,
    /// First loads on a slow phone, beside the same screens by Vue 3 and Vant
    Load,
    /// What a doctor's phone fetches to keep the own area, the first time and on a day
    Sync,
    /// Follow-ups on a slow phone: a list of 10,000 people, the form; due lists of a large district
    Followup,
}

/// How to measure.
#[derive(Args)]
pub struct Bench {
    /// Only this; without it everything
    pub what: Option<Measured>,
    /// How many residents the demo district has; for `backend` several are measured in turn
    #[arg(long, default_values_t = [10_000, 100_000], value_delimiter = ',', value_name = "N")]
    pub residents: Vec<u32>,
    /// How often `load` loads each page
    #[arg(long, default_value_t = 10, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub runs: u32,
    /// Print the figures as JSON
    #[arg(long)]
    pub json: bool,
    /// Fail where a promised line (crates/xtask/lines.toml) is missed
    #[arg(long)]
    pub check: bool,
}

impl Bench {
    /// The largest district of those asked for.
    pub fn largest(&self) -> u32 {
        self.residents.iter().copied().max().unwrap_or_default()
    }
}

/// The attacks. Without a length each takes a minute at most.
#[derive(Subcommand)]
pub enum Torture {
    /// Cut the power of a disk that tears and reorders what was not flushed
    Power {
        /// How many seeds to try
        #[arg(long, value_name = "N")]
        seeds: Option<u64>,
        #[command(flatten)]
        how: Attack,
    },
    /// Fill the disk, and make its writes and flushes fail
    Disk {
        /// How many seeds to try, each with every fault
        #[arg(long, value_name = "N")]
        seeds: Option<u64>,
        #[command(flatten)]
        how: Attack,
    },
    /// Send the same request many times at once, and cut connections
    Once {
        /// How many rounds
        #[arg(long, value_name = "N")]
        rounds: Option<u64>,
        #[command(flatten)]
        how: Attack,
    },
    /// Let phones write without a network, lose their messages, and end at any step
    Sync {
        /// How many steps
        #[arg(long, value_name = "N")]
        steps: Option<u64>,
        #[command(flatten)]
        how: Attack,
    },
    /// Race sixty-four people for the numbers of a few sessions, with kills in between
    Race {
        /// How many attempts to take a number or to give one back, through the router
        #[arg(long, value_name = "N")]
        attempts: Option<u64>,
        /// How many kills of the released program
        #[arg(long, value_name = "N")]
        kills: Option<u64>,
        /// On which engine
        #[arg(long, value_enum, default_value_t = Engine::Sqlite)]
        engine: Engine,
        #[command(flatten)]
        how: Attack,
    },
    /// Kill the released program under load, again and again
    Kill {
        /// How many times
        #[arg(long, value_name = "N")]
        kills: Option<u64>,
        #[command(flatten)]
        how: Attack,
    },
    /// Kill the database engine under load, again and again
    Postgres {
        /// How many times it is struck
        #[arg(long, value_name = "N")]
        kills: Option<u64>,
        #[command(flatten)]
        how: Attack,
    },
    /// Try every endpoint of the released program as everybody, against the table of who may
    Access {
        #[command(flatten)]
        how: Attack,
    },
    /// Fuzz each reader of outside bytes, and send the released program what a fuzzer makes of the
    /// published document
    Hostile {
        /// How long the program is attacked, in seconds, as each of two people
        #[arg(long, value_name = "N")]
        seconds: Option<u64>,
        /// How long each reader is fuzzed, in seconds
        #[arg(long, value_name = "N")]
        fuzz_seconds: Option<u64>,
        #[command(flatten)]
        how: Attack,
    },
}

/// The database engines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// The file in the data folder
    Sqlite,
    /// A private PostgreSQL, which is killed as well
    Postgres,
}

/// How to attack.
#[derive(Args, Clone, Copy, Default)]
pub struct Attack {
    /// Start of the random choices, as a failed run names it
    #[arg(long, value_name = "SEED")]
    pub seed: Option<u64>,
    /// Print the figures as JSON
    #[arg(long)]
    pub json: bool,
    /// Fail where a promised line (crates/xtask/lines.toml) is missed
    #[arg(long)]
    pub check: bool,
}

/// Looks at the day's shape only, so that a slip is told before minutes of building, not after.
fn date(text: &str) -> Result<String, String> {
    let day = text.split_once('T').map_or(text, |(day, _)| day);
    let shape: Vec<usize> = day.split('-').map(str::len).collect();
    let digits = day.chars().all(|c| c.is_ascii_digit() || c == '-');
    if digits && shape == [4, 2, 2] {
        Ok(text.to_owned())
    } else {
        Err("write the day as year-month-day, for example 2026-11-24".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declared_commands_are_consistent() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }

    #[test]
    fn a_day_is_written_year_month_day_with_or_without_a_time() {
        assert!(date("2026-11-24").is_ok());
        assert!(date("2026-11-24T08:30:00+08:00").is_ok());
        for slip in ["24.11.2026", "2026-1-24", "T08:00", "tomorrow", ""] {
            assert!(date(slip).is_err(), "{slip}");
        }
    }
}
