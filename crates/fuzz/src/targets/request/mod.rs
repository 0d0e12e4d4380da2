//! Whole requests, sent to the real router over the demo district: path, query, cursor, cookie,
//! headers and body, as the HTTP layer reads them and the handlers behind it.
//!
//! An input is a letter for who sends it, a space, and the request as HTTP writes it, with its lines
//! ended by `\n` alone: `r POST /api/v1/bookings`, headers, an empty line, the body.

mod seeds;

use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use axum::body::Body;
use axum::http::{Method, Request, Response, Uri, header};
use domain::endpoint::Gate;
use domain::problem::Problem;
use tokio::runtime::Runtime;
use tower::ServiceExt;

use super::Target;
use crate::endpoints::{self, Declared};
use crate::town::{COMPRESSED, SECRET, TOWN, Who};

pub const TARGET: Target = Target {
    name: "request",
    one,
    seeds: seeds::all,
    words: seeds::words,
};

/// One thread: what one input does is done before the next one comes.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap()
});

/// The cookies of those who are signed in, by their letter.
static COOKIES: LazyLock<Mutex<BTreeMap<u8, String>>> = LazyLock::new(|| {
    let signed_in = Who::SIGNED_IN.map(|who| (who.letter(), TOWN.sign_in(who)));
    Mutex::new(signed_in.into())
});

/// What is known of a request besides what was sent.
struct Sent {
    who: Who,
    method: Method,
    uri: Uri,
    body: Vec<u8>,
}

fn one(bytes: &[u8]) {
    let Some((sent, request)) = read(bytes) else {
        return;
    };
    let response = RUNTIME.block_on(TOWN.router.clone().oneshot(request));
    let Ok(response) = response;
    let (parts, body) = response.into_parts();
    let body = RUNTIME
        .block_on(axum::body::to_bytes(body, usize::MAX))
        .unwrap();
    look(&sent, &Response::from_parts(parts, &body[..]));
}

fn read(bytes: &[u8]) -> Option<(Sent, Request<Body>)> {
    let (who, rest) = bytes.split_first_chunk::<2>()?;
    let who = Who::of(who[0]);
    let (head, body) = split(rest, b"\n\n");
    let (line, headers) = split(head, b"\n");
    let (method, uri) = split(line, b" ");
    let (method, uri) = (Method::from_bytes(method).ok()?, Uri::try_from(uri).ok()?);
    let mut request = Request::builder().method(method.clone()).uri(uri.clone());
    for line in headers.split(|byte| *byte == b'\n') {
        let (name, value) = split(line, b":");
        request = request.header(name, value.trim_ascii());
    }
    if let Some(cookie) = cookies().get(&who.letter()) {
        request = request.header(header::COOKIE, cookie);
    }
    // What no request may hold never reaches the service.
    let request = request.body(Body::from(body.to_vec())).ok()?;
    let body = body.to_vec();
    Some((
        Sent {
            who,
            method,
            uri,
            body,
        },
        request,
    ))
}

fn cookies() -> std::sync::MutexGuard<'static, BTreeMap<u8, String>> {
    COOKIES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Before and behind the first place where this stands.
fn split<'a>(bytes: &'a [u8], between: &[u8]) -> (&'a [u8], &'a [u8]) {
    let at = bytes
        .windows(between.len())
        .position(|part| part == between);
    at.map_or((bytes, &[]), |at| {
        (&bytes[..at], &bytes[at + between.len()..])
    })
}

fn look(sent: &Sent, response: &Response<&[u8]>) {
    let (status, body) = (response.status(), *response.body());
    let Sent {
        who, method, uri, ..
    } = sent;
    let said = || {
        format!(
            "{who:?} {method} {uri}: {status} {}",
            String::from_utf8_lossy(body)
        )
    };
    assert!(!status.is_server_error(), "{}", said());
    let holds = |part: &str| body.windows(part.len()).any(|one| one == part.as_bytes());
    assert!(!holds(SECRET), "{}", said());
    let encoding = response.headers().get(header::CONTENT_ENCODING);
    let compressed = encoding.is_some_and(|encoding| encoding == "br");
    assert!(!holds(COMPRESSED) || compressed, "{}", said());
    if status.as_u16() == 401 && *who != Who::Visitor {
        // Signed out, by this request or an earlier one.
        cookies().insert(who.letter(), TOWN.sign_in(*who));
    }
    // Shorter on the way; the same requests are made without that, too.
    if encoding.is_some() {
        return;
    }
    let api = uri.path().starts_with("/api/");
    if status.is_client_error() {
        let refused: Problem =
            serde_json::from_slice(body).unwrap_or_else(|_| panic!("{}", said()));
        assert_eq!(refused.status, status.as_u16(), "{}", said());
        assert_eq!(refused.code.status(), status.as_u16(), "{}", said());
    } else if api && let Some(declared) = endpoints::of(method.as_str(), uri.path()) {
        done(sent, declared, body, &said);
    }
}

/// What holds of a request that was not refused.
fn done(sent: &Sent, declared: &Declared, body: &[u8], said: &dyn Fn() -> String) {
    let said = || format!("{}, {}", declared.operation, said());
    assert!(
        sent.who != Who::Visitor || declared.gate == Gate::Open,
        "{}",
        said()
    );
    match &declared.reply {
        None => assert!(body.is_empty(), "{}", said()),
        Some(reply) => {
            let read = (reply.read)(body).unwrap_or_else(|| panic!("{}", said()));
            assert_eq!(read, body, "{}", said());
        }
    }
    let pairs = || {
        serde_urlencoded::from_str::<Vec<(String, String)>>(sent.uri.query().unwrap_or(""))
            .unwrap_or_default()
    };
    for (name, value) in pairs() {
        // One of the two engines takes no such text.
        assert!(!value.contains('\0'), "{}", said());
        assert!(
            name != "cursor" || declared.query.is_none() || ours(&value),
            "{}",
            said()
        );
    }
    let body: serde_json::Value = serde_json::from_slice(&sent.body).unwrap_or_default();
    assert!(declared.body.is_none() || !holds_nul(&body), "{}", said());
}

/// Whether a cursor is one that the service writes: identifiers, days, numbers and words, each in
/// the one form that it has.
fn ours(cursor: &str) -> bool {
    let id = |part: &str| {
        part.parse::<domain::ids::Uuid>()
            .is_ok_and(|id| id.to_string() == part)
    };
    let day =
        |part: &str| domain::time::parse_date(part).is_some_and(|day| day.to_string() == part);
    let number = |part: &str| {
        part.parse::<i64>()
            .is_ok_and(|number| number.to_string() == part)
    };
    let word = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    };
    cursor
        .split('~')
        .all(|part| id(part) || day(part) || number(part) || word(part))
}

fn holds_nul(value: &serde_json::Value) -> bool {
    use serde_json::Value;
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(all) => all.iter().any(holds_nul),
        Value::Object(members) => members.values().any(holds_nul),
        _ => false,
    }
}
