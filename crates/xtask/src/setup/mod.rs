//! Tools that the commands need: found, or installed with a word of what and why.
//!
//! Each command asks for the set that it needs and gets typed places back. A tool's version is
//! looked at before anything is installed, so that a second run, or a second checkout, finds all.

mod browser;
mod cargo_tool;
mod debian;
mod node;
mod old_browser;
mod postgres;
mod schemathesis;
mod wasm_target;

use std::borrow::Cow;
use std::path::PathBuf;

use anyhow::{Result, bail};

pub use browser::Browser;
pub use node::{Node, e2e_packages, install_locked};
pub use old_browser::OldBrowser;
pub use postgres::Postgres;
pub use wasm_target::WasmTarget;

use crate::place;
use cargo_tool::CargoTool;

/// What turns the client's source into a release.
pub struct ReleaseTools {
    /// Compiles for the browser.
    pub target: WasmTarget,
    /// Makes a compiled client loadable by a browser.
    pub wasm_bindgen: PathBuf,
    /// Cuts a compiled client in its parts.
    pub wasm_split: PathBuf,
    /// Makes compiled code smaller, and minifies scripts and styles.
    pub node: Node,
    /// The versions of all of them: the same source and the same versions make the same release.
    pub versions: String,
}

/// For `serve`, `size` and the e2e suite.
pub fn release_tools() -> Result<ReleaseTools> {
    let target = wasm_target::ensure()?;
    let (bind, cut) = (wasm_bindgen()?, WASM_SPLIT);
    let wasm_bindgen = bind.ensure()?;
    let wasm_split = cut.ensure()?;
    let node = node::ensure()?;
    let versions = [
        target.version(),
        &bind.version,
        &cut.version,
        &node.versions(),
    ]
    .join(", ");
    Ok(ReleaseTools {
        target,
        wasm_bindgen,
        wasm_split,
        node,
        versions,
    })
}

/// What the development loop needs.
pub struct DevTools {
    /// Compiles for the browser.
    pub target: WasmTarget,
    /// Watches, builds and reloads.
    pub trunk: PathBuf,
}

/// For `serve --dev`.
pub fn dev_tools() -> Result<DevTools> {
    let target = wasm_target::ensure()?;
    wasm_bindgen()?.ensure()?;
    Ok(DevTools {
        target,
        trunk: TRUNK.ensure()?,
    })
}

/// What runs the client's component tests.
pub struct WebTestTools {
    /// Compiles for the browser.
    pub target: WasmTarget,
    /// Runs compiled tests in a browser.
    pub runner: PathBuf,
    /// The browser and its driver.
    pub browser: Browser,
}

/// For the web suite.
pub fn web_test_tools() -> Result<WebTestTools> {
    let target = wasm_target::ensure()?;
    let runner = wasm_bindgen()?
        .ensure()?
        .with_file_name("wasm-bindgen-test-runner");
    Ok(WebTestTools {
        target,
        runner,
        browser: browser::ensure()?,
    })
}

/// The browser, for the e2e suite.
pub fn browser() -> Result<Browser> {
    browser::ensure()
}

/// Browsers as they were years ago, for the e2e suite.
pub fn old_browsers() -> Result<Vec<OldBrowser>> {
    old_browser::ensure_all()
}

/// The second database engine, for the backend suite.
pub fn postgres() -> Result<Postgres> {
    postgres::ensure()
}

/// The compiler for the browser, for lints of the client as it is compiled there.
pub fn wasm_target() -> Result<WasmTarget> {
    wasm_target::ensure()
}

/// The checker of licences, duplicates and sources.
pub fn cargo_deny() -> Result<PathBuf> {
    CARGO_DENY.ensure()
}

/// The fuzzer that reads the published document.
pub fn schemathesis() -> Result<PathBuf> {
    schemathesis::ensure()
}

/// A C++ compiler, for libFuzzer's own code: `c++` is the name that its build looks for.
pub fn cpp_compiler() -> Result<()> {
    if std::env::var_os("CXX").is_some() || place::on_path("c++").is_some() {
        return Ok(());
    }
    debian::ensure(&["g++"], "the C++ compiler, which libFuzzer is built with")
}

/// All that the test suites need.
pub fn test_tools() -> Result<()> {
    release_tools()?;
    web_test_tools()?;
    e2e_packages()?;
    old_browsers()?;
    postgres()?;
    cargo_deny()?;
    cpp_compiler()?;
    schemathesis().map(drop)
}

/// Everything, for `setup`. One thing that cannot be had does not keep back the others.
pub fn everything() -> Result<()> {
    let outcomes = [
        (
            "the compiler for the browser",
            wasm_target::ensure().map(drop),
        ),
        (
            "wasm-bindgen",
            wasm_bindgen().and_then(|tool| tool.ensure()).map(drop),
        ),
        ("wasm-split", WASM_SPLIT.ensure().map(drop)),
        ("wasm-opt and esbuild", node::ensure().map(drop)),
        ("Chromium and its fonts", browser::ensure().map(drop)),
        ("the packages of the e2e suite", e2e_packages()),
        ("Chromium of former years", old_browsers().map(drop)),
        ("PostgreSQL", postgres().map(drop)),
        ("cargo-deny", CARGO_DENY.ensure().map(drop)),
        ("Schemathesis", schemathesis().map(drop)),
        ("a C++ compiler", cpp_compiler()),
        ("Trunk", TRUNK.ensure().map(drop)),
    ];
    let missing: Vec<_> = outcomes
        .iter()
        .filter_map(|(what, outcome)| Some((what, outcome.as_ref().err()?)))
        .collect();
    for (what, reason) in &missing {
        eprintln!("✗ {what} could not be had: {reason:#}");
    }
    if !missing.is_empty() {
        bail!(
            "{} of {} tools are missing; the reasons stand above",
            missing.len(),
            outcomes.len()
        );
    }
    crate::step::note(format!(
        "every tool is in place under {}",
        place::tools().display()
    ));
    Ok(())
}

const WASM_SPLIT: CargoTool = CargoTool {
    package: "wasm_split_cli_support",
    version: Cow::Borrowed("0.2.4"),
    binary: "wasm-split-cli",
    flags: &["--features", "build-binary"],
    why: "cuts the client into its parts; about 1 minute",
};

/// `--locked`, because a newer dependency of it does not compile.
const TRUNK: CargoTool = CargoTool {
    package: "trunk",
    version: Cow::Borrowed("0.21.14"),
    binary: "trunk",
    flags: &["--locked"],
    why: "rebuilds and reloads while one edits (only `serve --dev`); 5 to 10 minutes",
};

/// Without default features: those fetch advisories from a host that closed networks do not reach.
const CARGO_DENY: CargoTool = CargoTool {
    package: "cargo-deny",
    version: Cow::Borrowed("0.20.2"),
    binary: "cargo-deny",
    flags: &["--locked", "--no-default-features"],
    why: "checks licences, duplicates and sources of all dependencies; about 3 minutes",
};

/// Its version is the one of the library in Cargo.lock: the two speak a private format.
/// Without `--locked`, since the published lock file names a dependency that no longer builds.
fn wasm_bindgen() -> Result<CargoTool> {
    Ok(CargoTool {
        package: "wasm-bindgen-cli",
        version: Cow::Owned(cargo_tool::locked_version("wasm-bindgen")?),
        binary: "wasm-bindgen",
        flags: &[],
        why: "makes the compiled client loadable by a browser, and runs its tests; about 3 minutes",
    })
}
