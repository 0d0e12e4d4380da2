//! The day's list (日程) and what happens to a booking on it: arrived, done, not come. A finished
//! visit becomes a service, which its resident can rate.

use chrono::NaiveDate;
use domain::access::{Action, Actor};
use domain::api::bookings::{
    Booking, BookingState, ClinicSession, DayList, DayQuery, DaySession, FinishBody, FinishBooking,
    GetDayList, MarkArrived, MarkNoShow,
};
use domain::api::messages::MessageKind;
use domain::codes::Role;
use domain::ids::{BookingId, ClinicSessionId, ServiceId, TeamId};
use domain::problem::{Code, FieldError, Problem};

use super::bookings::{Stored, after, booking_select, open, stored};
use super::messages::send_message;
use super::sessions_open::{session, session_select};
use crate::call::Call;
use crate::db::{Row, Tx, Val};
use crate::failure::Failure;
use crate::http::Api;

/// Longest summary of a visit, in characters.
const SUMMARY_MAX: usize = 300;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<GetDayList>(get_day_list);
    api.write::<MarkArrived>(mark_arrived);
    api.write::<FinishBooking>(finish_booking);
    api.write::<MarkNoShow>(mark_no_show);
}

/// Answers the day's list: a doctor's own sessions, a nurse's teams', the desk's institution's.
pub fn get_day_list(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    query: DayQuery,
) -> Result<DayList, Failure> {
    let date = query.date.unwrap_or(call.today);
    let mut sessions = Vec::new();
    for row in sessions_of(tx, call, date)? {
        let own_team = is_own(call, row.get("team_id")?);
        let session = ClinicSession {
            own_team,
            ..session(&row)?
        };
        let bookings = bookings_in(tx, call, session.session_id)?;
        sessions.push(DaySession { session, bookings });
    }
    let shown: Vec<_> = sessions
        .iter()
        .flat_map(|session| &session.bookings)
        .map(|booking| booking.person.resident_id)
        .collect();
    if !shown.is_empty() {
        call.audit_page(&shown, Action::ReadBooking, "schedule");
    }
    Ok(DayList { date, sessions })
}

/// Marks a booked resident as arrived. The day is not asked: who comes early is not sent away.
pub fn mark_arrived(
    tx: &mut dyn Tx,
    call: &Call,
    booking: BookingId,
    _body: (),
) -> Result<Booking, Failure> {
    let stored = attend(tx, call, booking, "arrival", &[BookingState::Booked])?;
    move_on(tx, call, &stored, BookingState::Arrived, None)?;
    after(tx, call, booking)
}

/// Marks a visit as done, arrived before or not; the service can be rated from then on.
pub fn finish_booking(
    tx: &mut dyn Tx,
    call: &Call,
    booking: BookingId,
    body: FinishBody,
) -> Result<Booking, Failure> {
    const FROM: &[BookingState] = &[BookingState::Booked, BookingState::Arrived];
    let stored = attend(tx, call, booking, "completion", FROM)?;
    let summary = summary(&body)?;
    let service: ServiceId = call.new_id()?;
    tx.exec(
        "INSERT INTO service (district_id, id, resident_id, name, summary, given_on, doctor_id,
             institution_id, booking_id, recorded_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            (&call.district).into(),
            service.into(),
            stored.resident().into(),
            (&stored.booking.clinic).into(),
            summary.into(),
            call.today.into(),
            stored.doctor_id.into(),
            stored.session_institution.into(),
            booking.into(),
            call.now.into(),
        ],
    )?;
    move_on(tx, call, &stored, BookingState::Fulfilled, Some(service))?;
    send_message(
        tx,
        call,
        stored.resident(),
        MessageKind::RateService,
        Some(&service.to_string()),
        Some(&stored.booking.doctor),
        Some(call.today),
    )?;
    after(tx, call, booking)
}

/// Marks a resident as not having come. Nobody has failed to come before the session begins.
pub fn mark_no_show(
    tx: &mut dyn Tx,
    call: &Call,
    booking: BookingId,
    _body: (),
) -> Result<Booking, Failure> {
    let stored = attend(tx, call, booking, "absence", &[BookingState::Booked])?;
    if !stored.begun(call.now) {
        return Err(Code::WrongState.into());
    }
    move_on(tx, call, &stored, BookingState::NoShow, None)?;
    after(tx, call, booking)
}

/// Opens a booking for a step that is possible from these states.
fn attend(
    tx: &mut dyn Tx,
    call: &Call,
    booking: BookingId,
    purpose: &'static str,
    from: &[BookingState],
) -> Result<Stored, Failure> {
    let stored = open(tx, call, booking, Action::Attend, purpose)?;
    stored.unchanged(call)?;
    if from.contains(&stored.booking.state) {
        Ok(stored)
    } else {
        Err(Code::WrongState.into())
    }
}

fn move_on(
    tx: &mut dyn Tx,
    call: &Call,
    stored: &Stored,
    to: BookingState,
    service: Option<ServiceId>,
) -> Result<(), Failure> {
    tx.exec(
        "UPDATE booking SET state = $3, service_id = $4, changed_ms = $5, version = version + 1
         WHERE district_id = $1 AND id = $2",
        &[
            (&call.district).into(),
            stored.booking.booking_id.into(),
            Val::word(&to)?,
            service.into(),
            call.now.into(),
        ],
    )?;
    Ok(())
}

fn summary(body: &FinishBody) -> Result<&str, Failure> {
    let summary = body.summary.trim();
    let error = match summary.chars().count() {
        0 => FieldError::new("summary", "required"),
        1..=SUMMARY_MAX => return Ok(summary),
        _ => FieldError::new("summary", "too_long").with_limit(SUMMARY_MAX),
    };
    Err(Problem::invalid(vec![error]).into())
}

fn is_own(call: &Call, team: TeamId) -> bool {
    matches!(&call.actor, Actor::Staff { teams, .. } if teams.contains(&team))
}

/// The sessions of a day that are the caller's to attend, by time.
fn sessions_of(tx: &mut dyn Tx, call: &Call, date: NaiveDate) -> Result<Vec<Row>, Failure> {
    let Actor::Staff {
        staff_id,
        role,
        institution_id,
        ..
    } = &call.actor
    else {
        return Err(Code::Forbidden.into());
    };
    let district = || Val::from(&call.district);
    let rows = match role {
        Role::Desk => tx.rows(
            session_select!(
                ", 0 AS contracted",
                "WHERE s.district_id = $1 AND s.institution_id = $2 AND s.held_on = $3
                 ORDER BY s.start_minute, d.name, s.id"
            ),
            &[district(), (*institution_id).into(), date.into()],
        ),
        Role::Nurse => tx.rows(
            session_select!(
                ", 0 AS contracted",
                "WHERE s.district_id = $1 AND s.held_on = $3 AND s.institution_id = $4
                     AND s.team_id IN (SELECT m.team_id FROM team_member m
                                       WHERE m.district_id = $1 AND m.staff_id = $2)
                 ORDER BY s.start_minute, d.name, s.id"
            ),
            &[
                district(),
                (*staff_id).into(),
                date.into(),
                (*institution_id).into(),
            ],
        ),
        Role::Gp | Role::PublicHealth | Role::VillageDoctor | Role::Specialist => tx.rows(
            session_select!(
                ", 0 AS contracted",
                "WHERE s.district_id = $1 AND s.doctor_id = $2 AND s.held_on = $3
                     AND s.institution_id = $4
                 ORDER BY s.start_minute, s.id"
            ),
            &[
                district(),
                (*staff_id).into(),
                date.into(),
                (*institution_id).into(),
            ],
        ),
        Role::InstitutionAdmin | Role::DistrictAdmin => return Err(Code::Forbidden.into()),
    };
    Ok(rows?)
}

/// The bookings of a session that the caller may see, by number, cancelled ones left out.
fn bookings_in(
    tx: &mut dyn Tx,
    call: &Call,
    session: ClinicSessionId,
) -> Result<Vec<Booking>, Failure> {
    let rows = tx.rows(
        booking_select!(
            "WHERE b.district_id = $1 AND b.session_id = $2 AND b.state <> 'cancelled'
             ORDER BY b.number"
        ),
        &[(&call.district).into(), session.into()],
    )?;
    let mut bookings = Vec::new();
    for row in &rows {
        let stored = stored(row, call)?;
        if stored.open_to(call, Action::ReadBooking) {
            bookings.push(stored.reply(call));
        }
    }
    Ok(bookings)
}
