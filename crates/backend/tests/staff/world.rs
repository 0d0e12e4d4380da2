//! A town with passwords and administrators, and how its staff reach it.

use std::sync::Arc;

use axum::Router;
use backend::app::App;
use backend::auth::passwords;
use backend::clock::Clock;
use backend::http::router;
use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::StaffId;
use domain::problem::Code;
use serde_json::json;

use crate::common::{Client, NOW, Town};
use crate::exchange::{Answer, exchange, get, post};

pub const PASSWORD: &str = "荷塘 2026 青竹";
pub const ANOTHER: &str = "小院七株桂花开了三年";

/// The town with a password for everybody, and two administrators.
pub struct World {
    pub town: Town,
    /// Keeps the accounts of the centre.
    pub admin: StaffId,
    /// Keeps the accounts of the district.
    pub district: StaffId,
}

impl World {
    pub async fn new() -> Self {
        let town = Town::new().await;
        let admin = town
            .hire("admin1", "institution_admin", town.ids.centre)
            .await;
        let district = town
            .hire("admin9", "district_admin", town.ids.hospital)
            .await;
        let hash = passwords::hash(PASSWORD).unwrap();
        town.put(
            "UPDATE staff SET password_hash = $2 WHERE district_id = $1",
            vec![hash.into()],
        )
        .await;
        Self {
            town,
            admin,
            district,
        }
    }

    /// The administrator of the centre, signed in.
    pub async fn admin(&self) -> Client {
        self.town.signed_in(self.admin).await
    }

    /// The router so long after the town was made.
    pub fn after(&self, by: TimeDelta) -> Router {
        self.serving(by, |_| ())
    }

    pub fn serving(&self, by: TimeDelta, change: impl FnOnce(&mut App)) -> Router {
        let mut app = self.town.app();
        app.clock = Clock::Fixed(NOW.parse::<DateTime<Utc>>().unwrap() + by);
        // Addresses come from a header, so that a test can have several.
        app.behind_proxy = true;
        change(&mut app);
        router(Arc::new(app), None)
    }
}

/// Tries to sign in from an address, with what the browser has of cookies.
pub async fn sign_in_from(
    router: &Router,
    address: &str,
    cookies: &str,
    body: serde_json::Value,
) -> Answer {
    let headers = [
        ("host", "localhost:8080"),
        ("origin", "http://localhost:8080"),
        ("content-type", "application/json"),
        ("x-forwarded-for", address),
        ("cookie", cookies),
    ];
    exchange(
        router,
        "POST",
        "/api/v1/sessions/staff",
        &headers,
        &body.to_string(),
    )
    .await
}

/// Tries a password.
pub async fn try_password(router: &Router, login: &str, password: &str) -> Answer {
    let body = json!({ "login": login, "password": password });
    sign_in_from(router, "10.0.0.1", "", body).await
}

/// The cookies of an answer, as a browser sends them back.
pub fn cookies(answer: &Answer) -> String {
    let all: Vec<&str> = answer
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|value| value.to_str().unwrap().split(';').next().unwrap())
        .collect();
    all.join("; ")
}

/// The cookie by which the browser is known again.
pub fn browser(answer: &Answer) -> String {
    cookies(answer)
        .split("; ")
        .find(|cookie| cookie.starts_with("jiayi-browser="))
        .unwrap()
        .to_owned()
}

/// Sends a POST with these cookies.
pub async fn send(router: &Router, path: &str, cookies: &str, body: serde_json::Value) -> Answer {
    post(router, path, cookies, &body.to_string()).await
}

/// Whether a session holds.
pub async fn holds(router: &Router, cookies: &str) -> bool {
    get(router, "/api/v1/session", cookies).await.json()["staff"].is_object()
}

/// The code of a refusal; `None` where it was none.
pub fn refused(answer: &Answer) -> Option<Code> {
    (!answer.status.is_success()).then(|| answer.code())
}
