//! `decide` and `programmes check` as they are run from a shell.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn run(words: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_jiayi-backend"))
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

fn lines(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn each_line_is_decided_with_the_rule_and_its_source() {
    let cases = r#"
{"born":"1961-11-23","sex":"female","previous_class":"uncontrolled","form":{"visit_date":"2026-11-23","sbp":152,"dbp":84}}
{"born":"1961-11-24","sex":"female","form":{"visit_date":"2026-11-23","sbp":139,"dbp":89}}
"#;
    let output = run(&["decide", "hypertension"], cases);
    assert!(output.status.success(), "{output:?}");
    let [second, controlled] = &lines(&output)[..] else {
        panic!("two lines");
    };
    assert_eq!(second["decision"]["referral"], "advised");
    assert_eq!(second["decision"]["latest_next"], "2026-12-07");
    assert_eq!(second["reasons"][0]["rule"], "second_in_a_row");
    assert_eq!(second["reasons"][1]["words"]["zh"], "高压没有低于 150");
    assert!(
        second["reasons"][1]["source"]
            .as_str()
            .unwrap()
            .contains("第三版")
    );
    assert_eq!(controlled["decision"]["class"], "controlled");
}

#[test]
fn a_line_that_is_no_visit_is_told_and_the_others_are_decided() {
    let cases = "{\"born\":1961}\n{\"born\":\"1961-11-23\",\"sex\":\"male\",\"form\":{\"visit_date\":\"2026-11-23\",\"sbp\":120,\"dbp\":80}}\n";
    let output = run(
        &["decide", "hypertension", "--edition", "NBPHS-3-2017"],
        cases,
    );
    assert_eq!(output.status.code(), Some(1));
    let told = lines(&output);
    assert!(told[0]["unreadable"].is_string());
    assert_eq!(told[1]["decision"]["class"], "controlled");
    assert!(!run(&["decide", "gout"], "").status.success());
}

#[test]
fn a_definition_is_reviewed_figure_by_figure_or_refused() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../domain/programmes/");
    let sound = [folder, "diabetes-NBPHS-3-2017.json"].concat();
    let output = run(&["programmes", "check", &sound], "");
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success() && said.contains("figure\tglucose_limit\t70\tnational"),
        "{said}"
    );
    let output = run(
        &["programmes", "check", &[folder, "cases.jsonl"].concat()],
        "",
    );
    assert!(!output.status.success());
}
