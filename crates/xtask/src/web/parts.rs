//! Compiled code: Cargo, then the splitter, wasm-bindgen and wasm-opt.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use super::{Files, glue, group, publish, stub, wasm};
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

/// What makes a module small after compression (docs/decisions/first-load.md has what each is worth):
/// addresses are added up where they are used, since nothing of ours stands in the first kilobyte,
/// where the stack ends; blocks are laid out anew; of the functions that are called once only the
/// small ones go into their callers; what is called most has the shortest numbers; and nothing is
/// told of who made it.
const SMALL: [&str; 9] = [
    "--low-memory-unused",
    "--flatten",
    "--rereloop",
    "-Os",
    "--one-caller-inline-max-function-size",
    "20",
    "--reorder-functions",
    "--strip-producers",
    "--strip-target-features",
];

/// The module that the splitter's pieces import what they share from.
const SHARED: &str = "__wasm_split";

/// The splitter's script, which loads the pieces.
const LOADER: &str = "__wasm_split.js";

/// What the page calls: the start of the main part, and the fetching of a part before it is opened.
const ENTRY: &str =
    r#"export { default } from "./app.js"; export { ahead } from "./__wasm_split.js";"#;

/// Builds the client's code: the main part, the parts loaded when opened, and their glue.
pub fn build(tools: &ReleaseTools) -> Result<Files> {
    let compiled = compile(tools)?;
    let source = fs::read(&compiled)?;
    let mut key = Sha256::new();
    key.update(&source);
    key.update(&tools.versions);
    key.update(include_str!("parts.rs"));
    key.update(include_str!("glue.rs"));
    key.update(include_str!("group.rs"));
    key.update(include_str!("stub.rs"));
    key.update(include_str!("wasm.rs"));
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
        let slim = work.join("slim.wasm");
        let called = stub::stubbed(&fs::read(compiled)?, stub::never)?;
        fs::write(&slim, wasm::without_exports(&called, unused)?)?;
        let mut split = process::program(&tools.wasm_split);
        process::run_quietly(split.arg(&slim).arg(&cut).args(["--out-name", "app"]))?;
        Ok(fs::remove_file(slim)?)
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
    fs::remove_file(cut.join("app.wasm"))?;
    step::step("Put its pieces together", || together(tools, &cut))?;
    let loader = bound.join(LOADER);
    fs::rename(cut.join(LOADER), &loader)?;
    let glue = bound.join("app.js");
    fs::write(&glue, glue::without_classes(&fs::read_to_string(&glue)?))?;
    let main = bound.join("app_bg.wasm");
    fs::write(&main, wasm::without_empty_elements(&fs::read(&main)?)?)?;
    let modules = [files_in(&cut)?, vec![main]].concat();
    rename(&modules, &[glue, loader])?;
    for module in &modules {
        let name = name_of(module);
        step::step(format!("Shrink {name}"), || {
            let mut shrink = tools.node.wasm_opt();
            let shrink = shrink.args(SMALL).args(FEATURES).arg(module);
            process::run_quietly(shrink.arg("-o").arg(work.join(&name)))
        })?;
    }
    fs::write(
        work.join("app.js"),
        glue::bundled(&tools.node, &bound, ENTRY)?,
    )?;
    fs::remove_dir_all(cut)?;
    fs::remove_dir_all(bound)?;
    Ok(())
}

/// Merges what the splitter cut too small, and has the loading script ask for what is there now.
fn together(tools: &ReleaseTools, cut: &Path) -> Result<()> {
    let loader = cut.join(LOADER);
    let file = |piece: &str| cut.join(format!("{piece}.wasm"));
    let script = group::read(&fs::read_to_string(&loader)?, |piece| {
        wasm::bytes_of_content(&fs::read(file(piece))?)
    })?;
    let groups = group::grouped(script.pieces.clone());
    for group in groups.iter().filter(|group| group.pieces.len() > 1) {
        let modules = group.pieces.iter().map(|piece| fs::read(file(piece)));
        let connector = wasm::connector(&modules.collect::<Result<Vec<_>, _>>()?)?;
        let (first, merged) = (cut.join("connector.wasm"), cut.join("merged.wasm"));
        fs::write(&first, connector)?;
        let mut merge = tools.node.wasm_merge();
        merge.args(FEATURES).arg("--rename-export-conflicts");
        merge.arg(&first).arg(SHARED);
        for piece in &group.pieces {
            merge.arg(file(piece)).arg(piece);
        }
        process::run_quietly(merge.arg("-o").arg(&merged))?;
        for piece in &group.pieces {
            fs::remove_file(file(piece))?;
        }
        let whole = wasm::connected(&fs::read(&merged)?, SHARED)?;
        fs::write(file(group.first()), whole)?;
        fs::remove_file(first)?;
        fs::remove_file(merged)?;
    }
    for (place, group) in groups.iter().enumerate() {
        fs::rename(file(group.first()), file(&group.file(place)))?;
    }
    Ok(fs::write(loader, script.written(&groups))?)
}

/// Exports of a crate for streams that leptos brings along. Nothing of ours streams, but an export
/// stays in the main part with all that it calls.
fn unused(export: &str) -> bool {
    export.contains("intounderlying")
}

/// Gives everything that modules and scripts call each other by a short name, in place.
fn rename(modules: &[PathBuf], scripts: &[PathBuf]) -> Result<()> {
    let mut long = Vec::new();
    for module in modules {
        long.extend(wasm::names(&fs::read(module)?)?);
    }
    let short = wasm::short_names(long.into_iter());
    for module in modules {
        fs::write(module, wasm::renamed(&fs::read(module)?, &short)?)?;
    }
    for script in scripts {
        let renamed = wasm::renamed_script(&fs::read_to_string(script)?, &short);
        fs::write(script, renamed)?;
    }
    Ok(())
}

fn name_of(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn read_all(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    for file in files_in(folder)? {
        files.insert(name_of(&file), fs::read(file)?);
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
