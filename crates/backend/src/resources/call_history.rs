//! The calls to a resident, with what is planned for them: what a page of calling shows.

use domain::access::Action;
use domain::api::calls::{CallCard, Calls, ListCalls, PlanCard};
use domain::ids::ResidentId;
use domain::problem::Code;
use domain::programme::ProgrammeCode;

use super::calls::plans;
use super::departures::{departure, departure_columns};
use super::people::{header, person_columns};
use crate::call::Call;
use crate::db::{Row, Tx, Val};
use crate::failure::Failure;
use crate::http::Api;
use crate::programmes;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<ListCalls>(list_calls);
}

/// Calls that are shown.
const SHOWN: i64 = 50;

/// Answers a resident's calls and planned follow-ups.
fn list_calls(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    _query: (),
) -> Result<Calls, Failure> {
    call.open_resident(tx, resident, Action::FollowUp, "calls")?;
    made_of(tx, call, resident)
}

/// The same without asking; for who has asked.
pub(super) fn made_of(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
) -> Result<Calls, Failure> {
    let row = tx
        .one(
            concat!(
                "SELECT ",
                person_columns!(),
                ", ",
                departure_columns!(),
                ", r.phone_masked FROM resident r WHERE r.district_id = $1 AND r.id = $2"
            ),
            &[(&call.district).into(), resident.into()],
        )?
        .ok_or(Code::NotFound)?;
    let plans = plans(tx, call, resident)?.into_iter().map(|plan| PlanCard {
        title: programmes::title(&plan.programme, call.today),
        programme: plan.programme,
        due: plan.due,
        urgent: plan.urgent,
        call: plan.call,
    });
    let plans = plans.collect();
    let calls = tx.rows(
        "SELECT c.id, c.programme, c.called_ms, c.outcome, c.day, c.note, c.closed, s.name AS by_name
         FROM follow_up_call c
         JOIN staff s ON s.district_id = c.district_id AND s.id = c.staff_id
         WHERE c.district_id = $1 AND c.resident_id = $2
         ORDER BY c.called_ms DESC, c.id DESC LIMIT $3",
        &[(&call.district).into(), resident.into(), Val::Int(SHOWN)],
    )?;
    Ok(Calls {
        person: header(&row, call.today)?,
        phone_masked: row.get("phone_masked")?,
        plans,
        calls: calls
            .iter()
            .map(|row| card(row, call))
            .collect::<Result<_, _>>()?,
        departure: departure(&row)?,
    })
}

fn card(row: &Row, call: &Call) -> Result<CallCard, Failure> {
    let programme: ProgrammeCode = row.word("programme")?;
    let closed: Option<String> = row.get("closed")?;
    Ok(CallCard {
        call_id: row.get("id")?,
        title: programmes::title(&programme, call.today),
        programme,
        called_at: row.get("called_ms")?,
        outcome: row.word("outcome")?,
        on: row.get("day")?,
        note: row.get("note")?,
        by: row.get("by_name")?,
        closed: closed.map(|_| row.word("closed")).transpose()?,
    })
}
