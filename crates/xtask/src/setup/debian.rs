//! Packages of Debian and its kin: the second way to what a registry or rustup does not give.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{place, process, step};

/// Installs those of the packages that are missing.
pub fn ensure(packages: &[&str], why: &str) -> Result<()> {
    let missing: Vec<&str> = packages
        .iter()
        .copied()
        .filter(|name| !installed(name))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.join(" ");
    if place::on_path("apt-get").is_none() {
        bail!(
            "{why} is missing, and this system has no apt-get; install what Debian calls {names}"
        );
    }
    let known = missing.iter().all(|name| has_candidate(name));
    step::step(format!("Install Debian's {names}: {why}"), || {
        if !known {
            apt(&["update"])?;
        }
        // `--no-remove`: nothing that somebody installed on purpose goes away for our sake.
        let install = ["install", "--yes", "--no-install-recommends", "--no-remove"];
        let words: Vec<&str> = install.into_iter().chain(missing).collect();
        // A list that was fetched long ago may name files that are gone, hence the second try.
        apt(&words).or_else(|_| apt(&["update"]).and_then(|()| apt(&words)))
    })
    .with_context(|| format!("Debian's packages {names} could not be installed"))
}

/// Whether the package is installed.
pub fn installed(package: &str) -> bool {
    Command::new("dpkg-query")
        .args(["--show", "--showformat=${db:Status-Abbrev}", package])
        .output()
        .is_ok_and(|said| said.stdout.starts_with(b"ii"))
}

fn has_candidate(package: &str) -> bool {
    Command::new("apt-cache")
        .args(["show", "--no-all-versions", package])
        .output()
        .is_ok_and(|said| said.status.success() && !said.stdout.is_empty())
}

fn apt(words: &[&str]) -> Result<()> {
    let root = process::run_quietly(process::program("id").arg("-u"))?.trim() == "0";
    let mut command = if root {
        process::program("apt-get")
    } else if place::on_path("sudo").is_some() {
        let mut sudo = process::program("sudo");
        // `--non-interactive`: a hidden question for a password would look like a standstill.
        sudo.args([
            "--non-interactive",
            "--preserve-env=DEBIAN_FRONTEND",
            "apt-get",
        ]);
        sudo
    } else {
        bail!(
            "this needs root: run `apt-get {}` as root, then try again",
            words.join(" ")
        );
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    process::run_quietly(command.arg("--quiet").args(words)).map(drop)
}
