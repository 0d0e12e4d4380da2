//! Hypertension visits of somebody who does not exist: values that swing around a level of their
//! own and drift over the months, in forms that the domain's rules accept, decided by those rules.

use chrono::NaiveDate;
use domain::api::records::{BpTarget, Drug};
use domain::api::typed_follow_ups::HypertensionForm;
use domain::codes::{ControlClass, Grade, HypertensionSymptom, Salt, VisitWay};
use domain::person::age_on;
use domain::rules::chronic::{Decision, Reason, Referral};
use domain::rules::hypertension::{NBPHS_3_2017, Visit, decide, target};

use super::body::{Body, positive};
use super::chance::Chance;
use super::timetable::{Outcome, Slot};

/// Where the district refers to; the partner hospital of the reports (HT-16).
pub const REFERRED_TO: &str = "株洲市人民医院 心血管内科";

/// A visit with what the rules say of it.
#[derive(Clone, Debug)]
pub struct Visited {
    /// The form.
    pub form: HypertensionForm,
    /// The decision.
    pub decision: Decision,
}

/// Drugs against hypertension, one or two.
pub fn drugs(chance: &mut Chance) -> Vec<Drug> {
    let mut drugs = vec![chance.pick(&[
        ("氨氯地平片", 1, "5 mg"),
        ("缬沙坦胶囊", 1, "80 mg"),
        ("硝苯地平控释片", 1, "30 mg"),
        ("厄贝沙坦片", 1, "150 mg"),
    ])];
    if chance.percent(35) {
        drugs.push(chance.pick(&[
            ("氢氯噻嗪片", 1, "12.5 mg"),
            ("美托洛尔缓释片", 1, "47.5 mg"),
            ("吲达帕胺片", 1, "2.5 mg"),
        ]));
    }
    drugs.into_iter().map(drug).collect()
}

/// A drug as records hold it.
pub fn drug((name, times_a_day, dose): (&str, u8, &str)) -> Drug {
    Drug {
        name: name.to_owned(),
        times_a_day,
        dose: dose.to_owned(),
    }
}

/// The visits of a timetable, with values that fit its outcomes.
pub fn visits(
    chance: &mut Chance,
    born: NaiveDate,
    body: &Body,
    drugs: &[Drug],
    slots: &[Slot],
) -> Vec<Visited> {
    let level = Level {
        below_limit: chance.between(8, 20),
        dbp: chance.between(68, 80),
        drift: chance.between(-2, 10),
    };
    let mut previous = None;
    let mut visits = Vec::with_capacity(slots.len());
    for (at, slot) in slots.iter().enumerate() {
        let to_come = i32::try_from(slots.len() - 1 - at).unwrap_or(0);
        let age = age_on(born, slot.date);
        let bp = level.pressure(chance, target(&NBPHS_3_2017, age), slot.outcome, to_come);
        let visited = visit(chance, born, body, drugs, slot, bp, previous);
        previous = Some(visited.form.class);
        visits.push(visited);
    }
    visits
}

/// Someone's own blood pressure while it is under control.
struct Level {
    /// Systolic, so many mmHg below the limit.
    below_limit: i32,
    dbp: i32,
    /// How much higher the systolic pressure was at the beginning of the course.
    drift: i32,
}

impl Level {
    fn pressure(
        &self,
        chance: &mut Chance,
        limit: BpTarget,
        outcome: Outcome,
        visits_to_come: i32,
    ) -> (u16, u16) {
        let (top, bottom) = (i32::from(limit.sbp_below), i32::from(limit.dbp_below));
        let (sbp, dbp) = match outcome {
            Outcome::Controlled => {
                let drift = self.drift * visits_to_come / 8;
                let sbp = top - self.below_limit + drift + chance.wobble(9);
                (
                    sbp.clamp(104, top - 1),
                    (self.dbp + chance.wobble(8)).clamp(58, bottom - 1),
                )
            }
            Outcome::Uncontrolled => {
                let dbp = if chance.percent(50) {
                    bottom
                } else {
                    bottom - 12
                };
                (top + chance.between(0, 18), dbp + chance.between(0, 10))
            }
            Outcome::Emergency => (180 + chance.between(0, 14), 94 + chance.between(0, 14)),
        };
        (positive(sbp), positive(dbp))
    }
}

fn visit(
    chance: &mut Chance,
    born: NaiveDate,
    body: &Body,
    drugs: &[Drug],
    slot: &Slot,
    (sbp, dbp): (u16, u16),
    previous: Option<ControlClass>,
) -> Visited {
    let mut form = HypertensionForm {
        visit_date: slot.date,
        way: chance.pick(&[
            VisitWay::Clinic,
            VisitWay::Clinic,
            VisitWay::Clinic,
            VisitWay::Home,
        ]),
        symptoms: vec![symptom(chance, slot.outcome)],
        symptom_other: None,
        sbp,
        dbp,
        danger_signs: Vec::new(),
        pregnant_or_lactating: false,
        weight: Some(body.weight_today(chance)),
        weight_target: Some(body.weight.saturating_sub(10)),
        heart_rate: Some(body.heart_rate_now(chance)),
        sign_other: None,
        smoke: Some(body.smoke),
        smoke_target: Some(body.smoke / 2),
        drink: Some(body.drink),
        drink_target: Some(body.drink / 2),
        exercise_times: Some(body.exercise),
        exercise_minutes: Some(30),
        exercise_times_target: Some(body.exercise.max(5)),
        exercise_minutes_target: Some(30),
        salt: Some(body.salt),
        salt_target: Some(Salt::Light),
        psych: Some(body.psych),
        obey: Some(Grade::Good),
        aux_exam: None,
        compliance: body.compliance,
        adverse_reaction: None,
        complication: None,
        class: ControlClass::Controlled,
        class_reason: None,
        drugs: drugs.to_vec(),
        referral_reason: None,
        referral_to: None,
        next_date: slot.next,
    };
    let decision = decide(&NBPHS_3_2017, &Visit::of(&form, born), previous);
    form.class = decision.class;
    if decision.referral != Referral::No {
        let twice = decision.reasons.contains(&Reason::SecondInARow);
        let reason = if twice {
            "连续两次血压控制不满意"
        } else {
            "血压过高，危急情况"
        };
        form.referral_reason = Some(reason.to_owned());
        form.referral_to = Some(REFERRED_TO.to_owned());
    }
    Visited { form, decision }
}

fn symptom(chance: &mut Chance, outcome: Outcome) -> HypertensionSymptom {
    match outcome {
        Outcome::Controlled if chance.percent(92) => HypertensionSymptom::None,
        Outcome::Uncontrolled if chance.percent(55) => HypertensionSymptom::None,
        _ => chance.pick(&[
            HypertensionSymptom::Headache,
            HypertensionSymptom::Palpitation,
            HypertensionSymptom::BlurredVision,
        ]),
    }
}

#[cfg(test)]
mod tests {
    use domain::person::Sex;
    use domain::rules::chronic::Form;

    use super::*;
    use crate::demo::chance::Subject;
    use crate::demo::schedule::calendar;
    use crate::demo::timetable::{self, Standing};

    fn courses() -> impl Iterator<Item = (NaiveDate, Vec<Slot>, Vec<Visited>)> {
        let today: NaiveDate = "2026-11-24".parse().unwrap();
        let calendar = calendar().unwrap();
        (0..400).map(move |n| {
            let mut chance = Chance::of(9, Subject::History, n);
            let born = today - chrono::Days::new(365 * u64::from(positive(chance.between(35, 98))));
            let body = Body::adult(&mut chance, Sex::Female, age_on(born, today), true);
            let slots = timetable::visits(&mut chance, &calendar, today, Standing::of_nth(n));
            let drugs = drugs(&mut chance);
            let visited = visits(&mut chance, born, &body, &drugs, &slots);
            (born, slots, visited)
        })
    }

    #[test]
    fn every_form_is_one_that_the_rules_accept() {
        for (born, _, visits) in courses() {
            for Visited { form, decision } in visits {
                assert_eq!(
                    form.check(&decision, form.visit_date),
                    [],
                    "born {born}: {form:?}"
                );
                assert!(form.unusual().is_empty(), "{form:?}");
            }
        }
    }

    #[test]
    fn values_go_as_the_timetable_says() {
        for (_, slots, visits) in courses() {
            for (slot, Visited { form, decision }) in slots.iter().zip(&visits) {
                let controlled = slot.outcome == Outcome::Controlled;
                assert_eq!(
                    decision.class == ControlClass::Controlled,
                    controlled,
                    "{form:?}"
                );
                let emergency = slot.outcome == Outcome::Emergency;
                assert_eq!(decision.referral == Referral::Urgent, emergency, "{form:?}");
            }
        }
    }

    #[test]
    fn an_urgent_standing_comes_from_a_referral_and_no_other_does() {
        for (n, (_, _, visits)) in courses().enumerate() {
            let referred = visits.last().unwrap().decision.referral != Referral::No;
            assert_eq!(referred, Standing::of_nth(n) == Standing::Urgent, "{n}");
        }
    }
}
