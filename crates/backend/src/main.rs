//! `jiayi-backend`: one program that serves a district, makes a demo, imports residents, and
//! checks, verifies and backs up a data folder. Reads the command line; the work is the library's.

use std::process::ExitCode;

use backend::command;

fn main() -> ExitCode {
    match command::parse().and_then(command::run) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("jiayi-backend: {error}");
            ExitCode::FAILURE
        }
    }
}
