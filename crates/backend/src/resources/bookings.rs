//! A booking (预约) as it is stored, found, shown and listed. Taking and giving back a number is
//! `tickets`; what happens to it on the day is `schedule`.

use chrono::{DateTime, NaiveDate, Timelike, Utc};
use domain::access::{Action, Care, Object, Verdict, may};
use domain::api::bookings::{Booking, BookingAction, BookingState, GetBooking, ListBookings};
use domain::ids::{BookingId, InstitutionId, RatingId, ResidentId, ServiceId, StaffId, TeamId};
use domain::money::Fen;
use domain::problem::Code;
use domain::rules::booking::{DEFAULT, cancel_until, district_offset};
use domain::rules::rating::rate_until;

use super::directory::coordinates;
use super::kept_numbers::desk;
use super::people::header;
use super::sessions_open::fee;
use crate::call::{Call, care};
use crate::db::{DbError, Row, Tx};
use crate::failure::Failure;
use crate::http::Api;

/// Columns of a visit: of a session `s` with its doctor `d` and its institution `i`, and of the
/// person `r` who comes; read by [`visit`].
macro_rules! visit_columns {
    () => {
        concat!(
            "s.id AS session_id, s.held_on, s.doctor_id, s.clinic, s.fee_fen,
             s.team_id AS session_team, s.institution_id AS session_institution,
             s.start_minute AS session_start, s.end_minute AS session_end, s.capacity,
             d.name AS doctor, i.name AS institution, i.address, i.phone,
             i.latitude_microdegrees, i.longitude_microdegrees, ",
            $crate::call::care_columns!(),
            ", ",
            $crate::resources::sessions_open::contracted!("r.id", "s.held_on"),
            ", ",
            $crate::resources::people::person_columns!()
        )
    };
}
pub(super) use visit_columns;

/// A booking with its session, its person and its service; read by [`stored`].
macro_rules! booking_select {
    ($rest:literal) => {
        concat!(
            "SELECT b.id, b.number, b.start_minute, b.note, b.state, b.booked_ms, b.service_id,
                 b.version, v.given_on, g.id AS rating_id, ",
            $crate::resources::bookings::visit_columns!(),
            " FROM booking b
              JOIN clinic_session s ON s.district_id = b.district_id AND s.id = b.session_id
              JOIN staff d ON d.district_id = b.district_id AND d.id = b.doctor_id
              JOIN institution i ON i.district_id = s.district_id AND i.id = s.institution_id
              JOIN resident r ON r.district_id = b.district_id AND r.id = b.resident_id
              LEFT JOIN service v ON v.district_id = b.district_id AND v.id = b.service_id
              LEFT JOIN rating g ON g.district_id = b.district_id AND g.service_id = b.service_id ",
            $rest
        )
    };
}
pub(super) use booking_select;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<ListBookings>(list_bookings);
    api.read::<GetBooking>(get_booking);
}

/// Lists a resident's bookings: what is to come, the nearest first, then the past, newest first.
pub fn list_bookings(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    _query: (),
) -> Result<Vec<Booking>, Failure> {
    call.open_resident(tx, resident, Action::ReadBooking, "bookings")?;
    let rows = tx.rows(
        booking_select!(
            "WHERE b.district_id = $1 AND b.resident_id = $2
             ORDER BY b.held_on, b.start_minute, b.id"
        ),
        &[(&call.district).into(), resident.into()],
    )?;
    let all = rows
        .iter()
        .map(|row| Ok(stored(row, call)?.reply(call)))
        .collect::<Result<Vec<_>, Failure>>()?;
    let coming = |booking: &Booking| {
        matches!(booking.state, BookingState::Booked | BookingState::Arrived)
            && booking.date >= call.today
    };
    let (mut list, past): (Vec<_>, Vec<_>) = all.into_iter().partition(coming);
    list.extend(past.into_iter().rev());
    Ok(list)
}

/// Answers one booking.
pub fn get_booking(
    tx: &mut dyn Tx,
    call: &Call,
    booking: BookingId,
    _query: (),
) -> Result<Booking, Failure> {
    let stored = open(tx, call, booking, Action::ReadBooking, "booking")?;
    call.answer_version(stored.booking.version);
    Ok(stored.reply(call))
}

/// A booking as it is stored, with what a decision about it rests on.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    /// Nothing allowed in it yet.
    pub(super) booking: Booking,
    pub(super) doctor_id: StaffId,
    pub(super) session_institution: InstitutionId,
    session_team: TeamId,
    session_start: u16,
    /// Numbers that the session sells on line; those behind are kept for the desk.
    pub(super) on_line: u16,
    care: Care,
    /// Whether its service waits for a rating.
    unrated: bool,
}

impl Stored {
    /// Whose booking.
    pub(super) fn resident(&self) -> ResidentId {
        self.care.resident_id
    }

    /// Whether the caller may do this with it.
    pub(super) fn open_to(&self, call: &Call, action: Action) -> bool {
        may(&call.actor, action, &self.object()) == Verdict::Allow
    }

    /// Whether its session has begun: nobody has failed to come before that.
    pub(super) fn begun(&self, now: DateTime<Utc>) -> bool {
        let local = now.with_timezone(&district_offset());
        let minute = local.time().num_seconds_from_midnight() / 60;
        (local.date_naive(), minute) >= (self.booking.date, u32::from(self.session_start))
    }

    /// Whether it is early enough to cancel: on line until the evening before, at the desk until
    /// the session begins.
    pub(super) fn cancellable(&self, call: &Call) -> bool {
        match desk(call) {
            Some(_) => !self.begun(call.now),
            None => call.now <= self.booking.cancel_until,
        }
    }

    /// Lets a step pass only as the caller last saw the booking.
    pub(super) fn unchanged(&self, call: &Call) -> Result<(), Failure> {
        match call.if_match {
            Some(seen) if seen != self.booking.version => Err(Code::Conflict.into()),
            _ => Ok(()),
        }
    }

    /// The booking with what the caller may do now.
    pub(super) fn reply(self, call: &Call) -> Booking {
        let allowed = self.allowed(call);
        let can_rate = self.unrated && self.open_to(call, Action::Rate);
        Booking {
            allowed,
            can_rate,
            ..self.booking
        }
    }

    fn object(&self) -> Object<'_> {
        Object::Booking {
            care: &self.care,
            institution_id: self.session_institution,
            team_id: self.session_team,
        }
    }

    fn allowed(&self, call: &Call) -> Vec<BookingAction> {
        let steps: &[BookingAction] = match self.booking.state {
            BookingState::Booked => &[
                BookingAction::Cancel,
                BookingAction::Arrive,
                BookingAction::Finish,
                BookingAction::NoShow,
            ],
            BookingState::Arrived => &[BookingAction::Finish],
            BookingState::Fulfilled | BookingState::Cancelled | BookingState::NoShow => &[],
        };
        let possible = |step: &BookingAction| match step {
            BookingAction::Cancel => self.cancellable(call) && self.open_to(call, Action::Book),
            BookingAction::Arrive | BookingAction::Finish => self.open_to(call, Action::Attend),
            BookingAction::NoShow => self.begun(call.now) && self.open_to(call, Action::Attend),
        };
        steps.iter().copied().filter(possible).collect()
    }
}

/// Finds a booking, asks whether this may be done with it, and notes it. Unknown and hidden
/// bookings are answered alike.
pub(super) fn open(
    tx: &mut dyn Tx,
    call: &Call,
    booking: BookingId,
    action: Action,
    purpose: &'static str,
) -> Result<Stored, Failure> {
    let stored = find(tx, call, booking)?.ok_or(Code::NotFound)?;
    call.require(action, &stored.object())?;
    call.audit(stored.resident(), action, purpose);
    Ok(stored)
}

/// Finds a booking. Decides nothing.
pub(super) fn find(
    tx: &mut dyn Tx,
    call: &Call,
    booking: BookingId,
) -> Result<Option<Stored>, Failure> {
    let row = tx.one(
        booking_select!("WHERE b.district_id = $1 AND b.id = $2"),
        &[(&call.district).into(), booking.into()],
    )?;
    Ok(row.map(|row| stored(&row, call)).transpose()?)
}

/// A booking as it stands after a step, for whoever took it.
pub(super) fn after(tx: &mut dyn Tx, call: &Call, booking: BookingId) -> Result<Booking, Failure> {
    let stored = find(tx, call, booking)?.ok_or(Code::NotFound)?;
    call.answer_version(stored.booking.version);
    Ok(stored.reply(call))
}

/// What a booking holds itself.
pub(super) struct Own {
    pub(super) id: BookingId,
    pub(super) number: u16,
    /// When the number's turn is about to come.
    pub(super) minute: u16,
    pub(super) note: Option<String>,
    pub(super) state: BookingState,
    pub(super) booked_at: DateTime<Utc>,
    pub(super) service_id: Option<ServiceId>,
    pub(super) version: i64,
}

/// A row of `booking_select!`.
pub(super) fn stored(row: &Row, call: &Call) -> Result<Stored, DbError> {
    let own = Own {
        id: row.get("id")?,
        number: row.get("number")?,
        minute: row.get("start_minute")?,
        note: row.get("note")?,
        state: row.word("state")?,
        booked_at: row.get("booked_ms")?,
        service_id: row.get("service_id")?,
        version: row.get("version")?,
    };
    let given_on: Option<NaiveDate> = row.get("given_on")?;
    let rated: Option<RatingId> = row.get("rating_id")?;
    Ok(Stored {
        unrated: rated.is_none() && given_on.is_some_and(|day| call.today <= rate_until(day)),
        ..visit(row, call, own)?
    })
}

/// A booking of the session and the person in a row that has `visit_columns!`; no service of it is
/// known.
pub(super) fn visit(row: &Row, call: &Call, own: Own) -> Result<Stored, DbError> {
    let date: NaiveDate = row.get("held_on")?;
    let clinic: String = row.get("clinic")?;
    Ok(Stored {
        booking: Booking {
            booking_id: own.id,
            person: header(row, call.today)?,
            session_id: row.get("session_id")?,
            date,
            minute: own.minute,
            number: own.number,
            doctor: row.get("doctor")?,
            fee: fee(Fen(row.get("fee_fen")?), &clinic, row.get("contracted")?),
            clinic,
            institution: row.get("institution")?,
            address: row.get("address")?,
            coordinates: coordinates(row)?,
            phone: row.get("phone")?,
            note: own.note,
            state: own.state,
            booked_at: own.booked_at,
            cancel_until: cancel_until(&DEFAULT, date),
            service_id: own.service_id,
            can_rate: false,
            allowed: Vec::new(),
            version: own.version,
        },
        doctor_id: row.get("doctor_id")?,
        session_institution: row.get("session_institution")?,
        session_team: row.get("session_team")?,
        session_start: row.get("session_start")?,
        on_line: row.get("capacity")?,
        care: care(row)?,
        unrated: false,
    })
}
