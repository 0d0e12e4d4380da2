//! Follow-ups that were closed (终止管理) by a call or because the person left: kept as they were, listed for
//! colleagues, and opened again by one of them or by a visit.

use chrono::NaiveDate;
use domain::access::Action;
use domain::api::Page;
use domain::api::calls::{ClosedCard, ClosedReason, ListClosed, ReopenFollowUp};
use domain::api::departures::Source;
use domain::api::residents::CursorQuery;
use domain::ids::{CallId, ResidentId, StaffId, TeamId, Uuid};
use domain::problem::Code;
use domain::programme::ProgrammeCode;
use domain::time::parse_date;

use super::care::{Reach, reach};
use super::departure_effects::{Mark, mark};
use super::departures::departure_of;
use super::follow_up_effects::{signer, touch};
use super::paging::{self, LIMIT};
use super::people::{header, person_columns};
use super::{follow_up_plans, suspect_making};
use crate::call::Call;
use crate::db::{DbError, Row, Tx, Val};
use crate::failure::Failure;
use crate::http::Api;
use crate::programmes;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<ListClosed>(list_closed);
    api.write::<ReopenFollowUp>(reopen);
}

/// What closes a follow-up.
pub(super) struct Closing {
    /// The call, or the mark that the person left.
    pub(super) cause: Uuid,
    pub(super) reason: ClosedReason,
    pub(super) on: NaiveDate,
    pub(super) by: StaffId,
}

/// Closes a follow-up: it leaves the list, and stays here as it was.
pub(super) fn close(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    programme: &str,
    closing: &Closing,
) -> Result<(), Failure> {
    tx.exec(
        "INSERT INTO follow_up_closed (district_id, call_id, programme, resident_id, team_id, village,
             reason, closed_on, closed_by, due, urgent, last_class, last_on, last_sbp, last_dbp,
             last_glucose_tenths)
         SELECT district_id, $4, programme, resident_id, team_id, village, $5, $6, $7,
             coalesce(was_due, due), urgent, last_class, last_on, last_sbp, last_dbp,
             last_glucose_tenths
         FROM follow_up_plan WHERE district_id = $1 AND resident_id = $2 AND programme = $3
         ON CONFLICT (district_id, call_id, programme) DO UPDATE SET
             team_id = excluded.team_id, village = excluded.village, due = excluded.due,
             urgent = excluded.urgent, last_class = excluded.last_class, last_on = excluded.last_on,
             last_sbp = excluded.last_sbp, last_dbp = excluded.last_dbp,
             last_glucose_tenths = excluded.last_glucose_tenths, opened_ms = NULL, opened_by = NULL",
        &[
            (&call.district).into(),
            resident.into(),
            programme.into(),
            closing.cause.into(),
            Val::word(&closing.reason)?,
            closing.on.into(),
            closing.by.into(),
        ],
    )?;
    Ok(follow_up_plans::take_off(tx, call, resident, programme)?)
}

/// Closes all that is planned for somebody; says how many that were.
pub(super) fn close_all(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    closing: &Closing,
) -> Result<u32, Failure> {
    let planned = tx.rows(
        "SELECT programme FROM follow_up_plan
         WHERE district_id = $1 AND resident_id = $2 ORDER BY programme",
        &[(&call.district).into(), resident.into()],
    )?;
    let mut closed = 0;
    for row in &planned {
        close(
            tx,
            call,
            resident,
            &row.get::<String>("programme")?,
            closing,
        )?;
        closed += 1;
    }
    Ok(closed)
}

/// Opens again what one cause has closed; says how many that were.
pub(super) fn open_closed_by(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    cause: Uuid,
) -> Result<u32, Failure> {
    let closed = tx.rows(
        "SELECT programme FROM follow_up_closed
         WHERE district_id = $1 AND call_id = $2 AND opened_ms IS NULL ORDER BY programme",
        &[(&call.district).into(), cause.into()],
    )?;
    let mut opened = 0;
    for row in &closed {
        opened += u32::from(open_again(
            tx,
            call,
            resident,
            &row.get::<String>("programme")?,
        )?);
    }
    Ok(opened)
}

/// A visit has made whatever was closed of a programme open again.
pub(super) fn open_all(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    programme: &str,
) -> Result<(), Failure> {
    let by = signer(call).ok().map(|(by, _)| by);
    tx.exec(
        "UPDATE follow_up_closed SET opened_ms = $4, opened_by = $5
         WHERE district_id = $1 AND resident_id = $2 AND programme = $3 AND opened_ms IS NULL",
        &[
            (&call.district).into(),
            resident.into(),
            programme.into(),
            call.now.into(),
            by.into(),
        ],
    )?;
    Ok(())
}

/// What is closed goes to the list of another team with its resident.
pub(super) fn move_to_team(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    to: TeamId,
) -> Result<(), DbError> {
    tx.exec(
        "UPDATE follow_up_closed SET team_id = $3
         WHERE district_id = $1 AND resident_id = $2 AND opened_ms IS NULL",
        &[(&call.district).into(), resident.into(), to.into()],
    )?;
    Ok(())
}

/// Opens a follow-up again that was closed. One that was closed because the person left comes back with all that
/// this closed, since they live here after all; of whoever has left nothing else is opened.
fn reopen(
    tx: &mut dyn Tx,
    call: &Call,
    (resident, programme): (ResidentId, ProgrammeCode),
    _body: (),
) -> Result<(), Failure> {
    let care = call.open_resident(tx, resident, Action::FollowUp, "reopen")?;
    let code = programme.as_str();
    if departure_of(tx, call, resident)?.is_some() {
        let closed = tx.one(
            "SELECT reason FROM follow_up_closed
             WHERE district_id = $1 AND resident_id = $2 AND programme = $3 AND opened_ms IS NULL
                 AND reason IN ('moved', 'died')",
            &[(&call.district).into(), resident.into(), code.into()],
        )?;
        closed.ok_or(Code::WrongState)?;
        let back = Mark {
            id: call.new_id()?,
            departure: None,
            source: Source::Reopened,
            reason: None,
            by: signer(call)?.0,
        };
        return mark(tx, call, &care, &back);
    }
    if !open_again(tx, call, resident, code)? {
        return Err(Code::WrongState.into());
    }
    suspect_making::changed(tx, call, &care)?;
    touch(tx, call, resident)
}

/// Puts a closed follow-up on the list again; it is due as it was, on the list of whoever follows the person up
/// by now ([`move_to_team`]). `false` where none is closed.
fn open_again(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    code: &str,
) -> Result<bool, Failure> {
    let made = tx.exec(
        "INSERT INTO follow_up_plan (district_id, resident_id, programme, team_id, village, due, urgent,
             last_class, last_on, last_sbp, last_dbp, last_glucose_tenths, version)
         SELECT c.district_id, c.resident_id, c.programme, c.team_id, r.village, c.due, c.urgent,
             c.last_class, c.last_on, c.last_sbp, c.last_dbp, c.last_glucose_tenths, 1
         FROM follow_up_closed c
         JOIN resident r ON r.district_id = c.district_id AND r.id = c.resident_id
         WHERE c.district_id = $1 AND c.resident_id = $2 AND c.programme = $3
             AND c.opened_ms IS NULL
         ON CONFLICT (district_id, resident_id, programme) DO NOTHING",
        &[(&call.district).into(), resident.into(), code.into()],
    )?;
    if made == 0 {
        return Ok(false);
    }
    follow_up_plans::count_again(tx, call, resident, code)?;
    open_all(tx, call, resident, code)?;
    Ok(true)
}

/// Lists the follow-ups of one's own scope that were closed, newest first.
fn list_closed(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    query: CursorQuery,
) -> Result<Page<ClosedCard>, Failure> {
    let Reach::Teams(lanes) = reach(call, Action::FollowUp, None)? else {
        return Err(Failure::broken("follow-ups are listed by teams"));
    };
    let (on, id, programme) = match query.cursor.as_deref() {
        None => (
            // Later than every day.
            Val::from("9999-12-31"),
            Val::Blob(vec![0xff; 16]),
            Val::from(""),
        ),
        Some(cursor) => {
            let [on, id, programme] = paging::parts(cursor)?;
            let on = parse_date(on).ok_or_else(paging::malformed)?;
            let code: ProgrammeCode = programme.parse().map_err(|_| paging::malformed())?;
            (
                on.into(),
                paging::value::<CallId>(id)?.into(),
                code.as_str().into(),
            )
        }
    };
    let mut closed: Vec<(ClosedCard, CallId)> = Vec::new();
    for lane in &lanes {
        let rows = tx.rows(
            concat!(
                "SELECT ",
                person_columns!(),
                ", c.call_id, c.programme, c.reason, c.closed_on, c.due, s.name AS by_name
                 FROM follow_up_closed c
                 JOIN resident r ON r.district_id = c.district_id AND r.id = c.resident_id
                 JOIN staff s ON s.district_id = c.district_id AND s.id = c.closed_by
                 WHERE c.district_id = $1 AND c.team_id = $2 AND c.village >= $3 AND c.village <= $4
                     AND c.opened_ms IS NULL
                     AND (c.closed_on, c.call_id, c.programme) < ($5, $6, $7)
                 ORDER BY c.closed_on DESC, c.call_id DESC, c.programme DESC LIMIT $8"
            ),
            &[
                (&call.district).into(),
                lane.team.into(),
                (&lane.villages.from).into(),
                (&lane.villages.to).into(),
                on.clone(),
                id.clone(),
                programme.clone(),
                LIMIT.into(),
            ],
        )?;
        for row in &rows {
            closed.push((card(row, call)?, row.get("call_id")?));
        }
    }
    let key = |(card, call): &(ClosedCard, CallId)| (card.closed_on, *call, card.programme.clone());
    closed.sort_by_cached_key(|row| std::cmp::Reverse(key(row)));
    call.audit_page(&[], Action::List, "closed_follow_ups");
    let page = paging::page(closed, |(card, call): &(ClosedCard, CallId)| {
        paging::cursor(&[&card.closed_on, call, &card.programme])
    });
    Ok(Page {
        items: page.items.into_iter().map(|(card, _)| card).collect(),
        next: page.next,
    })
}

fn card(row: &Row, call: &Call) -> Result<ClosedCard, DbError> {
    let programme: ProgrammeCode = row.word("programme")?;
    Ok(ClosedCard {
        person: header(row, call.today)?,
        title: programmes::title(&programme, call.today),
        programme,
        reason: row.word("reason")?,
        closed_on: row.get("closed_on")?,
        by: row.get("by_name")?,
        due: row.get("due")?,
    })
}
