//! A recorded follow-up of whatever programme, told by the edition that it was made with.

use domain::access::Action;
use domain::api::follow_ups::{FollowUp, GetFollowUp};
use domain::ids::FollowUpId;
use domain::problem::Code;
use domain::programme::{Answers, Decision, Edition, Facts, Known, ProgrammeCode};

use super::people::{header, person_columns};
use crate::call::{Call, care, care_columns};
use crate::db::{Row, Tx};
use crate::failure::Failure;
use crate::http::Api;
use crate::programmes;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<GetFollowUp>(get_follow_up);
}

/// Columns of a recorded follow-up; read by [`follow_up`].
macro_rules! recorded {
    ($rest:literal) => {
        concat!(
            "SELECT ",
            person_columns!(),
            ", ",
            care_columns!(),
            ", f.id, f.form, f.bmi_tenths, f.decision, f.rules_version, f.recorded_ms, f.visited_on,
                f.class, f.programme, f.doctor_id, f.version, s.name AS doctor,
                i.name AS institution,
                (SELECT b.class FROM follow_up b
                 WHERE b.district_id = f.district_id AND b.resident_id = f.resident_id
                     AND b.programme = f.programme AND b.visited_on < f.visited_on
                 ORDER BY b.visited_on DESC, b.recorded_ms DESC LIMIT 1) AS class_before
            FROM follow_up f
            JOIN resident r ON r.district_id = f.district_id AND r.id = f.resident_id
            JOIN staff s ON s.district_id = f.district_id AND s.id = f.doctor_id
            JOIN institution i ON i.district_id = f.district_id AND i.id = f.institution_id ",
            $rest
        )
    };
}
pub(super) use recorded;

/// Answers a recorded follow-up.
fn get_follow_up(
    tx: &mut dyn Tx,
    call: &Call,
    id: FollowUpId,
    _query: (),
) -> Result<FollowUp, Failure> {
    let row = find(tx, call, id)?.ok_or(Code::NotFound)?;
    let care = care(&row)?;
    call.open(&care, Action::ReadRecord, "follow_up")?;
    let programme: ProgrammeCode = row.word("programme")?;
    if call.only_helps(care.resident_id) && programmes::secret(&programme) {
        return Err(Code::NotFound.into());
    }
    call.answer_version(row.get("version")?);
    follow_up(&row, call)
}

/// The row of a follow-up, for [`follow_up`].
pub(super) fn find(tx: &mut dyn Tx, call: &Call, id: FollowUpId) -> Result<Option<Row>, Failure> {
    Ok(tx.one(
        recorded!("WHERE f.district_id = $1 AND f.id = $2"),
        &[(&call.district).into(), id.into()],
    )?)
}

/// A recorded follow-up.
pub(super) fn follow_up(row: &Row, call: &Call) -> Result<FollowUp, Failure> {
    let person = header(row, call.today)?;
    let programme: ProgrammeCode = row.word("programme")?;
    let rules_version: Edition = row.word("rules_version")?;
    let form: Answers = row.json("form")?;
    let decision: Decision = row.json("decision")?;
    let class: String = row.get("class")?;
    let known = Known {
        born: row.get("person_birth_date")?,
        sex: person.sex,
        height: None,
    };
    let bmi: Option<u16> = row.get("bmi_tenths")?;
    let (mut computed, mut reasons) = (Vec::new(), Vec::new());
    if let Some(definition) = programmes::edition(&programme, &rules_version)
        && let Some(facts) = Facts::new(definition, &form, &known, None)
    {
        computed = programmes::computed(&facts, bmi);
        reasons = programmes::reasons(&facts, &decision);
    }
    Ok(FollowUp {
        follow_up_id: row.get("id")?,
        person,
        class: programmes::class_card(&programme, &class),
        programme,
        rules_version,
        form,
        computed,
        class_before: row.get("class_before")?,
        decision,
        reasons,
        doctor: row.get("doctor")?,
        institution: row.get("institution")?,
        recorded_at: row.get("recorded_ms")?,
        version: row.get("version")?,
    })
}
