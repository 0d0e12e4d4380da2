//! Tells residents that a follow-up is due in a few days. Only those whom a phone speaks for.

use chrono::NaiveDate;
use domain::api::messages::MessageKind;
use domain::ids::{ResidentId, TeamId, Uuid};
use serde::{Deserialize, Serialize};

use super::{Ended, goes_on};
use crate::call::Call;
use crate::db::Tx;
use crate::failure::Failure;
use crate::resources::messages::send_message;

/// Plans in a piece.
const PIECE: i64 = 200;

/// Of which team and day, and where the piece before ended.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Of {
    team: TeamId,
    due: NaiveDate,
    urgent: bool,
    after: Option<(ResidentId, String)>,
}

impl Of {
    pub(super) fn new(team: TeamId, due: NaiveDate) -> Self {
        Self {
            team,
            due,
            urgent: false,
            after: None,
        }
    }
}

/// Tells the next residents.
pub(super) fn perform(tx: &mut dyn Tx, call: &Call, of: &Of) -> Result<Ended, Failure> {
    let nobody = (ResidentId(Uuid::from([0; 16])), String::new());
    let (resident, programme) = of.after.clone().unwrap_or(nobody);
    let plans = tx.rows(
        "SELECT p.resident_id, p.programme, CASE WHEN EXISTS (
                 SELECT 1 FROM access_grant a
                 WHERE a.district_id = p.district_id AND a.resident_id = p.resident_id
                     AND a.state = 'holding' AND (a.ends IS NULL OR a.ends >= $8)
             ) THEN 1 ELSE 0 END AS reached
         FROM follow_up_plan p
         WHERE p.district_id = $1 AND p.team_id = $2 AND p.urgent = $3 AND p.due = $4
             AND (p.resident_id, p.programme) > ($5, $6)
         ORDER BY p.resident_id, p.programme LIMIT $7",
        &[
            (&call.district).into(),
            of.team.into(),
            of.urgent.into(),
            of.due.into(),
            resident.into(),
            programme.into(),
            PIECE.into(),
            call.today.into(),
        ],
    )?;
    let mut told = Vec::new();
    for plan in &plans {
        let resident: ResidentId = plan.get("resident_id")?;
        if plan.get::<bool>("reached")? && told.last() != Some(&resident) {
            let kind = MessageKind::FollowUpDue;
            send_message(tx, call, resident, kind, None, None, Some(of.due))?;
            told.push(resident);
        }
    }
    call.tells(tx, &told)?;
    let (team, due) = (of.team, of.due);
    match plans.last() {
        Some(last) if plans.len() as i64 == PIECE => goes_on(&Of {
            team,
            due,
            urgent: of.urgent,
            after: Some((last.get("resident_id")?, last.get("programme")?)),
        }),
        _ if !of.urgent => goes_on(&Of {
            urgent: true,
            ..Of::new(team, due)
        }),
        _ => Ok(Ended::Done),
    }
}
