//! Recording a follow-up, of whichever programme: checked, decided again by the edition that the doctor saw,
//! and written with all that follows from it (measurements, drugs, the next date, the promise it fulfils, a
//! message) in one transaction.
//!
//! A visit may arrive late, from a phone that had no network. It is judged by what was known of the visits
//! before it, and it moves neither the drugs nor the next date of a later one.

use chrono::NaiveDate;
use domain::access::Action;
use domain::api::colours::Cause;
use domain::api::follow_ups::{FollowUp, RecordFollowUp, RecordFollowUpBody};
use domain::api::messages::MessageKind;
use domain::api::records::MeasurementKind;
use domain::ids::{InstitutionId, ResidentId, StaffId};
use domain::problem::Code;
use domain::programme::{Answers, Facts, ProgrammeCode};

use super::follow_up_conflicts::{Coming, refuse_twin};
use super::follow_up_effects::{is_newest, replace_drugs, signer, touch};
use super::follow_up_plans::{self, Visited};
use super::follow_up_promises::{self, Made};
use super::follow_up_reading::{find, follow_up};
use super::follow_up_soundness::{Sound, judge};
use super::measurements::{self, Taken};
use super::messages::send_message;
use super::{colour_making, departure_effects, follow_up_doctors, suspect_making};
use crate::call::Call;
use crate::db::{Tx, Val};
use crate::failure::Failure;
use crate::http::Api;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.write::<RecordFollowUp>(record);
}

/// Records a follow-up, decides again and sets the next date.
pub(super) fn record(
    tx: &mut dyn Tx,
    call: &Call,
    (resident, programme): (ResidentId, ProgrammeCode),
    body: RecordFollowUpBody,
) -> Result<FollowUp, Failure> {
    // What was recorded already is answered as before, whoever cares for the person by now: the answer may
    // have been lost on the way to a phone that was without network for days.
    let (doctor, institution) = signer(call)?;
    let earlier = find(tx, call, body.id)?;
    if let Some(row) = &earlier {
        let earlier = follow_up(row, call)?;
        let same = earlier.person.resident_id == resident
            && earlier.programme == programme
            && row.get::<StaffId>("doctor_id")? == doctor
            && earlier.form == body.form
            && earlier.decision == body.decision
            && earlier.rules_version == body.rules_version;
        if same {
            call.audit(resident, Action::FollowUp, "follow_up");
            return Ok(earlier);
        }
    }
    let care = call.open_resident(tx, resident, Action::FollowUp, "follow_up")?;
    if earlier.is_some() {
        return Err(Code::Conflict.into());
    }
    let sound = judge(tx, call, resident, &programme, &body)?;
    let visit = Visit::of(&sound, &body)?;
    let coming = Coming {
        id: body.id,
        resident,
        programme: &programme,
        on: visit.on,
        base: body.base.as_ref(),
    };
    refuse_twin(tx, call, &coming)?;
    departure_effects::visited(tx, call, &care, body.id.0, visit.on)?;

    insert(
        tx,
        call,
        resident,
        &programme,
        &visit,
        (doctor, institution),
    )?;
    measurements::keep(tx, call, resident, body.id.0, visit.on, &visit.taken())?;
    if is_newest(tx, call, resident, programme.as_str(), visit.on)? {
        if let Some(drugs) = visit.drugs() {
            replace_drugs(tx, call, resident, &drugs)?;
        }
        follow_up_plans::plan(tx, call, &care, &visit.visited(&programme))?;
    }
    if let Some(service) = &sound.definition.service {
        let made = Made {
            resident,
            on: visit.on,
            doctor,
        };
        follow_up_promises::fulfil(tx, call, service, made)?;
    }
    colour_making::changed(tx, call, &care, Cause::Visit)?;
    suspect_making::changed(tx, call, &care)?;
    follow_up_doctors::visited(tx, call, &care, doctor)?;
    touch(tx, call, resident)?;
    let about = body.id.to_string();
    let kind = MessageKind::FollowUpDone;
    send_message(tx, call, resident, kind, Some(&about), None, visit.next)?;
    let row = find(tx, call, body.id)?.ok_or_else(|| Failure::broken("a follow-up is gone"))?;
    follow_up(&row, call)
}

/// A sound visit with what storage needs of it.
pub(super) struct Visit<'a> {
    body: &'a RecordFollowUpBody,
    form: &'a Answers,
    pub(super) on: NaiveDate,
    way: &'a str,
    class: &'a str,
    next: Option<NaiveDate>,
    bmi: Option<u16>,
    takes_drugs: bool,
}

impl<'a> Visit<'a> {
    pub(super) fn of(sound: &Sound, body: &'a RecordFollowUpBody) -> Result<Self, Failure> {
        let form = &body.form;
        let facts = Facts::new(sound.definition, form, &sound.known, None)
            .ok_or_else(|| Failure::broken("a sound form has a day"))?;
        let text = |key: &str| {
            let text = form.text(key);
            text.ok_or_else(|| Failure::broken(format!("a sound form has no {key}")))
        };
        let bmi = facts
            .quantity("bmi")
            .and_then(|bmi| u16::try_from(bmi).ok());
        Ok(Self {
            on: facts.day,
            way: text("way")?,
            class: text("class")?,
            // Where no visit follows, none is agreed on.
            next: form
                .day("next_date")
                .filter(|_| body.decision.latest_next.is_some()),
            bmi,
            takes_drugs: sound.definition.field("drugs").is_some(),
            body,
            form,
        })
    }

    fn size(&self, key: &str) -> Option<u16> {
        u16::try_from(self.form.number(key)?).ok()
    }

    fn pressure(&self) -> Option<(u16, u16)> {
        self.size("sbp").zip(self.size("dbp"))
    }

    /// All drugs taken, where the form asks for them.
    pub(super) fn drugs(&self) -> Option<Vec<domain::api::records::Drug>> {
        self.takes_drugs.then(|| self.form.drugs("drugs"))
    }

    /// What was measured: the same keys mean the same in every programme.
    pub(super) fn taken(&self) -> Vec<Taken> {
        let one = |kind, value: Option<u16>| {
            value.map(|value| Taken {
                kind,
                value,
                second: None,
            })
        };
        let pressure = self.pressure().map(|(sbp, dbp)| Taken {
            kind: MeasurementKind::BloodPressure,
            value: sbp,
            second: Some(dbp),
        });
        [
            pressure,
            one(
                MeasurementKind::FastingGlucose,
                self.size("fasting_glucose"),
            ),
            one(MeasurementKind::HeartRate, self.size("heart_rate")),
            one(MeasurementKind::Weight, self.size("weight")),
            one(MeasurementKind::Height, self.size("height")),
            one(MeasurementKind::Waist, self.size("waist")),
            one(MeasurementKind::Bmi, self.bmi),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    pub(super) fn visited(&self, programme: &'a ProgrammeCode) -> Visited<'a> {
        Visited {
            programme: programme.as_str(),
            on: Some(self.on),
            class: Some(self.class),
            bp: self.pressure(),
            glucose: self.size("fasting_glucose"),
            next: self.next,
            referral: self.body.decision.referral,
        }
    }
}

impl Visit<'_> {
    /// Says a recorded visit anew, as its next version.
    pub(super) fn replace(
        &self,
        tx: &mut dyn Tx,
        call: &Call,
        (doctor, institution): (StaffId, InstitutionId),
    ) -> Result<(), Failure> {
        let (sbp, dbp) = self.pressure().unzip();
        tx.exec(
            "UPDATE follow_up SET visited_on = $3, way = $4, class = $5, referral = $6,
                 next_date = $7, sbp = $8, dbp = $9, glucose_tenths = $10, form = $11,
                 decision = $12, rules_version = $13, bmi_tenths = $14, doctor_id = $15,
                 institution_id = $16, recorded_ms = $17, version = version + 1
             WHERE district_id = $1 AND id = $2",
            &[
                (&call.district).into(),
                self.body.id.into(),
                self.on.into(),
                self.way.into(),
                self.class.into(),
                Val::word(&self.body.decision.referral)?,
                self.next.into(),
                sbp.into(),
                dbp.into(),
                self.size("fasting_glucose").into(),
                Val::json(&self.body.form)?,
                Val::json(&self.body.decision)?,
                self.body.rules_version.as_str().into(),
                self.bmi.into(),
                doctor.into(),
                institution.into(),
                call.now.into(),
            ],
        )?;
        Ok(())
    }
}

fn insert(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    programme: &ProgrammeCode,
    visit: &Visit<'_>,
    (doctor, institution): (StaffId, InstitutionId),
) -> Result<(), Failure> {
    let (sbp, dbp) = visit.pressure().unzip();
    let written = tx.exec(
        "INSERT INTO follow_up
             (district_id, id, resident_id, programme, visited_on, way, class, referral, next_date,
              sbp, dbp, glucose_tenths, form, decision, rules_version, bmi_tenths, doctor_id,
              institution_id, recorded_ms, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
              $19, 1)
         ON CONFLICT DO NOTHING",
        &[
            (&call.district).into(),
            visit.body.id.into(),
            resident.into(),
            programme.as_str().into(),
            visit.on.into(),
            visit.way.into(),
            visit.class.into(),
            Val::word(&visit.body.decision.referral)?,
            visit.next.into(),
            sbp.into(),
            dbp.into(),
            visit.size("fasting_glucose").into(),
            Val::json(&visit.body.form)?,
            Val::json(&visit.body.decision)?,
            visit.body.rules_version.as_str().into(),
            visit.bmi.into(),
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
