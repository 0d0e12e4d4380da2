//! `demo`

use std::process::ExitCode;

use clap::Args;

use super::{Ended, Folder, Now};

/// Makes a demo district.
#[derive(Args)]
pub struct Demo {
    #[command(flatten)]
    folder: Folder,
    #[command(flatten)]
    now: Now,
    /// Residents.
    #[arg(long, default_value_t = 3000)]
    residents: u32,
    /// Start of the random choices; the same one makes the same district.
    #[arg(long, default_value_t = 430_202)]
    seed: u64,
    /// Only print who can sign in to the demo that is there.
    #[arg(long)]
    print_sign_ins: bool,
}

impl Demo {
    /// Runs the command.
    pub fn run(self) -> Ended {
        Ok(ExitCode::SUCCESS)
    }
}
