//! What a day changes by itself of what phones keep of an area: somebody is a year older, a contract
//! begins or has ended. Nobody writes anything then, so the phones are told to look again.

use chrono::{Datelike, NaiveDate};
use domain::ids::{ResidentId, TeamId};
use serde::{Deserialize, Serialize};

use super::Ended;
use crate::call::Call;
use crate::db::Tx;
use crate::failure::Failure;
use crate::resources::area_positions::changed;

/// Of which team, and which day.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Of {
    team: TeamId,
    day: NaiveDate,
}

impl Of {
    pub(super) fn new(team: TeamId, day: NaiveDate) -> Self {
        Self { team, day }
    }
}

/// Month and day of the births that turn a year older on this day, as they end a date. Whoever was
/// born on 29 February does so on 1 March in a year without one.
fn births(day: NaiveDate) -> [String; 2] {
    let own = day.format("%m-%d").to_string();
    let leap = NaiveDate::from_ymd_opt(day.year(), 2, 29).is_some();
    let other = if own == "03-01" && !leap {
        "02-29".to_owned()
    } else {
        own.clone()
    };
    [own, other]
}

/// Tells the phones of one team's residents.
pub(super) fn perform(tx: &mut dyn Tx, call: &Call, of: &Of) -> Result<Ended, Failure> {
    let [own, other] = births(of.day);
    let changed_today = tx.rows(
        "SELECT r.id FROM resident r
         LEFT JOIN contract_current u ON u.district_id = r.district_id AND u.resident_id = r.id
         LEFT JOIN contract c ON c.district_id = u.district_id AND c.id = u.contract_id
         WHERE r.district_id = $1 AND r.team_id = $2
             AND (substr(r.birth_date, 6) IN ($3, $4) OR c.begins = $5 OR c.ends = $6)",
        &[
            (&call.district).into(),
            of.team.into(),
            own.into(),
            other.into(),
            of.day.into(),
            of.day.pred_opt().unwrap_or(of.day).into(),
        ],
    )?;
    for row in &changed_today {
        changed(tx, call, row.get::<ResidentId>("id")?)?;
    }
    Ok(Ended::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_birth_of_29_february_is_not_left_out() {
        let of = |day: &str| births(day.parse().unwrap());
        assert_eq!(of("2026-11-29"), ["11-29", "11-29"]);
        assert_eq!(of("2026-03-01"), ["03-01", "02-29"]);
        assert_eq!(of("2028-03-01"), ["03-01", "03-01"]);
        assert_eq!(of("2028-02-29"), ["02-29", "02-29"]);
    }
}
