//! How often something may be tried. Counts stand in storage, so that a restart forgives nobody,
//! and name their subject by a keyed hash only.

use chrono::{DateTime, TimeDelta, Utc};
use domain::problem::{Code, Problem};

use crate::db::Tx;
use crate::district::DistrictId;
use crate::failure::Failure;
use crate::seal::{Keys, Purpose};

/// A limit on tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// What is counted.
    pub bucket: &'static str,
    /// Tries in a window.
    pub tries: i64,
    /// Length of a window, which begins with its first try.
    pub window: TimeDelta,
}

impl Limit {
    /// So many tries in so many minutes.
    #[must_use]
    pub const fn new(bucket: &'static str, tries: i64, minutes: i64) -> Self {
        Self {
            bucket,
            tries,
            window: TimeDelta::minutes(minutes),
        }
    }
}

/// Whose tries are counted.
pub struct Throttle<'a> {
    /// District.
    pub district: &'a DistrictId,
    /// Keys of the hash.
    pub keys: &'a Keys,
    /// The instant of the request.
    pub now: DateTime<Utc>,
}

impl Throttle<'_> {
    /// Counts one try, or refuses it. A refusal keeps what was written.
    pub fn count(&self, tx: &mut dyn Tx, limit: Limit, subject: &str) -> Result<(), Failure> {
        self.look(tx, limit, subject)?;
        self.add(tx, limit, subject)
    }

    /// Refuses where no try is left, without counting one.
    pub fn look(&self, tx: &mut dyn Tx, limit: Limit, subject: &str) -> Result<(), Failure> {
        let found = tx.one(
            "SELECT window_ms, tries FROM throttle
             WHERE district_id = $1 AND bucket = $2 AND subject = $3",
            &[
                self.district.into(),
                limit.bucket.into(),
                self.hash(subject).into(),
            ],
        )?;
        let Some(row) = found else { return Ok(()) };
        let over = row.get::<DateTime<Utc>>("window_ms")? + limit.window;
        if self.now < over && row.get::<i64>("tries")? >= limit.tries {
            let wait = (over - self.now).num_seconds().max(0) + 1;
            let seconds = u32::try_from(wait).unwrap_or(u32::MAX);
            return Err(Failure::kept(
                Problem::new(Code::TooMany).retry_after(seconds),
            ));
        }
        Ok(())
    }

    /// Counts one try.
    pub fn add(&self, tx: &mut dyn Tx, limit: Limit, subject: &str) -> Result<(), Failure> {
        tx.exec(
            "INSERT INTO throttle (district_id, bucket, subject, window_ms, tries)
             VALUES ($1, $2, $3, $4, 1)
             ON CONFLICT (district_id, bucket, subject) DO UPDATE SET
                 tries = CASE WHEN throttle.window_ms > $5 THEN throttle.tries + 1 ELSE 1 END,
                 window_ms = CASE WHEN throttle.window_ms > $5
                     THEN throttle.window_ms ELSE excluded.window_ms END",
            &[
                self.district.into(),
                limit.bucket.into(),
                self.hash(subject).into(),
                self.now.into(),
                (self.now - limit.window).into(),
            ],
        )?;
        Ok(())
    }

    /// Forgets the tries of a subject that has proved itself.
    pub fn forget(&self, tx: &mut dyn Tx, limit: Limit, subject: &str) -> Result<(), Failure> {
        tx.exec(
            "DELETE FROM throttle WHERE district_id = $1 AND bucket = $2 AND subject = $3",
            &[
                self.district.into(),
                limit.bucket.into(),
                self.hash(subject).into(),
            ],
        )?;
        Ok(())
    }

    fn hash(&self, subject: &str) -> Vec<u8> {
        self.keys.index(Purpose::Throttle, subject.as_bytes())
    }
}
