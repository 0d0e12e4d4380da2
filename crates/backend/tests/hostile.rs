//! Whatever comes from outside, nothing panics and no answer is a fault of ours: tables that are
//! imported, and path, query, cursor, cookie, version and body of a request. The cases are the
//! same in every run.

mod common;

use std::io::Cursor;
use std::path::Path;

use axum::body::Body;
use axum::http::{HeaderValue, Request, header};
use backend::import::judge;
use common::Town;
use domain::ids::Uuid;
use domain::problem::{Code, Problem};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, TestRunner};
use tower::ServiceExt;

/// A runner whose cases are the same in every run.
fn cases(count: u32) -> TestRunner {
    let config = Config {
        cases: count,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = proptest::test_runner::TestRng::deterministic_rng(config.rng_algorithm);
    TestRunner::new_with_rng(config, rng)
}

fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures");
    std::fs::read(folder.join(name)).unwrap()
}

/// Reads a table; any outcome is right but a panic.
fn import(bytes: &[u8]) {
    let today = "2026-11-24".parse().unwrap();
    let _ = judge(Cursor::new(bytes), "430202", today, |_| Ok(()));
}

/// The table with some of its bytes replaced, and cut off somewhere.
fn broken(table: &[u8], changes: &[(Index, u8)], end: Index) -> Vec<u8> {
    let mut table = table.to_vec();
    for (at, byte) in changes {
        let at = at.index(table.len());
        table[at] = *byte;
    }
    table.truncate(end.index(table.len() * 2));
    table
}

#[test]
fn no_bytes_make_the_import_panic() {
    let table = fixture("residents-hetang.csv");
    let head = &table[..8 * 1024];
    let ours = (vec((any::<Index>(), any::<u8>()), 0..40), any::<Index>());
    cases(300)
        .run(&ours, |(changes, end)| {
            import(&broken(head, &changes, end));
            Ok(())
        })
        .unwrap();
    let strange = (
        select(vec![
            &b""[..],
            b"PK\x03\x04",
            b"\xef\xbb\xbf",
            b"\xd0\xcf\x11\xe0",
            b"\xff\xfe",
        ]),
        vec(any::<u8>(), 0..4096),
    );
    cases(300)
        .run(&strange, |(start, rest)| {
            import(&[start, &rest].concat());
            Ok(())
        })
        .unwrap();
}

#[test]
fn no_broken_workbook_makes_the_import_panic() {
    let workbook = fixture("residents-hetang.xlsx");
    let changes = (vec((any::<Index>(), any::<u8>()), 1..30), any::<Index>());
    cases(40)
        .run(&changes, |(changes, end)| {
            import(&broken(&workbook, &changes, end));
            Ok(())
        })
        .unwrap();
}

/// Something for one place of a request: what belongs there, or nearly, or nothing like it.
fn text() -> impl Strategy<Value = String> {
    let known = select(vec![
        "",
        "0",
        "-1",
        "9223372036854775808",
        "null",
        "~",
        "~~",
        "~~~~",
        "%00",
        "..",
        "%2e%2e%2f",
        "2026-02-30",
        "2026-11-24",
        "0000-00-00",
        "urgent",
        "hypertension",
        "overdue",
        "submitted",
        "00000000-0000-0000-0000-000000000000",
        "' OR 1=1 --",
        "<script>",
        "张",
        "1~2026-11-24~x",
    ]);
    let id = any::<[u8; 10]>().prop_map(|random| Uuid::v7(1_700_000_000_000, random).to_string());
    prop_oneof![known.prop_map(str::to_owned), id, any::<String>()]
}

/// Letters, digits and the like as they are; the rest as its bytes.
fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[derive(Clone, Debug)]
struct Asked {
    method: &'static str,
    path: String,
    headers: Vec<(&'static str, Vec<u8>)>,
    body: Vec<u8>,
}

fn asked() -> impl Strategy<Value = Asked> {
    let template = select(vec![
        ("GET", "residents/{}/record"),
        ("GET", "residents/{}/readers"),
        ("GET", "residents/{}/messages"),
        ("GET", "residents/{}/sessions"),
        ("GET", "residents"),
        ("GET", "contracts"),
        ("GET", "follow-ups/due"),
        ("GET", "registrations"),
        ("GET", "schedule"),
        ("GET", "bookings/{}"),
        ("POST", "bookings"),
        ("POST", "bookings/{}/cancellation"),
        ("POST", "contracts/{}/acceptance"),
        ("POST", "residents/{}/hypertension"),
        ("POST", "residents/{}/diabetes"),
        ("POST", "services/{}/rating"),
        ("POST", "persons"),
        ("POST", "codes"),
        ("DELETE", "session/devices/{}"),
        ("DELETE", "persons/{}"),
    ]);
    let name = select(vec![
        "cursor",
        "date",
        "state",
        "village",
        "programme",
        "q",
        "bucket",
        "x",
    ]);
    let query = vec((name, text()), 0..3);
    let header = select(vec![
        "if-match",
        "idempotency-key",
        "origin",
        "user-agent",
        "x-forwarded-for",
        "accept-encoding",
        "content-type",
        "sec-fetch-site",
        "cookie",
    ]);
    let headers = vec((header, vec(any::<u8>(), 0..80)), 0..3);
    let body = prop_oneof![
        Just(b"{}".to_vec()),
        Just(b"[".repeat(100_000)),
        vec(any::<u8>(), 0..200),
        text()
            .prop_map(|text| format!("{{\"id\":{text:?},\"resident_id\":{text:?}}}").into_bytes()),
    ];
    (template, text(), query, headers, body).prop_map(
        |((method, path), value, query, headers, body)| {
            let query: Vec<String> = query
                .iter()
                .map(|(name, value)| format!("{name}={}", encoded(value)))
                .collect();
            let path = path.replace("{}", &encoded(&value));
            Asked {
                method,
                path: format!("/api/v1/{path}?{}", query.join("&")),
                headers,
                body,
            }
        },
    )
}

/// Why a request is refused.
async fn refused(town: &Town, cookie: &str, method: &str, path: &str, body: &'static str) -> Code {
    let request = Request::builder()
        .method(method)
        .uri(format!("/api/v1/{path}"))
        .header(header::COOKIE, cookie)
        .header("idempotency-key", "key")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body))
        .unwrap();
    let response = town.router().oneshot(request).await.unwrap();
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await;
    let problem: Problem = serde_json::from_slice(&bytes.unwrap()).unwrap();
    problem.code
}

/// PostgreSQL keeps no NUL in a text, SQLite does: it is refused before either is asked.
#[tokio::test]
async fn a_text_with_a_nul_is_refused() {
    let town = Town::new().await;
    let doctor = town.signed_in(town.ids.gp).await;
    for path in [
        "residents?q=%00",
        "residents?village=a%00",
        "follow-ups/due?village=%00",
        "follow-ups/due?q=a%00b",
    ] {
        let code = refused(&town, doctor.cookie(), "GET", path, "").await;
        assert_eq!(code, Code::Invalid, "{path}");
    }
    let wang = town.signed_in(town.ids.wang_phone).await;
    let body = r#"{"note":"a\u0000"}"#;
    let code = refused(&town, wang.cookie(), "POST", "bookings", body).await;
    assert_eq!(code, Code::Malformed);
}

#[test]
fn no_request_is_answered_with_a_fault_of_ours() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let town = runtime.block_on(Town::new());
    let wang = runtime.block_on(town.signed_in(town.ids.wang_phone));
    let doctor = runtime.block_on(town.signed_in(town.ids.gp));
    let cookies = vec![
        wang.cookie().to_owned(),
        doctor.cookie().to_owned(),
        String::new(),
    ];
    let all = (asked(), select(cookies));
    cases(1_500)
        .run(&all, |(asked, cookie)| {
            let mut request = Request::builder()
                .method(asked.method)
                .uri(&asked.path)
                .header(header::COOKIE, cookie)
                .header("idempotency-key", "key")
                .header(header::CONTENT_TYPE, "application/json");
            for (name, value) in &asked.headers {
                // What no header may hold never reaches the service.
                if let Ok(value) = HeaderValue::from_bytes(value) {
                    request = request.header(*name, value);
                }
            }
            let request = request.body(Body::from(asked.body.clone())).unwrap();
            let router = town.router();
            let response = runtime.block_on(router.oneshot(request)).unwrap();
            let status = response.status();
            prop_assert!(status.as_u16() < 500, "{status} {asked:?}");
            let body = axum::body::to_bytes(response.into_body(), usize::MAX);
            let bytes = runtime.block_on(body).unwrap();
            if !status.is_success() && !status.is_redirection() {
                let problem: Problem = serde_json::from_slice(&bytes).unwrap();
                prop_assert_eq!(problem.status, status.as_u16());
            }
            Ok(())
        })
        .unwrap();
}
