//! What the service counts of itself, in the text form that Prometheus reads. Labels are operations
//! and classes of status, never a person, a path or an address.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::app::App;
use crate::audit::seal::Link;
use crate::db::{Distribution, Figures};
use crate::failure::Failure;
use crate::jobs;

/// Upper bounds of the classes of a request's duration, in microseconds.
const TIMES: &[u64] = &[
    1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000,
    10_000_000,
];

/// Requests that were answered.
#[derive(Debug, Default)]
pub struct Requests {
    operations: Mutex<BTreeMap<&'static str, Operation>>,
}

/// Requests of one operation.
#[derive(Clone, Debug)]
struct Operation {
    /// By the first digit of the status.
    statuses: BTreeMap<u16, u64>,
    times: Distribution,
}

impl Requests {
    /// Counts one request.
    pub fn add(&self, operation: &'static str, status: u16, taken: Duration) {
        let taken = u64::try_from(taken.as_micros()).unwrap_or(u64::MAX);
        // Whoever panicked with it had at most left out one count.
        let mut operations = self
            .operations
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let counted = operations.entry(operation).or_insert_with(|| Operation {
            statuses: BTreeMap::new(),
            times: Distribution {
                bounds: TIMES,
                counts: vec![0; TIMES.len() + 1],
                sum: 0,
            },
        });
        *counted.statuses.entry(status / 100).or_default() += 1;
        let class = TIMES.partition_point(|bound| *bound < taken);
        if let Some(count) = counted.times.counts.get_mut(class) {
            *count += 1;
        }
        counted.times.sum = counted.times.sum.saturating_add(taken);
    }

    fn read(&self) -> BTreeMap<&'static str, Operation> {
        self.operations
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

/// Everything, as text.
pub async fn text(app: &App) -> Result<String, Failure> {
    let (district, keys) = (app.district.id.clone(), app.keys.clone());
    let now = app.clock.now();
    let (sealed, unsealed, jobs): (i64, i64, jobs::Standing) = app
        .store
        .read(move |tx| {
            let waiting = tx.one(
                "SELECT count(*) AS n FROM audit_unsealed WHERE district_id = $1",
                &[(&district).into()],
            )?;
            let waiting = waiting.map_or(Ok(0), |row| row.get("n"))?;
            let jobs = jobs::standing(tx, &district, now)?;
            Ok((Link::newest(tx, &district, &keys)?.seq, waiting, jobs))
        })
        .await?;
    let mut page = Page::default();
    requests(&mut page, &app.requests.read());
    storage(&mut page, &app.store.figures());
    page.single(
        "jiayi_jobs_waiting",
        Kind::Gauge,
        "Jobs that are due and not done.",
        jobs.waiting,
    );
    page.single(
        "jiayi_jobs_late_seconds",
        Kind::Gauge,
        "By how much the oldest of them is late.",
        jobs.late_ms as f64 / 1000.0,
    );
    page.single(
        "jiayi_jobs_dead",
        Kind::Gauge,
        "Jobs that were given up and wait for a person.",
        jobs.dead,
    );
    page.single(
        "jiayi_audit_sealed_rows",
        Kind::Gauge,
        "Rows of the audit trail that are sealed.",
        sealed,
    );
    page.single(
        "jiayi_audit_unsealed_rows",
        Kind::Gauge,
        "Rows of the audit trail that wait for their seal.",
        unsealed,
    );
    page.single(
        "jiayi_audit_spill_used_bytes",
        Kind::Gauge,
        "Bytes of audit rows that the storage has not taken yet.",
        app.spill.used(),
    );
    page.single(
        "jiayi_audit_spill_size_bytes",
        Kind::Gauge,
        "Bytes that the spill has; when it is full, personal reads stop.",
        app.spill.size(),
    );
    if let Ok(space) = crate::disk::space(app.store.folder()) {
        page.single(
            "jiayi_disk_free_bytes",
            Kind::Gauge,
            "Bytes that are free where the data are.",
            space.free,
        );
    }
    Ok(page.text)
}

fn requests(page: &mut Page, operations: &BTreeMap<&'static str, Operation>) {
    let name = "jiayi_requests_total";
    page.head(
        name,
        Kind::Counter,
        "Requests by operation and class of status.",
    );
    for (operation, counted) in operations {
        for (class, count) in &counted.statuses {
            let labels = format!("operation=\"{operation}\",status=\"{class}xx\"");
            page.line(name, &labels, count);
        }
    }
    let name = "jiayi_request_seconds";
    page.head(name, Kind::Histogram, "Time to the answer by operation.");
    for (operation, counted) in operations {
        page.classes(
            name,
            &format!("operation=\"{operation}\""),
            &counted.times,
            SECOND,
        );
    }
}

fn storage(page: &mut Page, figures: &Figures) {
    for (name, help, count) in [
        ("groups", "Transactions that wrote.", figures.groups),
        ("writes", "Writes that are durable.", figures.writes),
        (
            "taken_back",
            "Writes that were taken back.",
            figures.taken_back,
        ),
        (
            "flushes",
            "Commits that waited for the disk.",
            figures.flushes,
        ),
        (
            "refused",
            "Writes refused because too many waited.",
            figures.refused,
        ),
        (
            "retries",
            "Writes run again after a conflict.",
            figures.retries,
        ),
        (
            "reads_refused",
            "Reads refused because too many waited.",
            figures.reads_refused,
        ),
        (
            "read_steps",
            "Steps of SQLite's machine that reads took.",
            figures.read_steps,
        ),
    ] {
        page.single(
            &format!("jiayi_storage_{name}_total"),
            Kind::Counter,
            help,
            count,
        );
    }
    page.single(
        "jiayi_storage_waiting",
        Kind::Gauge,
        "Writes that wait at this moment.",
        figures.waiting,
    );
    for (name, help, spread, unit) in [
        (
            "group_size",
            "Writes that shared a commit.",
            &figures.group_size,
            1.0,
        ),
        (
            "queue_seconds",
            "Time from handing a write over to its turn.",
            &figures.queue_age,
            SECOND,
        ),
        (
            "closure_seconds",
            "Time for which a write held its transaction.",
            &figures.closure_time,
            SECOND,
        ),
        (
            "commit_seconds",
            "Time of a commit, the flush included.",
            &figures.commit_time,
            SECOND,
        ),
        (
            "read_wait_seconds",
            "Time from asking for a read to its turn.",
            &figures.read_wait,
            SECOND,
        ),
    ] {
        let name = format!("jiayi_storage_{name}");
        page.head(&name, Kind::Histogram, help);
        page.classes(&name, "", spread, unit);
    }
}

/// Microseconds of a second.
const SECOND: f64 = 1_000_000.0;

#[derive(Clone, Copy)]
enum Kind {
    Counter,
    Gauge,
    Histogram,
}

/// The text while it is written. Writing to a text cannot fail.
#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn head(&mut self, name: &str, kind: Kind, help: &str) {
        let kind = match kind {
            Kind::Counter => "counter",
            Kind::Gauge => "gauge",
            Kind::Histogram => "histogram",
        };
        let _ = writeln!(self.text, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    fn line(&mut self, name: &str, labels: &str, value: impl std::fmt::Display) {
        let _ = if labels.is_empty() {
            writeln!(self.text, "{name} {value}")
        } else {
            writeln!(self.text, "{name}{{{labels}}} {value}")
        };
    }

    fn single(&mut self, name: &str, kind: Kind, help: &str, value: impl std::fmt::Display) {
        self.head(name, kind, help);
        self.line(name, "", value);
    }

    /// The classes of a distribution, each with all below it, as the format wants them.
    fn classes(&mut self, name: &str, labels: &str, spread: &Distribution, unit: f64) {
        let comma = if labels.is_empty() { "" } else { "," };
        let bucket = format!("{name}_bucket");
        let mut below = 0;
        for (bound, count) in spread.bounds.iter().zip(&spread.counts) {
            below += count;
            let bound = *bound as f64 / unit;
            self.line(&bucket, &format!("{labels}{comma}le=\"{bound}\""), below);
        }
        let all = spread.count();
        self.line(&bucket, &format!("{labels}{comma}le=\"+Inf\""), all);
        self.line(&format!("{name}_sum"), labels, spread.sum as f64 / unit);
        self.line(&format!("{name}_count"), labels, all);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_add_up_and_are_told_in_seconds() {
        let requests = Requests::default();
        for ms in [1, 3, 20_000] {
            requests.add("get_record", 200, Duration::from_millis(ms));
        }
        requests.add("get_record", 503, Duration::ZERO);
        let mut page = Page::default();
        super::requests(&mut page, &requests.read());
        for line in [
            "jiayi_requests_total{operation=\"get_record\",status=\"2xx\"} 3",
            "jiayi_requests_total{operation=\"get_record\",status=\"5xx\"} 1",
            "jiayi_request_seconds_bucket{operation=\"get_record\",le=\"0.001\"} 2",
            "jiayi_request_seconds_bucket{operation=\"get_record\",le=\"0.005\"} 3",
            "jiayi_request_seconds_bucket{operation=\"get_record\",le=\"10\"} 3",
            "jiayi_request_seconds_bucket{operation=\"get_record\",le=\"+Inf\"} 4",
            "jiayi_request_seconds_sum{operation=\"get_record\"} 20.004",
            "jiayi_request_seconds_count{operation=\"get_record\"} 4",
        ] {
            assert!(
                page.text.lines().any(|there| there == line),
                "{line}\n{}",
                page.text
            );
        }
    }
}
