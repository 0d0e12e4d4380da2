//! Numbers (号源): taking one in a session, and giving it back. No number is ever sold twice, by
//! three independent guards: the row of each number is claimed by a conditional update, unique
//! indexes hold one live booking to a number, and the session's counter is checked.
//!
//! All of it happens in one transaction; whatever refuses takes everything back.

use chrono::NaiveDate;
use domain::access::{Action, Actor};
use domain::api::bookings::{Book, BookBody, Booking, BookingState, CancelBooking};
use domain::api::messages::MessageKind;
use domain::ids::{BookingId, ClinicSessionId, InstitutionId, StaffId};
use domain::problem::{Code, FieldError, Problem};
use domain::rules::booking::{DEFAULT, minute_of};

use super::bookings::{Own, Stored, after, find, open, visit, visit_columns};
use super::kept_numbers::{self, desk, is_open};
use super::messages::send_message;
use super::sessions_open::{next_free, paused_until};
use crate::call::{Call, care};
use crate::db::{DbError, Row, Tx, Val};
use crate::failure::Failure;
use crate::http::Api;

/// Longest note, in characters.
const NOTE_MAX: usize = 200;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.write::<Book>(book);
    api.write::<CancelBooking>(cancel_booking);
}

/// Takes a number in a session. The id is the booking's own for ever: the same request again is
/// answered with the booking as it stands, another request under it is a conflict.
pub fn book(tx: &mut dyn Tx, call: &Call, _path: (), body: BookBody) -> Result<Booking, Failure> {
    let found = before(tx, call, &body)?.ok_or(Code::NotFound)?;
    call.open(&care(&found)?, Action::Book, "booking")?;
    let note = note(&body)?;
    if found.get("known")?
        && let Some(earlier) = find(tx, call, body.id)?
    {
        return repeated(tx, call, &earlier, &body, note);
    }
    if found.get::<Option<String>>("left_how")?.as_deref() == Some("died") {
        return Err(Code::WrongState.into());
    }
    // Desk and phone stay open to whoever has missed appointments.
    if desk(call).is_none()
        && found.get("missed")?
        && let Some(until) = paused_until(tx, call, body.resident_id)?
    {
        return Err(Problem::new(Code::BookingPaused)
            .detail(until.to_string())
            .into());
    }
    let session = session(&found)?.ok_or(Code::NotFound)?;
    if desk(call).is_some_and(|own| own != session.institution_id) {
        return Err(Code::NotFound.into());
    }
    if !is_open(call, session.held_on, session.start_minute, call.now) {
        return Err(Code::SessionClosed.into());
    }
    // Asked before the claim, so that whoever has a number hears that and not "full".
    if found.get("booked")? {
        return Err(Code::AlreadyBooked.into());
    }
    let kept = match desk(call) {
        Some(_) => kept_numbers::claim(tx, call, &session, body.id)?,
        None => None,
    };
    let number = match kept {
        Some(number) => number,
        None => claim(tx, call, &body)?,
    };
    let own = Own {
        id: body.id,
        number,
        minute: minute_of(&DEFAULT, session.start_minute, number),
        note: note.map(str::to_owned),
        state: BookingState::Booked,
        booked_at: call.now,
        service_id: None,
        version: 1,
    };
    insert(tx, call, &body, &session, &own)?;
    if kept.is_none() {
        count(tx, call, body.session_id)?;
    }
    call.answer_version(own.version);
    let booking = visit(&found, call, own)?.reply(call);
    tell(tx, call, &booking, MessageKind::Booked)?;
    Ok(booking)
}

/// Cancels a booking; its number is free again at once.
pub fn cancel_booking(
    tx: &mut dyn Tx,
    call: &Call,
    booking: BookingId,
    _body: (),
) -> Result<Booking, Failure> {
    let stored = open(tx, call, booking, Action::Book, "booking_cancellation")?;
    stored.unchanged(call)?;
    if stored.booking.state != BookingState::Booked {
        return Err(Code::WrongState.into());
    }
    if !stored.cancellable(call) {
        return Err(Code::TooLateToCancel.into());
    }
    give_back(tx, call, &stored)?;
    after(tx, call, booking)
}

/// A booking is cancelled and its number free again, whoever did it and whenever.
pub(super) fn give_back(tx: &mut dyn Tx, call: &Call, stored: &Stored) -> Result<(), Failure> {
    let booking = &stored.booking;
    tx.exec(
        "UPDATE booking SET state = 'cancelled', changed_ms = $3, version = version + 1
         WHERE district_id = $1 AND id = $2",
        &[
            (&call.district).into(),
            booking.booking_id.into(),
            call.now.into(),
        ],
    )?;
    release(tx, call, stored)?;
    tell(tx, call, booking, MessageKind::BookingCancelled)
}

/// The person and the session, with all that decides whether a number is given out: one statement,
/// since the writer runs it for every booking. `None` where there is no such person; the columns of
/// a session that is not there are empty.
fn before(tx: &mut dyn Tx, call: &Call, body: &BookBody) -> Result<Option<Row>, Failure> {
    let row = tx.one(
        concat!(
            "SELECT ",
            visit_columns!(),
            ", r.left_how, CASE WHEN EXISTS (SELECT 1 FROM booking k WHERE k.district_id = $1 AND k.id = $4)
                 THEN 1 ELSE 0 END AS known,
               CASE WHEN EXISTS (SELECT 1 FROM booking n
                     WHERE n.district_id = $1 AND n.resident_id = $2 AND n.state = 'no_show')
                 THEN 1 ELSE 0 END AS missed,
               CASE WHEN EXISTS (SELECT 1 FROM booking o
                     WHERE o.district_id = $1 AND o.resident_id = $2
                         AND o.doctor_id = s.doctor_id AND o.held_on = s.held_on
                         AND o.state <> 'cancelled')
                 THEN 1 ELSE 0 END AS booked
             FROM resident r
             LEFT JOIN clinic_session s ON s.district_id = r.district_id AND s.id = $3
             LEFT JOIN staff d ON d.district_id = s.district_id AND d.id = s.doctor_id
             LEFT JOIN institution i
                 ON i.district_id = s.district_id AND i.id = s.institution_id
             WHERE r.district_id = $1 AND r.id = $2"
        ),
        &[
            (&call.district).into(),
            body.resident_id.into(),
            body.session_id.into(),
            body.id.into(),
        ],
    )?;
    Ok(row)
}

/// A session as far as taking a number depends on it.
pub(super) struct Session {
    pub(super) id: ClinicSessionId,
    pub(super) start_minute: u16,
    pub(super) end_minute: u16,
    /// Numbers that are sold on line.
    pub(super) on_line: u16,
    institution_id: InstitutionId,
    doctor_id: StaffId,
    held_on: NaiveDate,
}

/// The session in a row of [`before`], if there is one.
fn session(row: &Row) -> Result<Option<Session>, DbError> {
    let Some(id) = row.get("session_id")? else {
        return Ok(None);
    };
    Ok(Some(Session {
        id,
        start_minute: row.get("session_start")?,
        end_minute: row.get("session_end")?,
        on_line: row.get("capacity")?,
        institution_id: row.get("session_institution")?,
        doctor_id: row.get("doctor_id")?,
        held_on: row.get("held_on")?,
    }))
}

/// First guard: the lowest free number, or none.
fn claim(tx: &mut dyn Tx, call: &Call, body: &BookBody) -> Result<u16, Failure> {
    let free = tx.one(
        "SELECT number FROM ticket
         WHERE district_id = $1 AND session_id = $2 AND booking_id IS NULL
         ORDER BY number LIMIT 1",
        &[(&call.district).into(), body.session_id.into()],
    )?;
    let Some(free) = free else {
        let mut full = Problem::new(Code::SessionFull);
        full.detail = next_free(tx, call, body.session_id)?;
        return Err(full.into());
    };
    let number: u16 = free.get("number")?;
    let claimed = tx.exec(
        "UPDATE ticket SET booking_id = $4
         WHERE district_id = $1 AND session_id = $2 AND number = $3 AND booking_id IS NULL",
        &[
            (&call.district).into(),
            body.session_id.into(),
            number.into(),
            body.id.into(),
        ],
    )?;
    if claimed == 1 {
        Ok(number)
    } else {
        Err(Failure::broken("a number was free and was not"))
    }
}

/// Second guard: the unique indexes. One of them, a number with this doctor on this day already,
/// may be met; the other, a number sold twice, fails loudly.
fn insert(
    tx: &mut dyn Tx,
    call: &Call,
    body: &BookBody,
    session: &Session,
    own: &Own,
) -> Result<(), Failure> {
    let booked_by = match &call.actor {
        Actor::Account { account_id, .. } => Val::from(*account_id),
        Actor::Staff { staff_id, .. } => Val::from(*staff_id),
        Actor::Visitor => Val::Null,
    };
    let inserted = tx.exec(
        "INSERT INTO booking (district_id, id, resident_id, session_id, number, held_on,
             start_minute, doctor_id, note, state, booked_ms, booked_by, changed_ms, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'booked', $10, $11, $10, 1)
         ON CONFLICT (district_id, resident_id, doctor_id, held_on) WHERE state <> 'cancelled'
             DO NOTHING",
        &[
            (&call.district).into(),
            own.id.into(),
            body.resident_id.into(),
            session.id.into(),
            own.number.into(),
            session.held_on.into(),
            own.minute.into(),
            session.doctor_id.into(),
            own.note.as_deref().into(),
            own.booked_at.into(),
            booked_by,
        ],
    )?;
    if inserted == 1 {
        Ok(())
    } else {
        Err(Code::AlreadyBooked.into())
    }
}

/// Third guard: the counter, which a check holds to the capacity.
fn count(tx: &mut dyn Tx, call: &Call, session: ClinicSessionId) -> Result<(), Failure> {
    let counted = tx.exec(
        "UPDATE clinic_session SET taken = taken + 1, version = version + 1
         WHERE district_id = $1 AND id = $2 AND taken < capacity",
        &[(&call.district).into(), session.into()],
    )?;
    if counted == 1 {
        Ok(())
    } else {
        Err(Failure::broken("a session sold out with a free number"))
    }
}

/// Gives a number back, to its row and to the counter.
fn release(tx: &mut dyn Tx, call: &Call, stored: &Stored) -> Result<(), Failure> {
    let (session, number) = (stored.booking.session_id, stored.booking.number);
    if number > stored.on_line {
        return kept_numbers::release(tx, call, session, number, stored.booking.booking_id);
    }
    let freed = tx.exec(
        "UPDATE ticket SET booking_id = NULL
         WHERE district_id = $1 AND session_id = $2 AND number = $3 AND booking_id = $4",
        &[
            (&call.district).into(),
            session.into(),
            number.into(),
            stored.booking.booking_id.into(),
        ],
    )?;
    let counted = tx.exec(
        "UPDATE clinic_session SET taken = taken - 1, version = version + 1
         WHERE district_id = $1 AND id = $2 AND taken > 0",
        &[(&call.district).into(), session.into()],
    )?;
    match (freed, counted) {
        (1, 1) => Ok(()),
        _ => Err(Failure::broken("a booking did not hold its number")),
    }
}

/// What the resident wrote, without the spaces around it.
fn note(body: &BookBody) -> Result<Option<&str>, Failure> {
    let note = body
        .note
        .as_deref()
        .map(str::trim)
        .filter(|note| !note.is_empty());
    if note.is_some_and(|note| note.chars().count() > NOTE_MAX) {
        let error = FieldError::new("note", "too_long").with_limit(NOTE_MAX);
        return Err(Problem::invalid(vec![error]).into());
    }
    Ok(note)
}

fn tell(tx: &mut dyn Tx, call: &Call, booking: &Booking, kind: MessageKind) -> Result<(), Failure> {
    send_message(
        tx,
        call,
        booking.person.resident_id,
        kind,
        Some(&booking.booking_id.to_string()),
        Some(&booking.doctor),
        Some(booking.date),
    )?;
    Ok(())
}

/// Answers a request whose id is taken.
fn repeated(
    tx: &mut dyn Tx,
    call: &Call,
    earlier: &Stored,
    body: &BookBody,
    note: Option<&str>,
) -> Result<Booking, Failure> {
    let same = earlier.resident() == body.resident_id
        && earlier.booking.session_id == body.session_id
        && earlier.booking.note.as_deref() == note;
    if same {
        after(tx, call, body.id)
    } else {
        Err(Code::Conflict.into())
    }
}
