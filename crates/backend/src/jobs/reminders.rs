//! Sends the reminders that somebody has chosen, a piece at a time. Who may be told is looked at once
//! more when it is done: between choosing and sending somebody may have been visited or told.

use chrono::NaiveDate;
use domain::api::messages::MessageKind;
use domain::ids::{ReminderId, ResidentId};
use serde::{Deserialize, Serialize};

use super::{Ended, Kind, goes_on, owe};
use crate::call::Call;
use crate::db::Tx;
use crate::failure::Failure;
use crate::resources::messages::send_message;
use crate::resources::reminders::standing;

/// Residents in a piece.
const PIECE: i64 = 50;

/// Which reminders; those that wait are found in their table.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Of {
    reminder: ReminderId,
}

/// Owes the sending of reminders.
pub fn remind(tx: &mut dyn Tx, call: &Call, reminder: ReminderId) -> Result<(), Failure> {
    let key = format!("reminders:{reminder}");
    owe(tx, call, Kind::Reminders, &key, &Of { reminder }, call.now)
}

/// Tells the next residents.
pub(super) fn perform(tx: &mut dyn Tx, call: &Call, of: &Of) -> Result<Ended, Failure> {
    let waiting = tx.rows(
        "SELECT resident_id FROM reminder_to
         WHERE district_id = $1 AND reminder_id = $2 AND state = 'waiting'
         ORDER BY resident_id LIMIT $3",
        &[(&call.district).into(), of.reminder.into(), PIECE.into()],
    )?;
    let mut told = Vec::new();
    for row in &waiting {
        let resident: ResidentId = row.get("resident_id")?;
        let mut state = standing(tx, call, resident)?;
        if state == "waiting" {
            let kind = MessageKind::FollowUpDue;
            let due = due(tx, call, resident)?;
            send_message(tx, call, resident, kind, None, None, due)?;
            told.push(resident);
            state = "told";
        }
        tx.exec(
            "UPDATE reminder_to SET state = $4
             WHERE district_id = $1 AND reminder_id = $2 AND resident_id = $3",
            &[
                (&call.district).into(),
                of.reminder.into(),
                resident.into(),
                state.into(),
            ],
        )?;
    }
    call.tells(tx, &told)?;
    if waiting.len() as i64 == PIECE {
        goes_on(of)
    } else {
        Ok(Ended::Done)
    }
}

/// The day that the message names: the first on which something is due, where it has not passed.
fn due(tx: &mut dyn Tx, call: &Call, resident: ResidentId) -> Result<Option<NaiveDate>, Failure> {
    let rows = tx.rows(
        "SELECT due FROM follow_up_plan WHERE district_id = $1 AND resident_id = $2
         ORDER BY programme",
        &[(&call.district).into(), resident.into()],
    )?;
    let days = rows.iter().map(|row| row.get::<NaiveDate>("due"));
    let first = days.collect::<Result<Vec<_>, _>>()?.into_iter().min();
    Ok(first.filter(|due| *due >= call.today))
}
