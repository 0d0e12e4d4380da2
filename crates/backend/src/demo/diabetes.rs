//! Diabetes visits of somebody who does not exist: fasting glucose that swings around a level of
//! their own, in forms that the domain's rules accept, decided by those rules.

use domain::api::records::Drug;
use domain::api::typed_follow_ups::DiabetesForm;
use domain::codes::{ControlClass, DiabetesSymptom, DorsalisPedis, Grade, Hypoglycaemia, VisitWay};
use domain::rules::chronic::{Decision, Reason, Referral};
use domain::rules::diabetes::{NBPHS_3_2017, Visit, decide};

use super::body::{Body, positive};
use super::chance::Chance;
use super::hypertension::drug;
use super::timetable::{Outcome, Slot};

/// Where the district refers to; the partner hospital of the reports (HT-16).
const REFERRED_TO: &str = "株洲市人民医院 内分泌科";

/// A visit with what the rules say of it.
#[derive(Clone, Debug)]
pub struct Visited {
    /// The form.
    pub form: DiabetesForm,
    /// The decision.
    pub decision: Decision,
}

/// Drugs against diabetes, one or two.
pub fn drugs(chance: &mut Chance) -> Vec<Drug> {
    let mut drugs = vec![chance.pick(&[
        ("二甲双胍片", 2, "0.5 g"),
        ("二甲双胍片", 3, "0.5 g"),
        ("格列齐特缓释片", 1, "60 mg"),
    ])];
    if chance.percent(40) {
        drugs.push(chance.pick(&[("阿卡波糖片", 3, "50 mg"), ("达格列净片", 1, "10 mg")]));
    }
    drugs.into_iter().map(drug).collect()
}

/// Blood pressure of somebody without hypertension, mmHg.
pub const HEALTHY_PRESSURE: (u16, u16) = (124, 74);

/// The visits of a timetable, with values that fit its outcomes; the blood pressure stays near
/// the usual one.
pub fn visits(
    chance: &mut Chance,
    body: &Body,
    drugs: &[Drug],
    slots: &[Slot],
    usual: (u16, u16),
) -> Vec<Visited> {
    let (sbp, dbp) = (i32::from(usual.0), i32::from(usual.1));
    let level = chance.between(56, 64);
    let mut previous = None;
    let mut visits = Vec::with_capacity(slots.len());
    for slot in slots {
        let glucose = match slot.outcome {
            Outcome::Controlled => (level + chance.wobble(8)).clamp(45, 69),
            Outcome::Uncontrolled => 70 + chance.between(0, 32),
            Outcome::Emergency => 168 + chance.between(0, 20),
        };
        let way = chance.pick(&[VisitWay::Clinic, VisitWay::Clinic, VisitWay::Home]);
        let bp = (
            positive(sbp + chance.wobble(8)),
            positive(dbp + chance.wobble(6)),
        );
        let form = DiabetesForm {
            way,
            weight: Some(body.weight_today(chance)),
            ..form(body, drugs, slot, positive(glucose), bp)
        };
        let visited = decided(form, previous);
        previous = Some(visited.form.class);
        visits.push(visited);
    }
    visits
}

/// A form as it is filled in before anything is decided.
fn form(
    body: &Body,
    drugs: &[Drug],
    slot: &Slot,
    fasting_glucose: u16,
    (sbp, dbp): (u16, u16),
) -> DiabetesForm {
    let symptom = match slot.outcome {
        Outcome::Emergency => DiabetesSymptom::Thirst,
        Outcome::Uncontrolled if fasting_glucose.is_multiple_of(2) => DiabetesSymptom::Numbness,
        Outcome::Controlled | Outcome::Uncontrolled => DiabetesSymptom::None,
    };
    DiabetesForm {
        visit_date: slot.date,
        way: VisitWay::Clinic,
        symptoms: vec![symptom],
        symptom_other: None,
        sbp,
        dbp,
        danger_signs: Vec::new(),
        pregnant_or_lactating: false,
        weight: None,
        weight_target: Some(body.weight.saturating_sub(10)),
        dorsalis_pedis: Some(DorsalisPedis::Normal),
        sign_other: None,
        smoke: Some(body.smoke),
        smoke_target: Some(body.smoke / 2),
        drink: Some(body.drink),
        drink_target: Some(body.drink / 2),
        exercise_times: Some(body.exercise),
        exercise_minutes: Some(30),
        exercise_times_target: Some(body.exercise.max(5)),
        exercise_minutes_target: Some(30),
        staple: Some(300),
        staple_target: Some(250),
        psych: Some(body.psych),
        obey: Some(Grade::Good),
        fasting_glucose,
        hba1c: None,
        hba1c_date: None,
        aux_exam: None,
        compliance: body.compliance,
        adverse_reaction: None,
        hypoglycaemia: Hypoglycaemia::None,
        complication: None,
        class: ControlClass::Controlled,
        class_reason: None,
        drugs: drugs.to_vec(),
        insulin_kind: None,
        insulin_dose: None,
        referral_reason: None,
        referral_to: None,
        next_date: slot.next,
    }
}

fn decided(mut form: DiabetesForm, previous: Option<ControlClass>) -> Visited {
    let decision = decide(&NBPHS_3_2017, &Visit::of(&form), previous);
    form.class = decision.class;
    if decision.referral != Referral::No {
        let twice = decision.reasons.contains(&Reason::SecondInARow);
        let reason = if twice {
            "连续两次空腹血糖控制不满意"
        } else {
            "血糖危急"
        };
        form.referral_reason = Some(reason.to_owned());
        form.referral_to = Some(REFERRED_TO.to_owned());
    }
    Visited { form, decision }
}

#[cfg(test)]
mod tests {
    use domain::rules::chronic::Form;

    use super::*;
    use crate::demo::chance::Subject;

    #[test]
    fn every_form_is_one_that_the_rules_accept() {
        let mut chance = Chance::of(9, Subject::History, 7);
        let body = Body::adult(&mut chance, domain::person::Sex::Male, 66, true);
        let drugs = drugs(&mut chance);
        let slot = |date: &str, next: &str, outcome| Slot {
            date: date.parse().unwrap(),
            next: next.parse().unwrap(),
            outcome,
        };
        let slots = [
            slot("2026-03-02", "2026-06-01", Outcome::Controlled),
            slot("2026-06-01", "2026-06-12", Outcome::Uncontrolled),
            slot("2026-06-12", "2026-06-24", Outcome::Uncontrolled),
            slot("2026-06-24", "2026-07-06", Outcome::Emergency),
        ];
        let visits = visits(&mut chance, &body, &drugs, &slots, HEALTHY_PRESSURE);
        let referrals: Vec<_> = visits.iter().map(|one| one.decision.referral).collect();
        assert_eq!(
            referrals,
            [
                Referral::No,
                Referral::No,
                Referral::Advised,
                Referral::Urgent
            ]
        );
        let today = "2026-11-24".parse().unwrap();
        for Visited { form, decision } in visits {
            assert_eq!(form.check(&decision, today), []);
        }
    }
}
