//! Calls about follow-ups that are due: what came of one is written down, and the plan follows. What
//! follows is `domain::rules::calls`' to say. A call that reaches the service after a later visit or a
//! later call changes nothing any more; it stands in the history.

use chrono::NaiveDate;
use domain::access::Action;
use domain::api::calls::{
    CallCard, CallOutcome, ClosedReason, LastCall, RecordCall, RecordCallBody,
};
use domain::api::departures::Source;
use domain::ids::{ResidentId, StaffId};
use domain::problem::{Code, Problem};
use domain::programme::ProgrammeCode;
use domain::rules::calls::{self, Course, RULES};
use domain::rules::departure::{Departure, Leaving};

use super::departure_effects::{self, Mark};
use super::departures::departure_of;
use super::follow_up_effects::{signer, touch};
use super::people::doctor_name;
use super::{closed_follow_ups, follow_up_plans, suspect_making};
use crate::call::Call;
use crate::clock::date_in_district;
use crate::db::{DbError, Row, Tx, Val};
use crate::failure::Failure;
use crate::http::Api;
use crate::programmes;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.write::<RecordCall>(record_call);
}

/// A follow-up that a call may be about.
pub(super) struct Plan {
    pub(super) programme: ProgrammeCode,
    pub(super) due: NaiveDate,
    pub(super) urgent: bool,
    pub(super) last_on: Option<NaiveDate>,
    pub(super) call: Option<LastCall>,
}

/// The follow-ups that are planned for a resident.
pub(super) fn plans(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
) -> Result<Vec<Plan>, Failure> {
    let rows = tx.rows(
        "SELECT programme, due, urgent, last_on, call_outcome, called_on, call_day, call_tries
         FROM follow_up_plan WHERE district_id = $1 AND resident_id = $2 ORDER BY due, programme",
        &[(&call.district).into(), resident.into()],
    )?;
    let plan = |row: &Row| -> Result<Plan, DbError> {
        Ok(Plan {
            programme: row.word("programme")?,
            due: row.get("due")?,
            urgent: row.get("urgent")?,
            last_on: row.get("last_on")?,
            call: last_call(row)?,
        })
    };
    Ok(rows.iter().map(plan).collect::<Result<_, _>>()?)
}

/// The last call in a row with the columns `call_outcome, called_on, call_day, call_tries`.
pub(super) fn last_call(row: &Row) -> Result<Option<LastCall>, DbError> {
    let Some(called_on) = row.get::<Option<NaiveDate>>("called_on")? else {
        return Ok(None);
    };
    Ok(Some(LastCall {
        outcome: row.word("call_outcome")?,
        called_on,
        on: row.get("call_day")?,
        tries: row.get("call_tries")?,
    }))
}

/// Records what came of a call.
fn record_call(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    body: RecordCallBody,
) -> Result<CallCard, Failure> {
    let care = call.open_resident(tx, resident, Action::FollowUp, "call")?;
    let (by, _) = signer(call)?;
    let called_on = date_in_district(body.called_at);
    let plans = plans(tx, call, resident)?;
    let about = plans.iter().find(|plan| plan.programme == body.programme);
    if about.is_none() && !known_programme(call, &body.programme) {
        return Err(Code::NotFound.into());
    }
    let said = calls::Call {
        outcome: body.outcome,
        on: body.on,
        called_on,
        urgent: about.is_some_and(|plan| plan.urgent),
        before: about.and_then(|plan| plan.call.as_ref()),
    };
    let errors = calls::check(&RULES, &said, body.note.as_deref(), call.today);
    if !errors.is_empty() {
        return Err(Problem::invalid(errors).into());
    }
    // What happened later than the call has overtaken it.
    let is_newest = |plan: &Plan| {
        let before = plan.call.as_ref();
        before.is_none_or(|before| before.called_on <= called_on)
    };
    let holds = |plan: &&Plan| is_newest(plan) && plan.last_on.is_none_or(|last| last < called_on);
    let course = calls::course(&RULES, &said);
    if let Some(left) = left_by(&body, course, called_on) {
        let mut closed = None;
        let before = departure_of(tx, call, resident)?;
        let known =
            before.is_some_and(|before| before.how == left.how || before.how == Leaving::Died);
        let newest = departure_effects::newest(tx, call, resident)?;
        let overtaken = newest.is_some_and(|mark| date_in_district(mark.marked_at) > called_on);
        // Whoever was visited in the morning may have left by the afternoon.
        let still = |plan: &Plan| is_newest(plan) && plan.last_on <= Some(called_on);
        if !known && !overtaken && plans.iter().all(still) {
            let made = Mark {
                id: body.id.0,
                departure: Some(left),
                source: Source::Call,
                reason: note_of(&body),
                by,
            };
            departure_effects::mark(tx, call, &care, &made)?;
            closed = reason_of(course);
        }
        keep(tx, call, resident, &body, closed, by)?;
        touch(tx, call, resident)?;
        return card(tx, call, body, closed, by);
    }
    let closed = reason_of(course).filter(|_| about.is_some_and(|plan| holds(&plan)));
    keep(tx, call, resident, &body, closed, by)?;
    if about.is_some_and(|plan| holds(&plan)) {
        let touched = plans.iter().filter(holds);
        for plan in touched.filter(|plan| concerns(plan, &body.programme, course, call.today)) {
            follow(tx, call, resident, plan, &body, called_on, course, by)?;
        }
    }
    if closed.is_some() {
        suspect_making::changed(tx, call, &care)?;
    }
    touch(tx, call, resident)?;
    card(tx, call, body, closed, by)
}

fn reason_of(course: Course) -> Option<ClosedReason> {
    match course {
        Course::Closed(reason) => Some(reason),
        Course::DueOn(_) | Course::Stays(_) => None,
    }
}

/// That the person has left, where the call says so.
fn left_by(body: &RecordCallBody, course: Course, called_on: NaiveDate) -> Option<Departure> {
    let (how, on) = match reason_of(course)? {
        ClosedReason::Moved => (Leaving::Moved, Some(called_on)),
        ClosedReason::Died => (Leaving::Died, body.on),
        ClosedReason::Lost | ClosedReason::Refused => return None,
    };
    Some(Departure {
        how,
        on,
        known_on: called_on,
    })
}

/// Whether the programme is one of the district's.
fn known_programme(call: &Call, programme: &ProgrammeCode) -> bool {
    programmes::in_force(programme, call.today).is_some()
}

/// A day that was agreed on serves everything that is on the list; so does nobody's answering. What
/// ends a person's care ends it all; a refusal is about one programme.
fn concerns(plan: &Plan, programme: &ProgrammeCode, course: Course, today: NaiveDate) -> bool {
    match course {
        Course::Closed(reason) if reason.of_person() => true,
        Course::Closed(_) => plan.programme == *programme,
        _ => plan.programme == *programme || plan.due <= super::due_list::horizon(today),
    }
}

#[allow(clippy::too_many_arguments)]
fn follow(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    plan: &Plan,
    body: &RecordCallBody,
    called_on: NaiveDate,
    course: Course,
    by: StaffId,
) -> Result<(), Failure> {
    let programme = plan.programme.as_str();
    match course {
        Course::Closed(reason) => {
            return closed_follow_ups::close(
                tx,
                call,
                resident,
                programme,
                &closed_follow_ups::Closing {
                    cause: body.id.0,
                    reason,
                    on: called_on,
                    by,
                },
            );
        }
        Course::DueOn(on) => follow_up_plans::put_off(tx, call, resident, programme, on)?,
        Course::Stays(_) => {}
    }
    let tries = match course {
        Course::Stays(tries) => tries,
        _ => 0,
    };
    tx.exec(
        "UPDATE follow_up_plan SET call_outcome = $4, called_on = $5, call_day = $6,
             call_tries = $7, version = version + 1
         WHERE district_id = $1 AND resident_id = $2 AND programme = $3",
        &[
            (&call.district).into(),
            resident.into(),
            programme.into(),
            Val::word(&body.outcome)?,
            called_on.into(),
            day_of(body).into(),
            tries.into(),
        ],
    )?;
    Ok(())
}

/// The day that goes with an outcome; others say nothing with one.
fn day_of(body: &RecordCallBody) -> Option<NaiveDate> {
    let dated = matches!(
        body.outcome,
        CallOutcome::Agreed | CallOutcome::Later | CallOutcome::Died
    );
    body.on.filter(|_| dated)
}

fn note_of(body: &RecordCallBody) -> Option<&str> {
    let note = body.note.as_deref().map(str::trim);
    note.filter(|note| !note.is_empty())
}

fn keep(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    body: &RecordCallBody,
    closed: Option<ClosedReason>,
    by: StaffId,
) -> Result<(), Failure> {
    tx.exec(
        "INSERT INTO follow_up_call (district_id, id, resident_id, programme, called_ms, outcome,
             day, note, closed, staff_id, recorded_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &[
            (&call.district).into(),
            body.id.into(),
            resident.into(),
            body.programme.as_str().into(),
            body.called_at.into(),
            Val::word(&body.outcome)?,
            day_of(body).into(),
            note_of(body).into(),
            closed
                .map(|reason| Val::word(&reason))
                .transpose()?
                .unwrap_or(Val::Null),
            by.into(),
            call.now.into(),
        ],
    )?;
    Ok(())
}

fn card(
    tx: &mut dyn Tx,
    call: &Call,
    body: RecordCallBody,
    closed: Option<ClosedReason>,
    by: StaffId,
) -> Result<CallCard, Failure> {
    Ok(CallCard {
        call_id: body.id,
        title: programmes::title(&body.programme, call.today),
        on: day_of(&body),
        note: note_of(&body).map(str::to_owned),
        programme: body.programme,
        called_at: body.called_at,
        outcome: body.outcome,
        by: doctor_name(tx, call, by)?,
        closed,
    })
}
