//! The e2e suite: the released product in Chromium, against the real backend with a fresh district.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::tally::Tally;
use crate::service::{self, Running};
use crate::{figures, lines, place, process, setup, web};

/// A Tuesday morning without holidays near: sessions of the day are still to come, and pictures
/// stay comparable.
const NOW: &str = "2026-11-24T08:10:00+08:00";

/// Runs every spec of `tests/e2e`.
pub fn run(tally: &mut Tally) -> Result<()> {
    let specs = specs()?;
    let browser = setup::browser()?;
    let old_browsers = setup::old_browsers()?;
    setup::e2e_packages()?;
    web::release()?;
    let backend = service::build()?;

    let folder = place::target().join("e2e");
    if folder.is_dir() {
        fs::remove_dir_all(&folder).context("the district of the last run cannot be removed")?;
    }
    fs::create_dir_all(&folder)?;
    let data = folder.join("data");
    backend.make_demo(&data, None, Some(NOW))?;
    let sign_ins = folder.join("sign-ins.txt");
    fs::write(&sign_ins, backend.demo_sign_ins(&data, Some(NOW))?)?;
    let figures = figures::fresh_file("e2e")?;
    // Whoever wants them in docs/screens says so: a test run changes no file of the checkout.
    let pictures =
        env::var_os("JIAYI_SCREENS").map_or_else(|| folder.join("screens"), PathBuf::from);

    let port = service::free_port()?;
    let mut serve = backend.serve(&data, port, Some(NOW));
    let (wechat, stands_in) = wechat(&mut serve, port, &folder)?;
    let log = fs::File::create(folder.join("backend.log"))?;
    serve.stdout(log.try_clone()?).stderr(log);
    let running = Running::start(&mut serve, port)?;
    let mut node = process::program("node");
    node.args(["--test", "--test-reporter=spec", "--test-concurrency=1"])
        .args(specs)
        .env("JIAYI_URL", format!("http://127.0.0.1:{port}"))
        .env("JIAYI_CHROMIUM", browser.chromium)
        .env("JIAYI_NOW", NOW)
        .env("JIAYI_SIGN_INS", sign_ins)
        .env("JIAYI_WECHAT", wechat)
        .env("JIAYI_SCREENS", pictures)
        .env("JIAYI_FIGURES", &figures);
    for old in old_browsers {
        node.env(format!("JIAYI_CHROMIUM_{}", old.version), old.chromium);
    }
    let outcome = process::run_watched(&mut node, |line| tally.read(line));
    drop((running, stands_in));

    let verdicts = lines::check("e2e", &figures::read(&figures)?)?;
    lines::tell(&verdicts);
    tally.count_lines(&verdicts);
    outcome.context("the backend's own words are in target/e2e/backend.log")
}

/// Starts a stand-in for WeChat and sets the service up for it; gives its address.
fn wechat(serve: &mut Command, port: u16, folder: &Path) -> Result<(String, Running)> {
    const TEMPLATE: &str = "reminder-0001";
    const SECRET: &str = "e2esecret";
    let secret = folder.join("wechat-secret");
    fs::write(&secret, SECRET)?;
    let program = service::build_wechat()?;
    let at = service::free_port()?;
    let url = format!("http://127.0.0.1:{at}");
    let domain = format!("127.0.0.1:{port}");
    let mut stand_in = process::program(&program);
    stand_in.args([
        &at.to_string(),
        "wxe2e",
        SECRET,
        &domain,
        TEMPLATE,
        "thing1,time2",
    ]);
    let running = Running::start_at(stand_in.stdout(Stdio::null()), at, "/jweixin.js")?;
    serve
        .args(["--wechat-app-id", "wxe2e", "--wechat-template", TEMPLATE])
        .args(["--wechat-site", &format!("http://{domain}")])
        .args(["--wechat-api", &url, "--wechat-open", &url])
        .args(["--wechat-sdk", &format!("{url}/jweixin.js")])
        .arg("--wechat-secret-file")
        .arg(secret);
    Ok((url, running))
}

fn specs() -> Result<Vec<PathBuf>> {
    let mut specs = Vec::new();
    for entry in
        fs::read_dir(place::root().join("tests/e2e")).context("there is no folder tests/e2e")?
    {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(".spec.mjs") {
            specs.push(path);
        }
    }
    specs.sort();
    if specs.is_empty() {
        bail!("tests/e2e has no *.spec.mjs");
    }
    Ok(specs)
}
