//! Reminds of people who were pushed to another level and whom nobody has taken over in time: from then on the
//! push stands on the worklist of its sender and of the team that is asked.

use chrono::{DateTime, Utc};
use domain::access::Action;
use domain::ids::{PushId, ResidentId, Uuid};
use serde::{Deserialize, Serialize};

use super::{Ended, goes_on};
use crate::audit::{self, Note};
use crate::call::Call;
use crate::db::Tx;
use crate::failure::Failure;
use crate::resources::push_moves;

/// Pushes in a piece.
const PIECE: i64 = 200;

/// Where the piece before ended.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Of {
    after: Option<(DateTime<Utc>, PushId)>,
}

/// Marks the next late pushes.
pub(super) fn perform(tx: &mut dyn Tx, call: &Call, of: &Of) -> Result<Ended, Failure> {
    let first = (DateTime::<Utc>::UNIX_EPOCH, PushId(Uuid::from([0; 16])));
    let (made, id) = of.after.unwrap_or(first);
    let late = tx.rows(
        "SELECT id, resident_id, made_ms, reminded_ms FROM push
         WHERE district_id = $1 AND state = 'waiting' AND made_ms <= $2 AND (made_ms, id) > ($3, $4)
         ORDER BY made_ms, id LIMIT $5",
        &[
            (&call.district).into(),
            push_moves::late_before(call).into(),
            made.into(),
            id.into(),
            PIECE.into(),
        ],
    )?;
    let mut reminded: Vec<ResidentId> = Vec::new();
    for push in &late {
        if push.get::<Option<i64>>("reminded_ms")?.is_some() {
            continue;
        }
        tx.exec(
            "UPDATE push SET reminded_ms = $3, version = version + 1
             WHERE district_id = $1 AND id = $2",
            &[
                (&call.district).into(),
                push.get::<PushId>("id")?.into(),
                call.now.into(),
            ],
        )?;
        reminded.push(push.get("resident_id")?);
    }
    if !reminded.is_empty() {
        let note = Note {
            residents: reminded,
            staff: None,
            action: Action::Remind,
            purpose: "push_late",
        };
        audit::write(tx, call, &[note], audit::OK)?;
    }
    match late.last() {
        Some(last) if late.len() as i64 == PIECE => goes_on(&Of {
            after: Some((last.get("made_ms")?, last.get("id")?)),
        }),
        _ => Ok(Ended::Done),
    }
}
