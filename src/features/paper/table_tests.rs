use domain::programme::national::DEFINITIONS;
use serde_json::json;

use super::*;

fn edition() -> Definition {
    let all = DEFINITIONS.iter();
    all.map(|text| serde_json::from_str::<Definition>(text).unwrap())
        .find(|form| form.programme.as_str() == "hypertension")
        .unwrap()
}

fn row() -> VisitRow {
    serde_json::from_value(json!({
        "record_no": "43020200100100001", "national_id_masked": "430202********1229",
        "visit": {
            "follow_up_id": "0198f0c0-0000-7000-8000-000000000002",
            "person": {
                "resident_id": "0198f0c0-0000-7000-8000-000000000001", "name": "王桂英",
                "sex": "female", "age": 68, "village": "月塘社区", "groups": ["hypertension"],
            },
            "programme": "hypertension", "rules_version": "NBPHS-3-2017",
            "form": {
                "visit_date": "2026-11-20", "way": "clinic", "symptoms": ["headache", "numbness"],
                "sbp": 152, "dbp": 84, "weight": 655, "weight_target": 640,
                "pregnant_or_lactating": false, "class": "uncontrolled", "aux_exam": "=1+1",
            },
            "class": { "code": "uncontrolled", "tone": "warn", "words": { "zh": "控制不满意", "en": "Not well controlled" } },
            "computed": [{ "key": "bmi", "value": 262 }], "reasons": [], "version": 2,
            "decision": { "class": "uncontrolled", "referral": "no", "latest_next": "2026-12-04", "reasons": [] },
            "doctor": "彭海燕", "institution": "月塘", "recorded_at": "2026-11-20T02:05:00Z",
        },
    }))
    .unwrap()
}

fn local(moment: DateTime<Utc>) -> NaiveDateTime {
    (moment + chrono::TimeDelta::hours(8)).naive_utc()
}

#[test]
fn every_answer_stands_under_its_heading() {
    let table = table(&[row()], &[edition()], local);
    let [heading, line] = table.as_slice() else {
        panic!("{table:?}")
    };
    assert_eq!(heading.len(), line.len());
    let under = |name: &str| {
        let at = heading.iter().position(|one| one == name);
        at.map(|at| line[at].as_str())
    };
    for (name, value) in [
        ("姓名", "王桂英"),
        ("随访日期", "2026-11-20"),
        ("收缩压（mmHg）", "152"),
        ("体重（kg）", "65.5"),
        ("体重（kg）（目标）", "64"),
        ("体质指数（kg/m²）", "26.2"),
        ("症状", "头痛头晕、四肢发麻"),
        ("此次随访分类", "控制不满意"),
        ("怀孕或哺乳期", "否"),
        ("心率（次/分）", ""),
        ("登记时间", "2026-11-20 10:05"),
        ("更正次数", "1"),
    ] {
        assert_eq!(under(name), Some(value), "{name} of {heading:?}");
    }
}

#[test]
fn the_order_is_that_of_the_national_form() {
    let table = table(&[], &[edition()], local);
    let at = |name: &str| table[0].iter().position(|one| one == name);
    assert!(at("随访日期") < at("症状") && at("症状") < at("收缩压（mmHg）"));
}
