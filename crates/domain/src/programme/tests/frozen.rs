//! Hypertension and diabetes are judged as the rules in Rust judged them that came before the definitions.
//! `programmes/frozen.jsonl` is what those rules said of forms at random, many with values on or beside a
//! boundary: forms were kept until every fault, every unusual value, every class with every referral, every
//! class of the visit before and every two reasons together stood in one. The visits were dated up to four
//! days ahead of the day they were looked at.

use serde::Deserialize;

use super::*;
use crate::person::Sex;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Frozen {
    programme: String,
    born: NaiveDate,
    sex: Sex,
    previous: Option<String>,
    form: Answers,
    decision: Decision,
    errors: Vec<String>,
    unusual: Vec<String>,
}

#[test]
fn every_form_is_judged_as_it_was() {
    let today = day("2026-11-25");
    let text = include_str!("../../../programmes/frozen.jsonl");
    let mut programmes = std::collections::BTreeSet::new();
    for (at, line) in text.lines().enumerate() {
        let at = at + 1;
        let was: Frozen = serde_json::from_str(line).unwrap();
        let definition = definition(&was.programme);
        let known = Known {
            born: was.born,
            sex: was.sex,
            height: None,
        };
        let decision = decide(definition, &was.form, &known, was.previous.as_deref()).unwrap();
        assert_eq!(decision, was.decision, "line {at}");

        let told = check(definition, &was.form, &known, Some(&decision), today);
        let mut told: Vec<_> = told
            .iter()
            .map(|error| format!("{} {}", error.field, error.reason))
            .collect();
        told.sort_unstable();
        assert_eq!(told, was.errors, "line {at}");

        let mut rare = unusual(definition, &was.form);
        rare.sort_unstable();
        assert_eq!(rare, was.unusual, "line {at}");
        programmes.insert(was.programme);
    }
    assert_eq!(programmes.len(), 2);
}
