//! The web suite: the client's pure parts on this machine, its components in headless Chromium.

use std::process::Command;

use anyhow::Result;

use super::host;
use super::tally::Tally;
use crate::process;
use crate::setup::{self, WebTestTools};

/// Slow machines need more than the runner's 20 seconds to start a browser and mount pages.
const SECONDS_A_FILE: &str = "180";

/// Runs the client's tests.
pub fn run(tally: &mut Tally) -> Result<()> {
    let pure = host::run(tally, &["--package", "jiayi", "--lib"]);
    let tools = setup::web_test_tools()?;
    let mut cargo = command(&tools);
    cargo
        .arg("--no-fail-fast")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", &tools.runner)
        .env("CHROMEDRIVER", &tools.browser.chromedriver)
        .env("WASM_BINDGEN_TEST_ONLY_WEB", "1")
        .env("WASM_BINDGEN_TEST_TIMEOUT", SECONDS_A_FILE);
    let components = process::run_watched(&mut cargo, |line| tally.read(line));
    pure.and(components)
}

/// Builds the component tests.
pub fn build() -> Result<()> {
    process::run(command(&setup::web_test_tools()?).arg("--no-run"))
}

fn command(tools: &WebTestTools) -> Command {
    let mut cargo = tools.target.cargo();
    cargo.args([
        "test",
        "--package",
        "jiayi",
        "--target",
        "wasm32-unknown-unknown",
        "--test",
        "*",
    ]);
    cargo
}
