//! Who may do what, tried: every declared endpoint is served, has its row of expected outcomes in
//! `tests/access.csv`, written by hand, and answers every kind of actor as the row says.

mod scene;

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use backend::http::Api;
use backend::resources;
use domain::api::visit_all;
use domain::endpoint::{Endpoint, Method, Visitor};
use domain::problem::Code;
use schemars::JsonSchema;
use tokio::task::JoinSet;

use crate::exchange::Answer;
use scene::Scene;

/// Operation, method and path of every endpoint.
#[derive(Default)]
struct Operations(BTreeMap<&'static str, (Method, &'static str)>);

impl Visitor for Operations {
    fn visit<E: Endpoint>(&mut self)
    where
        E::Query: JsonSchema,
        E::Body: JsonSchema,
        E::Reply: JsonSchema,
    {
        let before = self.0.insert(E::OPERATION, (E::METHOD, E::PATH));
        assert!(before.is_none(), "{} is declared twice", E::OPERATION);
    }
}

fn declared() -> BTreeMap<&'static str, (Method, &'static str)> {
    let mut operations = Operations::default();
    visit_all(&mut operations);
    operations.0
}

/// The expected outcomes: an operation with what each kind of actor gets.
fn expected() -> Vec<(String, Vec<(String, String)>)> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/access.csv");
    let mut rows = csv::Reader::from_path(path).unwrap();
    let actors: Vec<String> = rows
        .headers()
        .unwrap()
        .iter()
        .skip(1)
        .map(str::to_owned)
        .collect();
    rows.records()
        .map(Result::unwrap)
        .map(|row| {
            let outcomes = row.iter().skip(1).map(str::to_owned);
            (
                row[0].to_owned(),
                actors.iter().cloned().zip(outcomes).collect(),
            )
        })
        .collect()
}

#[test]
fn every_declared_endpoint_is_served() {
    let mut api = Api::default();
    resources::register(&mut api);
    let declared: BTreeSet<&str> = declared().into_keys().collect();
    assert_eq!(api.operations(), &declared);
}

#[test]
fn every_endpoint_has_a_row_of_expected_outcomes() {
    let expected = expected();
    let named: BTreeSet<&str> = expected
        .iter()
        .map(|(operation, _)| operation.as_str())
        .collect();
    assert_eq!(named.len(), expected.len(), "an operation has two rows");
    assert_eq!(named, declared().into_keys().collect());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_actor_gets_what_the_table_says() {
    let declared = declared();
    let mut towns = JoinSet::new();
    for (operation, outcomes) in expected() {
        let (method, path) = declared[operation.as_str()];
        towns.spawn(async move { surprises(&operation, method, path, outcomes).await });
    }
    let mut surprises: Vec<String> = towns.join_all().await.concat();
    surprises.sort();
    assert!(surprises.is_empty(), "\n{}", surprises.join("\n"));
}

/// Tries one operation as everybody, those who may not first, in a town of its own.
async fn surprises(
    operation: &str,
    method: Method,
    path: &str,
    mut outcomes: Vec<(String, String)>,
) -> Vec<String> {
    outcomes.sort_by_key(|(_, outcome)| outcome == "ok");
    let scene = Scene::new(operation).await;
    let mut surprises = Vec::new();
    let mut succeeded = false;
    for (actor, expected) in outcomes {
        let path = scene.fill(operation, path, &actor).await;
        let body = scene.body(operation);
        let answer = scene.send(method, &path, &actor, &body).await;
        let outcome = outcome(&answer);
        if outcome != expected {
            let text = String::from_utf8_lossy(&answer.bytes).into_owned();
            surprises.push(format!(
                "{operation} as {actor}: {expected} expected, {outcome}: {text}"
            ));
        }
        // Whoever may not know of a thing cannot tell it from nothing at all.
        let nothing = scene.of_nothing(&path);
        if outcome == "hidden" && nothing != path {
            let other = scene.send(method, &nothing, &actor, &body).await;
            if said(&other) != said(&answer) {
                surprises.push(format!("{operation} as {actor}: hidden and missing differ"));
            }
        }
        succeeded |= answer.status.is_success();
    }
    if !succeeded {
        surprises.push(format!(
            "{operation}: nobody succeeded, so the request itself is wrong"
        ));
    }
    surprises
}

/// An answer in the words of the table. What fails for another reason than who asks is `ok`.
fn outcome(answer: &Answer) -> &'static str {
    match answer.status {
        StatusCode::UNAUTHORIZED => "sign_in",
        StatusCode::FORBIDDEN => "forbidden",
        StatusCode::NOT_FOUND => "hidden",
        status if status.is_server_error() => "broken",
        status if status.is_success() => "ok",
        _ if matches!(answer.code(), Code::ConsentNeeded) => "consent",
        _ if matches!(answer.code(), Code::Malformed | Code::KeyMissing) => "unreadable",
        _ => "ok",
    }
}

fn said(answer: &Answer) -> serde_json::Value {
    let mut json = answer.json();
    json["request_id"] = serde_json::Value::Null;
    json
}
