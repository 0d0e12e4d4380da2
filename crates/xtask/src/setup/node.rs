//! Tools that come as npm packages. Node.js itself is not ours to install: systems differ too much.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{place, process, step};

/// playwright-core, the most demanding of the packages, asks for this one.
const OLDEST_NODE: u32 = 20;

const PACKAGES: [(&str, &str); 2] = [("binaryen", "132.0.0"), ("esbuild", "0.28.2")];

/// The npm packages of the release pipeline.
pub struct Node {
    folder: PathBuf,
}

impl Node {
    /// wasm-opt: makes compiled code smaller.
    pub fn wasm_opt(&self) -> Command {
        process::program(self.folder.join("node_modules/.bin/wasm-opt"))
    }

    /// wasm-merge: makes one module of several.
    pub fn wasm_merge(&self) -> Command {
        process::program(self.folder.join("node_modules/.bin/wasm-merge"))
    }

    /// esbuild: minifies scripts and styles.
    pub fn esbuild(&self) -> Command {
        process::program(self.folder.join("node_modules/.bin/esbuild"))
    }

    /// The programs' names and versions, which a built file depends on.
    pub fn versions(&self) -> String {
        PACKAGES
            .map(|(name, version)| format!("{name} {version}"))
            .join(", ")
    }
}

/// Finds the packages in the tools folder, or installs them there.
pub fn ensure() -> Result<Node> {
    let folder = place::tools().join("node");
    let missing = PACKAGES
        .iter()
        .any(|(name, version)| installed(&folder, name) != Some((*version).to_owned()));
    if missing {
        let names = PACKAGES.map(|(name, version)| format!("{name}@{version}"));
        step::step(
            format!(
                "Install {} from npm: smaller code, scripts and styles",
                names.join(" and ")
            ),
            || install(&folder, &names),
        )?;
    }
    Ok(Node { folder })
}

/// The packages that the e2e suite imports, beside its specs, where Node.js looks for them.
pub fn e2e_packages() -> Result<()> {
    let folder = place::root().join("tests/e2e");
    let wanted =
        json(&folder.join("package.json")).context("tests/e2e/package.json cannot be read")?;
    let wanted = wanted["dependencies"]
        .as_object()
        .context("tests/e2e/package.json names no packages")?;
    let missing = wanted
        .iter()
        .any(|(name, version)| installed(&folder, name).as_deref() != version.as_str());
    if missing {
        step::step("Install the e2e suite's packages from npm", || {
            install_locked(&folder)
        })?;
    }
    Ok(())
}

/// Packages with their versions, into a folder of their own.
pub fn install(folder: &Path, packages: &[String]) -> Result<()> {
    present()?;
    fs::create_dir_all(folder)?;
    npm(folder, &["install", "--save-exact"], packages)
}

/// The packages that the lock file of a folder names, into that folder.
pub fn install_locked(folder: &Path) -> Result<()> {
    present()?;
    npm(folder, &["ci"], &[])
}

fn npm(folder: &Path, words: &[&str], packages: &[String]) -> Result<()> {
    let quiet = ["--no-audit", "--no-fund", "--no-update-notifier"];
    process::run_quietly(
        process::program("npm")
            .current_dir(folder)
            .args(words)
            .args(quiet)
            .args(packages),
    )
    .map(drop)
}

/// Node.js and npm, new enough; otherwise a sentence of what to do.
fn present() -> Result<()> {
    let advice = format!(
        "install Node.js {OLDEST_NODE} or later with npm by your system's means, then try again"
    );
    if place::on_path("npm").is_none() {
        bail!("npm is missing: {advice}");
    }
    let version = process::run_quietly(process::program("node").arg("--version"))
        .with_context(|| format!("Node.js is missing: {advice}"))?;
    if major(&version).is_none_or(|major| major < OLDEST_NODE) {
        bail!("Node.js {} is too old: {advice}", version.trim());
    }
    Ok(())
}

fn major(version: &str) -> Option<u32> {
    version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()?
        .parse()
        .ok()
}

fn installed(folder: &Path, package: &str) -> Option<String> {
    let manifest = json(
        &folder
            .join("node_modules")
            .join(package)
            .join("package.json"),
    )
    .ok()?;
    manifest["version"].as_str().map(str::to_owned)
}

fn json(file: &Path) -> Result<Value> {
    Ok(serde_json::from_str(&fs::read_to_string(file)?)?)
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn a_version_of_node_is_read_with_and_without_its_letter() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("18.19.0"), Some(18));
        assert_eq!(major("nothing"), None);
    }
}
