//! What every national definition keeps to.

use std::collections::BTreeMap;

use super::*;

#[test]
fn every_definition_is_sound() {
    for definition in all() {
        let wrong = definition.unsound();
        assert!(wrong.is_empty(), "{}: {wrong:#?}", definition.programme);
    }
}

/// A misspelt name of an attribute would be read over.
#[test]
fn nothing_that_stands_in_a_definition_is_read_over() {
    for text in national::DEFINITIONS {
        let written: serde_json::Value = serde_json::from_str(text).unwrap();
        let read: Definition = serde_json::from_str(text).unwrap();
        let again = serde_json::to_value(&read).unwrap();
        assert!(again == written, "{}", read.programme);
    }
}

#[test]
fn what_is_asked_once_for_several_programmes_is_the_same_in_each() {
    let mut kinds: BTreeMap<String, (String, Kind, Vec<Opt>)> = BTreeMap::new();
    for definition in all() {
        for field in definition.fields().filter(|field| field.shared) {
            let options = definition.options(&field.key).to_vec();
            let here = (
                definition.programme.to_string(),
                field.kind.clone(),
                options,
            );
            let there = kinds
                .entry(field.key.clone())
                .or_insert_with(|| here.clone());
            assert_eq!(
                (&there.1, &there.2),
                (&here.1, &here.2),
                "{} in {} and {}",
                field.key,
                there.0,
                here.0
            );
        }
    }
}

#[test]
fn what_is_measured_is_never_carried_over() {
    const MEASURED: [&str; 8] = [
        "sbp",
        "dbp",
        "heart_rate",
        "weight",
        "fasting_glucose",
        "hba1c",
        "waist",
        "temperature",
    ];
    for definition in all() {
        for field in definition
            .fields()
            .filter(|field| MEASURED.contains(&field.key.as_str()))
        {
            assert_eq!(
                field.carry,
                Carry::Never,
                "{} of {}",
                field.key,
                definition.programme
            );
            assert_eq!(
                field.default, None,
                "{} of {}",
                field.key, definition.programme
            );
        }
    }
}

#[test]
fn a_step_is_small_beside_what_is_usual() {
    for definition in all() {
        for field in definition.fields() {
            let Kind::Number(kind) = &field.kind else {
                continue;
            };
            let [low, high] = kind.usual;
            let step = i32::from(kind.step);
            assert!(
                step * 10 <= high - low,
                "{} of {}",
                field.key,
                definition.programme
            );
        }
    }
}

#[test]
fn the_stage_behind_the_last_one_is_proposed_and_behind_the_end_none() {
    let child = definition("child");
    let stage = child.field("stage").unwrap();
    for (last, next) in [
        ("newborn", Some("m1")),
        ("m60", Some("m72")),
        ("m72", None),
        ("gone", None),
    ] {
        let last = Answers::default().with("stage", last);
        assert_eq!(following(child, stage, &last), next);
    }
    let way = child.field("way").unwrap();
    assert_eq!(
        following(child, way, &Answers::default().with("way", "clinic")),
        None
    );
}

#[test]
fn only_numbers_of_the_form_can_be_confirmed_or_stepped() {
    let htn = definition("hypertension");
    let known = Known {
        born: day("1958-03-02"),
        sex: crate::person::Sex::Female,
        height: None,
    };
    let today = day("2026-11-24");
    let wrong = |list: &str, keys: Value| {
        let answers = Answers::default()
            .with("visit_date", "2026-11-24")
            .with(list, keys);
        let errors = check(htn, &answers, &known, None, today);
        errors.iter().any(|error| error.field == list)
    };
    for list in [CONFIRMED, STEPPED] {
        assert!(!wrong(list, vec!["sbp", "weight_target"].into()), "{list}");
        assert!(wrong(list, vec!["way"].into()), "{list}");
        assert!(wrong(list, vec!["nothing"].into()), "{list}");
        assert!(wrong(list, vec!["sbp", "sbp"].into()), "{list}");
        assert!(wrong(list, "sbp".into()), "{list}");
    }
}
