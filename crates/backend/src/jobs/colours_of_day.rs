//! What a day makes of the colours of a team's people: a visit that is long overdue, and a first colour for
//! those whom no visit has given one yet.

use chrono::{Days, NaiveDate};
use domain::api::colours::Cause;
use domain::ids::{ResidentId, TeamId};
use domain::programme::ProgrammeCode;
use serde::{Deserialize, Serialize};

use super::{Ended, goes_on};
use crate::call::Call;
use crate::db::{Tx, Val};
use crate::failure::Failure;
use crate::resources::colour_making;
use crate::three_colours::rules;

/// Plans in a piece.
const PIECE: i64 = 200;

/// Of which team and day, and where the piece before ended. The plans are walked as the index of the due list
/// has them.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Of {
    team: TeamId,
    day: NaiveDate,
    urgent: bool,
    after: Option<(NaiveDate, ResidentId, String)>,
}

impl Of {
    pub(super) fn new(team: TeamId, day: NaiveDate) -> Self {
        Self {
            team,
            day,
            urgent: false,
            after: None,
        }
    }
}

/// Looks at the next plans.
pub(super) fn perform(tx: &mut dyn Tx, call: &Call, of: &Of) -> Result<Ended, Failure> {
    let (due, resident, programme) = match of.after.clone() {
        Some((due, resident, programme)) => (due.into(), resident.into(), programme),
        // Smaller than every row.
        None => (Val::from(""), Val::Blob(Vec::new()), String::new()),
    };
    let days = u64::try_from(rules().overdue.days).unwrap_or(0);
    let overdue = of.day.checked_sub_days(Days::new(days));
    let plans = tx.rows(
        "SELECT p.due, p.resident_id, p.programme,
             CASE WHEN k.colour IS NULL OR (k.computed = 'green' AND p.due < $7) THEN 1 ELSE 0 END
                 AS wanted
         FROM follow_up_plan p
         LEFT JOIN colour k ON k.district_id = p.district_id AND k.resident_id = p.resident_id
         WHERE p.district_id = $1 AND p.team_id = $2 AND p.urgent = $3
             AND (p.due, p.resident_id, p.programme) > ($4, $5, $6)
         ORDER BY p.due, p.resident_id, p.programme LIMIT $8",
        &[
            (&call.district).into(),
            of.team.into(),
            of.urgent.into(),
            due,
            resident,
            programme.into(),
            overdue.unwrap_or(NaiveDate::MIN).into(),
            PIECE.into(),
        ],
    )?;
    for plan in &plans {
        let programme: ProgrammeCode = plan.word("programme")?;
        if plan.get::<bool>("wanted")? && rules().counts(&programme) {
            let care = call.care(tx, plan.get("resident_id")?)?;
            colour_making::changed(tx, call, &care, Cause::Day)?;
        }
    }
    let Of {
        team, day, urgent, ..
    } = *of;
    match plans.last() {
        Some(last) if plans.len() as i64 == PIECE => goes_on(&Of {
            team,
            day,
            urgent,
            after: Some((
                last.get("due")?,
                last.get("resident_id")?,
                last.get("programme")?,
            )),
        }),
        _ if !urgent => goes_on(&Of {
            urgent: true,
            ..Of::new(team, day)
        }),
        _ => Ok(Ended::Done),
    }
}
