//! Vectors of domain.md §2.2, each boundary from both sides, and properties.

use proptest::prelude::*;

use super::*;
use crate::rules::chronic::Referral;
use ControlClass::{AdverseReaction, Complication, Controlled, Uncontrolled};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn visit(fasting_glucose: u16) -> Visit {
    Visit {
        date: day("2026-11-23"),
        fasting_glucose,
        sbp: 124,
        dbp: 76,
        adverse_reaction: false,
        complication: false,
        danger_sign: false,
        pregnant_or_lactating: false,
    }
}

fn of(visit: &Visit, previous: Option<ControlClass>) -> Decision {
    decide(&NBPHS_3_2017, visit, previous)
}

#[test]
fn the_vectors_of_the_rule_hold() {
    let in_14_days = day("2026-12-07");
    let in_3_months = day("2027-02-23");
    for (glucose, previous, class, referral, latest) in [
        (69, None, Controlled, Referral::No, in_3_months),
        (70, None, Uncontrolled, Referral::No, in_14_days),
        (
            70,
            Some(Uncontrolled),
            Uncontrolled,
            Referral::Advised,
            in_14_days,
        ),
        (70, Some(Controlled), Uncontrolled, Referral::No, in_14_days),
        (166, None, Uncontrolled, Referral::No, in_14_days),
        (167, None, Uncontrolled, Referral::Urgent, in_14_days),
        (39, None, Uncontrolled, Referral::Urgent, in_14_days),
        (40, None, Controlled, Referral::No, in_3_months),
        (
            40,
            Some(Uncontrolled),
            Controlled,
            Referral::No,
            in_3_months,
        ),
    ] {
        let decision = of(&visit(glucose), previous);
        assert_eq!(
            (decision.class, decision.referral, decision.latest_next),
            (class, referral, latest),
            "{glucose} after {previous:?}"
        );
    }
}

#[test]
fn a_pressure_of_an_emergency_is_one_here_too() {
    for (sbp, dbp, referral) in [
        (179, 109, Referral::No),
        (180, 80, Referral::Urgent),
        (150, 110, Referral::Urgent),
    ] {
        let decision = of(
            &Visit {
                sbp,
                dbp,
                ..visit(60)
            },
            None,
        );
        assert_eq!(decision.referral, referral, "{sbp}/{dbp}");
        assert_eq!(decision.class, Controlled, "the glucose makes the class");
    }
}

#[test]
fn in_pregnancy_the_limit_is_the_normal_one() {
    let pregnant = |glucose| Visit {
        pregnant_or_lactating: true,
        ..visit(glucose)
    };
    assert_eq!(of(&pregnant(60), None).referral, Referral::No);
    assert_eq!(of(&pregnant(61), None).referral, Referral::Urgent);
    assert_eq!(of(&visit(61), None).referral, Referral::No);
}

#[test]
fn the_most_severe_class_is_recorded() {
    let reaction = Visit {
        adverse_reaction: true,
        ..visit(90)
    };
    assert_eq!(of(&reaction, None).class, AdverseReaction);
    let complication = Visit {
        complication: true,
        ..reaction
    };
    let decision = of(&complication, None);
    assert_eq!(
        (decision.class, decision.referral),
        (Complication, Referral::Advised)
    );
    let sign = Visit {
        danger_sign: true,
        ..visit(60)
    };
    assert_eq!(of(&sign, None).reasons, [Reason::DangerSign]);
    assert_eq!(of(&sign, None).referral, Referral::Urgent);
}

#[test]
fn an_unknown_edition_is_not_guessed() {
    assert!(rules("NBPHS-3-2017").is_some());
    assert!(rules("NBPHS-4").is_none());
}

fn form() -> DiabetesForm {
    serde_json::from_str(
        r#"{"visit_date":"2026-11-23","way":"clinic","symptoms":["none"],"sbp":130,"dbp":80,
        "danger_signs":[],"pregnant_or_lactating":false,"fasting_glucose":62,
        "hypoglycaemia":"none","compliance":"regular","class":"controlled","drugs":[],
        "next_date":"2027-02-23"}"#,
    )
    .unwrap()
}

fn faults(change: fn(&mut DiabetesForm)) -> Vec<(String, String)> {
    let mut form = form();
    change(&mut form);
    let decision = of(&Visit::of(&form), None);
    form.check(&decision, day("2026-11-23"))
        .into_iter()
        .map(|error| (error.field, error.reason))
        .collect()
}

#[test]
fn each_fault_of_a_form_is_named() {
    let pair = |field: &str, reason: &str| (field.to_owned(), reason.to_owned());
    assert_eq!(faults(|_| {}), []);
    assert!(faults(|f| f.fasting_glucose = 4).contains(&pair("fasting_glucose", "too_low")));
    assert!(faults(|f| f.fasting_glucose = 501).contains(&pair("fasting_glucose", "too_high")));
    assert!(faults(|f| f.hba1c = Some(201)).contains(&pair("hba1c", "too_high")));
    assert!(faults(|f| f.staple = Some(3001)).contains(&pair("staple", "too_high")));
    assert!(
        faults(|f| f.hba1c_date = Some(day("2026-11-24")))
            .contains(&pair("hba1c_date", "in_future"))
    );
    assert!(
        faults(|f| f.symptoms.push(DiabetesSymptom::Thirst))
            .contains(&pair("symptoms", "none_stands_alone"))
    );
    assert!(faults(|f| f.fasting_glucose = 170).contains(&pair("referral_to", "required")));
    assert!(faults(|f| f.next_date = day("2027-02-24")).contains(&pair("next_date", "too_late")));
}

#[test]
fn what_is_possible_but_rare_is_asked_about() {
    let mut form = form();
    assert_eq!(form.unusual(), Vec::<&str>::new());
    form.fasting_glucose = 167;
    form.hba1c = Some(39);
    assert_eq!(form.unusual(), ["fasting_glucose", "hba1c"]);
}

proptest! {
    #[test]
    fn a_higher_glucose_never_makes_the_decision_milder(glucose in 40u16..300, more in 0u16..100) {
        let lower = of(&visit(glucose), None);
        let higher = of(&visit(glucose + more), None);
        prop_assert!(higher.class >= lower.class);
        prop_assert!(higher.latest_next <= lower.latest_next);
    }

    #[test]
    fn what_is_not_controlled_has_a_reason(glucose in 5u16..500, reaction: bool, sign: bool) {
        let visit = Visit { adverse_reaction: reaction, danger_sign: sign, ..visit(glucose) };
        let decision = of(&visit, Some(Uncontrolled));
        let all_well = decision.class == Controlled && decision.referral == Referral::No;
        prop_assert_eq!(decision.reasons.is_empty(), all_well);
        prop_assert!(decision.latest_next > visit.date);
    }
}
