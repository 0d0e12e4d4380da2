//! The one place where a request leaves the page.

use domain::endpoint::Method;
use domain::ids::Uuid;
use gloo_net::http::RequestBuilder;
use leptos::prelude::*;

use super::ApiError;
use crate::platform::{abort, network, timer};

/// A request as it goes over the wire; the outbox keeps exactly this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Method.
    pub method: Method,
    /// Path and query.
    pub address: String,
    /// JSON, where there is a body.
    pub body: Option<String>,
    /// `Idempotency-Key` of a POST: the same key never takes effect twice.
    pub key: Uuid,
}

const TIMEOUT_MS: i32 = 15_000;
/// Waits before a read is tried again.
const AGAIN_MS: [i32; 2] = [400, 1_500];

thread_local! {
    static SIGN_IN_LOST: ArcRwSignal<u32> = ArcRwSignal::new(0);
}

/// Counts the times that a call found nobody signed in any more; reactive.
#[must_use]
pub fn sign_in_lost() -> u32 {
    SIGN_IN_LOST.with(|lost| lost.get())
}

/// Sends a request and gives back the JSON of its answer (`null` for none).
///
/// # Errors
/// Whatever [`ApiError`] says; reads were tried again when that could help.
pub async fn send(request: &Request) -> Result<String, ApiError> {
    let mut waits = AGAIN_MS.iter();
    loop {
        let outcome = send_once(request).await;
        // A read that took too long has tried the person's patience already.
        let again = |error: &ApiError| error.passes() && *error != ApiError::Timeout;
        match (&outcome, waits.next()) {
            (Err(error), Some(wait)) if request.method == Method::Get && again(error) => {
                timer::sleep(*wait).await;
            }
            _ => return outcome,
        }
    }
}

/// The same without trying again.
///
/// # Errors
/// Whatever [`ApiError`] says.
pub async fn send_once(request: &Request) -> Result<String, ApiError> {
    send_if(request, None).await
}

/// The same, for one version of what it changes where one is given.
///
/// # Errors
/// Whatever [`ApiError`] says.
pub async fn send_if(request: &Request, version: Option<i64>) -> Result<String, ApiError> {
    let outcome = once(request, version).await;
    network::report(outcome != Err(ApiError::Offline));
    if outcome == Err(ApiError::SignInRequired) {
        SIGN_IN_LOST.with(|lost| lost.update(|times| *times += 1));
    }
    outcome
}

async fn once(request: &Request, version: Option<i64>) -> Result<String, ApiError> {
    let deadline = abort::after(TIMEOUT_MS);
    let mut builder = RequestBuilder::new(&request.address)
        .method(match request.method {
            Method::Get => gloo_net::http::Method::GET,
            Method::Post => gloo_net::http::Method::POST,
            Method::Delete => gloo_net::http::Method::DELETE,
        })
        .header("Accept", "application/json")
        .abort_signal(deadline.signal());
    if request.method == Method::Post {
        builder = builder.header("Idempotency-Key", &request.key.to_string());
    }
    if let Some(version) = version {
        builder = builder.header("If-Match", &["\"", &version.to_string(), "\""].concat());
    }
    let failed = |_| {
        if deadline.passed() {
            ApiError::Timeout
        } else {
            ApiError::Offline
        }
    };
    let sent = match &request.body {
        Some(json) => builder
            .header("Content-Type", "application/json")
            .body(json.as_str()),
        None => builder.build(),
    };
    let answer = sent
        .map_err(|_| ApiError::Decode)?
        .send()
        .await
        .map_err(failed)?;
    let text = answer.text().await.map_err(failed)?;
    match answer.status() {
        204 => Ok("null".to_owned()),
        // The sign-in page of a station's network, in place of what was asked for.
        200..=299 if text.trim_start().starts_with('<') => Err(ApiError::Offline),
        200..=299 => Ok(text),
        status => Err(ApiError::from_answer(status, &text)),
    }
}
