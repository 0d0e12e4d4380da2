//! Correcting and voiding a follow-up. What it was before is copied to `follow_up_past` first, with who
//! changed it and why, and stays there; what follows from the visit (measurements, drugs, the next date, the
//! promise it fulfilled) is made anew from what holds now.

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Action, Care};
use domain::api::colours::Cause;
use domain::api::follow_ups::{
    CorrectFollowUp, CorrectFollowUpBody, Ended, FollowUp, ListFollowUpVersions, PastFollowUp,
    RecordFollowUpBody, VoidFollowUp, VoidFollowUpBody,
};
use domain::ids::{FollowUpId, StaffId};
use domain::problem::{Code, FieldError, Problem};
use domain::programme::{Answers, Edition, ProgrammeCode};

use super::follow_up_conflicts::{changed_meanwhile, may_write_over};
use super::follow_up_effects::{is_newest, replace_drugs, signer, touch};
use super::follow_up_plans::{self, Visited};
use super::follow_up_promises::{self, Made};
use super::follow_up_reading::{find, follow_up};
use super::follow_up_recording::Visit;
use super::follow_up_soundness::judge;
use super::measurements;
use super::{colour_making, suspect_making};
use crate::call::{Call, care, care_columns};
use crate::db::{Row, Tx, Val};
use crate::failure::Failure;
use crate::http::Api;
use crate::programmes;

/// Longest reason, in characters.
const LONGEST_REASON: usize = 200;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.write::<CorrectFollowUp>(correct);
    api.write::<VoidFollowUp>(void);
    api.read::<ListFollowUpVersions>(versions);
}

/// A follow-up that is about to be changed.
struct Held {
    care: Care,
    programme: ProgrammeCode,
    on: NaiveDate,
    doctor: StaffId,
}

impl Held {
    fn made(&self) -> Made {
        Made {
            resident: self.care.resident_id,
            on: self.on,
            doctor: self.doctor,
        }
    }
}

/// Finds it, asks whether it may be changed, and keeps what it is now.
fn hold(
    tx: &mut dyn Tx,
    call: &Call,
    id: FollowUpId,
    ended: Ended,
    reason: &str,
    based_on: Option<i64>,
) -> Result<Held, Failure> {
    let held = find(tx, call, id)?;
    let voided = voided(tx, call, id)?;
    let care = care(held.as_ref().or(voided.as_ref()).ok_or(Code::NotFound)?)?;
    call.open(&care, Action::FollowUp, "follow_up_change")?;
    let row = held.ok_or(Code::WrongState)?;
    let (by, _) = signer(call)?;
    let reason = reason.trim();
    let fault = match reason.chars().count() {
        0 => Some(FieldError::new("reason", "required")),
        long if long > LONGEST_REASON => {
            Some(FieldError::new("reason", "too_long").with_limit(LONGEST_REASON))
        }
        _ => None,
    };
    if let Some(fault) = fault {
        return Err(Problem::invalid(vec![fault]).into());
    }
    let expected = based_on.map_or_else(|| call.expected_version(), Ok)?;
    if row.get::<i64>("version")? != expected {
        return Err(changed_meanwhile(tx, call, &row, expected)?.into());
    }
    if !may_write_over(tx, call, &row)? {
        return Err(Code::Forbidden.into());
    }
    tx.exec(
        "INSERT INTO follow_up_past
             (district_id, id, version, resident_id, programme, visited_on, class, form, decision,
              rules_version, bmi_tenths, doctor_id, institution_id, recorded_ms, ended, ended_by,
              ended_ms, reason)
         SELECT district_id, id, version, resident_id, programme, visited_on, class, form, decision,
             rules_version, bmi_tenths, doctor_id, institution_id, recorded_ms, $3, $4, $5, $6
         FROM follow_up WHERE district_id = $1 AND id = $2",
        &[
            (&call.district).into(),
            id.into(),
            Val::word(&ended)?,
            by.into(),
            call.now.into(),
            reason.into(),
        ],
    )?;
    Ok(Held {
        care,
        programme: row.word("programme")?,
        on: row.get("visited_on")?,
        doctor: row.get("doctor_id")?,
    })
}

/// Whose visit it was that was voided.
fn voided(tx: &mut dyn Tx, call: &Call, id: FollowUpId) -> Result<Option<Row>, Failure> {
    Ok(tx.one(
        concat!(
            "SELECT ",
            care_columns!(),
            " FROM follow_up_past p
             JOIN resident r ON r.district_id = p.district_id AND r.id = p.resident_id
             WHERE p.district_id = $1 AND p.id = $2 AND p.ended = 'voided' LIMIT 1"
        ),
        &[(&call.district).into(), id.into()],
    )?)
}

/// Corrects a follow-up with a reason; the version of before is kept.
fn correct(
    tx: &mut dyn Tx,
    call: &Call,
    id: FollowUpId,
    body: CorrectFollowUpBody,
) -> Result<FollowUp, Failure> {
    if let Some(written) = corrected_already(tx, call, id, &body)? {
        return Ok(written);
    }
    let held = hold(tx, call, id, Ended::Corrected, &body.reason, body.based_on)?;
    let resident = held.care.resident_id;
    let body = RecordFollowUpBody {
        id,
        form: body.form,
        rules_version: body.rules_version,
        decision: body.decision,
        base: None,
    };
    let sound = judge(tx, call, resident, &held.programme, &body)?;
    let visit = Visit::of(&sound, &body)?;
    let signer = signer(call)?;
    visit.replace(tx, call, signer)?;
    measurements::forget(tx, call, resident, id.0)?;
    measurements::keep(tx, call, resident, id.0, visit.on, &visit.taken())?;
    if let Some(service) = &sound.definition.service {
        let now = Made {
            resident,
            on: visit.on,
            doctor: signer.0,
        };
        follow_up_promises::follow(tx, call, service, held.made(), now)?;
    }
    follow_again(tx, call, &held)?;
    colour_making::changed(tx, call, &held.care, Cause::Correction)?;
    suspect_making::changed(tx, call, &held.care)?;
    touch(tx, call, resident)?;
    let row = find(tx, call, id)?.ok_or_else(|| Failure::broken("a follow-up is gone"))?;
    call.answer_version(row.get("version")?);
    follow_up(&row, call)
}

/// A correction that a phone had kept and that has arrived before: its answer may have been lost weeks ago.
fn corrected_already(
    tx: &mut dyn Tx,
    call: &Call,
    id: FollowUpId,
    body: &CorrectFollowUpBody,
) -> Result<Option<FollowUp>, Failure> {
    if !ended_already(tx, call, id, Ended::Corrected, body.based_on, &body.reason)? {
        return Ok(None);
    }
    let next = body.based_on.map(|version| version + 1);
    let Some(row) = find(tx, call, id)?.filter(|row| row.get("version").ok() == next) else {
        return Ok(None);
    };
    let written = follow_up(&row, call)?;
    let same = written.form == body.form && written.decision == body.decision;
    if same {
        call.answer_version(written.version);
    }
    Ok(same.then_some(written))
}

/// Whether the caller has ended this version already, with the same words. Its author hears so, whoever cares
/// for the person by now.
fn ended_already(
    tx: &mut dyn Tx,
    call: &Call,
    id: FollowUpId,
    ended: Ended,
    based_on: Option<i64>,
    reason: &str,
) -> Result<bool, Failure> {
    let Some(version) = based_on else {
        return Ok(false);
    };
    let found = tx.one(
        "SELECT resident_id FROM follow_up_past
         WHERE district_id = $1 AND id = $2 AND version = $3 AND ended = $4 AND ended_by = $5
             AND reason = $6",
        &[
            (&call.district).into(),
            id.into(),
            version.into(),
            Val::word(&ended)?,
            signer(call)?.0.into(),
            reason.trim().into(),
        ],
    )?;
    if let Some(row) = &found {
        call.audit(
            row.get("resident_id")?,
            Action::FollowUp,
            "follow_up_change",
        );
    }
    Ok(found.is_some())
}

/// Voids a follow-up with a reason; it is kept, and counts nowhere.
fn void(
    tx: &mut dyn Tx,
    call: &Call,
    id: FollowUpId,
    body: VoidFollowUpBody,
) -> Result<(), Failure> {
    if ended_already(tx, call, id, Ended::Voided, body.based_on, &body.reason)? {
        return Ok(());
    }
    let held = hold(tx, call, id, Ended::Voided, &body.reason, body.based_on)?;
    let resident = held.care.resident_id;
    tx.exec(
        "DELETE FROM follow_up WHERE district_id = $1 AND id = $2",
        &[(&call.district).into(), id.into()],
    )?;
    measurements::forget(tx, call, resident, id.0)?;
    let definition = programmes::in_force(&held.programme, held.on);
    if let Some(service) = definition.and_then(|one| one.service.as_deref()) {
        follow_up_promises::take_back(tx, call, service, held.made())?;
    }
    follow_again(tx, call, &held)?;
    colour_making::changed(tx, call, &held.care, Cause::Voiding)?;
    suspect_making::changed(tx, call, &held.care)?;
    touch(tx, call, resident)
}

/// Drugs and the next date follow from the newest visit of the programme that holds. Where none does, the
/// person is due today: the visit is still to be made.
fn follow_again(tx: &mut dyn Tx, call: &Call, held: &Held) -> Result<(), Failure> {
    let resident = held.care.resident_id;
    let programme = held.programme.as_str();
    let row = tx.one(
        "SELECT visited_on, class, sbp, dbp, glucose_tenths, next_date, referral, form FROM follow_up
         WHERE district_id = $1 AND resident_id = $2 AND programme = $3
         ORDER BY visited_on DESC, recorded_ms DESC LIMIT 1",
        &[(&call.district).into(), resident.into(), programme.into()],
    )?;
    let Some(row) = row else {
        let again = Visited {
            programme,
            on: None,
            class: None,
            bp: None,
            glucose: None,
            next: Some(call.today),
            referral: domain::programme::Referral::No,
        };
        return follow_up_plans::plan(tx, call, &held.care, &again);
    };
    let form: Answers = row.json("form")?;
    let on: NaiveDate = row.get("visited_on")?;
    if form.get("drugs").is_some() && is_newest(tx, call, resident, programme, on)? {
        replace_drugs(tx, call, resident, &form.drugs("drugs"))?;
    }
    let class: String = row.get("class")?;
    let visited = Visited {
        programme,
        on: Some(on),
        class: Some(&class),
        bp: row.get::<Option<u16>>("sbp")?.zip(row.get("dbp")?),
        glucose: row.get("glucose_tenths")?,
        next: row.get("next_date")?,
        referral: row.word("referral")?,
    };
    follow_up_plans::plan(tx, call, &held.care, &visited)
}

/// Lists what a follow-up was before it was corrected or voided, newest first.
fn versions(
    tx: &mut dyn Tx,
    call: &Call,
    id: FollowUpId,
    _query: (),
) -> Result<Vec<PastFollowUp>, Failure> {
    // Of one that holds and was never changed there are none; of one that was voided only these are left.
    let past = tx.rows(
        concat!(
            "SELECT ",
            care_columns!(),
            ", p.version, p.programme, p.rules_version, p.form, p.class, p.decision, p.recorded_ms,
                 p.ended, p.ended_ms, p.reason, s.name AS doctor, e.name AS ended_by
             FROM follow_up_past p
             JOIN resident r ON r.district_id = p.district_id AND r.id = p.resident_id
             JOIN staff s ON s.district_id = p.district_id AND s.id = p.doctor_id
             JOIN staff e ON e.district_id = p.district_id AND e.id = p.ended_by
             WHERE p.district_id = $1 AND p.id = $2 ORDER BY p.version DESC"
        ),
        &[(&call.district).into(), id.into()],
    )?;
    let held = find(tx, call, id)?;
    let row = past.first().or(held.as_ref()).ok_or(Code::NotFound)?;
    let care = care(row)?;
    call.open(&care, Action::ReadRecord, "follow_up")?;
    let programme: ProgrammeCode = row.word("programme")?;
    if call.only_helps(care.resident_id) && programmes::secret(&programme) {
        return Err(Code::NotFound.into());
    }
    past.iter().map(version).collect()
}

fn version(row: &Row) -> Result<PastFollowUp, Failure> {
    let programme: ProgrammeCode = row.word("programme")?;
    let class: String = row.get("class")?;
    Ok(PastFollowUp {
        version: row.get("version")?,
        class: programmes::class_card(&programme, &class),
        programme,
        rules_version: row.word::<Edition>("rules_version")?,
        form: row.json("form")?,
        decision: row.json("decision")?,
        doctor: row.get("doctor")?,
        recorded_at: row.get::<DateTime<Utc>>("recorded_ms")?,
        ended: row.word("ended")?,
        ended_by: row.get("ended_by")?,
        ended_at: row.get("ended_ms")?,
        reason: row.get("reason")?,
    })
}
