//! Looks once at everybody of a team for suspected cases, whenever the figures by which they are found have
//! changed: readings of before are found that way. What comes later is found as it is written.

use domain::ids::{ResidentId, TeamId};
use domain::rules::suspects::VERSION;
use serde::{Deserialize, Serialize};

use super::{Ended, Kind, goes_on, owe};
use crate::call::Call;
use crate::db::{Tx, Val};
use crate::failure::Failure;
use crate::resources::suspect_making;

/// People in a piece.
const PIECE: i64 = 100;

/// Of which team, and behind whom the next piece begins.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Of {
    team: TeamId,
    after: Option<(String, ResidentId)>,
}

/// Owes a team's look, which is made once for each version of the figures.
pub(super) fn begin(tx: &mut dyn Tx, call: &Call, team: TeamId) -> Result<(), Failure> {
    let key = format!("suspects:{team}:{VERSION}");
    let of = Of { team, after: None };
    owe(tx, call, Kind::Suspects, &key, &of, call.now)
}

/// Looks at the next people, in the order in which the table of changes has everybody of a team.
pub(super) fn perform(tx: &mut dyn Tx, call: &Call, of: &Of) -> Result<Ended, Failure> {
    let (village, resident) = match of.after.clone() {
        Some((village, resident)) => (village, resident.into()),
        // Smaller than every row.
        None => (String::new(), Val::Blob(Vec::new())),
    };
    let people = tx.rows(
        "SELECT village, resident_id FROM area_change
         WHERE district_id = $1 AND team_id = $2 AND (village, resident_id) > ($3, $4)
         ORDER BY village, resident_id LIMIT $5",
        &[
            (&call.district).into(),
            of.team.into(),
            village.into(),
            resident,
            PIECE.into(),
        ],
    )?;
    for row in &people {
        let care = call.care(tx, row.get("resident_id")?)?;
        // Whoever has left the team stands among its changes still.
        if care.follow_up_team() == of.team {
            suspect_making::changed(tx, call, &care)?;
        }
    }
    match people.last() {
        Some(last) if people.len() as i64 == PIECE => goes_on(&Of {
            team: of.team,
            after: Some((last.get("village")?, last.get("resident_id")?)),
        }),
        _ => Ok(Ended::Done),
    }
}
