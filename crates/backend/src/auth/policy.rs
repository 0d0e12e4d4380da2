//! What all staff of a district are bound by: which roles must sign in with an authenticator, and
//! after how long without use a session ends (等保 2.0 8.1.4.1).

use chrono::TimeDelta;
use domain::codes::Role;

use crate::db::{Row, Tx};
use crate::district::DistrictId;
use crate::failure::Failure;

/// Minutes without use after which a session of staff ends, where a district says nothing.
const IDLE_MINUTES: u16 = 30;

/// Days that a phone keeps its area without contact, where a district says nothing: a holiday week and the
/// weekend on each side.
const KEEP_DAYS: u16 = 10;

/// A district's policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Roles that must sign in with an authenticator.
    pub second_factor: Vec<Role>,
    /// Minutes without use.
    pub idle_minutes: u16,
    /// Days without contact after which a phone forgets the area that it keeps.
    pub keep_days: u16,
    /// Version of the row; 1 before there is one.
    pub version: i64,
}

impl Policy {
    /// Reads the columns of `staff_policy`, which are empty where there is no row.
    pub fn of(row: &Row) -> Result<Self, Failure> {
        let idle: Option<u16> = row.get("idle_minutes")?;
        let Some(idle_minutes) = idle else {
            return Ok(Self::default());
        };
        Ok(Self {
            second_factor: row.json("second_factor")?,
            idle_minutes,
            keep_days: row.get("keep_days")?,
            version: row.get("version")?,
        })
    }

    /// After how long without use a page signs itself out.
    #[must_use]
    pub fn idle(&self) -> TimeDelta {
        TimeDelta::minutes(i64::from(self.idle_minutes))
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            second_factor: Vec::new(),
            idle_minutes: IDLE_MINUTES,
            keep_days: KEEP_DAYS,
            version: 1,
        }
    }
}

/// The policy of a district.
pub fn load(tx: &mut dyn Tx, district: &DistrictId) -> Result<Policy, Failure> {
    let row = tx.one(
        "SELECT second_factor, idle_minutes, keep_days, version FROM staff_policy WHERE district_id = $1",
        &[district.into()],
    )?;
    row.map_or_else(|| Ok(Policy::default()), |row| Policy::of(&row))
}
