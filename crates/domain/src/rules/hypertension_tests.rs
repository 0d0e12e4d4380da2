//! Vectors of domain.md §2.1, each boundary from both sides, and properties.

use proptest::prelude::*;

use super::*;
use crate::rules::chronic::{Referral, bmi_tenths};
use ControlClass::{AdverseReaction, Complication, Controlled, Uncontrolled};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn visit(age: u16, sbp: u16, dbp: u16) -> Visit {
    Visit {
        date: day("2026-11-23"),
        age,
        sbp,
        dbp,
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
fn the_limits_depend_on_age_and_hold_from_both_sides() {
    for (age, sbp, dbp, class) in [
        (60, 139, 89, Controlled),
        (60, 140, 80, Uncontrolled),
        (60, 120, 90, Uncontrolled),
        (64, 145, 85, Uncontrolled),
        (65, 145, 85, Controlled),
        (65, 149, 89, Controlled),
        (65, 150, 80, Uncontrolled),
        (70, 149, 90, Uncontrolled),
    ] {
        assert_eq!(
            of(&visit(age, sbp, dbp), None).class,
            class,
            "{age} {sbp}/{dbp}"
        );
    }
}

#[test]
fn an_emergency_is_referred_at_once() {
    for (sbp, dbp, referral) in [
        (179, 109, Referral::No),
        (180, 80, Referral::Urgent),
        (150, 110, Referral::Urgent),
    ] {
        assert_eq!(
            of(&visit(50, sbp, dbp), None).referral,
            referral,
            "{sbp}/{dbp}"
        );
    }
    let danger = Visit {
        danger_sign: true,
        ..visit(50, 120, 80)
    };
    assert_eq!(of(&danger, None).referral, Referral::Urgent);
    let pregnant = Visit {
        pregnant_or_lactating: true,
        ..visit(30, 140, 80)
    };
    assert_eq!(of(&pregnant, None).referral, Referral::Urgent);
    let pregnant_well = Visit {
        pregnant_or_lactating: true,
        ..visit(30, 139, 89)
    };
    assert_eq!(of(&pregnant_well, None).referral, Referral::No);
}

#[test]
fn an_adverse_reaction_is_class_3_and_seen_again_in_14_days() {
    let decision = of(
        &Visit {
            adverse_reaction: true,
            ..visit(60, 138, 88)
        },
        None,
    );
    assert_eq!(
        (decision.class, decision.referral),
        (AdverseReaction, Referral::No)
    );
    assert_eq!(decision.latest_next, day("2026-12-07"));
}

#[test]
fn a_second_uncontrolled_visit_is_referred() {
    assert_eq!(of(&visit(60, 142, 88), None).referral, Referral::No);
    assert_eq!(
        of(&visit(60, 142, 88), Some(Controlled)).referral,
        Referral::No
    );
    let second = of(&visit(60, 142, 88), Some(Uncontrolled));
    assert_eq!(second.referral, Referral::Advised);
    assert!(second.reasons.contains(&Reason::SecondInARow));
    assert_eq!(
        of(&visit(60, 120, 80), Some(Uncontrolled)).referral,
        Referral::No
    );
}

#[test]
fn a_new_complication_is_class_4_and_referred() {
    let decision = of(
        &Visit {
            complication: true,
            ..visit(60, 120, 80)
        },
        None,
    );
    assert_eq!(
        (decision.class, decision.referral),
        (Complication, Referral::Advised)
    );
}

#[test]
fn a_controlled_visit_is_seen_again_within_three_months() {
    assert_eq!(of(&visit(60, 120, 80), None).latest_next, day("2027-02-23"));
    let late = Visit {
        date: day("2026-11-30"),
        ..visit(60, 120, 80)
    };
    assert_eq!(of(&late, None).latest_next, day("2027-02-28"));
}

#[test]
fn an_unknown_edition_is_not_guessed() {
    assert!(rules("NBPHS-3-2017").is_some());
    assert!(rules("NBPHS-4").is_none());
}

#[test]
fn the_bmi_is_rounded_to_tenths() {
    assert_eq!(bmi_tenths(650, 1700), Some(225)); // 65.0 kg, 170.0 cm → 22.49
    assert_eq!(bmi_tenths(0, 0), None);
}

fn form() -> HypertensionForm {
    serde_json::from_str(
        r#"{"visit_date":"2026-11-23","way":"clinic","symptoms":["none"],"sbp":130,"dbp":80,
        "danger_signs":[],"pregnant_or_lactating":false,"compliance":"regular",
        "class":"controlled","drugs":[],"next_date":"2027-02-23"}"#,
    )
    .unwrap()
}

fn reasons(form: &HypertensionForm) -> Vec<(String, String)> {
    let decision = of(&Visit::of(form, day("1960-01-01")), None);
    form.check(&decision, day("2026-11-23"))
        .into_iter()
        .map(|e| (e.field, e.reason))
        .collect()
}

#[test]
fn a_sound_form_has_no_errors() {
    assert_eq!(reasons(&form()), []);
}

#[test]
fn each_fault_of_a_form_is_named() {
    let pair = |field: &str, reason: &str| (field.to_owned(), reason.to_owned());
    let with = |change: fn(&mut HypertensionForm)| {
        let mut form = form();
        change(&mut form);
        reasons(&form)
    };
    assert!(with(|f| f.sbp = 1200).contains(&pair("sbp", "too_high")));
    assert!(with(|f| f.dbp = 130).contains(&pair("dbp", "not_below_systolic")));
    assert!(with(|f| f.symptoms.clear()).contains(&pair("symptoms", "required")));
    assert!(
        with(|f| f.symptoms.push(HypertensionSymptom::Headache))
            .contains(&pair("symptoms", "none_stands_alone"))
    );
    assert!(with(|f| f.class = Uncontrolled).contains(&pair("class_reason", "required")));
    assert!(
        with(|f| f.next_date = day("2026-11-23")).contains(&pair("next_date", "not_after_visit"))
    );
    assert!(with(|f| f.next_date = day("2027-02-24")).contains(&pair("next_date", "too_late")));
    assert!(with(|f| f.visit_date = day("2026-11-24")).contains(&pair("visit_date", "in_future")));
    assert!(with(|f| f.sbp = 185).contains(&pair("referral_to", "required")));
}

proptest! {
    #[test]
    fn a_higher_pressure_never_makes_the_decision_milder(
        age in 18u16..100, sbp in 60u16..250, dbp in 30u16..140, more in 0u16..60,
    ) {
        let lower = of(&visit(age, sbp, dbp), None);
        let higher = of(&visit(age, sbp + more, dbp + more), None);
        prop_assert!(higher.class >= lower.class);
        prop_assert!(higher.latest_next <= lower.latest_next);
    }

    #[test]
    fn every_next_date_lies_after_the_visit_and_within_three_months(
        age in 18u16..100, sbp in 60u16..250, dbp in 30u16..140, adr: bool, complication: bool,
    ) {
        let visit = Visit { adverse_reaction: adr, complication, ..visit(age, sbp, dbp) };
        let decision = of(&visit, Some(Uncontrolled));
        prop_assert!(decision.latest_next > visit.date);
        prop_assert!(decision.latest_next <= day("2027-02-23"));
        prop_assert_eq!(decision.reasons.is_empty(), decision.class == Controlled);
    }
}
