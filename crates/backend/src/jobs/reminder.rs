//! A reminder of a visit, at six in the evening before it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::api::bookings::BookingState;
use domain::api::messages::MessageKind;
use domain::ids::{BookingId, ResidentId};
use domain::rules::booking::district_offset;
use serde::{Deserialize, Serialize};

use super::{Ended, Kind, owe};
use crate::call::Call;
use crate::db::Tx;
use crate::failure::Failure;
use crate::resources::messages::send_message;

/// The hour of the evening before.
const EVENING: u32 = 18;

/// Of which booking.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Of {
    booking: BookingId,
}

/// Owes the reminder of a booking; one made later than that evening has none.
pub fn remind(
    tx: &mut dyn Tx,
    call: &Call,
    booking: BookingId,
    held_on: NaiveDate,
) -> Result<(), Failure> {
    match evening_before(held_on) {
        Some(evening) if call.now < evening => owe(
            tx,
            call,
            Kind::BookingReminder,
            &format!("booking_reminder:{booking}"),
            &Of { booking },
            evening,
        ),
        _ => Ok(()),
    }
}

fn evening_before(day: NaiveDate) -> Option<DateTime<Utc>> {
    let evening = day.pred_opt()?.and_hms_opt(EVENING, 0, 0)?;
    let local = evening.and_local_timezone(district_offset()).single()?;
    Some(local.to_utc())
}

/// Reminds, where the booking still stands.
pub(super) fn perform(tx: &mut dyn Tx, call: &Call, of: &Of) -> Result<Ended, Failure> {
    let found = tx.one(
        "SELECT b.resident_id, b.held_on, b.state, s.name AS doctor FROM booking b
         JOIN staff s ON s.district_id = b.district_id AND s.id = b.doctor_id
         WHERE b.district_id = $1 AND b.id = $2",
        &[(&call.district).into(), of.booking.into()],
    )?;
    let Some(row) = found else {
        return Ok(Ended::Done);
    };
    let day: NaiveDate = row.get("held_on")?;
    // Late by a day, it would speak of today as tomorrow.
    if row.word::<BookingState>("state")? != BookingState::Booked || day <= call.today {
        return Ok(Ended::Done);
    }
    let resident: ResidentId = row.get("resident_id")?;
    let doctor: String = row.get("doctor")?;
    send_message(
        tx,
        call,
        resident,
        MessageKind::BookingReminder,
        Some(&of.booking.to_string()),
        Some(&doctor),
        Some(day),
    )?;
    call.tells(tx, &[resident])?;
    Ok(Ended::Done)
}
