//! What the form of a programme starts from: the person, the last visit, and what can be carried over.

use chrono::NaiveDate;
use domain::access::Action;
use domain::api::follow_ups::{AlsoPlanned, FollowUp, FollowUpStart, StartFollowUp};
use domain::api::records::MeasurementKind;
use domain::ids::ResidentId;
use domain::problem::Code;
use domain::programme::{ProgrammeCode, carried};

use super::colour_making::courses;
use super::departures::{departure, departure_columns};
use super::follow_up_reading::{follow_up, recorded};
use super::people::{header, person_columns};
use super::{home_readings, measurements, records};
use crate::call::{Call, care_columns};
use crate::db::Tx;
use crate::failure::Failure;
use crate::http::Api;
use crate::programmes;
use crate::three_colours::rules;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<StartFollowUp>(start);
}

/// Answers what the form of a programme starts from.
fn start(
    tx: &mut dyn Tx,
    call: &Call,
    (resident, programme): (ResidentId, ProgrammeCode),
    _query: (),
) -> Result<FollowUpStart, Failure> {
    call.open_resident(tx, resident, Action::FollowUp, "follow_up_form")?;
    started(tx, call, resident, &programme)
}

/// The same for a caller who may follow the resident up.
pub(super) fn started(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    programme: &ProgrammeCode,
) -> Result<FollowUpStart, Failure> {
    let definition = programmes::in_force(programme, call.today).ok_or(Code::NotFound)?;
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
    let last = tx.one(
        recorded!(
            "WHERE f.district_id = $1 AND f.resident_id = $2 AND f.programme = $3
             ORDER BY f.visited_on DESC, f.recorded_ms DESC LIMIT 1"
        ),
        &[
            (&call.district).into(),
            resident.into(),
            programme.as_str().into(),
        ],
    )?;
    let last_on: Option<NaiveDate> = match &last {
        Some(row) => Some(row.get("visited_on")?),
        None => None,
    };
    let last: Option<FollowUp> = last.map(|row| follow_up(&row, call)).transpose()?;
    let told = last.as_ref().zip(last_on);
    Ok(FollowUpStart {
        person: header(&row, call.today)?,
        birth_date: row.get("person_birth_date")?,
        rules_version: definition.edition.clone(),
        previous_class: last.as_ref().map(|last| last.class.code.clone()),
        carried: told
            .map(|(last, on)| carried(definition, &last.form, on))
            .unwrap_or_default(),
        allergies: records::allergies(tx, call, resident)?,
        drugs: records::drugs(tx, call, resident)?,
        height_tenths: measurements::latest(tx, call, resident, MeasurementKind::Height)?,
        home: home_readings::readings(tx, call, resident, home_readings::BESIDE)?,
        due: due(tx, call, resident, programme)?,
        also: also(tx, call, resident, programme)?,
        departure: departure(&row)?,
        scale: rules().scale(programme, &courses(tx, call, resident)?, call.today),
        last,
    })
}

/// The other follow-ups that are planned for the resident.
fn also(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    programme: &ProgrammeCode,
) -> Result<Vec<AlsoPlanned>, Failure> {
    let rows = tx.rows(
        "SELECT programme, due FROM follow_up_plan
         WHERE district_id = $1 AND resident_id = $2 AND programme <> $3
         ORDER BY programme",
        &[
            (&call.district).into(),
            resident.into(),
            programme.as_str().into(),
        ],
    )?;
    let mut also = Vec::new();
    for row in &rows {
        let programme: ProgrammeCode = row.word("programme")?;
        // A programme that is no longer in force has no form.
        if let Some(definition) = programmes::in_force(&programme, call.today) {
            also.push(AlsoPlanned {
                title: definition.title.clone(),
                due: row.get("due")?,
                programme,
            });
        }
    }
    also.sort_by(|a, b| (a.due, &a.programme).cmp(&(b.due, &b.programme)));
    Ok(also)
}

fn due(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    programme: &ProgrammeCode,
) -> Result<Option<NaiveDate>, Failure> {
    let row = tx.one(
        "SELECT due FROM follow_up_plan
         WHERE district_id = $1 AND resident_id = $2 AND programme = $3",
        &[
            (&call.district).into(),
            resident.into(),
            programme.as_str().into(),
        ],
    )?;
    Ok(row.map(|row| row.get("due")).transpose()?)
}
