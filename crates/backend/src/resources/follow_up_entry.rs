//! Recording a follow-up, of whichever programme: checked, decided again by the rules that the doctor saw,
//! and written with all that follows from it (measurements, drugs, the next date, the promise it
//! fulfils, a message) in one transaction.
//!
//! A visit may arrive late, from a phone that had no network. It is judged by what was known of
//! the visits before it, and it moves neither the drugs nor the next date of a later one.

use chrono::NaiveDate;
use domain::access::{Action, Actor};
use domain::api::messages::MessageKind;
use domain::api::records::{Drug, MeasurementKind};
use domain::api::typed_follow_ups::{
    FollowUp, RecordDiabetes, RecordFollowUpBody, RecordHypertension,
};
use domain::codes::Programme;
use domain::ids::{InstitutionId, ResidentId, StaffId};
use domain::problem::Code;
use domain::rules::chronic::{Common, Form, bmi_tenths};

use super::area_positions;
use super::follow_up_judgement::judge;
use super::follow_up_plans::{self, Visited};
use super::follow_ups::{find, follow_up};
use super::measurements::{self, Taken};
use super::messages::send_message;
use crate::call::Call;
use crate::db::{Tx, Val};
use crate::failure::Failure;
use crate::http::Api;
use serde::Serialize;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.write::<RecordHypertension>(record);
    api.write::<RecordDiabetes>(record);
}

/// Records a follow-up, decides again and sets the next date.
fn record<F: Form>(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    body: RecordFollowUpBody<F>,
) -> Result<FollowUp<F>, Failure> {
    let (doctor, institution) = signer(call)?;
    let there = find(tx, call, body.id)?;
    if let Some(row) = &there
        && row.word::<Programme>("programme")? == F::PROGRAMME
    {
        let earlier = follow_up::<F>(row, call)?;
        let same = earlier.person.resident_id == resident
            && row.get::<StaffId>("doctor_id")? == doctor
            && earlier.form == body.form
            && earlier.decision == body.decision
            && earlier.rules_version == body.rules_version;
        // As in `follow_up_recording`: its author hears that it is written.
        if same {
            call.audit(resident, Action::FollowUp, "follow_up");
            return Ok(earlier);
        }
    }
    let care = call.open_resident(tx, resident, Action::FollowUp, "follow_up")?;
    if there.is_some() {
        return Err(Code::Conflict.into());
    }
    judge(tx, call, resident, &body)?;

    let form = body.form.common();
    let height = measurements::latest(tx, call, resident, MeasurementKind::Height)?;
    let bmi = form
        .weight
        .zip(height)
        .and_then(|(weight, height)| bmi_tenths(weight, height));
    insert(tx, call, resident, &body, &form, bmi, (doctor, institution))?;
    measurements::keep(
        tx,
        call,
        resident,
        body.id.0,
        form.visit_date,
        &taken(&form, bmi),
    )?;
    if is_newest(tx, call, resident, &word(&F::PROGRAMME)?, form.visit_date)? {
        replace_drugs(tx, call, resident, form.drugs)?;
        let visited = Visited {
            programme: &word(&F::PROGRAMME)?,
            on: Some(form.visit_date),
            class: Some(&word(&form.class)?),
            bp: Some((form.sbp, form.dbp)),
            glucose: form.fasting_glucose,
            next: Some(form.next_date),
            referral: body.decision.referral,
        };
        follow_up_plans::plan(tx, call, &care, &visited)?;
    }
    fulfil_promise(tx, call, resident, F::PLAN_ITEM, form.visit_date, doctor)?;
    touch(tx, call, resident)?;
    let about = body.id.to_string();
    let kind = MessageKind::FollowUpDone;
    send_message(
        tx,
        call,
        resident,
        kind,
        Some(&about),
        None,
        Some(form.next_date),
    )?;
    let row = find(tx, call, body.id)?.ok_or_else(|| Failure::broken("a follow-up is gone"))?;
    follow_up(&row, call)
}

/// A code as it stands in JSON and in storage.
fn word<T: Serialize>(code: &T) -> Result<String, Failure> {
    match Val::word(code)? {
        Val::Text(word) => Ok(word),
        _ => Err(Failure::broken("a code is no word")),
    }
}

pub(super) fn signer(call: &Call) -> Result<(StaffId, InstitutionId), Failure> {
    match &call.actor {
        Actor::Staff {
            staff_id,
            institution_id,
            ..
        } => Ok((*staff_id, *institution_id)),
        Actor::Visitor | Actor::Account { .. } => Err(Code::Forbidden.into()),
    }
}

fn insert<F: Form>(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    body: &RecordFollowUpBody<F>,
    form: &Common<'_>,
    bmi: Option<u16>,
    (doctor, institution): (StaffId, InstitutionId),
) -> Result<(), Failure> {
    let written = tx.exec(
        "INSERT INTO follow_up
             (district_id, id, resident_id, programme, visited_on, way, class, referral, next_date,
              sbp, dbp, form, decision, rules_version, bmi_tenths, doctor_id, institution_id,
              recorded_ms, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 1)
         ON CONFLICT DO NOTHING",
        &[
            (&call.district).into(),
            body.id.into(),
            resident.into(),
            Val::word(&F::PROGRAMME)?,
            form.visit_date.into(),
            Val::word(&form.way)?,
            Val::word(&form.class)?,
            Val::word(&body.decision.referral)?,
            form.next_date.into(),
            form.sbp.into(),
            form.dbp.into(),
            Val::json(&body.form)?,
            Val::json(&body.decision)?,
            (&body.rules_version).into(),
            bmi.into(),
            doctor.into(),
            institution.into(),
            call.now.into(),
        ],
    )?;
    // Somebody took the id meanwhile.
    if written == 0 {
        Err(Code::Conflict.into())
    } else {
        Ok(())
    }
}

fn taken(form: &Common<'_>, bmi: Option<u16>) -> Vec<Taken> {
    let one = |kind, value: Option<u16>| {
        value.map(|value| Taken {
            kind,
            value,
            second: None,
        })
    };
    let pressure = Taken {
        kind: MeasurementKind::BloodPressure,
        value: form.sbp,
        second: Some(form.dbp),
    };
    [
        Some(pressure),
        one(MeasurementKind::FastingGlucose, form.fasting_glucose),
        one(MeasurementKind::HeartRate, form.heart_rate),
        one(MeasurementKind::Weight, form.weight),
        one(MeasurementKind::Bmi, bmi),
    ]
    .into_iter()
    .flatten()
    .collect()
}

pub(super) fn is_newest(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    programme: &str,
    day: NaiveDate,
) -> Result<bool, Failure> {
    let later = tx.one(
        "SELECT id FROM follow_up
         WHERE district_id = $1 AND resident_id = $2 AND programme = $3 AND visited_on > $4
         LIMIT 1",
        &[
            (&call.district).into(),
            resident.into(),
            programme.into(),
            day.into(),
        ],
    )?;
    Ok(later.is_none())
}

/// The form begins with all drugs taken, so what it ends with is all of them again.
pub(super) fn replace_drugs(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    drugs: &[Drug],
) -> Result<(), Failure> {
    tx.exec(
        "DELETE FROM drug WHERE district_id = $1 AND resident_id = $2",
        &[(&call.district).into(), resident.into()],
    )?;
    for (sort, drug) in (0_i64..).zip(drugs) {
        tx.exec(
            "INSERT INTO drug (district_id, resident_id, name, times_a_day, dose, sort)
             VALUES ($1, $2, $3, $4, $5, $6)",
            &[
                (&call.district).into(),
                resident.into(),
                drug.name.trim().into(),
                drug.times_a_day.into(),
                drug.dose.trim().into(),
                sort.into(),
            ],
        )?;
    }
    Ok(())
}

/// Checks off the first follow-up that a contract in force on that day still promises.
pub(super) fn fulfil_promise(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    item: &str,
    day: NaiveDate,
    doctor: StaffId,
) -> Result<(), Failure> {
    tx.exec(
        "UPDATE plan_item SET done_on = $3, done_by = $4
         WHERE (district_id, contract_id, due, id) IN (
             SELECT p.district_id, p.contract_id, p.due, p.id FROM plan_item p
             JOIN contract c ON c.district_id = p.district_id AND c.id = p.contract_id
             WHERE p.district_id = $1 AND p.resident_id = $2 AND p.done_on IS NULL
                 AND p.item_code LIKE $5 AND c.state IN ('active', 'expiring')
                 AND c.begins <= $3 AND c.ends >= $3
             ORDER BY p.due, p.id LIMIT 1)",
        &[
            (&call.district).into(),
            resident.into(),
            day.into(),
            doctor.into(),
            format!("{item}%").into(),
        ],
    )?;
    Ok(())
}

/// The record says when anything in it last changed, and phones that keep it look again.
pub(super) fn touch(tx: &mut dyn Tx, call: &Call, resident: ResidentId) -> Result<(), Failure> {
    tx.exec(
        "UPDATE resident SET updated_ms = $3, version = version + 1
         WHERE district_id = $1 AND id = $2",
        &[(&call.district).into(), resident.into(), call.now.into()],
    )?;
    area_positions::changed(tx, call, resident)
}
