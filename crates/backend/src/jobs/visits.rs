//! Reminders of the next day's visits, at six in the evening: one walk through its sessions. A
//! number taken later than that has none, nor has one that was given back.

use chrono::NaiveDate;
use domain::api::messages::MessageKind;
use domain::ids::{BookingId, ClinicSessionId, ResidentId, Uuid};
use serde::{Deserialize, Serialize};

use super::{Ended, Kind, day, goes_on, owe};
use crate::call::Call;
use crate::db::Tx;
use crate::failure::Failure;
use crate::resources::messages::send_message;

/// When people are reminded, in the district: hour and minute.
const EVENING: (u32, u32) = (18, 0);
/// Visits in a piece.
const PIECE: i64 = 200;

/// Of which day, and where the piece before ended.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Of {
    day: NaiveDate,
    after: Option<(ClinicSessionId, u16)>,
}

/// Owes, on a day, the reminders of the day after.
pub(super) fn begin(tx: &mut dyn Tx, call: &Call, today: NaiveDate) -> Result<(), Failure> {
    let Some(day) = today.succ_opt() else {
        return Ok(());
    };
    owe(
        tx,
        call,
        Kind::Visits,
        &format!("visits:{day}"),
        &Of { day, after: None },
        day::at(today, EVENING),
    )
}

/// Reminds of the next visits.
pub(super) fn perform(tx: &mut dyn Tx, call: &Call, of: &Of) -> Result<Ended, Failure> {
    // Late by a day, it would speak of today as tomorrow.
    if of.day <= call.today {
        return Ok(Ended::Done);
    }
    let (session, number) = of
        .after
        .unwrap_or((ClinicSessionId(Uuid::from([0; 16])), 0));
    // `<> 'cancelled'` says nothing beside the other state; with it the index of live numbers is
    // read.
    let visits = tx.rows(
        "SELECT b.id, b.resident_id, b.session_id, b.number, d.name AS doctor
         FROM clinic_session s
         JOIN booking b ON b.district_id = s.district_id AND b.session_id = s.id
             AND b.state <> 'cancelled' AND b.state = 'booked'
         JOIN staff d ON d.district_id = b.district_id AND d.id = b.doctor_id
         WHERE s.district_id = $1 AND s.held_on = $2 AND s.id >= $3
             AND (s.id > $3 OR b.number > $4)
         ORDER BY s.id, b.number LIMIT $5",
        &[
            (&call.district).into(),
            of.day.into(),
            session.into(),
            number.into(),
            PIECE.into(),
        ],
    )?;
    let mut told = Vec::new();
    for visit in &visits {
        let booking: BookingId = visit.get("id")?;
        let resident: ResidentId = visit.get("resident_id")?;
        let doctor: String = visit.get("doctor")?;
        let sent = send_message(
            tx,
            call,
            resident,
            MessageKind::BookingReminder,
            Some(&booking.to_string()),
            Some(&doctor),
            Some(of.day),
        )?;
        if sent {
            told.push(resident);
        }
    }
    call.tells(tx, &told)?;
    match visits.last() {
        Some(last) if visits.len() as i64 == PIECE => goes_on(&Of {
            day: of.day,
            after: Some((last.get("session_id")?, last.get("number")?)),
        }),
        _ => Ok(Ended::Done),
    }
}
