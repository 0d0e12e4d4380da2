//! Whether a resident lives here, has moved away (迁出) or has died (死亡): marking it, correcting it, taking it
//! back, and what was marked before. What a mark ends and brings back is `departure_effects`.

use domain::access::{Action, Care};
use domain::api::departures::{
    DepartureCard, DepartureMark, GetDeparture, MarkDeparture, MarkDepartureBody, Source,
};
use domain::ids::{ResidentId, Uuid};
use domain::problem::{Code, Problem};
use domain::rules::departure::{self, Departure};

use super::departure_effects::{Mark, mark, newest};
use super::follow_up_effects::signer;
use super::people::{header, person_columns};
use crate::call::Call;
use crate::db::{DbError, Row, Tx};
use crate::failure::Failure;
use crate::http::Api;

/// Columns of the table `resident` under the name `r` that [`departure`] reads.
macro_rules! departure_columns {
    () => {
        "r.left_how, r.left_on, r.left_known_on"
    };
}
pub(super) use departure_columns;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<GetDeparture>(get_departure);
    api.write::<MarkDeparture>(mark_departure);
}

/// How the person of a row that has the columns of `departure_columns!` left.
pub(super) fn departure(row: &Row) -> Result<Option<Departure>, DbError> {
    let left: Option<String> = row.get("left_how")?;
    let Some(known_on) = row.get("left_known_on")? else {
        return Ok(None);
    };
    Ok(match left {
        None => None,
        Some(_) => Some(Departure {
            how: row.word("left_how")?,
            on: row.get("left_on")?,
            known_on,
        }),
    })
}

/// How a resident left.
pub(super) fn departure_of(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
) -> Result<Option<Departure>, Failure> {
    let row = tx.one(
        concat!(
            "SELECT ",
            departure_columns!(),
            " FROM resident r WHERE r.district_id = $1 AND r.id = $2"
        ),
        &[(&call.district).into(), resident.into()],
    )?;
    Ok(row.map_or(Ok(None), |row| departure(&row))?)
}

/// Answers whether a resident lives here.
fn get_departure(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    _query: (),
) -> Result<DepartureCard, Failure> {
    let care = call.open_resident(tx, resident, Action::ReadRecord, "departure")?;
    card(tx, call, &care)
}

/// Marks that a resident left, corrects that, or takes it back.
fn mark_departure(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    body: MarkDepartureBody,
) -> Result<DepartureCard, Failure> {
    let care = call.open_resident(tx, resident, Action::FollowUp, "departure")?;
    let (by, _) = signer(call)?;
    let row = tx
        .one(
            "SELECT birth_date FROM resident WHERE district_id = $1 AND id = $2",
            &[(&call.district).into(), resident.into()],
        )?
        .ok_or(Code::NotFound)?;
    let born = row.get("birth_date")?;
    let errors = departure::check(body.how, body.on, &body.reason, born, call.today);
    if !errors.is_empty() {
        return Err(Problem::invalid(errors).into());
    }
    let before = newest(tx, call, resident)?;
    if before.as_ref().map_or(0, |before| before.version) != call.expected_version()? {
        return Err(Code::Conflict.into());
    }
    let departed = before.is_some_and(|before| before.how.is_some());
    if body.how.is_none() && !departed {
        return Err(Code::WrongState.into());
    }
    let made = Mark {
        id: call.new_id::<Uuid>()?,
        departure: body.how.map(|how| Departure {
            how,
            on: body.on,
            known_on: call.today,
        }),
        source: Source::Marked,
        reason: Some(body.reason.trim()),
        by,
    };
    mark(tx, call, &care, &made)?;
    card(tx, call, &care)
}

/// Most marks that are shown.
const HISTORY: i64 = 50;

fn card(tx: &mut dyn Tx, call: &Call, care: &Care) -> Result<DepartureCard, Failure> {
    let resident = care.resident_id;
    let row = tx
        .one(
            concat!(
                "SELECT ",
                person_columns!(),
                ", ",
                departure_columns!(),
                " FROM resident r WHERE r.district_id = $1 AND r.id = $2"
            ),
            &[(&call.district).into(), resident.into()],
        )?
        .ok_or(Code::NotFound)?;
    let marks = tx.rows(
        "SELECT d.version, d.how, d.left_on, d.source, d.reason, d.marked_ms, d.follow_ups, d.bookings,
             d.contract_id, s.name AS who
         FROM departure d
         JOIN staff s ON s.district_id = d.district_id AND s.id = d.marked_by
         WHERE d.district_id = $1 AND d.resident_id = $2 ORDER BY d.version DESC LIMIT $3",
        &[(&call.district).into(), resident.into(), HISTORY.into()],
    )?;
    let version = marks.first().map_or(Ok(0), |row| row.get("version"))?;
    call.answer_version(version);
    Ok(DepartureCard {
        person: header(&row, call.today)?,
        departure: departure(&row)?,
        marks: marks.iter().map(shown).collect::<Result<_, _>>()?,
        may_mark: call.may(Action::FollowUp, care),
        version,
    })
}

fn shown(row: &Row) -> Result<DepartureMark, DbError> {
    let how: Option<String> = row.get("how")?;
    let contract: Option<Uuid> = row.get("contract_id")?;
    Ok(DepartureMark {
        at: row.get("marked_ms")?,
        how: how.map(|_| row.word("how")).transpose()?,
        on: row.get("left_on")?,
        source: row.word("source")?,
        by: row.get("who")?,
        reason: row.get("reason")?,
        follow_ups: row.get("follow_ups")?,
        bookings: row.get("bookings")?,
        contract: contract.is_some(),
    })
}
