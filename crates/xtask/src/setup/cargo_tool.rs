//! Tools that come as crates: built once into the tools folder.

use std::borrow::Cow;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use toml::Table;

use crate::{place, process, step};

/// A program that `cargo install` builds.
pub struct CargoTool {
    /// Name of the crate.
    pub package: &'static str,
    /// The one version that is known to work here.
    pub version: Cow<'static, str>,
    /// Name of the program.
    pub binary: &'static str,
    /// What `cargo install` needs to be told.
    pub flags: &'static [&'static str],
    /// What it is for and how long it builds, told before it does.
    pub why: &'static str,
}

impl CargoTool {
    /// Where the program is, after building it where it is missing or of another version.
    pub fn ensure(&self) -> Result<PathBuf> {
        let tools = place::tools();
        let binary = tools.join("bin").join(self.binary);
        let Self {
            package, version, ..
        } = self;
        let installed = fs::read_to_string(tools.join(".crates.toml")).unwrap_or_default();
        if binary.is_file() && records(&installed, package, version) {
            return Ok(binary);
        }
        fs::create_dir_all(&tools)
            .with_context(|| format!("cannot make the tools folder {}", tools.display()))?;
        step::loud_step(format!("Install {package} {version}: {}", self.why), || {
            process::run(
                process::host_cargo()
                    // Not the checkout: its settings are not the tool's.
                    .current_dir(&tools)
                    .env_remove("CARGO_TARGET_DIR")
                    .env_remove("RUSTFLAGS")
                    .args([
                        "install",
                        package,
                        "--version",
                        version,
                        "--force",
                        "--root",
                    ])
                    .arg(&tools)
                    .args(self.flags),
            )
        })?;
        Ok(binary)
    }
}

/// Whether Cargo's own record of a folder's programs names this version of the crate.
fn records(record: &str, package: &str, version: &str) -> bool {
    let Ok(record) = record.parse::<Table>() else {
        return false;
    };
    let wanted = format!("{package} {version} ");
    let crates = record.get("v1").and_then(toml::Value::as_table);
    crates.is_some_and(|crates| crates.keys().any(|key| key.starts_with(&wanted)))
}

/// The version of a library that Cargo.lock names.
pub fn locked_version(package: &str) -> Result<String> {
    let lock = fs::read_to_string(place::root().join("Cargo.lock"))?.parse::<Table>()?;
    let packages = lock.get("package").and_then(toml::Value::as_array);
    packages
        .into_iter()
        .flatten()
        .find(|entry| entry.get("name").and_then(toml::Value::as_str) == Some(package))
        .and_then(|entry| entry.get("version")?.as_str())
        .map(str::to_owned)
        .with_context(|| format!("Cargo.lock names no {package}"))
}

#[cfg(test)]
mod tests {
    use super::records;

    #[test]
    fn only_the_very_version_counts_as_installed() {
        let record = "[v1]\n\"trunk 0.21.14 (registry+x)\" = [\"trunk\"]\n";
        assert!(records(record, "trunk", "0.21.14"));
        assert!(!records(record, "trunk", "0.21.1"));
        assert!(!records(record, "runk", "0.21.14"));
        assert!(!records("", "trunk", "0.21.14"));
    }
}
