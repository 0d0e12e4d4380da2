//! Chromium, its driver and Chinese fonts: only tests need them.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::debian;
use crate::place;

/// Where the browser is.
pub struct Browser {
    /// Chromium itself.
    pub chromium: PathBuf,
    /// Its driver, for component tests.
    pub chromedriver: PathBuf,
}

/// Finds Chromium (`JIAYI_CHROMIUM` and `CHROMEDRIVER` name others), or installs Debian's.
pub fn ensure() -> Result<Browser> {
    let chromium = || named("JIAYI_CHROMIUM").or_else(|| place::on_path("chromium"));
    let chromedriver = || named("CHROMEDRIVER").or_else(|| place::on_path("chromedriver"));
    if chromium().is_none() || chromedriver().is_none() {
        debian::ensure(
            &["chromium", "chromium-driver"],
            "the browser that the tests click through",
        )?;
    }
    if !shows_chinese() {
        debian::ensure(
            &["fonts-noto-cjk"],
            "Chinese letters in the tests' screenshots",
        )?;
    }
    Ok(Browser {
        chromium: chromium().context("Chromium is installed but not on PATH")?,
        chromedriver: chromedriver().context("ChromeDriver is installed but not on PATH")?,
    })
}

fn named(variable: &str) -> Option<PathBuf> {
    env::var_os(variable)
        .map(PathBuf::from)
        .filter(|file| file.is_file())
}

fn shows_chinese() -> bool {
    debian::installed("fonts-noto-cjk")
        || Command::new("fc-list")
            .arg(":lang=zh")
            .output()
            .is_ok_and(|list| !list.stdout.is_empty())
}
