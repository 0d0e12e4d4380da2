//! Takes jobs as their time comes and does them, a few at a time, each in a transaction of its own,
//! so that people's requests go in between.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use tokio::task::JoinSet;

use super::{Job, Kind, day, perform, put_off, take, wechat};
use crate::app::App;
use crate::call::Call;
use crate::failure::Failure;

/// Jobs that are done side by side; they share a flush.
const SIDE_BY_SIDE: i64 = 8;
/// How often the runner looks when there is nothing to do.
const LOOK: Duration = Duration::from_secs(1);

/// Does the jobs of a service.
pub struct Runner {
    app: Arc<App>,
    begun: Option<NaiveDate>,
}

/// What one look came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// Jobs, or pieces of them, that were done.
    pub done: usize,
    /// Jobs that failed and were put off or given up.
    pub failed: usize,
}

impl Runner {
    /// A runner that has not looked yet.
    #[must_use]
    pub fn new(app: Arc<App>) -> Self {
        Self { app, begun: None }
    }

    /// Goes on until the process ends. Nothing is lost when it does: what was not committed is
    /// done by the next process.
    pub async fn run(mut self) {
        loop {
            match self.step().await {
                Ok(step) if step.done > 0 => {}
                Ok(_) => tokio::time::sleep(LOOK).await,
                Err(error) => {
                    tracing::warn!(%error, "jobs could not be looked for");
                    tokio::time::sleep(LOOK * 5).await;
                }
            }
        }
    }

    /// Does what is due at this moment, up to a few jobs.
    pub async fn step(&mut self) -> Result<Step, Failure> {
        let now = self.app.clock.now();
        self.begin_day(now).await?;
        if !self.anything(now).await? {
            return Ok(Step::default());
        }
        let district = self.app.district.id.clone();
        let jobs = self
            .app
            .store
            .write(move |tx| take(tx, &district, now, SIDE_BY_SIDE))
            .await?;
        let mut running = JoinSet::new();
        for job in jobs {
            running.spawn(work(self.app.clone(), job, now));
        }
        let mut step = Step::default();
        while let Some(done) = running.join_next().await {
            match done {
                Ok(true) => step.done += 1,
                // A panic leaves the lease to run out.
                Ok(false) | Err(_) => step.failed += 1,
            }
        }
        Ok(step)
    }

    /// Owes the messages of a day that has just begun.
    async fn begin_day(&mut self, now: DateTime<Utc>) -> Result<(), Failure> {
        let today = crate::clock::date_in_district(now);
        if self.begun == Some(today) {
            return Ok(());
        }
        let call = self.call(now);
        self.app
            .store
            .write(move |tx| day::begin(tx, &call))
            .await?;
        self.begun = Some(today);
        Ok(())
    }

    async fn anything(&self, now: DateTime<Utc>) -> Result<bool, Failure> {
        let district = self.app.district.id.clone();
        self.app
            .store
            .read(move |tx| {
                let found = tx.one(
                    "SELECT id FROM job WHERE district_id = $1 AND done_ms IS NULL AND run_ms <= $2
                         AND (leased_until_ms IS NULL OR leased_until_ms <= $2) LIMIT 1",
                    &[(&district).into(), now.into()],
                )?;
                Ok(found.is_some())
            })
            .await
    }

    fn call(&self, now: DateTime<Utc>) -> Call {
        call(&self.app, now)
    }
}

fn call(app: &App, now: DateTime<Utc>) -> Call {
    Call::of_the_service("job", now, app.district.id.clone(), app.keys.clone())
}

/// Does one job; `false` where it failed.
async fn work(app: Arc<App>, job: Job, now: DateTime<Utc>) -> bool {
    let (doing, calling) = (job.clone(), app.clone());
    let done = match job.kind {
        Kind::WeChat => wechat::deliver(&app, &job, now).await,
        _ => {
            app.store
                .write(move |tx| perform(tx, &call(&calling, now), &doing))
                .await
        }
    };
    let Err(failure) = done else { return true };
    tracing::warn!(kind = ?job.kind, attempts = job.attempts, error = %failure, "a job failed");
    let why = failure.problem().code.as_str();
    let district = app.district.id.clone();
    let put = app
        .store
        .write(move |tx| put_off(tx, &district, &job, why, now))
        .await;
    if let Err(error) = put {
        tracing::warn!(%error, "a failed job was not put off; its lease runs out");
    }
    false
}
