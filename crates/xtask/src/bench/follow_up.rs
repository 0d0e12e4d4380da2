//! `bench followup`: what a doctor's follow-ups cost. In Chromium on a processor a quarter as fast: the
//! list of 10,000 people, beside the same list in plain JavaScript, and a visit from the list to saved; the
//! scripts measure. At the service:
//! a team's due list in a large district, and the messages of a morning for everybody in it, alone.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};

use super::counts::{self, Counts};
use super::load::Load;
use crate::figures::{self, Figures};
use crate::service::{self, Backend, Running};
use crate::{place, process, setup, step, web};

/// What plays in Chromium, each with the environment of `tests/e2e/support/stage.mjs` and how often to
/// measure in JIAYI_RUNS; each adds its figures to the file in JIAYI_FIGURES.
const SCRIPTS: [(&str, &str); 2] = [
    (
        "A list of 10,000 people on a slow processor",
        "tests/e2e/worklist_bench.mjs",
    ),
    (
        "A visit on a slow processor, from the list to saved",
        "tests/e2e/follow_up_bench.mjs",
    ),
];
/// Runs of each script, whatever is asked of `load`.
const MOST_RUNS: u32 = 3;
/// The moment at which the district lives, as in the e2e suite.
const NOW: &str = "2026-11-24T08:10:00+08:00";
/// Two seconds before the messages of that day are made.
const MORNING: &str = "2026-11-24T07:29:58+08:00";
/// After which the messages are surely being made.
const BEGUN: Duration = Duration::from_secs(5);

/// Measures both halves; the service's in the largest district that is asked for.
pub fn run(backend: &Backend, residents: u32, runs: u32) -> Result<Figures> {
    let mut figures = on_the_phone(backend, runs.min(MOST_RUNS))?;
    figures.extend(at_the_service(backend, residents)?);
    Ok(figures)
}

fn on_the_phone(backend: &Backend, runs: u32) -> Result<Figures> {
    let browser = setup::browser()?;
    setup::e2e_packages()?;
    web::release()?;
    let folder = place::target().join("bench-followup");
    if folder.is_dir() {
        fs::remove_dir_all(&folder).context("the district of the last run cannot be removed")?;
    }
    fs::create_dir_all(&folder)?;
    let data = folder.join("data");
    backend.make_demo(&data, None, Some(NOW))?;
    let sign_ins = folder.join("sign-ins.txt");
    fs::write(&sign_ins, backend.demo_sign_ins(&data, Some(NOW))?)?;
    let port = service::free_port()?;
    let mut serve = backend.serve(&data, port, Some(NOW));
    let log = fs::File::create(folder.join("backend.log"))?;
    serve.stdout(log.try_clone()?).stderr(log);
    let _running = Running::start(&mut serve, port)?;
    let measured = figures::fresh_file("bench-followup")?;
    for (what, script) in SCRIPTS {
        step::loud_step(what, || {
            process::run(
                process::program("node")
                    .arg(script)
                    .env("JIAYI_URL", format!("http://127.0.0.1:{port}"))
                    .env("JIAYI_RUNS", runs.to_string())
                    .env("JIAYI_CHROMIUM", &browser.chromium)
                    .env("JIAYI_SIGN_INS", &sign_ins)
                    .env("JIAYI_FIGURES", &measured),
            )
        })?;
    }
    figures::read(&measured)
}

fn at_the_service(backend: &Backend, residents: u32) -> Result<Figures> {
    let load = Load::build()?;
    let folder = place::target().join("bench-followup-district");
    let data = folder.join(residents.to_string());
    fs::create_dir_all(&folder)?;
    if service::is_empty(&data) {
        backend.make_demo(&data, Some(residents), Some(NOW))?;
    }
    let plan = data.join("load-plan.json");
    if !plan.is_file() {
        load.prepare(&data, &plan, NOW)?;
    }
    let mut figures = Figures::from([("due_residents".to_owned(), f64::from(residents))]);
    let (alone, before) = morning(backend, &load, &data, &folder)?;
    figures.insert("due_messages_alone_s".to_owned(), alone);
    figures.insert("due_messages_long_closures".to_owned(), before);
    let (_running, port, _) = serve(backend, &data, &folder, NOW)?;
    let fired = step::step("Read the due lists of the teams, one after another", || {
        load.fire_one("jiayi", "list", port, &plan)
    })?;
    for (name, figure) in [("due_list_p50_ms", "p50_ms"), ("due_list_p99_ms", "p99_ms")] {
        let measured = fired[figure].as_f64().context("no figure")?;
        figures.insert(name.to_owned(), measured);
    }
    Ok(figures)
}

/// Seconds that the messages of a morning take with nothing beside them, and how many closures of them
/// held the writer for long.
fn morning(backend: &Backend, load: &Load, data: &Path, folder: &Path) -> Result<(f64, f64)> {
    load.before_morning(data)?;
    let (_running, _, metrics) = serve(backend, data, folder, MORNING)?;
    let over = AtomicBool::new(false);
    let taken = step::step("Make the messages of a morning", || {
        thread::scope(|scope| {
            let making = scope.spawn(|| counts::jobs_were_due_for(metrics, &over));
            thread::sleep(BEGUN);
            over.store(true, Ordering::Relaxed);
            making
                .join()
                .map_err(|_| anyhow!("watching the jobs panicked"))?
        })
    })?;
    let counts = Counts::read(metrics)?;
    Ok((taken.as_secs_f64(), counts.closures - counts.short_closures))
}

/// The service at a moment, with its port and that of its counts.
fn serve(backend: &Backend, data: &Path, folder: &Path, now: &str) -> Result<(Running, u16, u16)> {
    let (port, metrics) = (service::free_port()?, service::free_port()?);
    let mut serve = backend.serve_api(data, port, Some(now));
    let log = fs::File::create(folder.join("backend.log"))?;
    serve
        .arg("--behind-proxy")
        .args(["--metrics", &format!("127.0.0.1:{metrics}")])
        .env("RUST_LOG", "warn")
        .stdout(log.try_clone()?)
        .stderr(log);
    Ok((Running::start(&mut serve, port)?, port, metrics))
}
