//! `jiayi-backend`: one program that serves a district, makes a demo, imports residents, and
//! checks a data folder. Reads the command line; the work is the library's.

mod command;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    match command::run(command::Cli::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("jiayi-backend: {error}");
            ExitCode::FAILURE
        }
    }
}
