//! What closes the door to whoever guesses, and to nobody else.

use axum::Router;
use chrono::TimeDelta;
use domain::problem::Code;
use serde_json::json;

use crate::exchange::Answer;
use crate::world::{PASSWORD, World, browser, refused, sign_in_from};

async fn guess(router: &Router, login: &str, address: &str) -> Option<Code> {
    let body = json!({ "login": login, "password": "falsch" });
    refused(&sign_in_from(router, address, "", body).await)
}

async fn enter(router: &Router, login: &str, address: &str, cookies: &str) -> Answer {
    let body = json!({ "login": login, "password": PASSWORD });
    sign_in_from(router, address, cookies, body).await
}

#[tokio::test]
async fn five_wrong_tries_at_one_login_close_it_for_one_address_only() {
    let world = World::new().await;
    let router = world.after(TimeDelta::zero());
    for _ in 0..5 {
        assert_eq!(
            guess(&router, "gp", "10.0.0.1").await,
            Some(Code::WrongPassword)
        );
    }
    let closed = enter(&router, "gp", "10.0.0.1", "").await;
    assert_eq!(refused(&closed), Some(Code::TooMany));
    assert_eq!(closed.problem().retry_after, Some(901));
    assert_eq!(refused(&enter(&router, "gp", "10.0.0.2", "").await), None);
    let later = world.after(TimeDelta::minutes(15));
    assert_eq!(refused(&enter(&later, "gp", "10.0.0.1", "").await), None);
}

#[tokio::test]
async fn a_colleague_who_forgot_the_password_closes_nothing_for_the_clinic() {
    let world = World::new().await;
    let router = world.after(TimeDelta::zero());
    for _ in 0..50 {
        guess(&router, "nurse", "10.0.0.1").await;
    }
    for login in ["gp", "gp2", "desk", "admin1"] {
        let entered = enter(&router, login, "10.0.0.1", "").await;
        assert_eq!(refused(&entered), None, "{login}");
    }
}

#[tokio::test]
async fn a_whole_clinic_signs_in_behind_one_address() {
    let world = World::new().await;
    let router = world.after(TimeDelta::zero());
    for _ in 0..60 {
        for login in ["gp", "nurse"] {
            assert_eq!(refused(&enter(&router, login, "10.0.0.1", "").await), None);
        }
    }
}

#[tokio::test]
async fn an_address_that_fails_with_a_hundred_logins_is_closed_and_others_are_not() {
    let world = World::new().await;
    let router = world.after(TimeDelta::zero());
    for n in 0..100 {
        let login = format!("guess{n}");
        assert_eq!(
            guess(&router, &login, "10.0.0.9").await,
            Some(Code::WrongPassword)
        );
    }
    assert_eq!(guess(&router, "gp", "10.0.0.9").await, Some(Code::TooMany));
    assert_eq!(refused(&enter(&router, "gp", "10.0.0.1", "").await), None);
    let later = world.after(TimeDelta::minutes(60));
    assert_eq!(refused(&enter(&later, "gp", "10.0.0.9", "").await), None);
}

#[tokio::test]
async fn guesses_from_everywhere_make_each_wait_twice_the_one_before() {
    let world = World::new().await;
    let at = |seconds| world.after(TimeDelta::seconds(seconds));
    let mut n = 0;
    let mut guess_at = async |second| {
        n += 1;
        guess(&at(second), "gp", &format!("10.1.0.{n}")).await
    };
    for _ in 0..10 {
        assert_eq!(guess_at(0).await, Some(Code::WrongPassword));
    }
    assert_eq!(guess_at(0).await, Some(Code::TooMany));
    assert_eq!(guess_at(1).await, Some(Code::WrongPassword));
    assert_eq!(guess_at(2).await, Some(Code::TooMany));
    assert_eq!(guess_at(3).await, Some(Code::WrongPassword));
    assert_eq!(guess_at(6).await, Some(Code::TooMany));
    assert_eq!(guess_at(7).await, Some(Code::WrongPassword));
    // It never closes for longer than a quarter of an hour.
    let quarter = enter(&at(7 + 15 * 60), "gp", "10.2.0.1", "").await;
    assert_eq!(refused(&quarter), None);
}

#[tokio::test]
async fn strangers_do_not_lock_out_a_browser_that_signed_in_before() {
    let world = World::new().await;
    let router = world.after(TimeDelta::zero());
    let known = browser(&enter(&router, "gp", "10.0.0.1", "").await);
    // Guesses from everywhere, from the clinic's own address too.
    for n in 0..30 {
        guess(&router, "gp", &format!("10.3.0.{n}")).await;
        guess(&router, "gp", "10.0.0.1").await;
        guess(&router, &format!("guess{n}"), "10.0.0.1").await;
    }
    let stranger = enter(&router, "gp", "10.0.0.1", "").await;
    assert_eq!(refused(&stranger), Some(Code::TooMany));
    let own = enter(&router, "gp", "10.0.0.1", &known).await;
    assert_eq!(refused(&own), None);
    // It is known for that one, and has its own limit.
    let other = sign_in_from(
        &router,
        "10.3.0.200",
        &known,
        json!({ "login": "gp2", "password": PASSWORD }),
    )
    .await;
    assert_eq!(refused(&other), None);
    for _ in 0..10 {
        let body = json!({ "login": "gp", "password": "falsch" });
        sign_in_from(&router, "10.0.0.1", &known, body).await;
    }
    let worn = enter(&router, "gp", "10.0.0.1", &known).await;
    assert_eq!(refused(&worn), Some(Code::TooMany));
}
