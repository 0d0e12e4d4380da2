//! `bench backend`: what the service does under load, beside the limits of the machine and beside
//! PocketBase, on the same data and in one run. Both flush each durable answer; ours audits every
//! read of a record durably as well, PocketBase nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use anyhow::{Context, Result, anyhow};

use super::counts::{self, Counts};
use super::load::Load;
use super::pocketbase::{self, PocketBase};
use super::weight::rss_anon_mib;
use crate::figures::Figures;
use crate::service::{self, Backend, Running};
use crate::{place, step, torture};

/// The moment at which the district lives, so that its sessions lie ahead on whatever day one runs.
const NOW: &str = "2026-11-24T09:00:00+08:00";
/// Two seconds before the messages of that day are made.
const MORNING: &str = "2026-11-24T07:29:58+08:00";
/// Runs on one data folder; then its numbers are sold out and it is made anew.
const RUNS: usize = 2;
/// What is asked, and by how much more ours shall answer than PocketBase.
const WORKLOADS: [&str; 6] = ["public", "list", "record", "book", "mixed", "sign-in"];

/// Measures with each number of residents in turn.
pub fn run(backend: &Backend, residents: &[u32]) -> Result<Figures> {
    let load = Load::build()?;
    let other = pocketbase::ensure()?;
    let mut figures = Figures::new();
    let folder = place::target().join("bench-backend");
    fs::create_dir_all(&folder)?;
    figures.insert(
        "disk_flushes_per_second".to_owned(),
        load.figure(
            &["disk", &folder.display().to_string()],
            "flushes_per_second",
        )?,
    );
    figures.insert("hello_per_second".to_owned(), load.hello()?);
    for count in residents {
        let folder = folder.join(count.to_string());
        District {
            backend,
            load: &load,
            other: &other,
            folder: &folder,
        }
        .measure(*count, &mut figures)?;
    }
    figures.extend(torture::build()?.slow_disk()?);
    worst(&mut figures, "bookings_per_flush");
    growth(&mut figures, "list_steps");
    most(&mut figures, "rss_anon_mib");
    for workload in WORKLOADS {
        let word = workload.replace('-', "_");
        worst(&mut figures, &format!("{word}_over_pocketbase"));
    }
    Ok(figures)
}

/// Adds the least of the districts' figures under the name without their sizes.
fn worst(figures: &mut Figures, name: &str) {
    if let Some(least) = of_districts(figures, name)
        .map(|(_, figure)| figure)
        .reduce(f64::min)
    {
        figures.insert(name.to_owned(), least);
    }
}

/// Adds the greatest of the districts' figures under the name without their sizes.
fn most(figures: &mut Figures, name: &str) {
    if let Some(most) = of_districts(figures, name)
        .map(|(_, figure)| figure)
        .reduce(f64::max)
    {
        figures.insert(name.to_owned(), most);
    }
}

/// Adds how often the smallest district's figure goes into the largest one's. One district alone
/// has no growth, and the promised line is then told as not measured.
fn growth(figures: &mut Figures, name: &str) {
    let by_size: BTreeMap<u32, f64> = of_districts(figures, name).collect();
    if let (Some((small, least)), Some((large, most))) =
        (by_size.first_key_value(), by_size.last_key_value())
        && small < large
    {
        figures.insert(format!("{name}_growth"), most / least);
    }
}

/// The districts' figures of a name, by their sizes.
fn of_districts(figures: &Figures, name: &str) -> impl Iterator<Item = (u32, f64)> {
    figures.iter().filter_map(move |(full, figure)| {
        let size = full.strip_prefix(name)?.strip_prefix('_')?;
        Some((size.parse().ok()?, *figure))
    })
}

/// One district, in our data folder and in PocketBase's.
struct District<'a> {
    backend: &'a Backend,
    load: &'a Load,
    other: &'a PocketBase,
    folder: &'a Path,
}

impl District<'_> {
    fn measure(&self, residents: u32, figures: &mut Figures) -> Result<()> {
        let run = self.next_run()?;
        let data = self.folder.join("jiayi");
        if service::is_empty(&data) {
            self.backend.make_demo(&data, Some(residents), Some(NOW))?;
        }
        let plan = data.join("load-plan.json");
        if !plan.is_file() {
            self.load.prepare(&data, &plan, NOW)?;
        }
        let named = |name: &str| format!("{name}_{residents}");
        for (name, figure) in self.morning(&data, &plan, run)? {
            figures.insert(named(name), figure);
        }
        let (ours, port, metrics) = self.serve(&data, NOW)?;
        figures.insert(named("ready_ms"), ours.ready_after().as_secs_f64() * 1000.0);

        let theirs = self.folder.join("pocketbase");
        let other_port = service::free_port()?;
        let _other = self.other.start(&theirs, other_port)?;
        let other_plan = theirs.join("load-plan.json");
        if !other_plan.is_file() {
            step::loud_step("Copy the district into PocketBase", || {
                self.load
                    .copy(&data, &theirs.join("data"), other_port, &other_plan)
            })?;
        }
        for workload in WORKLOADS {
            let word = workload.replace('-', "_");
            let shots = [
                ("jiayi", port, &plan),
                ("pocketbase", other_port, &other_plan),
            ];
            let mut rates = Vec::new();
            for (service, port, plan) in shots {
                let before = Counts::read(metrics)?;
                let fired = step::step(format!("{residents}: {workload} at {service}"), || {
                    self.load.fire(service, workload, port, plan, run)
                })?;
                for figure in ["per_second", "p50_ms", "p99_ms", "refused"] {
                    let measured = fired[figure].as_f64().context("no figure")?;
                    figures.insert(named(&format!("{service}_{word}_{figure}")), measured);
                }
                if let Some(why) = fired["first_refusal"].as_str() {
                    eprintln!("  refused: {why}");
                }
                rates.extend(fired["per_second"].as_f64());
                let answered = fired["answered"].as_f64().context("no figure")?;
                let done = Counts::read(metrics)?;
                if (service, workload) == ("jiayi", "book") {
                    let each = answered / (done.flushes - before.flushes).max(1.0);
                    figures.insert(named("bookings_per_flush"), each);
                }
                if (service, workload) == ("jiayi", "list") {
                    let steps = (done.read_steps - before.read_steps) / answered;
                    figures.insert(named("list_steps"), steps);
                }
            }
            if let [ours, theirs] = rates[..] {
                figures.insert(named(&format!("{word}_over_pocketbase")), ours / theirs);
            }
        }
        let counts = Counts::read(metrics)?;
        let long = counts.closures - counts.short_closures;
        figures.insert(named("closures_over_50_ms"), long);
        figures.insert(named("rss_anon_mib"), rss_anon_mib(ours.process_id())?);
        Ok(())
    }

    /// Bookings while the messages of a morning are made for all residents.
    fn morning(&self, data: &Path, plan: &Path, run: usize) -> Result<Vec<(&'static str, f64)>> {
        self.load.before_morning(data)?;
        let (_running, port, metrics) = self.serve(data, MORNING)?;
        let over = AtomicBool::new(false);
        thread::scope(|scope| {
            let making = scope.spawn(|| counts::jobs_were_due_for(metrics, &over));
            let fired = step::step("Book while the messages of a morning are made", || {
                self.load.fire("jiayi", "morning", port, plan, run)
            });
            over.store(true, Ordering::Relaxed);
            let made_for = making
                .join()
                .map_err(|_| anyhow!("watching the jobs panicked"))??;
            let fired = fired?;
            let figure = |name: &str| fired[name].as_f64().context("no figure");
            Ok(vec![
                ("morning_book_per_second", figure("per_second")?),
                ("morning_book_p50_ms", figure("p50_ms")?),
                ("morning_book_p99_ms", figure("p99_ms")?),
                ("morning_messages_ms", made_for.as_secs_f64() * 1000.0),
            ])
        })
    }

    /// Our service at a moment, with its port and that of its counts.
    fn serve(&self, data: &Path, now: &str) -> Result<(Running, u16, u16)> {
        let (port, metrics) = (service::free_port()?, service::free_port()?);
        let mut serve = self.backend.serve_api(data, port, Some(now));
        let log = fs::File::create(self.folder.join("jiayi.log"))?;
        serve
            .arg("--behind-proxy")
            .args(["--metrics", &format!("127.0.0.1:{metrics}")])
            .env("RUST_LOG", "warn")
            .stdout(log.try_clone()?)
            .stderr(log);
        Ok((Running::start(&mut serve, port)?, port, metrics))
    }

    /// Number of this run on the folder; a folder that is sold out is removed.
    fn next_run(&self) -> Result<usize> {
        let counter = self.folder.join("runs");
        let run = fs::read_to_string(&counter)
            .ok()
            .and_then(|text| text.trim().parse().ok())
            .unwrap_or(RUNS);
        let run = if run >= RUNS {
            if self.folder.exists() {
                fs::remove_dir_all(self.folder)?;
            }
            fs::create_dir_all(self.folder)?;
            0
        } else {
            run
        };
        fs::write(counter, (run + 1).to_string())?;
        Ok(run)
    }
}
