//! Both halves against `serde_json`, which the service uses.

use std::collections::BTreeMap;

use domain::problem::{Code, FieldError, Problem};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use super::{members, read, written};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Plain,
    Held(i32),
    Named { text: String },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct All {
    text: String,
    small: u8,
    large: i64,
    truth: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    maybe: Option<u32>,
    kinds: Vec<Kind>,
    pair: (i16, String),
    unit: (),
    table: BTreeMap<String, Vec<u16>>,
    within: Option<Box<All>>,
}

fn all() -> impl Strategy<Value = All> {
    let kind = prop_oneof![
        Just(Kind::Plain),
        any::<i32>().prop_map(Kind::Held),
        any::<String>().prop_map(|text| Kind::Named { text }),
    ];
    let numbers = (
        any::<u8>(),
        any::<i64>(),
        any::<bool>(),
        any::<Option<u32>>(),
    );
    let lists = (
        prop::collection::vec(kind, 0..4),
        any::<(i16, String)>(),
        prop::collection::btree_map(
            any::<String>(),
            prop::collection::vec(any::<u16>(), 0..3),
            0..3,
        ),
    );
    let flat = (any::<String>(), numbers, lists).prop_map(
        |(text, (small, large, truth, maybe), (kinds, pair, table))| All {
            text,
            small,
            large,
            truth,
            maybe,
            kinds,
            pair,
            unit: (),
            table,
            within: None,
        },
    );
    (flat.clone(), prop::option::of(flat)).prop_map(|(mut outer, inner)| {
        outer.within = inner.map(Box::new);
        outer
    })
}

proptest! {
    #[test]
    fn what_is_written_is_what_the_service_would_write_and_is_read_back(value in all()) {
        let json = written(&value);
        prop_assert_eq!(&json, &serde_json::to_string(&value).unwrap());
        prop_assert_eq!(read::<All>(&json), Some(value.clone()));
        let spaced = serde_json::to_string_pretty(&value).unwrap();
        prop_assert_eq!(read::<All>(&spaced), Some(value));
    }

    #[test]
    fn a_damaged_text_is_refused_where_serde_json_refuses_it(
        value in all(), at in any::<prop::sample::Index>(), put in "[\\[\\]{}\",:0-9a-e\\\\ -]{0,2}", cut in 0..3_usize,
    ) {
        let mut letters: Vec<char> = written(&value).chars().collect();
        let at = at.index(letters.len());
        let end = (at + cut).min(letters.len());
        letters.splice(at..end, put.chars());
        let damaged: String = letters.into_iter().collect();
        // A whole number with a sign and no value, and arrays in place of objects, are the two liberties
        // that differ; neither is what the service writes.
        if let Some(ours) = read::<All>(&damaged) {
            prop_assert_eq!(serde_json::from_str::<All>(&damaged).ok(), Some(ours), "{}", damaged);
        }
    }
}

#[test]
fn every_form_of_a_text_is_read() {
    for (json, text) in [
        (r#""""#, ""),
        (r#" "a\"b\\c\/d" "#, "a\"b\\c/d"),
        (r#""\b\f\n\r\t""#, "\u{8}\u{c}\n\r\t"),
        (r#""\u5bb6\u533b 家医""#, "家医 家医"),
        (r#""\ud83d\ude00\u0000""#, "😀\0"),
    ] {
        assert_eq!(read::<String>(json).as_deref(), Some(text), "{json}");
    }
    for broken in [
        "",
        "\"",
        "\"a",
        r#""\x""#,
        r#""\u12""#,
        r#""\u+123""#,
        r#""\ud83d""#,
        r#""\ud83d\u0041""#,
        r#""\ude00""#,
        "\"\n\"",
        "\"a\"b",
        "a",
    ] {
        assert_eq!(read::<String>(broken), None, "{broken}");
    }
}

#[test]
fn only_whole_numbers_in_their_range_are_read() {
    assert_eq!(read::<i64>("-9223372036854775808"), Some(i64::MIN));
    assert_eq!(read::<u8>("255"), Some(255));
    for broken in [
        "256", "-1", "1.0", "1e2", "01", "+1", "", "-", "0x1", "1 2", "true",
    ] {
        assert_eq!(read::<u8>(broken), None, "{broken}");
    }
}

#[test]
fn what_nobody_asked_for_is_read_over() {
    let json =
        r#"{"new":{"a":[1,-2.5e+3,null,{"b":"}"}],"c":true},"field":"x","reason":"y","more":[]}"#;
    let read_over = read::<FieldError>(json);
    assert_eq!(read_over, Some(FieldError::new("x", "y")));
    let broken = r#"{"new":{"a":[1,.5]},"field":"x","reason":"y"}"#;
    assert_eq!(read::<FieldError>(broken), None);
    let deep = format!(
        "{{\"new\":{}1{},\"field\":\"x\",\"reason\":\"y\"}}",
        "[".repeat(200),
        "]".repeat(200)
    );
    assert_eq!(read::<FieldError>(&deep), None);
}

#[test]
fn a_problem_comes_through_with_every_code() {
    for code in Code::ALL {
        let mut problem = Problem::new(*code);
        problem
            .errors
            .push(FieldError::new("bp.sbp", "too_high").with_limit(300));
        problem.retry_after = Some(30);
        let json = serde_json::to_string(&problem).unwrap();
        assert_eq!(read::<Problem>(&json).as_ref(), Some(&problem));
        assert_eq!(written(&problem), json);
    }
    assert_eq!(read::<Code>("\"no_such_code\""), None);
}

#[test]
fn a_flat_object_is_listed_without_its_nulls() {
    let listed = members(r#"{ "q": "张 三&1", "due": null, "page": 2, "all": true }"#);
    let listed: Vec<(&str, &str)> = listed
        .iter()
        .map(|(name, value)| (&**name, &**value))
        .collect();
    assert_eq!(listed, [("q", "张 三&1"), ("page", "2"), ("all", "true")]);
    assert!(members("null").is_empty());
    assert!(members("{}").is_empty());
}
