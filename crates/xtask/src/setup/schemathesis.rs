//! Schemathesis, from PyPI, in a Python environment of its own. Python itself is Debian's.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::debian;
use crate::{place, process, step};

/// Its report, options and checks are those of this version.
const VERSION: &str = "4.32.5";

/// Finds the program in the tools folder, or installs it there.
pub fn ensure() -> Result<PathBuf> {
    let folder = place::tools().join("schemathesis");
    let program = folder.join("bin/schemathesis");
    // Written last: an installation that broke off is begun anew.
    let mark = folder.join("version");
    if program.is_file() && fs::read_to_string(&mark).is_ok_and(|found| found == VERSION) {
        return Ok(program);
    }
    if place::on_path("python3").is_none() || !has_venv() {
        debian::ensure(
            &["python3", "python3-venv"],
            "Python, which the fuzzer is written in",
        )?;
    }
    step::step(
        format!("Install Schemathesis {VERSION} from PyPI: attacks the API by its own document"),
        || {
            let mut make = process::program("python3");
            process::run_quietly(make.args(["-m", "venv", "--clear"]).arg(&folder))?;
            let mut install = process::program(folder.join("bin/pip"));
            install.args(["install", "--quiet", "--disable-pip-version-check"]);
            process::run_quietly(install.arg(format!("schemathesis=={VERSION}")))?;
            fs::write(&mark, VERSION).context("the tools folder cannot be written")
        },
    )?;
    Ok(program)
}

/// Debian keeps the part that makes environments in a package of its own.
fn has_venv() -> bool {
    let mut ask = process::program("python3");
    process::run_quietly(ask.args(["-c", "import ensurepip, venv"])).is_ok()
}
