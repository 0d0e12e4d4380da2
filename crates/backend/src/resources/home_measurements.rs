//! What a resident measures at home: writing it down, taking back what was typed wrongly, when to be reminded,
//! and the team's look at an alarming one. Judged here again by the figures of the definitions in force; an
//! emergency stands on top of the team's worklist until somebody has looked.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::access::{Action, Actor};
use domain::api::home_measurements::{
    CallCard, GetHomeMeasuring, HomeMeasuring, HomeReading, Measure, MeasureBody, MeasureReminder,
    REMINDERS_MAX, RemindersBody, SeeAlert, SetReminders, TakeBackMeasurement,
};
use domain::ids::{AccountId, HomeMeasurementId, ResidentId};
use domain::person::Sex;
use domain::problem::{Code, FieldError, Problem};
use domain::programme::Known;

use super::follow_up_effects::{signer, touch};
use super::home_readings::{self, figures, reading};
use super::suspect_making;
use crate::call::{Call, care, care_columns};
use crate::db::{Row, Tx, Val};
use crate::failure::Failure;
use crate::http::Api;
use crate::jobs;
use crate::programmes;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<GetHomeMeasuring>(get_home_measuring);
    api.write::<Measure>(measure);
    api.write::<TakeBackMeasurement>(take_back);
    api.write::<SetReminders>(set_reminders);
    api.write::<SeeAlert>(see_alert);
}

/// Minutes of a day.
const DAY_MINUTES: u16 = 24 * 60;
/// Reminders come in quarters of an hour.
const STEP: u16 = 15;

/// Answers what was measured at home.
fn get_home_measuring(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    _query: (),
) -> Result<HomeMeasuring, Failure> {
    let care = call.open_resident(tx, resident, Action::ReadRecord, "home_measurements")?;
    let (born, sex) = person(tx, call, resident)?;
    let known = Known {
        born,
        sex,
        height: None,
    };
    let team = tx
        .one(
            "SELECT name, phone FROM team WHERE district_id = $1 AND id = $2",
            &[(&call.district).into(), care.follow_up_team().into()],
        )?
        .ok_or_else(|| Failure::broken("a team is missing"))?;
    Ok(HomeMeasuring {
        readings: home_readings::readings(tx, call, resident, home_readings::MOST)?,
        figures: figures(call, born, sex)?,
        target: programmes::pressure_limits(&known, call.today)
            .ok_or_else(|| Failure::broken("no edition of hypertension has limits"))?,
        reminders: reminders(tx, call, resident)?,
        call: CallCard {
            team: team.get("name")?,
            phone: team.get("phone")?,
        },
        may_write: call.may(Action::Measure, &care),
    })
}

fn person(tx: &mut dyn Tx, call: &Call, resident: ResidentId) -> Result<(NaiveDate, Sex), Failure> {
    let row = tx
        .one(
            "SELECT birth_date, sex FROM resident WHERE district_id = $1 AND id = $2",
            &[(&call.district).into(), resident.into()],
        )?
        .ok_or(Code::NotFound)?;
    Ok((row.get("birth_date")?, row.word("sex")?))
}

fn writer(call: &Call) -> Result<AccountId, Failure> {
    match &call.actor {
        Actor::Account { account_id, .. } => Ok(*account_id),
        Actor::Visitor | Actor::Staff { .. } => Err(Code::Forbidden.into()),
    }
}

/// Writes down what was measured at home.
fn measure(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    body: MeasureBody,
) -> Result<HomeReading, Failure> {
    let cared = call.open_resident(tx, resident, Action::Measure, "home_measurement")?;
    let account = writer(call)?;
    if let Some(row) = find(tx, call, body.id)? {
        let kept = reading(&row)?;
        let same = care(&row)?.resident_id == resident
            && kept.reading.taken_at.timestamp_millis() == body.reading.taken_at.timestamp_millis()
            && (kept.reading.value, kept.reading.second)
                == (body.reading.value, body.reading.second);
        return if same {
            Ok(kept)
        } else {
            Err(Code::Conflict.into())
        };
    }
    let (born, sex) = person(tx, call, resident)?;
    let figures = figures(call, born, sex)?;
    let read = &body.reading;
    let errors = figures.check(read, call.now);
    if !errors.is_empty() {
        return Err(Problem::invalid(errors).into());
    }
    let moment = read.moment.map(|moment| Val::word(&moment)).transpose()?;
    let alert = figures.alert(read);
    let alert = alert.map(|alert| Val::word(&alert)).transpose()?;
    tx.exec(
        "INSERT INTO home_measurement (district_id, id, resident_id, kind, value, second, moment,
             taken_ms, unusual, entered_by, entered_ms, alert, team_id, village)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        &[
            (&call.district).into(),
            body.id.into(),
            resident.into(),
            Val::word(&read.kind)?,
            read.value.into(),
            read.second.into(),
            moment.unwrap_or(Val::Null),
            read.taken_at.into(),
            figures.unusual(read).into(),
            account.into(),
            call.now.into(),
            alert.unwrap_or(Val::Null),
            cared.follow_up_team().into(),
            (&cared.village).into(),
        ],
    )?;
    suspect_making::changed(tx, call, &cared)?;
    touch(tx, call, resident)?;
    let row = find(tx, call, body.id)?.ok_or_else(|| Failure::broken("a reading is gone"))?;
    reading(&row)
}

fn find(tx: &mut dyn Tx, call: &Call, id: HomeMeasurementId) -> Result<Option<Row>, Failure> {
    Ok(tx.one(
        concat!(
            "SELECT ",
            care_columns!(),
            ", m.id, m.kind, m.value, m.second, m.moment, m.taken_ms, m.unusual, m.alert,
                 s.name AS seen_by
             FROM home_measurement m
             JOIN resident r ON r.district_id = m.district_id AND r.id = m.resident_id
             LEFT JOIN staff s ON s.district_id = m.district_id AND s.id = m.seen_by
             WHERE m.district_id = $1 AND m.id = $2"
        ),
        &[(&call.district).into(), id.into()],
    )?)
}

/// Takes back what was typed wrongly; it is kept, and counts nowhere.
fn take_back(
    tx: &mut dyn Tx,
    call: &Call,
    id: HomeMeasurementId,
    _body: (),
) -> Result<(), Failure> {
    let row = find(tx, call, id)?.ok_or(Code::NotFound)?;
    let care = care(&row)?;
    call.open(&care, Action::Measure, "home_measurement_taken_back")?;
    let changed = tx.exec(
        "UPDATE home_measurement SET taken_back_ms = $3
         WHERE district_id = $1 AND id = $2 AND taken_back_ms IS NULL",
        &[(&call.district).into(), id.into(), call.now.into()],
    )?;
    if changed == 0 {
        return Err(Code::NotFound.into());
    }
    suspect_making::changed(tx, call, &care)?;
    touch(tx, call, care.resident_id)
}

fn reminders(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
) -> Result<Vec<MeasureReminder>, Failure> {
    let rows = tx.rows(
        "SELECT kind, minute FROM measure_reminder
         WHERE district_id = $1 AND resident_id = $2 ORDER BY kind, minute",
        &[(&call.district).into(), resident.into()],
    )?;
    let mut reminders = Vec::new();
    for row in &rows {
        reminders.push(MeasureReminder {
            kind: row.word("kind")?,
            minute: row.get("minute")?,
        });
    }
    reminders.sort_by_key(|one| (one.minute, one.kind));
    Ok(reminders)
}

/// Chooses when to be reminded.
fn set_reminders(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    body: RemindersBody,
) -> Result<Vec<MeasureReminder>, Failure> {
    call.open_resident(tx, resident, Action::Measure, "measure_reminders")?;
    let wanted: BTreeSet<MeasureReminder> = body.reminders.into_iter().collect();
    let possible =
        |one: &MeasureReminder| one.minute < DAY_MINUTES && one.minute.is_multiple_of(STEP);
    let fault = if wanted.len() > REMINDERS_MAX {
        Some(FieldError::new("reminders", "too_many").with_limit(REMINDERS_MAX))
    } else if !wanted.iter().all(possible) {
        Some(FieldError::new("reminders", "out_of_range").with_limit(STEP))
    } else {
        None
    };
    if let Some(fault) = fault {
        return Err(Problem::invalid(vec![fault]).into());
    }
    tx.exec(
        "DELETE FROM measure_reminder WHERE district_id = $1 AND resident_id = $2",
        &[(&call.district).into(), resident.into()],
    )?;
    for one in &wanted {
        tx.exec(
            "INSERT INTO measure_reminder (district_id, resident_id, kind, minute)
             VALUES ($1, $2, $3, $4)",
            &[
                (&call.district).into(),
                resident.into(),
                Val::word(&one.kind)?,
                one.minute.into(),
            ],
        )?;
        jobs::remind_of_measuring(tx, call, one.minute)?;
    }
    reminders(tx, call, resident)
}

/// Says that somebody of the team has looked.
fn see_alert(
    tx: &mut dyn Tx,
    call: &Call,
    id: HomeMeasurementId,
    _body: (),
) -> Result<HomeReading, Failure> {
    let row = find(tx, call, id)?.ok_or(Code::NotFound)?;
    call.open(&care(&row)?, Action::FollowUp, "home_alert")?;
    let (staff, _) = signer(call)?;
    tx.exec(
        "UPDATE home_measurement SET seen_ms = $3, seen_by = $4
         WHERE district_id = $1 AND id = $2 AND alert IS NOT NULL AND seen_ms IS NULL",
        &[
            (&call.district).into(),
            id.into(),
            call.now.into(),
            staff.into(),
        ],
    )?;
    let row = find(tx, call, id)?.ok_or_else(|| Failure::broken("a reading is gone"))?;
    reading(&row)
}
