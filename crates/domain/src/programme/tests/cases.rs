//! The cases of `programmes/cases.jsonl`: what the national documents say of a visit, each boundary from both
//! sides. Expected outcomes are written by hand, none is taken from the engine.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::*;
use crate::api::programmes::DecideBody;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    programme: String,
    #[serde(default)]
    why: String,
    visit: DecideBody,
    class: Option<String>,
    referral: Option<Referral>,
    /// Absent where it is not looked at; null where no visit follows.
    #[serde(default, deserialize_with = "said")]
    latest_next: Option<Option<NaiveDate>>,
    reasons: Option<Vec<String>>,
    #[serde(default)]
    computed: BTreeMap<String, (i32, Option<String>)>,
    /// Faults other than what is required and missing.
    errors: Option<Vec<String>>,
}

fn said<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<NaiveDate>>, D::Error> {
    Deserialize::deserialize(deserializer).map(Some)
}

#[test]
fn every_case_comes_out_as_the_documents_say() {
    let text = include_str!("../../../programmes/cases.jsonl");
    let mut wrong = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let expected: Expected = serde_json::from_str(line).unwrap();
        let told = differences(&expected);
        if !told.is_empty() {
            let Expected { programme, why, .. } = &expected;
            wrong.push(format!("line {}, {programme} {why}: {told:?}", at + 1));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn differences(expected: &Expected) -> Vec<String> {
    let definition = definition(&expected.programme);
    let visit = &expected.visit;
    let known = Known {
        born: visit.born,
        sex: visit.sex,
        height: visit.height_tenths,
    };
    let previous = visit.previous_class.as_deref();
    let decision = decide(definition, &visit.form, &known, previous).unwrap();
    let facts = Facts::new(definition, &visit.form, &known, previous).unwrap();
    let mut told = Vec::new();
    let mut compare = |what: &str, ours: String, theirs: String| {
        if ours != theirs {
            told.push(format!("{what} {ours}, not {theirs}"));
        }
    };
    if let Some(class) = &expected.class {
        compare("class", decision.class.clone(), class.clone());
    }
    if let Some(referral) = expected.referral {
        compare(
            "referral",
            format!("{:?}", decision.referral),
            format!("{referral:?}"),
        );
    }
    if let Some(latest) = expected.latest_next {
        compare(
            "next",
            format!("{:?}", decision.latest_next),
            format!("{latest:?}"),
        );
    }
    if let Some(reasons) = &expected.reasons {
        compare(
            "reasons",
            format!("{:?}", decision.reasons),
            format!("{reasons:?}"),
        );
    }
    for (key, (value, level)) in &expected.computed {
        let Some(Kind::Computed(kind)) = definition.field(key).map(|field| &field.kind) else {
            compare(key, "nothing".to_owned(), "computed".to_owned());
            continue;
        };
        compare(
            key,
            format!("{:?}", facts.quantity(key)),
            format!("{:?}", Some(*value)),
        );
        let here = facts.level(kind).map(|level| level.zh.clone());
        compare(key, format!("{here:?}"), format!("{level:?}"));
    }
    if let Some(errors) = &expected.errors {
        let found = check(definition, &visit.form, &known, None, facts.day);
        let found = found.iter().filter(|error| error.reason != "required");
        let found: Vec<_> = found
            .map(|error| format!("{} {}", error.field, error.reason))
            .collect();
        compare("errors", format!("{found:?}"), format!("{errors:?}"));
    }
    told
}
