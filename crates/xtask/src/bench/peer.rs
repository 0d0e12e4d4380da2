//! The page that `bench load` measures ours beside: sign-in and home by Vue 3 and Vant, from
//! `tests/peers/vue`. Built from npm outside the checkout, and laid out as our service hands out a
//! client, so that both come with the same compression and the same headers.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::{place, process, setup, step, web};

/// Finds the built page in the tools folder, or builds it there; gives back a `--client` folder.
pub fn ensure() -> Result<PathBuf> {
    let source = place::root().join("tests/peers/vue");
    let mut files = Vec::new();
    collect(&source, Path::new(""), &mut files)?;
    let mut key = Sha256::new();
    for name in &files {
        key.update(name.to_string_lossy().as_bytes());
        key.update(fs::read(source.join(name))?);
    }
    let key = web::short(&key.finalize());
    let folder = place::tools().join("peers/vue");
    let made = folder.join("client");
    // Written last: a build that broke off is begun anew.
    let mark = folder.join("version");
    if fs::read_to_string(&mark).is_ok_and(|found| found == key) {
        return Ok(made);
    }
    step::step("Build the same screens with Vue 3 and Vant", || {
        for stale in ["src", "client"] {
            if folder.join(stale).is_dir() {
                fs::remove_dir_all(folder.join(stale))?;
            }
        }
        for name in &files {
            let to = folder.join(name);
            fs::create_dir_all(to.parent().unwrap_or(&folder))?;
            fs::copy(source.join(name), to)?;
        }
        setup::install_locked(&folder)?;
        let mut build = process::program("npx");
        build.current_dir(&folder);
        process::run_quietly(build.args(["--no-install", "vite", "build", "--outDir", "client"]))?;
        web::compress_all(&made)?;
        // The page has no inline pieces that the policy would have to name.
        fs::write(
            made.join("build.json"),
            r#"{"script_hashes":[],"style_hashes":[]}"#,
        )?;
        fs::write(&mark, key).context("the tools folder cannot be written")
    })?;
    Ok(made)
}

/// Names of the files under the folder, in the same order everywhere.
fn collect(folder: &Path, under: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let mut entries = fs::read_dir(folder.join(under))
        .with_context(|| format!("cannot read {}", folder.display()))?
        .collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = under.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            // What somebody installed there by hand is not the source.
            true if name.ends_with("node_modules") || name.ends_with("dist") => {}
            true => collect(folder, &name, files)?,
            false => files.push(name),
        }
    }
    Ok(())
}
