//! Tells residents a month ahead that their contract ends. Only those whom a phone speaks for.

use chrono::{DateTime, NaiveDate, Utc};
use domain::api::messages::MessageKind;
use domain::ids::{ContractId, ResidentId, TeamId, Uuid};
use serde::{Deserialize, Serialize};

use super::{Ended, goes_on};
use crate::call::Call;
use crate::db::Tx;
use crate::failure::Failure;
use crate::resources::messages::send_message;

/// Contracts looked at in a piece.
const PIECE: i64 = 500;

/// Of which team and day, and where the piece before ended.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Of {
    team: TeamId,
    ends: NaiveDate,
    after: Option<(DateTime<Utc>, ContractId)>,
}

impl Of {
    pub(super) fn new(team: TeamId, ends: NaiveDate) -> Self {
        Self {
            team,
            ends,
            after: None,
        }
    }
}

/// Tells the next residents.
pub(super) fn perform(tx: &mut dyn Tx, call: &Call, of: &Of) -> Result<Ended, Failure> {
    let first = (DateTime::<Utc>::UNIX_EPOCH, ContractId(Uuid::from([0; 16])));
    let (asked, id) = of.after.unwrap_or(first);
    let contracts = tx.rows(
        "SELECT c.id, c.resident_id, c.ends, c.asked_ms, CASE WHEN EXISTS (
                 SELECT 1 FROM access_grant a
                 WHERE a.district_id = c.district_id AND a.resident_id = c.resident_id
                     AND a.state = 'holding' AND (a.ends IS NULL OR a.ends >= $6)
             ) THEN 1 ELSE 0 END AS reached
         FROM contract c
         WHERE c.district_id = $1 AND c.team_id = $2 AND c.state = 'active'
             AND (c.asked_ms, c.id) > ($3, $4)
         ORDER BY c.asked_ms, c.id LIMIT $5",
        &[
            (&call.district).into(),
            of.team.into(),
            asked.into(),
            id.into(),
            PIECE.into(),
            call.today.into(),
        ],
    )?;
    let mut told = Vec::new();
    for contract in &contracts {
        if contract.get::<NaiveDate>("ends")? != of.ends || !contract.get::<bool>("reached")? {
            continue;
        }
        let resident: ResidentId = contract.get("resident_id")?;
        let about = contract.get::<ContractId>("id")?.to_string();
        let kind = MessageKind::ContractEnding;
        if send_message(tx, call, resident, kind, Some(&about), None, Some(of.ends))? {
            told.push(resident);
        }
    }
    call.tells(tx, &told)?;
    match contracts.last() {
        Some(last) if contracts.len() as i64 == PIECE => goes_on(&Of {
            team: of.team,
            ends: of.ends,
            after: Some((last.get("asked_ms")?, last.get("id")?)),
        }),
        _ => Ok(Ended::Done),
    }
}
