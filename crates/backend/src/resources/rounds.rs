//! A round's quick entry: a few numbers of one person after another, often typed without network and
//! brought later. The numbers are measurements like those of a visit; what was said stands beside them.

use chrono::{DateTime, Months, NaiveDate, Utc};
use domain::access::{Action, Actor};
use domain::api::records::MeasurementKind;
use domain::api::rounds::{ListRoundEntries, RecordRoundEntry, RoundEntry, RoundEntryBody};
use domain::ids::{ResidentId, RoundEntryId, StaffId};
use domain::problem::{Code, Problem};
use domain::rules::departure::visit_fault;
use domain::rules::round::check;
use domain::rules::secrecy;

use super::departures::departure_of;
use super::measurements::{self, Taken};
use super::{area_positions, suspect_making};
use crate::call::Call;
use crate::db::{Row, Tx};
use crate::failure::Failure;
use crate::http::Api;

/// Months that are listed.
const LISTED_MONTHS: u32 = 12;

/// Entries on the page of a record.
const SAID_SHOWN: usize = 20;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.write::<RecordRoundEntry>(record);
    api.read::<ListRoundEntries>(list);
}

/// Records what was measured and said of one person.
fn record(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    mut body: RoundEntryBody,
) -> Result<RoundEntry, Failure> {
    let Actor::Staff { staff_id, .. } = &call.actor else {
        return Err(Code::Forbidden.into());
    };
    let staff = *staff_id;
    for text in [&mut body.complaint, &mut body.advice] {
        *text = text
            .take()
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty());
    }
    // What has arrived before is answered as before, whoever cares for the person by now.
    let earlier = find(tx, call, body.id)?;
    if let Some((of, by, there)) = &earlier
        && *of == resident
        && *by == staff
        && there.entry == body
    {
        call.audit(resident, Action::FollowUp, "round_entry");
        return Ok(there.clone());
    }
    let care = call.open_resident(tx, resident, Action::FollowUp, "round_entry")?;
    if earlier.is_some() {
        return Err(Code::Conflict.into());
    }
    let left = departure_of(tx, call, resident)?;
    let mut errors = check(&body, call.today);
    errors.extend(visit_fault("on", left.as_ref(), body.on));
    if !errors.is_empty() {
        return Err(Problem::invalid(errors).into());
    }
    let new = tx.exec(
        "INSERT INTO round_entry
             (district_id, id, resident_id, entered_on, sbp, dbp, heart_rate, glucose_tenths,
              complaint, advice, staff_id, recorded_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT DO NOTHING",
        &[
            (&call.district).into(),
            body.id.into(),
            resident.into(),
            body.on.into(),
            body.sbp.into(),
            body.dbp.into(),
            body.heart_rate.into(),
            body.glucose_tenths.into(),
            body.complaint.as_deref().into(),
            body.advice.as_deref().into(),
            staff.into(),
            call.now.into(),
        ],
    )?;
    if new == 0 {
        return Err(Code::Conflict.into());
    }
    measurements::keep(tx, call, resident, body.id.0, body.on, &taken(&body))?;
    suspect_making::changed(tx, call, &care)?;
    tx.exec(
        "UPDATE resident SET updated_ms = $3, version = version + 1
         WHERE district_id = $1 AND id = $2",
        &[(&call.district).into(), resident.into(), call.now.into()],
    )?;
    area_positions::changed(tx, call, resident)?;
    let (_, _, there) =
        find(tx, call, body.id)?.ok_or_else(|| Failure::broken("a round's entry is gone"))?;
    Ok(there)
}

fn taken(body: &RoundEntryBody) -> Vec<Taken> {
    let one = |kind, value: Option<u16>, second| {
        value.map(|value| Taken {
            kind,
            value,
            second,
        })
    };
    [
        one(MeasurementKind::BloodPressure, body.sbp, body.dbp),
        one(MeasurementKind::HeartRate, body.heart_rate, None),
        one(MeasurementKind::FastingGlucose, body.glucose_tenths, None),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Lists a person's entries.
fn list(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    _query: (),
) -> Result<Vec<RoundEntry>, Failure> {
    call.open_resident(tx, resident, Action::ReadRecord, "round_entries")?;
    entries(tx, call, resident)
}

/// What was said to a person on rounds, for their record. Whoever only helps reads nothing that names an
/// illness which is kept from them.
pub(super) fn said(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
) -> Result<Vec<RoundEntry>, Failure> {
    let mut entries = entries(tx, call, resident)?;
    let helps = call.only_helps(resident);
    entries.retain(|one| {
        let mut texts = one
            .entry
            .complaint
            .iter()
            .chain(&one.entry.advice)
            .peekable();
        let secret = |text: &String| secrecy::secret_illness(text) || secrecy::secret_drug(text);
        texts.peek().is_some() && !(helps && texts.any(secret))
    });
    entries.truncate(SAID_SHOWN);
    Ok(entries)
}

fn entries(tx: &mut dyn Tx, call: &Call, resident: ResidentId) -> Result<Vec<RoundEntry>, Failure> {
    let since = call
        .today
        .checked_sub_months(Months::new(LISTED_MONTHS))
        .unwrap_or(NaiveDate::MIN);
    tx.rows(
        "SELECT e.id, e.resident_id, e.entered_on, e.sbp, e.dbp, e.heart_rate, e.glucose_tenths,
             e.complaint, e.advice, e.staff_id, e.recorded_ms, s.name AS doctor
         FROM round_entry e
         JOIN staff s ON s.district_id = e.district_id AND s.id = e.staff_id
         WHERE e.district_id = $1 AND e.resident_id = $2 AND e.entered_on >= $3
         ORDER BY e.entered_on DESC, e.recorded_ms DESC LIMIT 100",
        &[(&call.district).into(), resident.into(), since.into()],
    )?
    .iter()
    .map(entry)
    .collect()
}

fn find(
    tx: &mut dyn Tx,
    call: &Call,
    id: RoundEntryId,
) -> Result<Option<(ResidentId, StaffId, RoundEntry)>, Failure> {
    let row = tx.one(
        "SELECT e.id, e.resident_id, e.entered_on, e.sbp, e.dbp, e.heart_rate, e.glucose_tenths,
             e.complaint, e.advice, e.staff_id, e.recorded_ms, s.name AS doctor
         FROM round_entry e
         JOIN staff s ON s.district_id = e.district_id AND s.id = e.staff_id
         WHERE e.district_id = $1 AND e.id = $2",
        &[(&call.district).into(), id.into()],
    )?;
    row.map(|row| Ok((row.get("resident_id")?, row.get("staff_id")?, entry(&row)?)))
        .transpose()
}

fn entry(row: &Row) -> Result<RoundEntry, Failure> {
    Ok(RoundEntry {
        entry: RoundEntryBody {
            id: row.get("id")?,
            on: row.get("entered_on")?,
            sbp: row.get("sbp")?,
            dbp: row.get("dbp")?,
            heart_rate: row.get("heart_rate")?,
            glucose_tenths: row.get("glucose_tenths")?,
            complaint: row.get("complaint")?,
            advice: row.get("advice")?,
        },
        doctor: row.get("doctor")?,
        recorded_at: row.get::<DateTime<Utc>>("recorded_ms")?,
    })
}
