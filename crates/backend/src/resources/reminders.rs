//! Reminders to several residents at once: chosen, looked at, then let go; the sending itself is a
//! job's (`jobs::reminders`). Nothing is sent to whoever got a reminder that day already.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::api::reminders::{
    CHOSEN_MAX, ChooseBody, ChooseReminders, GetReminders, ReminderState, Reminders, SendReminders,
};
use domain::ids::{ReminderId, ResidentId, StaffId};
use domain::problem::{Code, FieldError, Problem};

use super::due_list::horizon;
use super::follow_up_effects::signer;
use crate::call::Call;
use crate::clock::day_begins;
use crate::db::{Tx, Val};
use crate::failure::Failure;
use crate::http::Api;
use crate::jobs;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.write::<ChooseReminders>(choose);
    api.write::<SendReminders>(send);
    api.read::<GetReminders>(get);
}

/// Chooses residents, each of whom the caller follows up, and answers whom a reminder would reach.
fn choose(tx: &mut dyn Tx, call: &Call, _path: (), body: ChooseBody) -> Result<Reminders, Failure> {
    let (by, _) = signer(call)?;
    // Whoever follows nobody up is told so, whomever they name.
    super::care::reach(call, Action::FollowUp, None)?;
    let mut residents = body.residents;
    residents.sort_unstable();
    residents.dedup();
    let fault = match residents.len() {
        0 => Some(FieldError::new("residents", "required")),
        many if many > CHOSEN_MAX => {
            Some(FieldError::new("residents", "too_high").with_limit(CHOSEN_MAX))
        }
        _ => None,
    };
    if let Some(fault) = fault {
        return Err(Problem::invalid(vec![fault]).into());
    }
    for resident in &residents {
        let care = call.care(tx, *resident)?;
        call.require(Action::FollowUp, &Object::Resident(&care))?;
    }
    call.audit_page(&residents, Action::FollowUp, "reminder_chosen");
    tx.exec(
        "INSERT INTO reminder (district_id, id, staff_id, chosen_ms) VALUES ($1, $2, $3, $4)",
        &[
            (&call.district).into(),
            body.id.into(),
            by.into(),
            call.now.into(),
        ],
    )?;
    for resident in &residents {
        let state = standing(tx, call, *resident)?;
        tx.exec(
            "INSERT INTO reminder_to (district_id, reminder_id, resident_id, state)
             VALUES ($1, $2, $3, $4)",
            &[
                (&call.district).into(),
                body.id.into(),
                (*resident).into(),
                state.into(),
            ],
        )?;
    }
    shown(tx, call, body.id, by)
}

/// What a reminder would come to, as it is written in `reminder_to`.
pub fn standing(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
) -> Result<&'static str, Failure> {
    let key: [Val; 2] = [(&call.district).into(), resident.into()];
    let [district, id] = key.clone();
    let due = tx.one(
        "SELECT programme FROM follow_up_plan
         WHERE district_id = $1 AND resident_id = $2 AND due <= $3 ORDER BY programme LIMIT 1",
        &[district, id, horizon(call.today).into()],
    )?;
    if due.is_none() {
        return Ok("nothing_due");
    }
    let [district, id] = key.clone();
    let spoken_for = tx.one(
        "SELECT 1 AS found FROM access_grant
         WHERE district_id = $1 AND resident_id = $2 AND state = 'holding'
             AND (ends IS NULL OR ends >= $3) LIMIT 1",
        &[district, id, call.today.into()],
    )?;
    if spoken_for.is_none() {
        return Ok("without_account");
    }
    let [district, id] = key;
    let told = tx.one(
        "SELECT 1 AS found FROM message
         WHERE district_id = $1 AND resident_id = $2 AND kind = 'follow_up_due' AND sent_ms >= $3
         LIMIT 1",
        &[district, id, day_begins(call.today).into()],
    )?;
    Ok(if told.is_some() {
        "today_already"
    } else {
        "waiting"
    })
}

/// Sends what was chosen. Sent again, it is the same sending.
fn send(tx: &mut dyn Tx, call: &Call, id: ReminderId, _body: ()) -> Result<Reminders, Failure> {
    let (by, _) = signer(call)?;
    let sent = own(tx, call, id, by)?;
    if sent.is_none() {
        tx.exec(
            "UPDATE reminder SET sent_ms = $3
             WHERE district_id = $1 AND id = $2 AND sent_ms IS NULL",
            &[(&call.district).into(), id.into(), call.now.into()],
        )?;
        jobs::remind(tx, call, id)?;
    }
    call.audit_page(&[], Action::FollowUp, "reminder_sent");
    shown(tx, call, id, by)
}

/// Answers how far reminders are.
fn get(tx: &mut dyn Tx, call: &Call, id: ReminderId, _query: ()) -> Result<Reminders, Failure> {
    let (by, _) = signer(call)?;
    call.audit_page(&[], Action::List, "reminder");
    shown(tx, call, id, by)
}

/// When one's own reminders were let go; a colleague's are nobody else's to see.
fn own(
    tx: &mut dyn Tx,
    call: &Call,
    id: ReminderId,
    by: StaffId,
) -> Result<Option<DateTime<Utc>>, Failure> {
    let row = tx.one(
        "SELECT sent_ms FROM reminder WHERE district_id = $1 AND id = $2 AND staff_id = $3",
        &[(&call.district).into(), id.into(), by.into()],
    )?;
    Ok(row.ok_or(Code::NotFound)?.get("sent_ms")?)
}

fn shown(tx: &mut dyn Tx, call: &Call, id: ReminderId, by: StaffId) -> Result<Reminders, Failure> {
    let sent_at = own(tx, call, id, by)?;
    let rows = tx.rows(
        "SELECT resident_id, state FROM reminder_to
         WHERE district_id = $1 AND reminder_id = $2 ORDER BY resident_id",
        &[(&call.district).into(), id.into()],
    )?;
    let (mut waiting, mut sent, mut today_already, mut nothing_due) = (0, 0, 0, 0);
    let mut without_account = Vec::new();
    for row in &rows {
        match row.get::<String>("state")?.as_str() {
            "waiting" => waiting += 1,
            "told" => sent += 1,
            "today_already" => today_already += 1,
            "nothing_due" => nothing_due += 1,
            _ => without_account.push(row.get("resident_id")?),
        }
    }
    Ok(Reminders {
        reminder_id: id,
        state: match (sent_at, waiting) {
            (None, _) => ReminderState::Chosen,
            (Some(_), 0) => ReminderState::Done,
            (Some(_), _) => ReminderState::Sending,
        },
        reached: waiting + sent,
        sent,
        without_account,
        today_already,
        nothing_due,
    })
}
