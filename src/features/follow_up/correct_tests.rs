use domain::programme::national::DEFINITIONS;
use serde_json::json;

use super::*;

fn form() -> Definition {
    let all = DEFINITIONS.iter();
    all.map(|text| serde_json::from_str::<Definition>(text).unwrap())
        .find(|form| form.programme.as_str() == "hypertension")
        .unwrap()
}

/// A visit of a woman of 68 that was judged after one that was not under control.
fn visit(answers: serde_json::Value, decision: serde_json::Value) -> FollowUp {
    let mut form = json!({
        "visit_date": "2026-11-20", "way": "clinic", "symptoms": ["none"], "sbp": 136, "dbp": 84,
        "pregnant_or_lactating": false, "weight": 655, "smoke": 10,
        "compliance": "regular", "class": "controlled", "next_date": "2027-02-20",
        "drugs": [{ "name": "氨氯地平", "times_a_day": 1, "dose": "5 mg" }],
        "carried": { "smoke": "2026-02-20" },
    });
    for (key, value) in answers.as_object().unwrap() {
        form[key] = value.clone();
    }
    serde_json::from_value(json!({
        "follow_up_id": "0198f0c0-0000-7000-8000-000000000002", "person": person(),
        "programme": "hypertension", "rules_version": "NBPHS-3-2017", "form": form,
        "class": { "code": "controlled", "tone": "ok", "words": { "zh": "控制满意", "en": "Well controlled" } },
        "class_before": "uncontrolled", "computed": [], "reasons": [], "version": 1,
        "decision": decision, "doctor": "李医生", "institution": "月塘",
        "recorded_at": "2026-11-20T02:00:00Z",
    }))
    .unwrap()
}

fn person() -> serde_json::Value {
    json!({
        "resident_id": "0198f0c0-0000-7000-8000-000000000001", "name": "王秀英", "sex": "female",
        "age": 68, "village": "月塘社区", "groups": ["hypertension"],
    })
}

fn start() -> FollowUpStart {
    serde_json::from_value(json!({
        "person": person(), "birth_date": "1958-03-02", "previous_class": "controlled",
        "allergies": [], "drugs": [], "height_tenths": 1580, "rules_version": "NBPHS-9",
        "carried": [{ "key": "salt", "value": "medium", "since": "2026-11-20" }],
    }))
    .unwrap()
}

fn controlled() -> serde_json::Value {
    json!({ "class": "controlled", "referral": "no", "latest_next": "2027-02-20", "reasons": [] })
}

fn today() -> NaiveDate {
    "2026-11-24".parse().unwrap()
}

#[test]
fn a_form_of_which_nothing_is_changed_is_the_visit_as_it_was() {
    let (form, visit) = (form(), visit(json!({}), controlled()));
    let start = as_it_was(&form, start(), &visit);
    assert_eq!(start.rules_version.as_str(), "NBPHS-3-2017");
    let sheet = as_typed(&form, &start, &visit, today());
    assert_eq!(sheet.id, visit.follow_up_id);
    let previous = start.previous_class.as_deref();
    let judged = model::judge(&form, &sheet.typed, &start, previous, today());
    assert_eq!(judged.answers, visit.form);
    assert_eq!(judged.decision.as_ref(), Some(&visit.decision));
    assert!(judged.errors.is_empty(), "{:?}", judged.errors);
}

#[test]
fn class_and_next_day_follow_anew_and_what_the_doctor_chose_stays() {
    let form = form();
    let opened = |visit: &FollowUp| {
        let start = as_it_was(&form, start(), visit);
        let sheet = as_typed(&form, &start, visit, today());
        let typed = sheet.typed.with("sbp", "160");
        let previous = start.previous_class.as_deref();
        model::judge(&form, &typed, &start, previous, today()).answers
    };
    let answers = opened(&visit(json!({}), controlled()));
    assert_eq!(answers.text("class"), Some("uncontrolled"));
    assert_eq!(answers.text("next_date"), Some("2026-12-04"));

    let chosen = json!({
        "class": "adverse_reaction", "class_reason": "头晕", "next_date": "2026-11-30",
    });
    let answers = opened(&visit(chosen, controlled()));
    assert_eq!(answers.text("class"), Some("adverse_reaction"));
    assert_eq!(answers.text("next_date"), Some("2026-11-30"));
}

#[test]
fn an_answer_that_is_changed_is_not_carried_over_any_more() {
    let (form, visit) = (form(), visit(json!({}), controlled()));
    let start = as_it_was(&form, start(), &visit);
    let sheet = as_typed(&form, &start, &visit, today());
    let typed = sheet.typed.with("smoke", "5");
    let judged = model::judge(&form, &typed, &start, None, today());
    assert_eq!(judged.answers.get("carried"), None);
}
