//! Running other programs: what they inherit, and what is said when they fail.

use std::env;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// What Cargo sets for a program that it runs, us. The builds that we start must not see it:
/// some build scripts read these names, and a changed value makes Cargo rebuild.
const FROM_OUR_OWN_CARGO: [&str; 5] = [
    "CARGO",
    "CARGO_BIN_NAME",
    "CARGO_CRATE_NAME",
    "CARGO_PRIMARY_PACKAGE",
    "LD_LIBRARY_PATH",
];

/// A program in the checkout's folder, free of what Cargo told us about ourselves.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(crate::place::root());
    for (key, _) in env::vars_os() {
        let ours = key.to_str().is_some_and(|key| {
            FROM_OUR_OWN_CARGO.contains(&key)
                || key.starts_with("CARGO_PKG_")
                || key.starts_with("CARGO_MANIFEST_")
        });
        if ours {
            command.env_remove(key);
        }
    }
    command
}

/// Cargo for this machine's own programs.
pub fn host_cargo() -> Command {
    program("cargo")
}

/// Runs a program that prints for itself.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| cannot_start(command))?;
    if !status.success() {
        bail!("`{}` failed ({status})", spelled(command));
    }
    Ok(())
}

/// Runs a program whose output matters only when it fails, and gives back its standard output.
pub fn run_quietly(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| cannot_start(command))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!(
            "`{}` failed ({})\n{said}{complaint}",
            spelled(command),
            output.status
        );
    }
    Ok(said)
}

/// Runs a program for at most `limit`; what takes longer is ended and counts as failed.
pub fn run_within(command: &mut Command, limit: Duration) -> Result<()> {
    let mut child = command
        .stdin(Stdio::null())
        .spawn()
        .with_context(|| cannot_start(command))?;
    let deadline = Instant::now() + limit;
    while Instant::now() < deadline {
        if let Some(status) = child.try_wait()? {
            if status.success() {
                return Ok(());
            }
            bail!("`{}` failed ({status})", spelled(command));
        }
        thread::sleep(Duration::from_millis(100));
    }
    child.kill()?;
    child.wait()?;
    bail!(
        "`{}` gave no answer within {} s",
        spelled(command),
        limit.as_secs()
    );
}

/// Runs a program, passes its standard output on, and shows each line of it to `look`.
pub fn run_watched(command: &mut Command, mut look: impl FnMut(&str)) -> Result<()> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| cannot_start(command))?;
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).split(b'\n') {
            let line = line?;
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            look(&line);
        }
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("`{}` failed ({status})", spelled(command));
    }
    Ok(())
}

fn cannot_start(command: &Command) -> String {
    format!("cannot start `{}`", command.get_program().display())
}

fn spelled(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_gives_no_answer_is_ended() {
        let started = Instant::now();
        let outcome = run_within(program("sleep").arg("30"), Duration::from_millis(300));
        assert!(outcome.unwrap_err().to_string().contains("no answer"));
        assert!(started.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn a_failure_names_the_command_and_what_it_said() {
        let outcome = run_quietly(program("sh").args(["-c", "echo why >&2; exit 3"]));
        let message = outcome.unwrap_err().to_string();
        assert!(
            message.contains("sh -c") && message.contains("why"),
            "{message}"
        );
    }
}
