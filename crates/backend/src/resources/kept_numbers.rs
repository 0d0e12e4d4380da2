//! Numbers of a session that are kept for people who call or come to the desk (see
//! `domain::rules::booking`). They stand behind those that are sold on line, and have a row only
//! while somebody holds them; the row's key is the first guard, the unique indexes of bookings the
//! second.

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::Actor;
use domain::ids::{BookingId, ClinicSessionId, InstitutionId};
use domain::rules::booking::{self, DEFAULT};

use super::tickets::Session;
use crate::call::Call;
use crate::db::Tx;
use crate::failure::Failure;

/// The institution whose desk calls; none for a phone.
pub(super) fn desk(call: &Call) -> Option<InstitutionId> {
    match &call.actor {
        Actor::Staff { institution_id, .. } => Some(*institution_id),
        Actor::Account { .. } | Actor::Visitor => None,
    }
}

/// First and last day that the caller can book.
pub(super) fn window(call: &Call) -> (NaiveDate, NaiveDate) {
    match desk(call) {
        Some(_) => booking::desk_window(&DEFAULT, call.today),
        None => booking::window(&DEFAULT, call.today),
    }
}

/// Whether the caller can still take a number of a session.
pub(super) fn is_open(call: &Call, held_on: NaiveDate, start: u16, now: DateTime<Utc>) -> bool {
    match desk(call) {
        Some(_) => booking::open_at_desk(&DEFAULT, held_on, start, now),
        None => booking::open(&DEFAULT, held_on, start, now),
    }
}

/// Takes the lowest kept number that nobody holds, if there is one.
pub(super) fn claim(
    tx: &mut dyn Tx,
    call: &Call,
    session: &Session,
    taker: BookingId,
) -> Result<Option<u16>, Failure> {
    let held = held(tx, call, session.id, session.on_line)?;
    let kept = booking::kept(
        &DEFAULT,
        session.start_minute,
        session.end_minute,
        session.on_line,
    );
    let mut numbers = session.on_line + 1..=session.on_line + kept;
    let Some(number) = numbers.find(|number| !held.contains(number)) else {
        return Ok(None);
    };
    let claimed = tx.one(
        "INSERT INTO ticket (district_id, session_id, number, booking_id)
         VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING number",
        &[
            (&call.district).into(),
            session.id.into(),
            number.into(),
            taker.into(),
        ],
    )?;
    match claimed {
        Some(_) => Ok(Some(number)),
        None => Err(Failure::broken("a kept number was free and was not")),
    }
}

/// Gives a kept number back.
pub(super) fn release(
    tx: &mut dyn Tx,
    call: &Call,
    session: ClinicSessionId,
    number: u16,
    holder: BookingId,
) -> Result<(), Failure> {
    let freed = tx.exec(
        "DELETE FROM ticket
         WHERE district_id = $1 AND session_id = $2 AND number = $3 AND booking_id = $4",
        &[
            (&call.district).into(),
            session.into(),
            number.into(),
            holder.into(),
        ],
    )?;
    if freed == 1 {
        Ok(())
    } else {
        Err(Failure::broken("a booking did not hold its kept number"))
    }
}

/// How many kept numbers are left, for the desk to see.
pub(super) fn left(
    tx: &mut dyn Tx,
    call: &Call,
    session: ClinicSessionId,
    (start, end): (u16, u16),
    on_line: u16,
) -> Result<u16, Failure> {
    let held = held(tx, call, session, on_line)?.len();
    let kept = booking::kept(&DEFAULT, start, end, on_line);
    Ok(kept.saturating_sub(u16::try_from(held).unwrap_or(kept)))
}

fn held(
    tx: &mut dyn Tx,
    call: &Call,
    session: ClinicSessionId,
    on_line: u16,
) -> Result<Vec<u16>, Failure> {
    let rows = tx.rows(
        "SELECT number FROM ticket
         WHERE district_id = $1 AND session_id = $2 AND number > $3 ORDER BY number",
        &[(&call.district).into(), session.into(), on_line.into()],
    )?;
    Ok(rows
        .iter()
        .map(|row| row.get("number"))
        .collect::<Result<_, _>>()?)
}
