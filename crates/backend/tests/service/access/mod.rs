//! Who may do what, tried: every declared endpoint is served, has its row of expected outcomes in
//! `tests/access.csv`, written by hand, and answers every kind of actor as the row says. Whoever may
//! not know of a thing gets the same answer as about nothing at all. Where the released program is
//! tried (`cargo xtask torture access`), it is also counted how often other statements were run.

mod cast;
mod door;
mod scene;
mod tally;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::http::StatusCode;
use backend::http::Api;
use backend::resources;
use domain::api::visit_all;
use domain::endpoint::{Endpoint, Method, Visitor};
use domain::problem::Code;
use schemars::JsonSchema;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::exchange::Answer;
use scene::Scene;
use tally::Tally;

/// Scenes of the program at once; each is a process.
const AT_ONCE: usize = 4;
/// How often two requests are compared until no other work of the program came between.
const LOOKS: usize = 8;

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
    let places = if door::is_program() {
        AT_ONCE
    } else {
        Semaphore::MAX_PERMITS
    };
    let places = Arc::new(Semaphore::new(places));
    let mut towns = JoinSet::new();
    for (operation, outcomes) in expected() {
        let (method, path) = declared[operation.as_str()];
        let places = places.clone();
        towns.spawn(async move {
            let _place = places.acquire().await.unwrap();
            try_all(&operation, method, path, outcomes).await
        });
    }
    let mut all = Tally::default();
    for tally in towns.join_all().await {
        all.add(tally);
    }
    all.keep();
    all.surprises.sort();
    assert!(all.surprises.is_empty(), "\n{}", all.surprises.join("\n"));
}

/// Tries one operation as everybody, those who may not first, in a town of its own.
async fn try_all(
    operation: &str,
    method: Method,
    path: &str,
    mut outcomes: Vec<(String, String)>,
) -> Tally {
    outcomes.sort_by_key(|(_, outcome)| outcome == "ok");
    let scene = Scene::new(operation).await;
    let mut tally = Tally::default();
    let (mut succeeded, mut last) = (false, String::new());
    for (actor, expected) in outcomes {
        let path = scene.fill(operation, path, &actor).await;
        let body = scene.body(operation);
        let answer = scene.send(method, &path, &actor, &body).await;
        tally.requests += 1;
        let outcome = outcome(&answer);
        if outcome != expected {
            tally.leaks += u64::from(outcome == "ok");
            let text = String::from_utf8_lossy(&answer.bytes).into_owned();
            tally.surprises.push(format!(
                "{operation} as {actor}: {expected} expected, {outcome}: {text}"
            ));
        }
        if outcome == "hidden" && scene.of_nothing(&path) != path {
            let what = format!("{operation} as {actor}");
            compare_with_nothing(&scene, method, &path, &actor, &body, &what, &mut tally).await;
        }
        succeeded |= answer.status.is_success() || answer.status.is_redirection();
        last = String::from_utf8_lossy(&answer.bytes).into_owned();
    }
    if !succeeded {
        tally.surprises.push(format!(
            "{operation}: nobody succeeded, so the request itself is wrong: {last}"
        ));
    }
    tally
}

/// Whoever may not know of a thing cannot tell it from nothing at all: neither by the answer nor, by
/// how long it took, by what was done for it.
async fn compare_with_nothing(
    scene: &Scene,
    method: Method,
    path: &str,
    actor: &str,
    body: &str,
    what: &str,
    tally: &mut Tally,
) {
    tally.hidden += 1;
    let (mut of_hidden, mut of_missing) = (0, 0);
    // A refusal changes nothing, so that it can be had again. Once is enough, unless the program
    // did something of its own meanwhile.
    for _ in 0..LOOKS {
        scene.statements();
        let hidden = scene.send(method, path, actor, body).await;
        let hidden_ran = scene.statements();
        let nothing = scene.of_nothing(path);
        let missing = scene.send(method, &nothing, actor, body).await;
        let missing_ran = scene.statements();
        tally.requests += 2;
        if said(&hidden) != said(&missing) {
            tally.answers_that_differ += 1;
            tally
                .surprises
                .push(format!("{what}: hidden and missing differ"));
            return;
        }
        if hidden_ran == missing_ran {
            tally.statements += hidden_ran.len() as u64;
            return;
        }
        (of_hidden, of_missing) = (hidden_ran.len(), missing_ran.len());
    }
    tally.statements_that_differ += 1;
    println!("{what}: {of_hidden} statements, {of_missing} about nothing");
}

/// An answer in the words of the table. What fails for another reason than who asks is `ok`.
fn outcome(answer: &Answer) -> &'static str {
    match answer.status {
        StatusCode::UNAUTHORIZED => "sign_in",
        StatusCode::FORBIDDEN => "forbidden",
        StatusCode::NOT_FOUND => "hidden",
        status if status.is_server_error() => "broken",
        status if status.is_success() || status.is_redirection() => "ok",
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
