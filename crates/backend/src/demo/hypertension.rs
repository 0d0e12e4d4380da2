//! Hypertension visits of somebody who does not exist: values that swing around a level of their
//! own and drift over the months, in forms that the programme's definition accepts, decided by it.

use domain::api::records::{BpTarget, Drug};
use domain::programme::Known;
use serde_json::json;

use super::body::{Body, positive};
use super::chance::Chance;
use super::follow_up::Decided;
use super::timetable::{Outcome, Slot};
use crate::failure::Failure;
use crate::programmes::pressure_limits;

/// Where the district refers to; the partner hospital of the reports (HT-16).
pub const REFERRED_TO: &str = "株洲市人民医院 心血管内科";

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
    known: &Known,
    body: &Body,
    drugs: &[Drug],
    slots: &[Slot],
) -> Result<Vec<Decided>, Failure> {
    let level = Level {
        below_limit: chance.between(8, 20),
        dbp: chance.between(68, 80),
        drift: chance.between(-2, 10),
    };
    let mut visits: Vec<Decided> = Vec::with_capacity(slots.len());
    for (at, slot) in slots.iter().enumerate() {
        let to_come = i32::try_from(slots.len() - 1 - at).unwrap_or(0);
        let limits = pressure_limits(known, slot.date)
            .ok_or_else(|| Failure::broken("no edition of hypertension has limits"))?;
        let bp = level.pressure(chance, limits, slot.outcome, to_come);
        let previous = visits.last().map(|visit| visit.decision.class.clone());
        let previous = previous.as_deref();
        visits.push(visit(chance, known, body, drugs, slot, bp, previous)?);
    }
    Ok(visits)
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
    known: &Known,
    body: &Body,
    drugs: &[Drug],
    slot: &Slot,
    (sbp, dbp): (u16, u16),
    previous: Option<&str>,
) -> Result<Decided, Failure> {
    let way = chance.pick(&["clinic", "clinic", "clinic", "home"]);
    let symptom = symptom(chance, slot.outcome);
    let weight = body.weight_today(chance);
    let heart_rate = body.heart_rate_now(chance);
    let form = json!({
        "way": way, "symptoms": [symptom], "sbp": sbp, "dbp": dbp, "danger_signs": [],
        "pregnant_or_lactating": false, "weight": weight,
        "weight_target": body.weight.saturating_sub(10), "heart_rate": heart_rate,
        "smoke": body.smoke, "smoke_target": body.smoke / 2, "drink": body.drink,
        "drink_target": body.drink / 2, "exercise_times": body.exercise, "exercise_minutes": 30,
        "exercise_times_target": body.exercise.max(5), "exercise_minutes_target": 30,
        "salt": body.salt, "salt_target": "light", "psych": body.psych, "obey": "good",
        "compliance": body.compliance, "drugs": drugs, "next_date": slot.next,
    });
    Decided::of(
        "hypertension",
        slot.date,
        form,
        known,
        previous,
        REFERRED_TO,
    )
}

fn symptom(chance: &mut Chance, outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Controlled if chance.percent(92) => "none",
        Outcome::Uncontrolled if chance.percent(55) => "none",
        _ => chance.pick(&["headache", "palpitation", "blurred_vision"]),
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use domain::person::{Sex, age_on};
    use domain::programme::{Referral, check, unusual};

    use super::*;
    use crate::demo::chance::Subject;
    use crate::demo::schedule::calendar;
    use crate::demo::timetable::{self, Standing};

    fn courses() -> impl Iterator<Item = (Known, Vec<Slot>, Vec<Decided>)> {
        let today: NaiveDate = "2026-11-24".parse().unwrap();
        let calendar = calendar().unwrap();
        (0..400).map(move |n| {
            let mut chance = Chance::of(9, Subject::History, n);
            let born = today - chrono::Days::new(365 * u64::from(positive(chance.between(35, 98))));
            let body = Body::adult(&mut chance, Sex::Female, age_on(born, today), true);
            let slots = timetable::visits(&mut chance, &calendar, today, Standing::of_nth(n));
            let drugs = drugs(&mut chance);
            let known = Known {
                born,
                sex: Sex::Female,
                height: Some(body.height),
            };
            let visited = visits(&mut chance, &known, &body, &drugs, &slots).unwrap();
            (known, slots, visited)
        })
    }

    #[test]
    fn every_form_is_one_that_the_rules_accept() {
        for (known, _, visits) in courses() {
            for visit in visits {
                let (definition, form) = (visit.definition, &visit.form);
                let wrong = check(definition, form, &known, Some(&visit.decision), visit.on);
                assert_eq!(wrong, [], "{known:?}: {form:?}");
                assert!(unusual(definition, form).is_empty(), "{form:?}");
            }
        }
    }

    #[test]
    fn values_go_as_the_timetable_says() {
        for (_, slots, visits) in courses() {
            for (slot, Decided { form, decision, .. }) in slots.iter().zip(&visits) {
                let controlled = slot.outcome == Outcome::Controlled;
                assert_eq!(decision.class == "controlled", controlled, "{form:?}");
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
