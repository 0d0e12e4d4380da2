//! Signing in and out, as a resident's phone and as staff.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::StatusCode;
use backend::app::App;
use backend::auth::codes::CodeLimits;
use backend::auth::passwords;
use backend::auth::sms::{Sent, SmsError, SmsGateway};
use backend::auth::throttle::Limit;
use backend::clock::Clock;
use backend::http::cookie::SessionCookie;
use backend::http::router;
use chrono::{DateTime, TimeDelta, Utc};
use domain::person::Phone;
use domain::problem::Code;

use crate::common::{NOW, Town};
use crate::exchange::{Answer, exchange, get, post};

const PHONE: &str = "13812345671";

fn later(by: TimeDelta) -> Clock {
    Clock::Fixed(NOW.parse::<DateTime<Utc>>().unwrap() + by)
}

fn serving(town: &Town, change: impl FnOnce(&mut App)) -> Router {
    let mut app = town.app();
    change(&mut app);
    router(Arc::new(app), None)
}

async fn ask_code(router: &Router) -> String {
    let answer = post(
        router,
        "/api/v1/codes",
        "",
        &format!(r#"{{"phone":"{PHONE}"}}"#),
    )
    .await;
    assert_eq!(
        answer.status,
        StatusCode::OK,
        "{}",
        String::from_utf8_lossy(&answer.bytes)
    );
    answer.json()["demo_code"].as_str().unwrap().to_owned()
}

async fn try_code(router: &Router, code: &str, cookie: &str) -> Answer {
    let body = format!(r#"{{"phone":"{PHONE}","code":"{code}"}}"#);
    post(router, "/api/v1/sessions/resident", cookie, &body).await
}

fn another(code: &str) -> String {
    let number: u32 = code.parse().unwrap();
    format!("{:06}", (number + 1) % 1_000_000)
}

#[tokio::test]
async fn a_code_signs_a_phone_in_once() {
    let router = Town::new().await.router();
    let code = ask_code(&router).await;
    let signed = try_code(&router, &code, "").await;
    assert_eq!(signed.status, StatusCode::OK);
    let session = signed.json();
    assert_eq!(session["account"]["phone_masked"], "138****5671");
    assert_eq!(session["account"]["persons"][0]["name"], "王桂英");
    let seen = get(&router, "/api/v1/session", &signed.cookie())
        .await
        .json();
    assert_eq!(seen["account"], session["account"]);
    assert_eq!(try_code(&router, &code, "").await.code(), Code::CodeExpired);
}

#[tokio::test]
async fn a_code_is_read_as_people_type_it() {
    let router = Town::new().await.router();
    let code = ask_code(&router).await;
    let wide: String = code
        .chars()
        .map(|c| char::from_u32(c as u32 + 0xfee0).unwrap())
        .collect();
    assert_eq!(
        try_code(&router, &format!("{} {}", &wide[..9], &wide[9..]), "")
            .await
            .status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn five_wrong_codes_end_the_code() {
    let router = Town::new().await.router();
    let code = ask_code(&router).await;
    for _ in 0..5 {
        assert_eq!(
            try_code(&router, &another(&code), "").await.code(),
            Code::WrongCode
        );
    }
    assert_eq!(try_code(&router, &code, "").await.code(), Code::CodeExpired);
}

#[tokio::test]
async fn right_codes_cost_an_address_nothing_and_wrong_ones_close_it() {
    let town = Town::new().await;
    let at = |seconds| {
        serving(&town, move |app| {
            app.codes.tries = Limit::new("code_try", 3, 60);
            app.clock = later(TimeDelta::seconds(seconds));
        })
    };
    for n in 0..5 {
        let router = at(2 * n);
        let code = ask_code(&router).await;
        assert_eq!(try_code(&router, &code, "").await.status, StatusCode::OK);
    }
    let router = at(20);
    let code = ask_code(&router).await;
    for _ in 0..3 {
        let wrong = try_code(&router, &another(&code), "").await;
        assert_eq!(wrong.code(), Code::WrongCode);
    }
    assert_eq!(try_code(&router, &code, "").await.code(), Code::TooMany);
}

#[tokio::test]
async fn a_code_is_good_for_five_minutes() {
    let town = Town::new().await;
    let code = ask_code(&town.router()).await;
    let in_time = serving(&town, |app| app.clock = later(TimeDelta::seconds(299)));
    let too_late = serving(&town, |app| app.clock = later(TimeDelta::seconds(300)));
    assert_eq!(
        try_code(&too_late, &code, "").await.code(),
        Code::CodeExpired
    );
    assert_eq!(try_code(&in_time, &code, "").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_new_code_ends_the_one_before() {
    let town = Town::new().await;
    let first = ask_code(&town.router()).await;
    let soon = serving(&town, |app| app.clock = later(TimeDelta::seconds(2)));
    let second = ask_code(&soon).await;
    if first != second {
        assert_eq!(try_code(&soon, &first, "").await.code(), Code::WrongCode);
    }
    assert_eq!(try_code(&soon, &second, "").await.status, StatusCode::OK);
}

/// Remembers what it was to send.
#[derive(Default)]
struct Remembering(Mutex<Vec<String>>);

impl SmsGateway for Remembering {
    fn send<'a>(
        &'a self,
        _: &'a Phone,
        code: &'a str,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<Sent, SmsError>> + Send + 'a>> {
        self.0.lock().unwrap().push(code.to_owned());
        // Even a gateway that claims to be a demo's shows nothing in a real district.
        Box::pin(async { Ok(Sent::Shown) })
    }
}

#[tokio::test]
async fn a_real_district_never_shows_a_code_and_sends_few() {
    let town = Town::new().await;
    let gateway = Arc::new(Remembering::default());
    let real = |app: &mut App, seconds| {
        app.district.demo = false;
        app.codes = CodeLimits::of(false);
        app.sms = gateway.clone();
        app.clock = later(TimeDelta::seconds(seconds));
    };
    let body = format!(r#"{{"phone":"{PHONE}"}}"#);
    let router = serving(&town, |app| real(app, 0));
    let sent = post(&router, "/api/v1/codes", "", &body).await;
    assert_eq!(
        sent.json(),
        serde_json::json!({ "expires_in": 300, "again_in": 60 })
    );
    let again = post(&router, "/api/v1/codes", "", &body).await;
    assert_eq!(again.code(), Code::TooMany);
    assert_eq!(again.header("retry-after"), "61");
    let code = gateway.0.lock().unwrap()[0].clone();
    assert_eq!(try_code(&router, &code, "").await.status, StatusCode::OK);
    for n in 1..5 {
        let router = serving(&town, |app| real(app, n * 61));
        assert_eq!(
            post(&router, "/api/v1/codes", "", &body).await.status,
            StatusCode::OK,
            "{n}"
        );
    }
    let router = serving(&town, |app| real(app, 5 * 61));
    assert_eq!(
        post(&router, "/api/v1/codes", "", &body).await.code(),
        Code::TooMany
    );
}

#[tokio::test]
async fn the_cookie_is_bound_as_the_connection_allows() {
    let town = Town::new().await;
    let code = ask_code(&town.router()).await;
    let secure = serving(&town, |app| app.cookie = SessionCookie::Secure);
    let signed = try_code(&secure, &code, "").await;
    let cookie = signed.header("set-cookie");
    assert!(cookie.starts_with("__Host-jiayi="), "{cookie}");
    for flag in ["; HttpOnly", "; Secure", "; SameSite=Lax", "; Path=/"] {
        assert!(cookie.contains(flag), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    let plain = town.router();
    let soon = ask_code(&serving(&town, |app| {
        app.clock = later(TimeDelta::seconds(2))
    }))
    .await;
    let signed = try_code(&plain, &soon, "").await;
    let cookie = signed.header("set-cookie");
    assert!(
        cookie.starts_with("jiayi=") && !cookie.contains("Secure"),
        "{cookie}"
    );
}

#[tokio::test]
async fn signing_in_again_ends_the_session_of_the_device() {
    let town = Town::new().await;
    let router = town.router();
    let first = try_code(&router, &ask_code(&router).await, "")
        .await
        .cookie();
    let soon = serving(&town, |app| app.clock = later(TimeDelta::seconds(2)));
    let second = try_code(&soon, &ask_code(&soon).await, &first)
        .await
        .cookie();
    assert_ne!(first, second);
    assert!(get(&soon, "/api/v1/session", &first).await.json()["account"].is_null());
    assert!(get(&soon, "/api/v1/session", &second).await.json()["account"].is_object());
}

#[tokio::test]
async fn a_device_can_be_taken_away() {
    let town = Town::new().await;
    let router = town.router();
    let phone = try_code(&router, &ask_code(&router).await, "")
        .await
        .cookie();
    let soon = serving(&town, |app| app.clock = later(TimeDelta::seconds(2)));
    let tablet = try_code(&soon, &ask_code(&soon).await, "").await.cookie();
    let devices = get(&soon, "/api/v1/session/devices", &tablet).await.json();
    let others: Vec<&str> = devices
        .as_array()
        .unwrap()
        .iter()
        .filter(|device| device["this_one"] == false)
        .map(|device| device["device_id"].as_str().unwrap())
        .collect();
    assert_eq!(devices.as_array().unwrap().len(), 2);
    assert_eq!(devices[0]["label"], "微信 · 安卓");
    let path = format!("/api/v1/session/devices/{}", others[0]);
    let ended = exchange(&soon, "DELETE", &path, &[("cookie", &tablet)], "").await;
    assert_eq!(ended.status, StatusCode::NO_CONTENT);
    assert_eq!(
        get(&soon, "/api/v1/session/devices", &phone).await.code(),
        Code::SignInRequired
    );
    let left = get(&soon, "/api/v1/session/devices", &tablet).await.json();
    assert_eq!(left.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn signing_out_ends_the_session_and_clears_the_cookie() {
    let router = Town::new().await.router();
    let cookie = try_code(&router, &ask_code(&router).await, "")
        .await
        .cookie();
    let out = exchange(
        &router,
        "DELETE",
        "/api/v1/session",
        &[("cookie", &cookie)],
        "",
    )
    .await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    assert!(
        out.header("set-cookie").contains("Max-Age=0"),
        "{}",
        out.header("set-cookie")
    );
    let again = exchange(
        &router,
        "DELETE",
        "/api/v1/session",
        &[("cookie", &cookie)],
        "",
    )
    .await;
    assert_eq!(again.code(), Code::SignInRequired);
}

#[tokio::test]
async fn a_session_ends_unused_and_in_any_case() {
    let town = Town::new().await;
    let router = town.router();
    let cookie = try_code(&router, &ask_code(&router).await, "")
        .await
        .cookie();
    let limits = town.app().sessions;
    let at = |by| serving(&town, move |app| app.clock = later(by));
    let signed_in = async |router: Router| {
        get(&router, "/api/v1/session", &cookie).await.json()["account"].is_object()
    };
    // Late first: a look a second before is use, and may be written down at any moment after.
    assert!(!signed_in(at(limits.account_idle)).await);
    assert!(signed_in(at(limits.account_idle - TimeDelta::seconds(1))).await);
    // Used all the time, it still ends.
    town.write(|tx| {
        let seen = NOW.parse::<DateTime<Utc>>().unwrap() + TimeDelta::days(170);
        tx.exec("UPDATE device SET seen_ms = $1", &[seen.into()])?;
        Ok(())
    })
    .await;
    assert!(signed_in(at(limits.account_whole - TimeDelta::seconds(1))).await);
    assert!(!signed_in(at(limits.account_whole)).await);
}

async fn town_with_password() -> Town {
    let town = Town::new().await;
    let hash = passwords::hash("荷塘 2026 青竹").unwrap();
    town.write(move |tx| {
        tx.exec(
            "UPDATE staff SET password_hash = $1 WHERE login = 'gp'",
            &[(&hash).into()],
        )?;
        Ok(())
    })
    .await;
    town
}

async fn try_password(router: &Router, login: &str, password: &str) -> Answer {
    let body = serde_json::json!({ "login": login, "password": password }).to_string();
    post(router, "/api/v1/sessions/staff", "", &body).await
}

#[tokio::test]
async fn staff_sign_in_by_password() {
    let router = town_with_password().await.router();
    let signed = try_password(&router, " GP ", "荷塘 2026 青竹").await;
    assert_eq!(signed.status, StatusCode::OK);
    let staff = signed.json()["staff"].clone();
    assert_eq!(staff["name"], "彭海燕");
    assert_eq!(staff["institution"], "月塘街道社区卫生服务中心");
    assert_eq!(staff["team"], "月塘一队");
    assert_eq!(
        get(&router, "/api/v1/persons", &signed.cookie())
            .await
            .code(),
        Code::MethodNotAllowed
    );
    let body = r#"{"name":"王桂英","national_id":"430202195803120126","relation":"parent"}"#;
    let refused = post(&router, "/api/v1/persons", &signed.cookie(), body).await;
    assert_eq!(refused.code(), Code::KeyMissing);
}

#[tokio::test]
async fn an_unknown_login_and_a_wrong_password_are_answered_alike() {
    let router = town_with_password().await.router();
    let unknown = try_password(&router, "nobody", "荷塘 2026 青竹").await;
    let wrong = try_password(&router, "gp", "荷塘 2026").await;
    assert_eq!(unknown.code(), Code::WrongPassword);
    let same = |answer: &Answer| {
        let mut json = answer.json();
        json["request_id"] = serde_json::Value::Null;
        json
    };
    assert_eq!(same(&unknown), same(&wrong));
}

#[tokio::test]
async fn five_wrong_passwords_close_the_door_for_a_quarter_of_an_hour() {
    let town = town_with_password().await;
    let router = town.router();
    for _ in 0..5 {
        assert_eq!(
            try_password(&router, "gp", "falsch").await.code(),
            Code::WrongPassword
        );
    }
    let closed = try_password(&router, "gp", "荷塘 2026 青竹").await;
    assert_eq!(closed.code(), Code::TooMany);
    assert_eq!(closed.problem().retry_after, Some(901));
    let later = serving(&town, |app| app.clock = later(TimeDelta::minutes(15)));
    assert_eq!(
        try_password(&later, "gp", "荷塘 2026 青竹").await.status,
        StatusCode::OK
    );
}
