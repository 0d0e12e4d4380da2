//! How far a team is in the month, programme by programme: whose last visit lies in it, and who is due
//! by its end. Called by `due_list`
//! where it is asked for: it reads along as many rows as are due, so no page pays for it unasked.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use domain::api::follow_ups::MonthProgress;
use domain::programme::ProgrammeCode;

use super::care::Lane;
use crate::call::Call;
use crate::db::{Tx, Val};
use crate::failure::Failure;
use crate::programmes;

/// Visited since the first of the month.
pub(super) const DONE: &str = "SELECT programme, count(*) AS many FROM follow_up_plan
     WHERE district_id = $1 AND team_id = $2 AND last_on >= $5 AND last_on <= $6
         AND village >= $3 AND village <= $4
     GROUP BY programme";

/// Due by the end of the month, whenever they were visited.
pub(super) const OPEN: &str = "SELECT programme, count(*) AS many FROM follow_up_plan
     WHERE district_id = $1 AND team_id = $2 AND urgent IN (0, 1) AND due >= $5 AND due <= $6
         AND village >= $3 AND village <= $4
     GROUP BY programme";

/// The first and the last day of a day's month.
fn month(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = day.with_day(1).unwrap_or(day);
    let next = first.checked_add_months(Months::new(1));
    (first, next.and_then(|next| next.pred_opt()).unwrap_or(day))
}

/// The progress of these lanes together.
pub(super) fn progress(
    tx: &mut dyn Tx,
    call: &Call,
    lanes: &[Lane],
) -> Result<Vec<MonthProgress>, Failure> {
    let (first, last) = month(call.today);
    let mut figures: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for lane in lanes {
        let values = |from: Val, to: NaiveDate| -> [Val; 6] {
            [
                (&call.district).into(),
                lane.team.into(),
                (&lane.villages.from).into(),
                (&lane.villages.to).into(),
                from,
                to.into(),
            ]
        };
        for row in tx.rows(DONE, &values(first.into(), call.today))? {
            let (done, _) = figures.entry(row.get("programme")?).or_default();
            *done += row.get::<u32>("many")?;
        }
        for row in tx.rows(OPEN, &values("".into(), last))? {
            let (_, open) = figures.entry(row.get("programme")?).or_default();
            *open += row.get::<u32>("many")?;
        }
    }
    let mut progress = Vec::new();
    for (programme, (done, open)) in figures {
        let code = programme.parse::<ProgrammeCode>();
        let programme = code.map_err(|_| Failure::broken("a programme has no code"))?;
        progress.push(MonthProgress {
            title: programmes::title(&programme, call.today),
            programme,
            done,
            open,
        });
    }
    Ok(progress)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_has_its_own_first_and_last_day() {
        for (day, first, last) in [
            ("2026-11-24", "2026-11-01", "2026-11-30"),
            ("2026-12-31", "2026-12-01", "2026-12-31"),
            ("2028-02-01", "2028-02-01", "2028-02-29"),
        ] {
            let of = |text: &str| text.parse::<NaiveDate>().unwrap();
            assert_eq!(month(of(day)), (of(first), of(last)));
        }
    }
}
