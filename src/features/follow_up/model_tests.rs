use super::*;
use domain::codes::DangerSign;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn id() -> FollowUpId {
    "0198f0c0-0000-7000-8000-000000000009".parse().unwrap()
}

/// A woman born 1958-03-02 (68 today), last seen on 2026-08-20 with 142/88.
fn start(previous: Option<ControlClass>) -> Start {
    let person = serde_json::json!({
        "resident_id": "0198f0c0-0000-7000-8000-000000000001", "name": "王秀英", "sex": "female",
        "age": 68, "village": "月塘社区", "groups": ["hypertension"],
    });
    let drug = serde_json::json!({ "name": "氨氯地平", "times_a_day": 1, "dose": "5 mg" });
    serde_json::from_value(serde_json::json!({
        "person": person, "birth_date": "1958-03-02", "previous_class": previous,
        "allergies": [], "drugs": [drug],
        "habits": { "smoke": 10, "drink": 15, "salt": "medium" }, "height_tenths": 1580,
        "target": { "sbp_below": 150, "dbp_below": 90 }, "rules_version": NBPHS_3_2017.version,
        "last": {
            "follow_up_id": "0198f0c0-0000-7000-8000-000000000002", "person": person,
            "form": {
                "visit_date": "2026-08-20", "way": "home", "symptoms": ["none"], "sbp": 142, "dbp": 88,
                "danger_signs": [], "pregnant_or_lactating": false, "weight": 655, "weight_target": 600,
                "heart_rate": 76, "smoke": 10, "compliance": "irregular", "class": "controlled",
                "drugs": [drug], "next_date": "2026-11-20",
            },
            "decision": { "class": "controlled", "referral": "no", "latest_next": "2026-11-20", "reasons": [] },
            "rules_version": NBPHS_3_2017.version, "doctor": "李医生", "institution": "月塘",
            "recorded_at": "2026-08-20T02:00:00Z",
        },
    }))
    .unwrap()
}

fn today() -> NaiveDate {
    day("2026-11-24")
}

fn typed(sbp: &str, dbp: &str) -> Sheet {
    Sheet {
        sbp: sbp.to_owned(),
        dbp: dbp.to_owned(),
        ..opened(&start(None), id(), today())
    }
}

fn faults(judged: &Judged) -> Vec<(&str, &str)> {
    judged
        .errors
        .iter()
        .map(|error| (error.field.as_str(), error.reason.as_str()))
        .collect()
}

#[test]
fn a_stable_patient_needs_two_numbers_and_nothing_else() {
    let judged = judge(
        &typed("138", "86"),
        &start(Some(ControlClass::Controlled)),
        Some(ControlClass::Controlled),
        today(),
    );
    assert_eq!(faults(&judged), []);
    let form = judged.form.unwrap();
    assert_eq!(
        (form.sbp, form.dbp, form.way, form.compliance),
        (138, 86, VisitWay::Home, Compliance::Irregular)
    );
    assert_eq!(form.symptoms, [HypertensionSymptom::None]);
    assert_eq!(
        (form.class, form.next_date),
        (ControlClass::Controlled, day("2027-02-24"))
    );
    assert_eq!((form.smoke, form.drink), (Some(10), Some(15)));
}

#[test]
fn nothing_measured_is_copied_from_the_last_time() {
    let sheet = opened(&start(None), id(), today());
    assert_eq!(
        [sheet.sbp, sheet.dbp, sheet.weight, sheet.heart_rate],
        [""; 4]
    );
    assert_eq!(
        (sheet.weight_target.as_str(), sheet.drink.as_str()),
        ("60", "1.5")
    );
}

#[test]
fn impossible_pressures_are_refused_in_place_and_bring_no_decision() {
    for (sbp, dbp, fault) in [
        ("1200", "80", ("sbp", "too_high")),
        ("99999999", "80", ("sbp", "too_high")),
        ("49", "30", ("sbp", "too_low")),
        ("80", "120", ("dbp", "not_below_systolic")),
        ("一百", "80", ("sbp", "not_a_number")),
        ("", "80", ("sbp", "required")),
    ] {
        let judged = judge(&typed(sbp, dbp), &start(None), None, today());
        assert!(
            faults(&judged).contains(&fault),
            "{sbp}/{dbp}: {:?}",
            judged.errors
        );
        assert_eq!((judged.decision, judged.form), (None, None), "{sbp}/{dbp}");
    }
}

#[test]
fn a_half_typed_pressure_is_not_scolded_yet() {
    let half = judge(&typed("1", "80"), &start(None), None, today());
    assert!(
        half.errors
            .iter()
            .all(|error| !told_at_once(error, &half.errors)),
        "{:?}",
        half.errors
    );
    let whole = judge(&typed("1200", "80"), &start(None), None, today());
    assert!(
        whole
            .errors
            .iter()
            .any(|error| told_at_once(error, &whole.errors))
    );
}

#[test]
fn full_width_digits_are_digits() {
    let judged = judge(
        &typed("\u{ff11}\u{ff13}\u{ff18}", "86"),
        &start(None),
        None,
        today(),
    );
    assert_eq!(judged.form.unwrap().sbp, 138);
}

#[test]
fn rare_values_are_asked_about_but_not_refused() {
    let judged = judge(&typed("205", "85"), &start(None), None, today());
    assert_eq!(judged.unusual, ["sbp"]);
    assert_eq!(faults(&judged), [("referral_to", "required")]);
}

#[test]
fn a_second_uncontrolled_visit_asks_where_to_refer_to() {
    let mut sheet = typed("152", "92");
    let previous = Some(ControlClass::Uncontrolled);
    let judged = judge(&sheet, &start(previous), previous, today());
    assert_eq!(
        judged.decision.as_ref().map(|d| d.referral),
        Some(Referral::Advised)
    );
    assert_eq!(faults(&judged), [("referral_to", "required")]);
    sheet.referral_to = "市中心医院 心内科".to_owned();
    let form = judge(&sheet, &start(previous), previous, today())
        .form
        .unwrap();
    assert_eq!(form.referral_to.as_deref(), Some("市中心医院 心内科"));
    assert_eq!(form.next_date, day("2026-12-08"));
}

#[test]
fn a_danger_sign_is_urgent_whatever_the_pressure() {
    let sheet = Sheet {
        danger_signs: vec![DangerSign::ChestTightness],
        ..typed("120", "80")
    };
    let judged = judge(&sheet, &start(None), None, today());
    assert_eq!(judged.decision.map(|d| d.referral), Some(Referral::Urgent));
}

#[test]
fn where_nobody_is_referred_no_referral_is_sent() {
    let sheet = Sheet {
        referral_to: "市中心医院".to_owned(),
        referral_reason: "旧".to_owned(),
        ..typed("130", "80")
    };
    let form = judge(&sheet, &start(None), None, today()).form.unwrap();
    assert_eq!((form.referral_to, form.referral_reason), (None, None));
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
        let sheet = Sheet {
            next_date: Some(day(next)),
            ..typed("138", "86")
        };
        let judged = judge(&sheet, &start(None), None, today());
        assert_eq!(faults(&judged), Vec::from_iter(fault), "{next}");
    }
}

#[test]
fn another_class_needs_a_reason_and_the_rules_class_needs_none() {
    let mut sheet = Sheet {
        class: Some(ControlClass::Uncontrolled),
        ..typed("138", "86")
    };
    assert_eq!(
        faults(&judge(&sheet, &start(None), None, today())),
        [("class_reason", "required")]
    );
    sheet.class_reason = "家庭自测一直偏高".to_owned();
    assert_eq!(
        judge(&sheet, &start(None), None, today())
            .form
            .unwrap()
            .class,
        ControlClass::Uncontrolled
    );
    sheet.class = Some(ControlClass::Controlled);
    assert_eq!(
        judge(&sheet, &start(None), None, today())
            .form
            .unwrap()
            .class_reason,
        None
    );
}

#[test]
fn drugs_are_read_and_an_empty_row_is_none() {
    let mut sheet = typed("138", "86");
    let line = |key, name: &str, times: &str| DrugLine {
        key,
        name: name.to_owned(),
        times: times.to_owned(),
        dose: String::new(),
    };
    sheet
        .drugs
        .extend([line(7, "", "1"), line(8, "缬沙坦", "2")]);
    let names: Vec<String> = judge(&sheet, &start(None), None, today())
        .form
        .unwrap()
        .drugs
        .into_iter()
        .map(|d| d.name)
        .collect();
    assert_eq!(names, ["氨氯地平", "缬沙坦"]);
    sheet.drugs.extend([line(9, "缬沙坦", "两")]);
    assert_eq!(
        faults(&judge(&sheet, &start(None), None, today())),
        [("drugs.9.name", "twice"), ("drugs.9.times", "not_a_number")]
    );
}

#[test]
fn decimals_are_tenths_and_a_second_decimal_is_refused() {
    for (typed_weight, read) in [("65.5", Some(655)), ("65", Some(650)), ("65。5", Some(655))] {
        let sheet = Sheet {
            weight: typed_weight.to_owned(),
            ..typed("138", "86")
        };
        assert_eq!(
            judge(&sheet, &start(None), None, today())
                .form
                .unwrap()
                .weight,
            read
        );
    }
    let sheet = Sheet {
        weight: "65.55".to_owned(),
        ..typed("138", "86")
    };
    assert_eq!(
        faults(&judge(&sheet, &start(None), None, today())),
        [("weight", "not_a_number")]
    );
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
    let start = start(Some(ControlClass::Uncontrolled));
    assert_eq!(
        previous(&start, Some(today())),
        Some(ControlClass::Uncontrolled)
    );
    assert_eq!(previous(&start, Some(day("2026-08-01"))), None);
}

#[test]
fn the_backends_objection_tells_of_the_visit_before() {
    let seen = judge(&typed("152", "92"), &start(None), None, today())
        .decision
        .unwrap();
    let problem = |field: &str| Problem {
        errors: vec![FieldError::new(field, "differs")],
        ..Problem::new(domain::problem::Code::NeedsYou)
    };
    let told = previous_by(&problem("decision.referral"), &seen).unwrap();
    let again = judge(&typed("152", "92"), &start(None), told, today())
        .decision
        .unwrap();
    assert_eq!(again.referral, Referral::Advised);
    let back = previous_by(&problem("decision.referral"), &again).unwrap();
    assert_eq!(back, None);
    assert_eq!(
        previous_by(&problem("decision.class"), &seen),
        None,
        "a class differs for another cause"
    );
}
