//! The one place where a request leaves the page.

use domain::endpoint::Method;
use domain::ids::Uuid;
use leptos::prelude::*;

use super::ApiError;
use crate::platform::fetch::fetch;
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
    /// What goes with an operation that was kept.
    pub envelope: Option<Envelope>,
}

/// What goes with an operation that was kept, perhaps for weeks and in a phone that others use too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Whose it is (`Jiayi-Author`): the service takes it under no other sign-in.
    pub author: String,
    /// For which edition of the API it was written (`Jiayi-Edition`).
    pub edition: u32,
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
        // A read that took too long has tried the person's patience already; without any network the next
        // try would end as this one did.
        let again =
            |error: &ApiError| error.passes() && *error != ApiError::Timeout && network::linked();
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
    let key = request.key.to_string();
    let version = version.map(|version| ["\"", &version.to_string(), "\""].concat());
    let mut headers = vec![("Accept", "application/json")];
    if request.method == Method::Post {
        headers.push(("Idempotency-Key", &key));
    }
    if let Some(version) = &version {
        headers.push(("If-Match", version));
    }
    let edition = request
        .envelope
        .as_ref()
        .map(|envelope| envelope.edition.to_string());
    if let Some((envelope, edition)) = request.envelope.as_ref().zip(edition.as_ref()) {
        headers.push(("Jiayi-Author", &envelope.author));
        headers.push(("Jiayi-Edition", edition));
    }
    let body = request.body.as_deref();
    if body.is_some() {
        headers.push(("Content-Type", "application/json"));
    }
    let method = request.method.as_str();
    match fetch(method, &request.address, &headers, body, &deadline).await {
        None if deadline.passed() => Err(ApiError::Timeout),
        None => Err(ApiError::Offline),
        Some((204, _)) => Ok("null".to_owned()),
        // The sign-in page of a station's network, in place of what was asked for.
        Some((200..=299, text)) if text.trim_start().starts_with('<') => Err(ApiError::Offline),
        Some((200..=299, text)) => Ok(text),
        Some((status, text)) => Err(ApiError::from_answer(status, &text)),
    }
}
