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

/// A limit whose waits grow: each is twice the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Growing {
    /// What is counted.
    pub bucket: &'static str,
    /// Tries before the first wait, which is one second.
    pub free: i64,
    /// The longest wait.
    pub longest: TimeDelta,
    /// Without a try for so long, counting begins anew.
    pub forgotten_after: TimeDelta,
}

impl Growing {
    /// The wait after so many tries.
    #[must_use]
    pub fn wait(&self, tries: i64) -> TimeDelta {
        let beyond = tries - self.free;
        if beyond < 0 {
            return TimeDelta::zero();
        }
        let seconds = 1_i64 << beyond.min(30);
        TimeDelta::seconds(seconds).min(self.longest)
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
        let Some((begun, tries)) = self.counted(tx, limit.bucket, subject)? else {
            return Ok(());
        };
        let over = begun + limit.window;
        if self.now < over && tries >= limit.tries {
            return Err(self.wait_until(over));
        }
        Ok(())
    }

    /// Refuses where the wait after the last try is not over, without counting one.
    pub fn look_growing(
        &self,
        tx: &mut dyn Tx,
        limit: Growing,
        subject: &str,
    ) -> Result<(), Failure> {
        let Some((last, tries)) = self.counted(tx, limit.bucket, subject)? else {
            return Ok(());
        };
        let wait = limit.wait(tries);
        let over = last + wait;
        let holds = wait > TimeDelta::zero() && self.now < last + limit.forgotten_after;
        if holds && self.now < over {
            return Err(self.wait_until(over));
        }
        Ok(())
    }

    /// Counts one try of a limit whose waits grow.
    pub fn add_growing(
        &self,
        tx: &mut dyn Tx,
        limit: Growing,
        subject: &str,
    ) -> Result<(), Failure> {
        tx.exec(
            "INSERT INTO throttle (district_id, bucket, subject, window_ms, tries)
             VALUES ($1, $2, $3, $4, 1)
             ON CONFLICT (district_id, bucket, subject) DO UPDATE SET
                 tries = CASE WHEN throttle.window_ms > $5 THEN throttle.tries + 1 ELSE 1 END,
                 window_ms = excluded.window_ms",
            &[
                self.district.into(),
                limit.bucket.into(),
                self.hash(subject).into(),
                self.now.into(),
                (self.now - limit.forgotten_after).into(),
            ],
        )?;
        Ok(())
    }

    /// Whether nothing is counted for this subject in a window that holds.
    pub fn first(&self, tx: &mut dyn Tx, limit: Limit, subject: &str) -> Result<bool, Failure> {
        let counted = self.counted(tx, limit.bucket, subject)?;
        Ok(counted.is_none_or(|(begun, _)| self.now >= begun + limit.window))
    }

    /// Takes one counted try back.
    pub fn take_back(
        &self,
        tx: &mut dyn Tx,
        bucket: &'static str,
        subject: &str,
    ) -> Result<(), Failure> {
        tx.exec(
            "UPDATE throttle SET tries = tries - 1
             WHERE district_id = $1 AND bucket = $2 AND subject = $3 AND tries > 0",
            &[
                self.district.into(),
                bucket.into(),
                self.hash(subject).into(),
            ],
        )?;
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
        self.forget_in(tx, limit.bucket, subject)
    }

    /// [`Throttle::forget`] for any kind of limit.
    pub fn forget_in(
        &self,
        tx: &mut dyn Tx,
        bucket: &'static str,
        subject: &str,
    ) -> Result<(), Failure> {
        tx.exec(
            "DELETE FROM throttle WHERE district_id = $1 AND bucket = $2 AND subject = $3",
            &[
                self.district.into(),
                bucket.into(),
                self.hash(subject).into(),
            ],
        )?;
        Ok(())
    }

    /// When the window began, or the last try was, and how many tries are counted.
    fn counted(
        &self,
        tx: &mut dyn Tx,
        bucket: &'static str,
        subject: &str,
    ) -> Result<Option<(DateTime<Utc>, i64)>, Failure> {
        let found = tx.one(
            "SELECT window_ms, tries FROM throttle
             WHERE district_id = $1 AND bucket = $2 AND subject = $3",
            &[
                self.district.into(),
                bucket.into(),
                self.hash(subject).into(),
            ],
        )?;
        found
            .map(|row| Ok((row.get("window_ms")?, row.get("tries")?)))
            .transpose()
    }

    fn wait_until(&self, over: DateTime<Utc>) -> Failure {
        let wait = (over - self.now).num_seconds().max(0) + 1;
        let seconds = u32::try_from(wait).unwrap_or(u32::MAX);
        Failure::kept(Problem::new(Code::TooMany).retry_after(seconds))
    }

    fn hash(&self, subject: &str) -> Vec<u8> {
        self.keys.index(Purpose::Throttle, subject.as_bytes())
    }
}
