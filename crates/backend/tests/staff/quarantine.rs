//! What a device held unsent when it was signed out from elsewhere.

use axum::Router;
use chrono::TimeDelta;
use domain::ids::Uuid;
use domain::problem::Code;
use serde_json::{Value, json};

use crate::common::new_id;
use crate::exchange::{Answer, exchange, get};
use crate::world::{PASSWORD, World, cookies, refused, send, try_password};

const HAND_IN: &str = "/api/v1/session/unsent";

fn item(number: u8) -> Value {
    json!({
        "id": format!("01930000-0000-7000-8000-0000000000{number:02}"),
        "operation": "record_follow_up", "about": "王桂英", "edition": 1,
        "address": "/api/v1/residents/01930000-0000-7000-8000-000000000001/follow-ups/hypertension",
        "body": "{\"form\":{\"sbp\":138}}", "objects": ["p1"],
        "typed_at": "2026-11-24T01:00:00Z",
    })
}

/// A write behind a sign-in, under a key of its own.
async fn write(router: &Router, path: &str, cookies: &str, body: Value) -> Answer {
    let key = new_id::<Uuid>().to_string();
    let headers = [
        ("host", "localhost:8080"),
        ("origin", "http://localhost:8080"),
        ("content-type", "application/json"),
        ("cookie", cookies),
        ("idempotency-key", &key),
    ];
    exchange(router, "POST", path, &headers, &body.to_string()).await
}

/// A device of the GP that was signed out from another one: both cookies.
async fn signed_out(router: &Router) -> (String, String) {
    signed_out_of(router, "gp").await
}

async fn signed_out_of(router: &Router, login: &str) -> (String, String) {
    let lost = cookies(&try_password(router, login, PASSWORD).await);
    let kept = cookies(&try_password(router, login, PASSWORD).await);
    let path = "/api/v1/session/devices/end";
    write(router, path, &kept, json!({ "this_one_too": false })).await;
    (lost, kept)
}

#[tokio::test]
async fn it_is_handed_in_once_and_only_its_author_takes_it_back() {
    let world = World::new().await;
    let router = world.after(TimeDelta::zero());
    let (lost, author) = signed_out(&router).await;
    let told = get(&router, "/api/v1/session", &lost).await.json();
    assert_eq!(told["revoked"], true);
    let both = json!({ "items": [item(1), item(2)] });
    for _ in 0..2 {
        let taken = send(&router, HAND_IN, &lost, both.clone()).await.json();
        assert_eq!(taken["taken"].as_array().unwrap().len(), 2);
        assert!(taken["left"].as_array().unwrap().is_empty());
    }
    let held = get(&router, "/api/v1/quarantine", &author).await.json();
    assert_eq!(held.as_array().unwrap().len(), 2);
    assert_eq!(
        (&held[0]["about"], &held[0]["state"]),
        (&json!("王桂英"), &json!("held"))
    );

    let nurse = cookies(&try_password(&router, "nurse", PASSWORD).await);
    let none = get(&router, "/api/v1/quarantine", &nurse).await.json();
    assert!(none.as_array().unwrap().is_empty());
    let path = format!(
        "/api/v1/quarantine/{}/release",
        item(1)["id"].as_str().unwrap()
    );
    let hers = write(&router, &path, &nurse, Value::Null).await;
    assert_eq!(refused(&hers), Some(Code::NotFound));
    for _ in 0..2 {
        let given = write(&router, &path, &author, Value::Null).await.json();
        assert_eq!(
            given["body"],
            item(1)["body"],
            "also when the answer was lost"
        );
    }
    let held = get(&router, "/api/v1/quarantine", &author).await.json();
    assert_eq!(held[0]["state"], "released");
}

#[tokio::test]
async fn an_administrator_sees_whose_it_is_and_throws_it_away_with_a_reason() {
    let world = World::new().await;
    let router = world.after(TimeDelta::zero());
    let (lost, author) = signed_out(&router).await;
    send(&router, HAND_IN, &lost, json!({ "items": [item(1)] })).await;
    let admin = cookies(&try_password(&router, "admin1", PASSWORD).await);
    let held = get(&router, "/api/v1/quarantine/staff", &admin)
        .await
        .json();
    assert_eq!(held[0]["operation"], "record_follow_up");
    assert!(held[0]["author"].is_string() && held[0]["about"].is_null());
    let nurse = cookies(&try_password(&router, "nurse", PASSWORD).await);
    let hers = get(&router, "/api/v1/quarantine/staff", &nurse).await;
    assert_eq!(refused(&hers), Some(Code::Forbidden));

    let path = format!(
        "/api/v1/quarantine/{}/discard",
        item(1)["id"].as_str().unwrap()
    );
    let silent = write(&router, &path, &admin, json!({ "reason": " " })).await;
    assert_eq!(silent.problem().errors[0].reason, "required");
    let reason = json!({ "reason": "手机丢了，本人说不是他填的" });
    let other = write(&router, &path, &nurse, reason.clone()).await;
    assert_eq!(refused(&other), Some(Code::NotFound));
    assert_eq!(
        refused(&write(&router, &path, &admin, reason.clone()).await),
        None
    );
    let again = write(&router, &path, &admin, reason).await;
    assert_eq!(refused(&again), Some(Code::WrongState));
    let path = format!(
        "/api/v1/quarantine/{}/release",
        item(1)["id"].as_str().unwrap()
    );
    let late = write(&router, &path, &author, Value::Null).await;
    assert_eq!(refused(&late), Some(Code::WrongState));
}

#[tokio::test]
async fn what_the_districts_administrator_held_is_nothing_for_an_institutions_own() {
    let world = World::new().await;
    let router = world.after(TimeDelta::zero());
    // Both are at the centre.
    world
        .town
        .put(
            "UPDATE staff SET institution_id = $2 WHERE district_id = $1 AND id = $3",
            vec![world.town.ids.centre.into(), world.district.into()],
        )
        .await;
    let (lost, author) = signed_out_of(&router, "admin9").await;
    send(&router, HAND_IN, &lost, json!({ "items": [item(1)] })).await;
    let admin = cookies(&try_password(&router, "admin1", PASSWORD).await);
    let path = "/api/v1/quarantine/staff";
    let seen = get(&router, path, &admin).await.json();
    assert!(seen.as_array().unwrap().is_empty());
    let seen = get(&router, path, &author).await.json();
    assert_eq!(seen.as_array().unwrap().len(), 1);
    let path = format!(
        "/api/v1/quarantine/{}/discard",
        item(1)["id"].as_str().unwrap()
    );
    let reason = json!({ "reason": "不是他填的" });
    let other = write(&router, &path, &admin, reason).await;
    assert_eq!(refused(&other), Some(Code::NotFound));
}

#[tokio::test]
async fn a_stranger_hands_in_nothing_and_nobody_without_end() {
    let world = World::new().await;
    let router = world.after(TimeDelta::zero());
    let one = json!({ "items": [item(1)] });
    let stranger = send(&router, HAND_IN, "", one.clone()).await;
    assert_eq!(refused(&stranger), Some(Code::SignInRequired));
    let (lost, _) = signed_out(&router).await;
    let many: Vec<Value> = (0..51).map(item).collect();
    let many = send(&router, HAND_IN, &lost, json!({ "items": many })).await;
    assert_eq!(many.problem().errors[0].reason, "too_many");
    let mut elsewhere = item(1);
    elsewhere["address"] = json!("https://example.org");
    let elsewhere = send(&router, HAND_IN, &lost, json!({ "items": [elsewhere] })).await;
    assert_eq!(refused(&elsewhere), Some(Code::Invalid));
    let (just, late) = (
        TimeDelta::days(90) - TimeDelta::seconds(1),
        TimeDelta::days(90),
    );
    let last = send(&world.after(just), HAND_IN, &lost, one.clone()).await;
    assert_eq!(refused(&last), None);
    let late = send(&world.after(late), HAND_IN, &lost, one).await;
    assert_eq!(refused(&late), Some(Code::SignInRequired));
}
