//! Minified scripts and styles, by esbuild.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::setup::Node;

/// The oldest engines that load a client compiled by this toolchain (engineering notes: reference
/// types and multi-value need Chromium 96 or Safari 15).
const OLDEST_ENGINES: &str = "--target=chrome96,safari15";

/// What is minified.
#[derive(Clone, Copy)]
pub enum Kind {
    /// A module, in a file or in the page.
    Script,
    /// A script in the page that any engine reads.
    InlineScript,
    /// A style sheet.
    Style,
}

/// The same script or style in fewer bytes.
pub fn minified(node: &Node, source: &str, kind: Kind) -> Result<String> {
    let mut esbuild = node.esbuild();
    match kind {
        Kind::Script => esbuild.args(["--loader=js", "--format=esm", OLDEST_ENGINES]),
        // Old engines must still be able to read the sentence that they are too old.
        Kind::InlineScript => esbuild.args(["--loader=js", "--target=es2017"]),
        Kind::Style => esbuild.args(["--loader=css", OLDEST_ENGINES]),
    };
    answered(esbuild, source)
}

/// One script of several: `entry` says what of those in the folder is asked for, and nothing else is
/// kept. A script that a script imports is a request that begins only when the first has come.
pub fn bundled(node: &Node, folder: &Path, entry: &str) -> Result<String> {
    let mut esbuild = node.esbuild();
    esbuild.current_dir(folder);
    esbuild.args(["--bundle", "--loader=js", "--format=esm", OLDEST_ENGINES]);
    answered(esbuild, entry)
}

/// The glue, so that the bundler can leave out its classes for streams: leptos brings them along, and
/// nothing of ours streams.
pub fn without_classes(script: &str) -> String {
    let disposal = |line: &&str| line.starts_with("if (Symbol.dispose)");
    let lines: Vec<&str> = script.lines().filter(|line| !disposal(line)).collect();
    lines.join("\n").replace(
        ": new FinalizationRegistry(ptr =>",
        ": /* @__PURE__ */ new FinalizationRegistry(ptr =>",
    )
}

fn answered(mut esbuild: Command, source: &str) -> Result<String> {
    esbuild.args([
        "--minify",
        "--charset=utf8",
        "--legal-comments=none",
        "--log-level=warning",
        // wasm-bindgen names the splitter's file once an import; the last one wins, and all are one.
        "--log-override:duplicate-object-key=silent",
    ]);
    let mut child = esbuild
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start esbuild")?;
    child
        .stdin
        .take()
        .context("esbuild takes no input")?
        .write_all(source.as_bytes())?;
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!(
            "esbuild failed ({}); its reasons stand above",
            output.status
        );
    }
    Ok(String::from_utf8(output.stdout)?.trim_end().to_owned())
}
