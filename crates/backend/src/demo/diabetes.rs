//! Diabetes visits of somebody who does not exist: fasting glucose that swings around a level of
//! their own, in forms that the programme's definition accepts, decided by it.

use domain::api::records::Drug;
use domain::programme::Known;
use serde_json::{Value, json};

use super::body::{Body, positive};
use super::chance::Chance;
use super::follow_up::Decided;
use super::hypertension::drug;
use super::timetable::{Outcome, Slot};
use crate::failure::Failure;

/// Where the district refers to; the partner hospital of the reports (HT-16).
const REFERRED_TO: &str = "株洲市人民医院 内分泌科";

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
    known: &Known,
    body: &Body,
    drugs: &[Drug],
    slots: &[Slot],
    usual: (u16, u16),
) -> Result<Vec<Decided>, Failure> {
    let (sbp, dbp) = (i32::from(usual.0), i32::from(usual.1));
    let level = chance.between(56, 64);
    let mut visits: Vec<Decided> = Vec::with_capacity(slots.len());
    for slot in slots {
        let glucose = match slot.outcome {
            Outcome::Controlled => (level + chance.wobble(8)).clamp(45, 69),
            Outcome::Uncontrolled => 70 + chance.between(0, 32),
            Outcome::Emergency => 168 + chance.between(0, 20),
        };
        let way = chance.pick(&["clinic", "clinic", "home"]);
        let bp = (
            positive(sbp + chance.wobble(8)),
            positive(dbp + chance.wobble(6)),
        );
        let mut form = form(body, drugs, slot, positive(glucose), bp);
        form["way"] = way.into();
        form["weight"] = body.weight_today(chance).into();
        let previous = visits.last().map(|visit| visit.decision.class.clone());
        let previous = previous.as_deref();
        visits.push(Decided::of(
            "diabetes",
            slot.date,
            form,
            known,
            previous,
            REFERRED_TO,
        )?);
    }
    Ok(visits)
}

/// What is answered beside way and weight.
fn form(
    body: &Body,
    drugs: &[Drug],
    slot: &Slot,
    fasting_glucose: u16,
    (sbp, dbp): (u16, u16),
) -> Value {
    let symptom = match slot.outcome {
        Outcome::Emergency => "thirst",
        Outcome::Uncontrolled if fasting_glucose.is_multiple_of(2) => "numbness",
        Outcome::Controlled | Outcome::Uncontrolled => "none",
    };
    json!({
        "symptoms": [symptom], "sbp": sbp, "dbp": dbp, "danger_signs": [],
        "pregnant_or_lactating": false, "weight_target": body.weight.saturating_sub(10),
        "dorsalis_pedis": "normal", "smoke": body.smoke, "smoke_target": body.smoke / 2,
        "drink": body.drink, "drink_target": body.drink / 2, "exercise_times": body.exercise,
        "exercise_minutes": 30, "exercise_times_target": body.exercise.max(5),
        "exercise_minutes_target": 30, "staple": 300, "staple_target": 250, "psych": body.psych,
        "obey": "good", "fasting_glucose": fasting_glucose, "compliance": body.compliance,
        "hypoglycaemia": "none", "drugs": drugs, "next_date": slot.next,
    })
}

#[cfg(test)]
mod tests {
    use domain::person::Sex;
    use domain::programme::{Referral, check};

    use super::*;
    use crate::demo::chance::Subject;

    #[test]
    fn every_form_is_one_that_the_rules_accept() {
        let mut chance = Chance::of(9, Subject::History, 7);
        let body = Body::adult(&mut chance, Sex::Male, 66, true);
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
        let known = Known {
            born: "1960-05-02".parse().unwrap(),
            sex: Sex::Male,
            height: None,
        };
        let usual = HEALTHY_PRESSURE;
        let visits = visits(&mut chance, &known, &body, &drugs, &slots, usual).unwrap();
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
        for visit in visits {
            let decision = Some(&visit.decision);
            let wrong = check(visit.definition, &visit.form, &known, decision, today);
            assert_eq!(wrong, [], "{:?}", visit.form);
        }
    }
}
