//! The authenticator: set up, asked for, used once, lost, required, reset.

use backend::auth::totp::Secret;
use chrono::{DateTime, TimeDelta, Utc};
use domain::api::staff::{
    GetStaffPolicy, PostSecondFactorReset, PostStaffPolicy, SetStaffPolicy, StaffPolicy,
};
use domain::codes::Role;
use domain::problem::Code;
use serde_json::json;

use crate::common::NOW;
use crate::exchange::{Answer, get};
use crate::world::{PASSWORD, World, cookies, holds, refused, send, sign_in_from, try_password};

/// What a phone makes of the key that was typed into it.
fn scanned(key: &str) -> Secret {
    let mut bits = 0_u64;
    let mut held = 0;
    let mut bytes = Vec::new();
    for c in key.chars().filter(|c| *c != ' ') {
        let value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(c).unwrap() as u64;
        bits = bits << 5 | value;
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held & 255) as u8);
        }
    }
    Secret::from_bytes(&bytes).unwrap()
}

fn at(by: TimeDelta) -> DateTime<Utc> {
    NOW.parse::<DateTime<Utc>>().unwrap() + by
}

/// Sets 彭海燕's authenticator up; gives it, the recovery codes and her cookies.
async fn set_up(world: &World) -> (Secret, Vec<String>, String) {
    let router = world.after(TimeDelta::zero());
    let signed = cookies(&try_password(&router, "gp", PASSWORD).await);
    let setup = send(
        &router,
        "/api/v1/session/authenticator",
        &signed,
        json!(null),
    )
    .await;
    let secret = scanned(setup.json()["key"].as_str().unwrap());
    let path = "/api/v1/session/authenticator/confirm";
    let wrong = send(&router, path, &signed, json!({ "code": "12345" })).await;
    assert_eq!(refused(&wrong), Some(Code::WrongCode));
    assert!(holds(&router, &signed).await);
    let body = json!({ "code": secret.digits(at(TimeDelta::zero())) });
    let on = send(&router, path, &signed, body).await;
    assert_eq!(refused(&on), None);
    assert!(!holds(&router, &signed).await, "the old token is dead");
    let recovery = serde_json::from_value(on.json()["recovery"].clone()).unwrap();
    (secret, recovery, cookies(&on))
}

async fn enter(world: &World, by: TimeDelta, code: Option<&str>) -> Answer {
    let body = json!({ "login": "gp", "password": PASSWORD, "code": code });
    sign_in_from(&world.after(by), "10.0.0.1", "", body).await
}

#[tokio::test]
async fn once_set_up_it_is_asked_for_and_each_code_is_good_once() {
    let world = World::new().await;
    let (secret, _, renewed) = set_up(&world).await;
    assert!(holds(&world.after(TimeDelta::zero()), &renewed).await);
    let later = TimeDelta::minutes(2);
    let asked = enter(&world, later, None).await;
    assert_eq!(refused(&asked), Some(Code::SecondFactorNeeded));
    let used = secret.digits(at(TimeDelta::zero()));
    let old = enter(&world, TimeDelta::zero(), Some(&used)).await;
    assert_eq!(
        refused(&old),
        Some(Code::WrongCode),
        "the code that set it up"
    );
    let code = secret.digits(at(later));
    assert_eq!(refused(&enter(&world, later, Some(&code)).await), None);
    let replayed = enter(&world, later, Some(&code)).await;
    assert_eq!(refused(&replayed), Some(Code::WrongCode));
    let wrong_password = sign_in_from(
        &world.after(later),
        "10.0.0.1",
        "",
        json!({ "login": "gp", "password": "falsch", "code": code }),
    )
    .await;
    assert_eq!(refused(&wrong_password), Some(Code::WrongPassword));
}

#[tokio::test]
async fn asking_for_the_code_costs_no_try_but_a_wrong_code_does() {
    let world = World::new().await;
    let (secret, ..) = set_up(&world).await;
    let later = TimeDelta::minutes(2);
    for _ in 0..20 {
        let asked = enter(&world, later, None).await;
        assert_eq!(refused(&asked), Some(Code::SecondFactorNeeded));
    }
    for _ in 0..5 {
        let wrong = enter(&world, later, Some("000000")).await;
        assert_eq!(refused(&wrong), Some(Code::WrongCode));
    }
    let code = secret.digits(at(later));
    let closed = enter(&world, later, Some(&code)).await;
    assert_eq!(refused(&closed), Some(Code::TooMany));
}

#[tokio::test]
async fn a_recovery_code_opens_the_door_once() {
    let world = World::new().await;
    let (_, recovery, signed) = set_up(&world).await;
    assert_eq!(recovery.len(), 8);
    let later = TimeDelta::minutes(2);
    let typed = recovery[3].to_lowercase();
    assert_eq!(refused(&enter(&world, later, Some(&typed)).await), None);
    let again = enter(&world, later, Some(&typed)).await;
    assert_eq!(refused(&again), Some(Code::WrongCode));
    let own = get(&world.after(later), "/api/v1/session/account", &signed).await;
    assert_eq!(own.json()["recovery_left"], 7);
}

#[tokio::test]
async fn a_role_that_must_have_one_sets_it_up_before_anything_else() {
    let world = World::new().await;
    let district = world.town.signed_in(world.district).await;
    let policy = district.ask::<GetStaffPolicy>((), ()).await.unwrap();
    let wanted = SetStaffPolicy {
        second_factor: vec![Role::Gp],
        idle_minutes: 30,
        keep_days: None,
    };
    let set: StaffPolicy = district
        .send_if::<PostStaffPolicy>(policy.version, (), wanted)
        .await
        .unwrap();
    assert_eq!(set.second_factor, [Role::Gp]);
    let router = world.after(TimeDelta::zero());
    let signed = try_password(&router, "gp", PASSWORD).await;
    assert_eq!(signed.json()["staff"]["second_factor_missing"], true);
    let owing = cookies(&signed);
    for path in ["/api/v1/residents", "/api/v1/institutions", "/api/v1/teams"] {
        let closed = get(&router, path, &owing).await;
        let expected = (path != "/api/v1/institutions").then_some(Code::SecondFactorMissing);
        assert_eq!(refused(&closed), expected, "{path}");
    }
    let nurse = cookies(&try_password(&router, "nurse", PASSWORD).await);
    assert_eq!(
        refused(&get(&router, "/api/v1/residents", &nurse).await),
        None
    );
    let (_, _, on) = set_up(&world).await;
    assert_eq!(refused(&get(&router, "/api/v1/residents", &on).await), None);
    let body = json!({ "password": PASSWORD });
    let kept = send(&router, "/api/v1/session/authenticator/remove", &on, body).await;
    assert_eq!(refused(&kept), Some(Code::WrongState), "it is required");
}

#[tokio::test]
async fn an_administrator_takes_a_lost_one_away_and_sessions_end() {
    let world = World::new().await;
    let (_, _, signed) = set_up(&world).await;
    let admin = world.admin().await;
    let gp = world.town.ids.gp;
    let detail = admin.send_if::<PostSecondFactorReset>(1, gp, ()).await;
    assert!(!detail.unwrap().second_factor);
    let router = world.after(TimeDelta::zero());
    assert!(!holds(&router, &signed).await);
    assert_eq!(refused(&try_password(&router, "gp", PASSWORD).await), None);
}

#[tokio::test]
async fn one_takes_the_own_away_with_the_password() {
    let world = World::new().await;
    let (_, _, signed) = set_up(&world).await;
    let router = world.after(TimeDelta::zero());
    let path = "/api/v1/session/authenticator/remove";
    let wrong = send(&router, path, &signed, json!({ "password": "falsch" })).await;
    assert_eq!(refused(&wrong), Some(Code::WrongPassword));
    let gone = send(&router, path, &signed, json!({ "password": PASSWORD })).await;
    assert_eq!(refused(&gone), None);
    assert!(!holds(&router, &signed).await);
    assert_eq!(refused(&try_password(&router, "gp", PASSWORD).await), None);
}
