//! What every request and every answer has, whatever it is about.

use axum::http::StatusCode;
use domain::problem::Code;

use crate::common::Town;
use crate::exchange::{exchange, get};

#[tokio::test]
async fn an_unknown_path_and_another_method_are_problems_too() {
    let router = Town::new().await.router();
    for path in ["/api", "/api/v1/nothing", "/api/v1/residents/", "/nothing"] {
        let answer = get(&router, path, "").await;
        assert_eq!(answer.code(), Code::NotFound, "{path}");
    }
    let answer = exchange(&router, "DELETE", "/api/v1/institutions", &[], "").await;
    assert_eq!(answer.code(), Code::MethodNotAllowed);
    assert!(answer.header("allow").contains("GET"));
}

#[tokio::test]
async fn an_answer_is_numbered_uncached_and_framed_by_nobody() {
    let router = Town::new().await.router();
    for path in ["/api/v1/session", "/api/v1/nothing"] {
        let answer = get(&router, path, "").await;
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        assert_eq!(answer.header("x-request-id").len(), 36);
    }
    let refused = get(&router, "/api/v1/nothing", "").await;
    assert_eq!(
        refused.problem().request_id.as_deref(),
        Some(refused.header("x-request-id"))
    );
}

#[tokio::test]
async fn a_long_answer_is_compressed_for_whoever_can_read_it() {
    let router = Town::new().await.router();
    let asked = [("accept-encoding", "gzip")];
    let short = exchange(&router, "GET", "/api/v1/openapi.json", &asked, "").await;
    let long = get(&router, "/api/v1/openapi.json", "").await;
    assert_eq!(short.header("content-encoding"), "gzip");
    assert_eq!(long.header("content-encoding"), "");
    assert!(
        short.bytes.len() * 5 < long.bytes.len(),
        "{}",
        short.bytes.len()
    );
    let asked = [("accept-encoding", "gzip, deflate, br")];
    let shorter = exchange(&router, "GET", "/api/v1/openapi.json", &asked, "").await;
    assert_eq!(shorter.header("content-encoding"), "br");
    assert!(
        shorter.bytes.len() < short.bytes.len(),
        "{}",
        shorter.bytes.len()
    );
    let small = exchange(&router, "GET", "/api/v1/session", &asked, "").await;
    assert_eq!(small.header("content-encoding"), "gzip");
}

#[tokio::test]
async fn another_site_cannot_make_a_browser_change_anything() {
    let router = Town::new().await.router();
    let body = r#"{"phone":"13812345671"}"#;
    let json = ("content-type", "application/json");
    let host = ("host", "localhost:8080");
    for foreign in [
        ("origin", "https://elsewhere.example"),
        ("sec-fetch-site", "cross-site"),
    ] {
        let answer = exchange(
            &router,
            "POST",
            "/api/v1/codes",
            &[host, json, foreign],
            body,
        )
        .await;
        assert_eq!(answer.code(), Code::Forbidden, "{foreign:?}");
    }
    let form = ("content-type", "text/plain");
    let answer = exchange(&router, "POST", "/api/v1/codes", &[host, form], body).await;
    assert_eq!(answer.code(), Code::Malformed);
    let own = ("origin", "http://localhost:8080");
    let answer = exchange(&router, "POST", "/api/v1/codes", &[host, json, own], body).await;
    assert_eq!(answer.status, StatusCode::OK);
}

#[tokio::test]
async fn a_large_body_is_refused_with_a_problem() {
    let router = Town::new().await.router();
    let body = format!(r#"{{"phone":"{}"}}"#, "1".repeat(300_000));
    let json = ("content-type", "application/json");
    let answer = exchange(&router, "POST", "/api/v1/codes", &[json], &body).await;
    assert_eq!(answer.code(), Code::TooLarge);
}

#[tokio::test]
async fn a_wrong_field_is_named_and_its_value_is_not_repeated() {
    let router = Town::new().await.router();
    let json = ("content-type", "application/json");
    let answer = exchange(
        &router,
        "POST",
        "/api/v1/codes",
        &[json],
        r#"{"phone":13812345671}"#,
    )
    .await;
    let problem = answer.problem();
    assert_eq!(problem.code, Code::Invalid);
    assert_eq!(problem.errors[0].field, "phone");
    assert_eq!(problem.errors[0].reason, "wrong_type");
    assert!(!String::from_utf8_lossy(&answer.bytes).contains("1381234567"));
    let answer = exchange(&router, "POST", "/api/v1/codes", &[json], "{").await;
    assert_eq!(answer.code(), Code::Malformed);
    let answer = get(&router, "/api/v1/teams/no-identifier", "").await;
    assert_eq!(answer.code(), Code::Malformed);
}

#[tokio::test]
async fn the_service_says_that_it_lives_and_can_write() {
    let router = Town::new().await.router();
    assert_eq!(get(&router, "/livez", "").await.json()["status"], "live");
    assert_eq!(get(&router, "/readyz", "").await.json()["status"], "ready");
}
