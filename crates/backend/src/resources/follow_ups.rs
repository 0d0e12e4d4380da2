//! Hypertension follow-ups: what the form starts from, and one that was recorded. Recording one is
//! `follow_up_entry`'s, the list of who is due `due_list`'s.

use domain::access::Action;
use domain::api::records::MeasurementKind;
use domain::api::typed_follow_ups::{
    AnyFollowUp, FollowUp, FollowUpStart, GetTypedFollowUp, StartDiabetes, StartHypertension,
};
use domain::codes::{ControlClass, Programme};
use domain::ids::{FollowUpId, ResidentId};
use domain::person::age_on;
use domain::problem::Code;
use domain::rules::chronic::Form;
use domain::rules::hypertension::{NBPHS_3_2017, target};

use super::people::{header, person_columns};
use super::{measurements, records};
use crate::call::{Call, care, care_columns};
use crate::db::{Row, Tx, Val};
use crate::failure::Failure;
use crate::http::Api;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<StartHypertension>(start);
    api.read::<StartDiabetes>(start);
    api.read::<GetTypedFollowUp>(get_follow_up);
}

/// Columns of a recorded follow-up; read by [`follow_up`].
macro_rules! recorded {
    ($rest:literal) => {
        concat!(
            "SELECT ",
            person_columns!(),
            ", ",
            care_columns!(),
            ", f.id, f.form, f.bmi_tenths, f.decision, f.rules_version, f.recorded_ms,
                f.class, f.programme, f.doctor_id, s.name AS doctor, i.name AS institution
            FROM follow_up f
            JOIN resident r ON r.district_id = f.district_id AND r.id = f.resident_id
            JOIN staff s ON s.district_id = f.district_id AND s.id = f.doctor_id
            JOIN institution i ON i.district_id = f.district_id AND i.id = f.institution_id ",
            $rest
        )
    };
}

/// Answers what a programme's form starts from.
fn start<F: Form>(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    _query: (),
) -> Result<FollowUpStart<F>, Failure> {
    call.open_resident(tx, resident, Action::FollowUp, "follow_up_form")?;
    let row = tx
        .one(
            concat!(
                "SELECT ",
                person_columns!(),
                " FROM resident r WHERE r.district_id = $1 AND r.id = $2"
            ),
            &[(&call.district).into(), resident.into()],
        )?
        .ok_or(Code::NotFound)?;
    let birth_date = row.get("person_birth_date")?;
    let last = tx.one(
        recorded!(
            "WHERE f.district_id = $1 AND f.resident_id = $2 AND f.programme = $3
             ORDER BY f.visited_on DESC, f.recorded_ms DESC LIMIT 1"
        ),
        &[
            (&call.district).into(),
            resident.into(),
            Val::word(&F::PROGRAMME)?,
        ],
    )?;
    let previous_class: Option<ControlClass> =
        last.as_ref().map(|row| row.word("class")).transpose()?;
    let last: Option<FollowUp<F>> = last.map(|row| follow_up(&row, call)).transpose()?;
    Ok(FollowUpStart {
        person: header(&row, call.today)?,
        birth_date,
        previous_class,
        allergies: records::allergies(tx, call, resident)?,
        drugs: records::drugs(tx, call, resident)?,
        habits: last
            .as_ref()
            .map(|last| last.form.habits())
            .unwrap_or_default(),
        height_tenths: measurements::latest(tx, call, resident, MeasurementKind::Height)?,
        target: target(&NBPHS_3_2017, age_on(birth_date, call.today)),
        due: due(tx, call, resident, F::PROGRAMME)?,
        rules_version: NBPHS_3_2017.version.to_owned(),
        last,
    })
}

fn due(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    programme: Programme,
) -> Result<Option<chrono::NaiveDate>, Failure> {
    let row = tx.one(
        "SELECT due FROM follow_up_plan
         WHERE district_id = $1 AND resident_id = $2 AND programme = $3",
        &[
            (&call.district).into(),
            resident.into(),
            Val::word(&programme)?,
        ],
    )?;
    Ok(row.map(|row| row.get("due")).transpose()?)
}

/// Answers a recorded follow-up.
fn get_follow_up(
    tx: &mut dyn Tx,
    call: &Call,
    id: FollowUpId,
    _query: (),
) -> Result<AnyFollowUp, Failure> {
    let row = find(tx, call, id)?.ok_or(Code::NotFound)?;
    call.open(&care(&row)?, Action::ReadRecord, "follow_up")?;
    Ok(match row.word("programme")? {
        Programme::Hypertension => AnyFollowUp::Hypertension(follow_up(&row, call)?),
        Programme::Diabetes => AnyFollowUp::Diabetes(follow_up(&row, call)?),
    })
}

/// The row of a follow-up, for [`follow_up`].
pub(super) fn find(tx: &mut dyn Tx, call: &Call, id: FollowUpId) -> Result<Option<Row>, Failure> {
    Ok(tx.one(
        recorded!("WHERE f.district_id = $1 AND f.id = $2"),
        &[(&call.district).into(), id.into()],
    )?)
}

/// A recorded follow-up, whose programme is the form's.
pub(super) fn follow_up<F: Form>(row: &Row, call: &Call) -> Result<FollowUp<F>, Failure> {
    Ok(FollowUp {
        follow_up_id: row.get("id")?,
        person: header(row, call.today)?,
        form: row.json("form")?,
        bmi_tenths: row.get("bmi_tenths")?,
        decision: row.json("decision")?,
        rules_version: row.get("rules_version")?,
        doctor: row.get("doctor")?,
        institution: row.get("institution")?,
        recorded_at: row.get("recorded_ms")?,
    })
}
