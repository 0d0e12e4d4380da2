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

/// The code that the field of a programme begins with, on a day, after a visit with these answers.
fn begins(programme: &str, key: &str, last: &[(&str, Value)], on: &str) -> Option<&'static str> {
    let definition = definition(programme);
    let known = Known {
        born: day("2026-01-31"),
        sex: crate::person::Sex::Female,
        height: None,
    };
    let field = definition.field(key).unwrap();
    let write = |all: Answers, (key, value): &(&str, Value)| all.with(key, value.clone());
    let visited = || Answers::default().with("visit_date", day("2026-09-10"));
    let last = (!last.is_empty()).then(|| last.iter().fold(visited(), write));
    proposed(definition, field, &known, last.as_ref(), day(on))
}

#[test]
fn a_childs_stage_follows_the_age_and_is_never_one_before_the_last() {
    for (last, on, expected) in [
        (None, "2026-01-30", None),
        (None, "2026-01-31", Some("newborn")),
        (None, "2026-02-27", Some("newborn")),
        (None, "2026-02-28", Some("m1")),
        // Two months and fifteen days: the visit of three months, half a month early.
        (None, "2026-04-14", Some("m1")),
        (None, "2026-04-15", Some("m3")),
        (None, "2026-07-14", Some("m3")),
        (None, "2026-07-15", Some("m6")),
        (None, "2029-10-30", Some("m36")),
        (None, "2029-10-31", Some("m48")),
        (None, "2031-10-30", Some("m60")),
        (None, "2031-10-31", Some("m72")),
        // Early: the next visit is of its own age all the same.
        (Some("m3"), "2026-04-20", Some("m3")),
        (Some("m6"), "2026-04-20", Some("m6")),
        // Visits were missed: the age goes before what would have come next.
        (Some("m1"), "2026-09-15", Some("m8")),
        (Some("gone"), "2026-09-15", Some("m8")),
    ] {
        let answers: Vec<_> = last
            .map(|last| ("stage", last.into()))
            .into_iter()
            .collect();
        assert_eq!(
            begins("child", "stage", &answers, on),
            expected,
            "{last:?} {on}"
        );
    }
}

#[test]
fn the_stage_of_a_pregnancy_follows_its_weeks_and_then_the_birth() {
    assert_eq!(begins("maternity", "stage", &[], "2026-11-24"), Some("v1"));
    let lmp = day("2026-01-01");
    let pregnant = |stage: &str, days: u64| {
        let on = lmp + chrono::Days::new(days);
        let last = [("stage", stage.into()), ("lmp", lmp.into())];
        begins("maternity", "stage", &last, &on.to_string())
    };
    for (stage, days, expected) in [
        ("v1", 90, "v1"),
        ("v1", 91, "v2"),
        ("v1", 146, "v2"),
        ("v1", 147, "v3"),
        ("v2", 174, "v3"),
        ("v2", 175, "v4"),
        ("v3", 258, "v4"),
        ("v3", 259, "v5"),
        ("v5", 286, "v5"),
        ("v5", 287, "home"),
        // It came early: the weeks have not reached it, and it is not asked for again.
        ("v3", 120, "v3"),
    ] {
        assert_eq!(pregnant(stage, days), Some(expected), "{stage} {days}");
    }
    let born = |stage: &str, days: u64| {
        let on = day("2026-10-01") + chrono::Days::new(days);
        let last = [
            ("stage", stage.into()),
            ("delivered_on", day("2026-10-01").into()),
        ];
        begins("maternity", "stage", &last, &on.to_string())
    };
    for (stage, days, expected) in [
        ("home", 41, "home"),
        ("home", 42, "d42"),
        ("d42", 43, "d42"),
        ("d42", 90, "d42"),
        ("d42", 91, "v1"),
    ] {
        assert_eq!(born(stage, days), Some(expected), "{stage} {days}");
    }
}

#[test]
fn a_treatment_begins_with_the_first_visit_and_goes_on_after_two_months() {
    let stage = |last: &[(&str, Value)]| begins("tuberculosis", "stage", last, "2026-11-24");
    assert_eq!(stage(&[]), Some("first"));
    let first = |met: &str| [("stage", "first".into()), ("met", met.into())];
    assert_eq!(stage(&first("once_not")), Some("first"));
    assert_eq!(stage(&first("yes")), Some("follow_up"));
    assert_eq!(stage(&[("stage", "follow_up".into())]), Some("follow_up"));

    // In its first month on 2026-09-10: it began within it, and the third month begins on 2026-11-10.
    let last = |month: i32, phase: &str| {
        [
            ("visit_date", day("2026-09-10").into()),
            ("stage", "follow_up".into()),
            ("month", month.into()),
            ("phase", phase.into()),
        ]
    };
    for (month, phase, on, expected) in [
        (1, "intensive", "2026-11-09", "intensive"),
        (1, "intensive", "2026-11-10", "continuation"),
        (0, "intensive", "2026-11-09", "intensive"),
        (2, "intensive", "2026-10-09", "intensive"),
        (2, "intensive", "2026-10-10", "continuation"),
        (1, "continuation", "2026-09-20", "continuation"),
    ] {
        let begun = begins("tuberculosis", "phase", &last(month, phase), on);
        assert_eq!(begun, Some(expected), "{month} {phase} {on}");
    }
    assert_eq!(
        begins("tuberculosis", "phase", &[], "2026-11-24"),
        Some("intensive")
    );
}

#[test]
fn what_is_printed_under_one_heading_stands_together() {
    let htn = definition("hypertension");
    let title = |key: &str| htn.print_group(key).map(|group| group.title.zh.as_str());
    assert_eq!(title("sbp"), Some("体征"));
    assert_eq!(title("obey"), Some("生活方式指导"));
    assert_eq!((title("symptoms"), title("drugs")), (None, None));
    let mut apart = htn.clone();
    apart.print_groups[0].fields.remove(1);
    apart.print_groups[1].fields.push("sbp".to_owned());
    let wrong = apart.unsound();
    assert_eq!(wrong.len(), 3, "{wrong:#?}");
}

#[test]
fn a_stage_that_is_no_choice_or_counts_from_nothing_is_unsound() {
    let mut child = definition("child").clone();
    let field = child
        .sections
        .iter_mut()
        .flat_map(|section| &mut section.fields)
        .find(|field| field.key == "stage")
        .unwrap();
    let proposed = field.proposed.as_mut().unwrap();
    proposed.stages[0].code = "gone".to_owned();
    proposed.stages[1].from.as_mut().unwrap().day = "way".to_owned();
    let wrong = child.unsound();
    assert_eq!(
        wrong,
        [
            "field stage: proposes gone, which is no choice of it",
            "field stage: there is no day way"
        ]
    );
}
