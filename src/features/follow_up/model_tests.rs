use super::*;
use domain::programme::national::DEFINITIONS;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The national definition of a programme.
fn form(programme: &str) -> Definition {
    let mut all = DEFINITIONS
        .iter()
        .map(|text| serde_json::from_str::<Definition>(text).unwrap());
    all.find(|form| form.programme.as_str() == programme)
        .unwrap()
}

/// A woman born 1958-03-02 (68 today), last seen on 2026-08-20 with 142/88.
fn start(previous: Option<&str>) -> FollowUpStart {
    let person = serde_json::json!({
        "resident_id": "0198f0c0-0000-7000-8000-000000000001", "name": "王秀英", "sex": "female",
        "age": 68, "village": "月塘社区", "groups": ["hypertension"],
    });
    let drug = serde_json::json!({ "name": "氨氯地平", "times_a_day": 1, "dose": "5 mg" });
    let carried = |key: &str, value: serde_json::Value, since: &str| serde_json::json!({ "key": key, "value": value, "since": since });
    serde_json::from_value(serde_json::json!({
        "person": person, "birth_date": "1958-03-02", "previous_class": previous,
        "allergies": [], "drugs": [drug], "height_tenths": 1580, "rules_version": "NBPHS-3-2017",
        "carried": [
            carried("way", "home".into(), "2026-08-20"),
            carried("compliance", "irregular".into(), "2026-08-20"),
            carried("smoke", 10.into(), "2026-02-20"),
            carried("drink", 15.into(), "2026-08-20"),
            carried("salt", "medium".into(), "2026-08-20"),
        ],
        "last": {
            "follow_up_id": "0198f0c0-0000-7000-8000-000000000002", "person": person,
            "programme": "hypertension", "rules_version": "NBPHS-3-2017",
            "form": { "visit_date": "2026-08-20", "way": "home", "sbp": 142, "dbp": 88, "weight": 655 },
            "class": {
                "code": "controlled", "tone": "ok",
                "words": { "zh": "控制满意", "en": "Well controlled" },
            },
            "computed": [], "reasons": [], "version": 1,
            "decision": { "class": "controlled", "referral": "no", "latest_next": "2026-11-20", "reasons": [] },
            "doctor": "李医生", "institution": "月塘", "recorded_at": "2026-08-20T02:00:00Z",
        },
    }))
    .unwrap()
}

fn today() -> NaiveDate {
    day("2026-11-24")
}

/// The form as it opens, with these answers typed into it.
fn typed(answers: &[(&str, &str)]) -> Answers {
    let id = "0198f0c0-0000-7000-8000-000000000009".parse().unwrap();
    let sheet = opened(&form("hypertension"), &start(None), id, today());
    let write = |typed: Answers, (key, text): &(&str, &str)| typed.with(key, *text);
    answers.iter().fold(sheet.typed, write)
}

fn pressure(sbp: &str, dbp: &str) -> Answers {
    typed(&[("sbp", sbp), ("dbp", dbp)])
}

fn judged(typed: &Answers, previous: Option<&str>) -> Judged {
    judge(
        &form("hypertension"),
        typed,
        &start(previous),
        previous,
        today(),
    )
}

fn faults(judged: &Judged) -> Vec<(&str, &str)> {
    judged
        .errors
        .iter()
        .map(|error| (error.field.as_str(), error.reason.as_str()))
        .collect()
}

fn referral(judged: &Judged) -> Option<Referral> {
    judged.decided().map(|decision| decision.referral)
}

#[test]
fn a_stable_patient_needs_two_numbers_and_nothing_else() {
    let judged = judged(&pressure("138", "86"), Some("controlled"));
    assert_eq!(faults(&judged), []);
    let answers = &judged.answers;
    assert_eq!(
        (answers.number("sbp"), answers.number("dbp")),
        (Some(138), Some(86))
    );
    for (key, code) in [
        ("way", "home"),
        ("compliance", "irregular"),
        ("class", "controlled"),
    ] {
        assert_eq!(answers.text(key), Some(code));
    }
    assert_eq!(answers.day("next_date"), Some(day("2027-02-24")));
    assert_eq!(
        (answers.number("smoke"), answers.number("drink")),
        (Some(10), Some(15))
    );
}

#[test]
fn what_is_as_it_was_says_from_which_day_and_what_was_changed_does_not() {
    let answers = judged(
        &typed(&[("sbp", "138"), ("dbp", "86"), ("drink", "2")]),
        None,
    )
    .answers;
    let Some(Value::Map(days)) = answers.get("carried") else {
        panic!("nothing is marked as carried over");
    };
    assert_eq!(days.day("smoke"), Some(day("2026-02-20")));
    assert_eq!((days.day("drink"), days.day("sbp")), (None, None));
}

#[test]
fn one_press_takes_over_what_is_looked_at_and_nothing_measured() {
    let form = form("copd");
    let mut start = start(None);
    start.carried.push(
        serde_json::from_value(
            serde_json::json!({ "key": "mmrc", "value": "1", "since": "2026-08-20" }),
        )
        .unwrap(),
    );
    let id = "0198f0c0-0000-7000-8000-000000000009".parse().unwrap();
    let sheet = opened(&form, &start, id, today()).typed;
    assert!(!sheet.filled("mmrc"), "it is asked anew");
    let keys = |typed: &Answers| {
        let judged = judge(&form, typed, &start, None, today());
        let taken = as_last_time(&form, &start, &judged);
        taken.iter().map(|one| one.key.clone()).collect::<Vec<_>>()
    };
    assert_eq!(keys(&sheet), ["mmrc"]);
    let by_hand = sheet.clone().with("mmrc", "1");
    assert_eq!(keys(&by_hand), Vec::<String>::new());
    let marked = |typed: &Answers| {
        let answers = judge(&form, typed, &start, None, today()).answers;
        match answers.get("carried") {
            Some(Value::Map(days)) => days.day("mmrc"),
            _ => None,
        }
    };
    assert_eq!(marked(&by_hand), None, "what was looked at is of today");
    let taken = by_hand.with(TAKEN, vec!["mmrc"]);
    assert_eq!(marked(&taken), Some(day("2026-08-20")));
    assert_eq!(marked(&taken.with("mmrc", "2")), None);
}

#[test]
fn a_rare_number_is_confirmed_once_and_the_next_one_again() {
    let typed = pressure("205", "85").with("referral_to", "市医院");
    let first = judged(&typed, None);
    assert_eq!(
        (first.unsure.as_slice(), first.answers.get(CONFIRMED)),
        (&["sbp".to_owned()][..], None)
    );
    let sure = judged(
        &typed.clone().with(SURE, vec![with_number("sbp", 205)]),
        None,
    );
    assert!(sure.unsure.is_empty());
    assert_eq!(sure.answers.get(CONFIRMED), Some(&vec!["sbp"].into()));
    assert_eq!(faults(&sure), []);
    let other = typed.with(SURE, vec![with_number("sbp", 204)]);
    assert_eq!(judged(&other, None).unsure, ["sbp"]);
}

#[test]
fn a_number_that_was_pressed_is_marked_until_it_is_typed() {
    let typed = pressure("130", "80").with("weight", "65");
    let pressed = typed.with(PRESSED, vec![with_number("weight", 650)]);
    assert_eq!(
        judged(&pressed, None).answers.get(STEPPED),
        Some(&vec!["weight"].into())
    );
    let typed = pressed.with("weight", "66");
    assert_eq!(judged(&typed, None).answers.get(STEPPED), None);
}

#[test]
fn a_form_opens_with_the_stage_of_the_age_whatever_was_last() {
    let child = form("child");
    let id = "0198f0c0-0000-7000-8000-000000000009".parse().unwrap();
    for (born, last, expected) in [
        ("2026-08-24", None, "m3"),
        // The visit of three months came early: nothing is asked twice, and nothing before its time.
        ("2026-08-24", Some("m3"), "m3"),
        ("2026-05-24", Some("m3"), "m6"),
        // Two visits were missed.
        ("2025-11-24", Some("m3"), "m12"),
    ] {
        let mut start = start(None);
        start.birth_date = day(born);
        match (&mut start.last, last) {
            (Some(visit), Some(stage)) => visit.form.set("stage", Some(stage.into())),
            (visit, None) => *visit = None,
            _ => {}
        }
        let sheet = opened(&child, &start, id, today());
        assert_eq!(sheet.typed.text("stage"), Some(expected), "{born} {last:?}");
    }
}

#[test]
fn a_visit_after_the_death_is_told_while_its_day_is_typed() {
    let mut start = start(None);
    let left = serde_json::json!({ "how": "died", "on": "2026-11-23", "known_on": "2026-11-24" });
    start.departure = Some(serde_json::from_value(left).unwrap());
    let form = form("hypertension");
    for (on, told) in [("2026-11-24", true), ("2026-11-23", false)] {
        let typed = typed(&[("sbp", "138"), ("dbp", "86"), ("visit_date", on)]);
        let judged = judge(&form, &typed, &start, None, today());
        let error = judged
            .errors
            .iter()
            .find(|error| error.reason == "after_death");
        assert_eq!(error.is_some(), told, "{on}");
        assert!(error.is_none_or(|error| told_at_once(&form, error, &judged.errors)));
    }
}

#[test]
fn the_colour_follows_what_is_typed_and_the_doctors_own_class() {
    let scale = serde_json::json!({
        "classes": { "controlled": "green", "uncontrolled": "yellow", "complication": "red" },
        "in_a_row": { "visits": 2, "colour": "red" }, "advised": "red", "urgent": "red",
        "visits": [{ "on": "2026-08-20", "class": "controlled", "referral": "no" }],
    });
    let scale = serde_json::from_value(scale).unwrap();
    let scaled = |typed: &Answers| {
        let start = start(Some("uncontrolled"));
        let form = form("hypertension");
        let judged = judge(&form, typed, &start, Some("controlled"), today());
        let decision = judged.decision.as_ref().unwrap();
        made(&scale, &judged.answers, decision, today())
    };
    for (sbp, class, expected) in [
        ("138", None, Colour::Green),
        ("156", None, Colour::Yellow),
        ("186", None, Colour::Red),
        ("138", Some("complication"), Colour::Red),
    ] {
        let mut typed = pressure(sbp, "86");
        typed.set("class", class.map(Value::from));
        assert_eq!(scaled(&typed), Some(expected), "{sbp} {class:?}");
    }
}

#[test]
fn nothing_measured_is_copied_from_the_last_time() {
    let sheet = typed(&[]);
    for key in ["sbp", "dbp", "weight", "heart_rate"] {
        assert!(!sheet.filled(key), "{key}");
    }
    assert_eq!(
        (sheet.text("drink"), sheet.text("smoke")),
        (Some("1.5"), Some("10"))
    );
}

#[test]
fn impossible_pressures_are_refused_in_place_and_bring_no_decision() {
    for (sbp, dbp, fault) in [
        ("1200", "80", ("sbp", "too_high")),
        ("99999999999", "80", ("sbp", "too_high")),
        ("49", "30", ("sbp", "too_low")),
        ("80", "120", ("dbp", "not_below_systolic")),
        ("一百", "80", ("sbp", "not_a_number")),
        ("", "80", ("sbp", "required")),
    ] {
        let judged = judged(&pressure(sbp, dbp), None);
        assert!(
            faults(&judged).contains(&fault),
            "{sbp}/{dbp}: {:?}",
            judged.errors
        );
        assert_eq!(judged.decided(), None, "{sbp}/{dbp}");
    }
}

#[test]
fn an_emergency_is_shown_before_the_rest_is_typed() {
    let half = judged(&pressure("186", ""), None);
    assert_eq!(referral(&half), Some(Referral::Urgent));
    assert_eq!(half.awaited, ["dbp"]);
    assert_eq!(judged(&pressure("150", ""), None).decided(), None);
}

#[test]
fn a_half_typed_pressure_is_not_scolded_yet() {
    let form = form("hypertension");
    let told = |judged: &Judged| {
        let at_once = |error: &FieldError| told_at_once(&form, error, &judged.errors);
        judged.errors.iter().any(at_once)
    };
    assert!(!told(&judged(&pressure("1", "80"), None)));
    assert!(told(&judged(&pressure("1200", "80"), None)));
    assert!(told(&judged(&pressure("80", "120"), None)));
}

#[test]
fn full_width_digits_are_digits() {
    let judged = judged(&pressure("\u{ff11}\u{ff13}\u{ff18}", "86"), None);
    assert_eq!(judged.answers.number("sbp"), Some(138));
}

#[test]
fn rare_values_are_asked_about_but_not_refused() {
    let judged = judged(&pressure("205", "85"), None);
    assert_eq!(judged.unusual, ["sbp"]);
    assert_eq!(faults(&judged), [("referral_to", "required")]);
}

#[test]
fn a_second_uncontrolled_visit_asks_where_to_refer_to() {
    let previous = Some("uncontrolled");
    let first = judged(&pressure("152", "92"), previous);
    assert_eq!(referral(&first), Some(Referral::Advised));
    assert_eq!(faults(&first), [("referral_to", "required")]);
    let sheet = pressure("152", "92").with("referral_to", "市中心医院 心内科");
    let second = judged(&sheet, previous);
    assert_eq!(faults(&second), []);
    assert_eq!(
        second.answers.text("referral_to"),
        Some("市中心医院 心内科")
    );
    assert_eq!(second.answers.day("next_date"), Some(day("2026-12-08")));
}

#[test]
fn a_danger_sign_is_urgent_whatever_the_pressure() {
    let sheet = pressure("120", "80").with("danger_signs", vec!["chest_tightness"]);
    assert_eq!(referral(&judged(&sheet, None)), Some(Referral::Urgent));
}

#[test]
fn what_is_no_longer_asked_is_not_sent() {
    let sheet = pressure("130", "80")
        .with("referral_to", "市中心医院")
        .with("referral_reason", "旧")
        .with("symptom_other", "牙疼");
    let judged = judged(&sheet, None);
    assert_eq!(faults(&judged), []);
    for key in [
        "referral_to",
        "referral_reason",
        "symptom_other",
        "danger_signs",
    ] {
        assert_eq!(judged.answers.get(key), None, "{key}");
    }
}

#[test]
fn a_field_that_another_answer_asks_for_is_required_then() {
    let sheet = pressure("130", "80").with("symptoms", vec!["other"]);
    let judged = judged(&sheet, None);
    assert!(judged.asked.iter().any(|key| key == "symptom_other"));
    assert_eq!(faults(&judged), [("symptom_other", "required")]);
}

#[test]
fn the_next_date_lies_after_the_visit_and_not_beyond_the_latest() {
    for (next, fault) in [
        ("2026-11-24", Some(("next_date", "not_after_visit"))),
        ("2026-11-01", Some(("next_date", "not_after_visit"))),
        ("2026-11-25", None),
        ("2027-02-24", None),
        ("2027-02-25", Some(("next_date", "too_late"))),
    ] {
        let judged = judged(&pressure("138", "86").with("next_date", next), None);
        assert_eq!(faults(&judged), Vec::from_iter(fault), "{next}");
    }
}

#[test]
fn another_class_needs_a_reason_and_the_rules_class_needs_none() {
    let other = pressure("138", "86").with("class", "uncontrolled");
    assert_eq!(
        faults(&judged(&other, None)),
        [("class_reason", "required")]
    );
    let said = other.with("class_reason", "家庭自测一直偏高");
    assert_eq!(
        judged(&said, None).answers.text("class"),
        Some("uncontrolled")
    );
    let back = said.with("class", "controlled");
    assert_eq!(judged(&back, None).answers.get("class_reason"), None);
}

#[test]
fn drugs_are_read_and_an_empty_row_is_none() {
    let line = |key, name: &str, times: &str| DrugLine {
        key,
        name: name.to_owned(),
        times: times.to_owned(),
        dose: String::new(),
    };
    let mut lines = DrugLine::all(&typed(&[]), "drugs");
    lines.extend([line(7, "", "1"), line(8, "缬沙坦", "2")]);
    let read = judged(&pressure("138", "86").with("drugs", lines.clone()), None);
    assert_eq!(faults(&read), []);
    let names: Vec<String> = read
        .answers
        .drugs("drugs")
        .into_iter()
        .map(|d| d.name)
        .collect();
    assert_eq!(names, ["氨氯地平", "缬沙坦"]);
    lines.push(line(9, "缬沙坦", "两"));
    let wrong = judged(&pressure("138", "86").with("drugs", lines), None);
    assert_eq!(
        faults(&wrong),
        [("drugs.9.name", "twice"), ("drugs.9.times", "not_a_number")]
    );
}

#[test]
fn decimals_are_tenths_and_a_second_decimal_is_refused() {
    for (text, read) in [("65.5", Some(655)), ("65", Some(650)), ("65。5", Some(655))] {
        let judged = judged(&pressure("138", "86").with("weight", text), None);
        assert_eq!(judged.answers.number("weight"), read);
    }
    let judged = judged(&pressure("138", "86").with("weight", "65.55"), None);
    assert_eq!(faults(&judged), [("weight", "not_a_number")]);
}

#[test]
fn what_follows_from_other_answers_is_told() {
    let judged = judged(&pressure("138", "86").with("weight", "65.5"), None);
    let told: Vec<_> = judged
        .computed
        .iter()
        .map(|(key, number, _)| (key.as_str(), *number))
        .collect();
    assert_eq!(told, [("bmi", 262)]);
}

#[test]
fn only_days_that_the_decision_allows_are_offered() {
    let visit = today();
    let names = |latest: &str| {
        next_days(visit, day(latest))
            .into_iter()
            .map(|(name, _)| name)
            .collect::<Vec<_>>()
    };
    assert_eq!(names("2026-12-08"), [NextDay::TwoWeeks]);
    assert_eq!(
        names("2027-02-24"),
        [NextDay::TwoWeeks, NextDay::OneMonth, NextDay::ThreeMonths]
    );
}

#[test]
fn a_visit_entered_late_is_not_judged_by_the_one_after_it() {
    let start = start(Some("uncontrolled"));
    assert_eq!(
        previous(&start, Some(today())).as_deref(),
        Some("uncontrolled")
    );
    assert_eq!(previous(&start, Some(day("2026-08-01"))), None);
}

#[test]
fn the_backends_objection_tells_of_the_visit_before() {
    let (form, known) = (form("hypertension"), known(&start(None)));
    let problem = |fields: &[&str]| Problem {
        errors: fields
            .iter()
            .map(|field| FieldError::new(field, "differs"))
            .collect(),
        ..Problem::new(domain::problem::Code::NeedsYou)
    };
    let judged = judged(&pressure("152", "92"), None);
    let explained = |fields: &[&str], seen: &Decision| {
        previous_by(&form, &problem(fields), &judged.answers, &known, seen)
    };
    let seen = judged.decided().unwrap();
    let differ = ["decision.referral", "decision.reasons"];
    let told = explained(&differ, seen).unwrap();
    let again = decide(&form, &judged.answers, &known, told.as_deref()).unwrap();
    assert_eq!(again.referral, Referral::Advised);
    assert_eq!(explained(&differ, &again), Some(None), "and back again");
    assert_eq!(
        explained(&["decision.class"], seen),
        None,
        "a class differs for another cause"
    );
}

#[test]
fn diabetes_is_drawn_and_judged_by_its_own_definition() {
    let form = form("diabetes");
    let id = "0198f0c0-0000-7000-8000-000000000009".parse().unwrap();
    let opened = opened(&form, &start(None), id, today()).typed;
    for (glucose, class, referral) in [
        ("6.9", "controlled", Referral::No),
        ("7", "uncontrolled", Referral::No),
        ("3.9", "uncontrolled", Referral::Urgent),
        ("16.7", "uncontrolled", Referral::Urgent),
    ] {
        let sheet = opened
            .clone()
            .with("fasting_glucose", glucose)
            .with("sbp", "130")
            .with("dbp", "80");
        let judged = judge(&form, &sheet, &start(None), None, today());
        let decision = judged.decided().unwrap();
        assert_eq!(
            (decision.class.as_str(), decision.referral),
            (class, referral),
            "{glucose}"
        );
    }
}
