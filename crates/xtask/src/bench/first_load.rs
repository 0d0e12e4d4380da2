//! `bench load`: what a person with a cheap phone on a slow network waits for, in Chromium, beside
//! the same screens by Vue 3 and Vant in the same run. `tests/e2e/first_load.mjs` measures.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::peer;
use crate::figures::{self, Figures};
use crate::service::{self, Backend, Running};
use crate::{place, process, setup, size, step, web};

/// The moment at which the district lives, as in the e2e suite.
const NOW: &str = "2026-11-24T08:10:00+08:00";

/// Serves both and measures, each so many times.
pub fn run(backend: &Backend, runs: u32) -> Result<Figures> {
    let browser = setup::browser()?;
    setup::e2e_packages()?;
    let release = web::release()?;
    let other = peer::ensure()?;

    let folder = place::target().join("bench-load");
    // A district's clock begins anew with each run, and does not go back.
    if folder.is_dir() {
        fs::remove_dir_all(&folder).context("the districts of the last run cannot be removed")?;
    }
    fs::create_dir_all(&folder)?;
    let (_ours, url) = serve(backend, &folder.join("ours"), &place::dist())?;
    let (_theirs, peer_url) = serve(backend, &folder.join("vue"), &other)?;
    let sign_ins = folder.join("sign-ins.txt");
    let measured = figures::fresh_file("bench-load")?;
    step::loud_step(format!("Load both on a slow phone, {runs} times"), || {
        process::run(
            process::program("node")
                .arg("tests/e2e/first_load.mjs")
                .env("JIAYI_URL", url)
                .env("JIAYI_PEER_URL", peer_url)
                .env("JIAYI_RUNS", runs.to_string())
                .env("JIAYI_CHROMIUM", browser.chromium)
                .env("JIAYI_SIGN_INS", sign_ins)
                .env("JIAYI_FIGURES", &measured),
        )
    })?;
    let mut figures = figures::read(&measured)?;
    figures.insert(
        "largest_later_part_bytes".to_owned(),
        size::largest_later_part(&release),
    );
    Ok(figures)
}

/// A service with a district of its own, which hands out this client.
pub(super) fn serve(backend: &Backend, folder: &Path, client: &Path) -> Result<(Running, String)> {
    let data = folder.join("data");
    fs::create_dir_all(folder)?;
    backend.make_demo(&data, None, Some(NOW))?;
    let sign_ins = folder.with_file_name("sign-ins.txt");
    fs::write(sign_ins, backend.demo_sign_ins(&data, Some(NOW))?)?;
    let port = service::free_port()?;
    let mut serve = backend.serve_api(&data, port, Some(NOW));
    let log = fs::File::create(folder.join("backend.log"))?;
    serve.arg("--client").arg(client);
    serve.stdout(log.try_clone()?).stderr(log);
    let running = Running::start(&mut serve, port)
        .with_context(|| format!("its own words are in {}", folder.display()))?;
    Ok((running, format!("http://127.0.0.1:{port}")))
}
