//! Work that the service owes somebody later: reminders, and the messages of each day. A job is a
//! row, written in the transaction that causes it, so that neither can exist without the other.
//!
//! A job's effect and its end are one transaction: however a process dies, each is done once. The
//! lease is for the time between, so that two processes do not begin the same one. What fails is
//! tried again ever later, and after [`TRIES`] tries it stays as a dead letter for a person to look
//! at. Bulk work is cut in pieces: a job may end by saying where it goes on.

mod area_day;
mod colours_of_day;
mod contracts_ending;
mod day;
mod follow_ups_due;
mod grant_ending;
mod households;
mod measuring;
mod pushes_late;
mod reminders;
mod runner;
mod suspects;
mod visits;
mod wechat;

use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::Uuid;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub use grant_ending::foretell;
pub use measuring::remind_of_measuring;
pub use reminders::remind;
pub use runner::{Runner, Step};
pub use wechat::pass_on;

use crate::call::{Call, new_id};
use crate::db::{Row, Tx, Val};
use crate::district::DistrictId;
use crate::failure::Failure;

/// How often a job is tried before it is left for a person.
pub const TRIES: i64 = 8;
/// How long whoever took a job may take over it.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// The wait after a first failure; it doubles with each further one.
const FIRST_WAIT: TimeDelta = TimeDelta::seconds(30);
/// The longest wait.
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(6);

/// What there is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Reminds of the visits of a day, the evening before.
    Visits,
    /// Begins the messages of a day.
    Day,
    /// Tells a team's residents of follow-ups that are due soon.
    FollowUpsDue,
    /// Tells a team's residents of contracts that end soon.
    ContractsEnding,
    /// Tells phones what a day changes by itself of an area that they keep.
    AreaDay,
    /// Tells a resident that somebody will soon no longer act for them.
    GrantEnding,
    /// Looks at what a day makes of the colours of a team's people.
    Colours,
    /// Reminds of pushes that nobody has answered in time.
    PushesLate,
    /// Reminds of measuring at home.
    Measuring,
    /// Finds the households of a district and their places in the round.
    Households,
    /// Looks for suspected cases among a team's people.
    Suspects,
    /// Sends the reminders that somebody has chosen.
    Reminders,
    /// Sends a message on to a phone's WeChat.
    #[serde(rename = "wechat")]
    WeChat,
}

/// A job that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    id: Uuid,
    kind: Kind,
    payload: String,
    attempts: i64,
    leased_until: DateTime<Utc>,
}

/// How a job ended.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Ended {
    /// It is done.
    Done,
    /// This piece of it is done; the next one begins here.
    GoesOn(String),
}

/// How the jobs of a district stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Due and not done.
    pub waiting: u64,
    /// Milliseconds by which the oldest of them is late.
    pub late_ms: u64,
    /// Given up after [`TRIES`] tries.
    pub dead: u64,
}

/// Owes a job. Another one with the same key is the same job, for ever.
pub fn owe<P: Serialize>(
    tx: &mut dyn Tx,
    call: &Call,
    kind: Kind,
    key: &str,
    payload: &P,
    run_at: DateTime<Utc>,
) -> Result<(), Failure> {
    tx.exec(
        "INSERT INTO job (district_id, id, kind, payload, dedupe_key, run_ms)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (district_id, dedupe_key) DO NOTHING",
        &[
            (&call.district).into(),
            new_id::<Uuid>(call.now)?.into(),
            Val::word(&kind)?,
            Val::json(payload)?,
            key.into(),
            run_at.into(),
        ],
    )?;
    Ok(())
}

/// Takes up to so many jobs whose time has come, those that wait longest first.
fn take(
    tx: &mut dyn Tx,
    district: &DistrictId,
    now: DateTime<Utc>,
    most: i64,
) -> Result<Vec<Job>, Failure> {
    let leased_until = now + LEASE;
    tx.rows(
        "UPDATE job SET leased_until_ms = $3, attempts = attempts + 1
         WHERE district_id = $1 AND done_ms IS NULL AND id IN (
             SELECT id FROM job WHERE district_id = $1 AND done_ms IS NULL AND run_ms <= $2
                 AND (leased_until_ms IS NULL OR leased_until_ms <= $2)
             ORDER BY run_ms, id LIMIT $4)
         RETURNING id, kind, payload, attempts",
        &[
            district.into(),
            now.into(),
            leased_until.into(),
            Val::Int(most),
        ],
    )?
    .iter()
    .map(|row| job(row, leased_until))
    .collect()
}

fn job(row: &Row, leased_until: DateTime<Utc>) -> Result<Job, Failure> {
    Ok(Job {
        id: row.get("id")?,
        kind: row.word("kind")?,
        payload: row.get("payload")?,
        attempts: row.get("attempts")?,
        leased_until,
    })
}

/// Does a job and ends it, in one transaction.
fn perform(tx: &mut dyn Tx, call: &Call, job: &Job) -> Result<(), Failure> {
    let ended = match job.kind {
        Kind::Visits => visits::perform(tx, call, &job.read()?)?,
        Kind::Day => day::perform(tx, call, &job.read()?)?,
        Kind::FollowUpsDue => follow_ups_due::perform(tx, call, &job.read()?)?,
        Kind::ContractsEnding => contracts_ending::perform(tx, call, &job.read()?)?,
        Kind::AreaDay => area_day::perform(tx, call, &job.read()?)?,
        Kind::GrantEnding => grant_ending::perform(tx, call, &job.read()?)?,
        Kind::Colours => colours_of_day::perform(tx, call, &job.read()?)?,
        Kind::PushesLate => pushes_late::perform(tx, call, &job.read()?)?,
        Kind::Measuring => measuring::perform(tx, call, &job.read()?)?,
        Kind::Households => households::perform(tx, call, &job.read()?)?,
        Kind::Suspects => suspects::perform(tx, call, &job.read()?)?,
        Kind::Reminders => reminders::perform(tx, call, &job.read()?)?,
        Kind::WeChat => return Err(Failure::broken("WeChat is not asked in a transaction")),
    };
    let changed = match ended {
        Ended::Done => return end(tx, &call.district, job, call.now),
        Ended::GoesOn(payload) => tx.exec(
            "UPDATE job SET payload = $4, failure = NULL, leased_until_ms = NULL, attempts = 0
             WHERE district_id = $1 AND id = $2 AND leased_until_ms = $3 AND done_ms IS NULL",
            &[
                (&call.district).into(),
                job.id.into(),
                job.leased_until.into(),
                payload.into(),
            ],
        )?,
    };
    still_ours(changed)
}

/// Ends a job.
fn end(
    tx: &mut dyn Tx,
    district: &DistrictId,
    job: &Job,
    now: DateTime<Utc>,
) -> Result<(), Failure> {
    let changed = tx.exec(
        "UPDATE job SET done_ms = $4, failure = NULL, leased_until_ms = NULL
         WHERE district_id = $1 AND id = $2 AND leased_until_ms = $3 AND done_ms IS NULL",
        &[
            district.into(),
            job.id.into(),
            job.leased_until.into(),
            now.into(),
        ],
    )?;
    still_ours(changed)
}

fn still_ours(changed: u64) -> Result<(), Failure> {
    if changed == 1 {
        Ok(())
    } else {
        Err(Failure::broken("another process has taken this job over"))
    }
}

/// Puts a job off that failed, or gives it up. `why` is a word, never a stored value.
fn put_off(
    tx: &mut dyn Tx,
    district: &DistrictId,
    job: &Job,
    why: &str,
    now: DateTime<Utc>,
) -> Result<(), Failure> {
    let given_up = (job.attempts >= TRIES).then_some(now);
    tx.exec(
        "UPDATE job SET leased_until_ms = NULL, failure = $4, run_ms = $5, done_ms = $6
         WHERE district_id = $1 AND id = $2 AND leased_until_ms = $3 AND done_ms IS NULL",
        &[
            district.into(),
            job.id.into(),
            job.leased_until.into(),
            why.into(),
            (now + wait(job.attempts)).into(),
            given_up.into(),
        ],
    )?;
    Ok(())
}

/// The wait after so many tries.
fn wait(attempts: i64) -> TimeDelta {
    let doublings = u32::try_from(attempts.saturating_sub(1))
        .unwrap_or(0)
        .min(20);
    (FIRST_WAIT * 2_i32.pow(doublings)).min(LONGEST_WAIT)
}

/// How the jobs stand, for whoever runs the service.
pub fn standing(
    tx: &mut dyn Tx,
    district: &DistrictId,
    now: DateTime<Utc>,
) -> Result<Standing, Failure> {
    let due = tx.one(
        "SELECT count(*) AS waiting, min(run_ms) AS oldest FROM job
         WHERE district_id = $1 AND done_ms IS NULL AND run_ms <= $2",
        &[district.into(), now.into()],
    )?;
    let dead = tx.one(
        "SELECT count(*) AS dead FROM job WHERE district_id = $1 AND failure IS NOT NULL
             AND done_ms IS NOT NULL",
        &[district.into()],
    )?;
    let row = due.ok_or_else(|| Failure::broken("a count is missing"))?;
    let oldest: Option<DateTime<Utc>> = row.get("oldest")?;
    let late = oldest.map_or(0, |oldest| (now - oldest).num_milliseconds());
    Ok(Standing {
        waiting: row.get("waiting")?,
        late_ms: u64::try_from(late).unwrap_or(0),
        dead: dead.map_or(Ok(0), |row| row.get("dead"))?,
    })
}

impl Job {
    fn read<P: DeserializeOwned>(&self) -> Result<P, Failure> {
        serde_json::from_str(&self.payload)
            .map_err(|_| Failure::broken("a job's payload is of another form"))
    }
}

/// The rest of a job, as its payload.
fn goes_on<P: Serialize>(rest: &P) -> Result<Ended, Failure> {
    serde_json::to_string(rest)
        .map(Ended::GoesOn)
        .map_err(|_| Failure::broken("a job's payload is no JSON"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_six_hours() {
        let waits = [1, 2, 3, 8, 100].map(|attempts| wait(attempts).num_seconds());
        assert_eq!(waits, [30, 60, 120, 3_840, 21_600]);
    }
}
