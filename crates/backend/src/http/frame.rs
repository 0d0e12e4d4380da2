//! The frame around every request: its number, its time limit, its line in the log and its place
//! in the counts, and the headers of its answer. The log has the template of the path, never the path itself, and no
//! query: both may hold what identifies a person.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, header};
use axum::middleware::Next;
use chrono::Utc;
use domain::ids::Uuid;
use domain::problem::{Code, Problem};

use super::problem;
use super::visit::RequestId;
use crate::app::App;
use crate::call::new_id;

/// Longer work is not waited for. A write that ends later is found again by its idempotency key.
const PATIENCE: Duration = Duration::from_secs(30);

/// Said of everything.
const HEADERS: [(HeaderName, &str); 2] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

/// Said of pages alone. A browser heeds them of no other file, and everything that comes with the first
/// page would be larger by them.
const OF_PAGES: [(HeaderName, &str); 3] = [
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    ),
];

/// Policy of everything that could be opened as a page and is none: nothing may be loaded or framed.
const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'";

/// Runs a request in its frame.
pub(super) async fn frame(
    State(app): State<Arc<App>>,
    mut request: Request,
    next: Next,
) -> Response<Body> {
    let begun = Instant::now();
    let number = new_id::<Uuid>(Utc::now()).map_or_else(|_| "none".to_owned(), |id| id.to_string());
    request.extensions_mut().insert(RequestId(number.clone()));
    let named = Named::default();
    request.extensions_mut().insert(named.clone());
    let method = request.method().clone();
    let template = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("-", MatchedPath::as_str)
        .to_owned();
    let api = request.uri().path().starts_with("/api");
    let fetched = is_fetched(request.headers());

    let mut response = match tokio::time::timeout(PATIENCE, next.run(request)).await {
        Ok(response) => response,
        Err(_) => problem::refuse(Problem::new(Code::Busy).retry_after(5)),
    };
    problem::finish(&mut response, &number);
    dress(&mut response, &number, api, fetched);
    let (operation, status) = (named.name(), response.status().as_u16());
    let taken = begun.elapsed();
    app.requests.add(operation, status, taken);
    tracing::info!(
        %method,
        path = template,
        operation,
        status,
        ms = u64::try_from(taken.as_millis()).unwrap_or(u64::MAX),
        request = number,
    );
    response
}

/// Which operation a request turned out to be, told from inside of the frame, so that a request
/// that ran out of time has its name too.
#[derive(Clone, Debug, Default)]
pub(super) struct Named(Arc<OnceLock<&'static str>>);

impl Named {
    /// Tells the frame of this request.
    pub(super) fn tell(parts: &Parts, operation: &'static str) {
        if let Some(Named(name)) = parts.extensions.get() {
            // A request has one operation; a second telling would be the same.
            let _ = name.set(operation);
        }
    }

    /// The operation, or `other` where it is none: a file of the client, an unknown path.
    fn name(&self) -> &'static str {
        self.0.get().copied().unwrap_or("other")
    }
}

/// Whether the browser says that a page asks for this, which it shows to nobody by itself: an answer, a script, a
/// style. Whoever opens it as a page, and a browser that says nothing, is told what that page may do; the first
/// page is lighter by what need not be said to a script.
fn is_fetched(headers: &HeaderMap) -> bool {
    const SHOWN: [&str; 5] = ["document", "embed", "frame", "iframe", "object"];
    let wanted = headers.get("sec-fetch-dest");
    wanted.is_some_and(|wanted| SHOWN.iter().all(|shown| wanted != shown))
}

fn dress(response: &mut Response<Body>, number: &str, api: bool, fetched: bool) {
    let refused = response.status().is_client_error() || response.status().is_server_error();
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let page = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if page {
        for (name, value) in OF_PAGES {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if (api || page || refused)
        && let Ok(number) = HeaderValue::from_str(number)
    {
        headers.insert("x-request-id", number);
    }
    // A worker keeps the page that it has fetched, and shows it later.
    if page || !fetched || refused {
        headers.insert(
            header::REFERRER_POLICY,
            HeaderValue::from_static("no-referrer"),
        );
        headers
            .entry(header::CONTENT_SECURITY_POLICY)
            .or_insert(HeaderValue::from_static(NOTHING));
    }
    if api {
        // What is everybody's and never changes says so itself.
        headers
            .entry(header::CACHE_CONTROL)
            .or_insert(HeaderValue::from_static("no-store"));
    }
}
