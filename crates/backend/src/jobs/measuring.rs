//! Reminds of measuring at home, at the times that people chose. Whoever has measured in the hours before is
//! not reminded.

use chrono::{NaiveDate, TimeDelta};
use domain::api::messages::MessageKind;
use domain::ids::{ResidentId, Uuid};
use serde::{Deserialize, Serialize};

use super::{Ended, Kind, day, goes_on, owe};
use crate::call::Call;
use crate::db::Tx;
use crate::failure::Failure;
use crate::resources::messages::send_message;

/// Reminders in a piece.
const PIECE: i64 = 200;
/// Whoever measured so recently needs no reminder.
const JUST_NOW: TimeDelta = TimeDelta::hours(2);
/// A reminder that comes later than that is worse than none.
const TOO_LATE: TimeDelta = TimeDelta::hours(1);

/// Of which day and minute, and where the piece before ended.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Of {
    day: NaiveDate,
    minute: u16,
    after: Option<(ResidentId, String)>,
}

/// Owes the reminders of a day that somebody has chosen.
pub(super) fn begin(tx: &mut dyn Tx, call: &Call, day: NaiveDate) -> Result<(), Failure> {
    let minutes = tx.rows(
        "SELECT DISTINCT minute FROM measure_reminder WHERE district_id = $1",
        &[(&call.district).into()],
    )?;
    for row in &minutes {
        at(tx, call, day, row.get("minute")?)?;
    }
    Ok(())
}

/// Owes the reminders of a minute of today, where it still lies ahead.
pub fn remind_of_measuring(tx: &mut dyn Tx, call: &Call, minute: u16) -> Result<(), Failure> {
    if day::at(call.today, split(minute)) > call.now {
        at(tx, call, call.today, minute)?;
    }
    Ok(())
}

fn split(minute: u16) -> (u32, u32) {
    (u32::from(minute / 60), u32::from(minute % 60))
}

fn at(tx: &mut dyn Tx, call: &Call, day: NaiveDate, minute: u16) -> Result<(), Failure> {
    let of = Of {
        day,
        minute,
        after: None,
    };
    let key = format!("measuring:{day}:{minute}");
    owe(
        tx,
        call,
        Kind::Measuring,
        &key,
        &of,
        day::at(day, split(minute)),
    )
}

/// Reminds the next people whom a phone speaks for.
pub(super) fn perform(tx: &mut dyn Tx, call: &Call, of: &Of) -> Result<Ended, Failure> {
    if call.now - day::at(of.day, split(of.minute)) > TOO_LATE {
        return Ok(Ended::Done);
    }
    let nobody = (ResidentId(Uuid::from([0; 16])), String::new());
    let (resident, kind) = of.after.clone().unwrap_or(nobody);
    let chosen = tx.rows(
        "SELECT m.resident_id, m.kind, CASE WHEN EXISTS (
                 SELECT 1 FROM access_grant a
                 WHERE a.district_id = m.district_id AND a.resident_id = m.resident_id
                     AND a.state = 'holding' AND (a.ends IS NULL OR a.ends >= $6)
             ) AND NOT EXISTS (
                 SELECT 1 FROM home_measurement h
                 WHERE h.district_id = m.district_id AND h.resident_id = m.resident_id
                     AND h.kind = m.kind AND h.taken_ms >= $7 AND h.taken_back_ms IS NULL
             ) AND NOT EXISTS (
                 SELECT 1 FROM resident r
                 WHERE r.district_id = m.district_id AND r.id = m.resident_id
                     AND r.left_how IS NOT NULL
             ) THEN 1 ELSE 0 END AS wanted
         FROM measure_reminder m
         WHERE m.district_id = $1 AND m.minute = $2 AND (m.resident_id, m.kind) > ($3, $4)
         ORDER BY m.resident_id, m.kind LIMIT $5",
        &[
            (&call.district).into(),
            of.minute.into(),
            resident.into(),
            kind.into(),
            PIECE.into(),
            call.today.into(),
            (call.now - JUST_NOW).into(),
        ],
    )?;
    let mut told = Vec::new();
    for row in &chosen {
        let resident: ResidentId = row.get("resident_id")?;
        if row.get::<bool>("wanted")? && told.last() != Some(&resident) {
            send_message(
                tx,
                call,
                resident,
                MessageKind::MeasureReminder,
                None,
                None,
                None,
            )?;
            told.push(resident);
        }
    }
    call.tells(tx, &told)?;
    match chosen.last() {
        Some(last) if chosen.len() as i64 == PIECE => goes_on(&Of {
            day: of.day,
            minute: of.minute,
            after: Some((last.get("resident_id")?, last.get("kind")?)),
        }),
        _ => Ok(Ended::Done),
    }
}
