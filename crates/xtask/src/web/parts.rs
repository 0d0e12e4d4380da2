//! Compiled code: Cargo, then the splitter, wasm-bindgen and wasm-opt.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use super::{Files, glue, publish};
use crate::setup::ReleaseTools;
use crate::{place, process, step};

/// What Cargo's own list of features for this target says; wasm-opt must not assume others.
const FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-call-indirect-overlong",
];

/// Builds the client's code: the main part, the parts loaded when opened, and their glue.
pub fn build(tools: &ReleaseTools) -> Result<Files> {
    let compiled = compile(tools)?;
    let source = fs::read(&compiled)?;
    let mut key = Sha256::new();
    key.update(&source);
    key.update(&tools.versions);
    key.update(include_str!("parts.rs"));
    key.update(include_str!("glue.rs"));
    let shelf = place::web_target().join("parts");
    let made = shelf.join(publish::short(&key.finalize()));
    if made.is_dir() {
        step::note("The client's code is unchanged");
    } else {
        let work = shelf.join("making");
        // Leftovers of former sources, or of a run that was interrupted.
        if shelf.is_dir() {
            fs::remove_dir_all(&shelf)?;
        }
        fs::create_dir_all(&work)?;
        shape(tools, &compiled, &work)?;
        fs::rename(&work, &made)?;
    }
    read_all(&made)
}

fn compile(tools: &ReleaseTools) -> Result<PathBuf> {
    step::loud_step(
        "Compile the client for the browser (a few minutes the first time)",
        || {
            process::run(tools.target.release_cargo().args([
                "build",
                "--package",
                "jiayi",
                "--bin",
                "jiayi",
                "--target",
                "wasm32-unknown-unknown",
                "--profile",
                "wasm-release",
                "--features",
                "split",
            ]))
        },
    )?;
    Ok(place::web_target().join("wasm32-unknown-unknown/wasm-release/jiayi.wasm"))
}

/// Leaves in `work` what a browser loads, and nothing else.
fn shape(tools: &ReleaseTools, compiled: &Path, work: &Path) -> Result<()> {
    let cut = work.join("cut");
    let bound = work.join("bound");
    step::step("Cut it into parts", || {
        let mut split = process::program(&tools.wasm_split);
        process::run_quietly(split.arg(compiled).arg(&cut).args(["--out-name", "app"]))
    })?;
    step::step("Bind it to the browser", || {
        let mut bindgen = process::program(&tools.wasm_bindgen);
        bindgen.args([
            "--target",
            "web",
            "--keep-lld-exports",
            "--no-demangle",
            "--no-typescript",
        ]);
        process::run_quietly(
            bindgen
                .args(["--out-name", "app", "--out-dir"])
                .arg(&bound)
                .arg(cut.join("app.wasm")),
        )
    })?;
    for (folder, skipped) in [(&cut, "app.wasm"), (&bound, "")] {
        for file in files_in(folder)? {
            let name = file
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if name == skipped {
                continue;
            }
            let made = work.join(&name);
            if name.ends_with(".wasm") {
                step::step(format!("Shrink {name}"), || {
                    let mut shrink = tools.node.wasm_opt();
                    process::run_quietly(
                        shrink
                            .arg("-Os")
                            .args(FEATURES)
                            .arg(&file)
                            .arg("-o")
                            .arg(&made),
                    )
                })?;
            } else if name.ends_with(".js") {
                fs::write(
                    &made,
                    glue::minified(&tools.node, &fs::read_to_string(&file)?, glue::Kind::Script)?,
                )?;
            }
        }
    }
    fs::remove_dir_all(cut)?;
    fs::remove_dir_all(bound)?;
    Ok(())
}

fn read_all(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    for file in files_in(folder)? {
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        files.insert(name, fs::read(file)?);
    }
    Ok(files)
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
