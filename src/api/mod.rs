//! One typed call an endpoint, over `fetch`.
//!
//! Owns transport: addresses, JSON, timeouts, retries of reads, and turning whatever happened
//! into one [`ApiError`]. The endpoint's declaration in `domain` says all the rest. It keeps
//! nothing and shows nothing; `store` calls it for pages, `session` for signing in.
//!
//! The generic part of a call is a few lines; what is done with the text in between is compiled
//! once ([`send`]), because every endpoint would otherwise bring its own copy.

mod error;
pub mod json;
mod send;

pub use error::ApiError;
pub use send::{Envelope, Request, send, send_if, send_once, sign_in_lost};

use domain::endpoint::{Endpoint, PathValues, fill};
use domain::ids::Uuid;

use crate::platform::{encoded, id};

/// The address of an endpoint with its path and query filled in: `/api/v1/residents/…?due=today`.
pub fn address<E: Endpoint>(path: &E::Path, query: &E::Query) -> String {
    with_query(fill(E::PATH, &path.values()), &json::written(query))
}

/// Appends the members of a flat JSON object as a query.
fn with_query(mut address: String, json: &str) -> String {
    let mut joint = '?';
    for (name, value) in json::members(json) {
        address.push(joint);
        address.push_str(&name);
        address.push('=');
        address.push_str(&encoded(&value));
        joint = '&';
    }
    address
}

/// The JSON of a body; `None` for endpoints without one.
pub fn body_json<E: Endpoint>(body: &E::Body) -> Option<String> {
    Some(json::written(body)).filter(|json| json != "null")
}

/// Reads an answer.
///
/// # Errors
/// [`ApiError::Decode`] when the answer has another shape: page and backend are of different age.
pub fn read<E: Endpoint>(json: &str) -> Result<E::Reply, ApiError> {
    json::read(json).ok_or(ApiError::Decode)
}

/// Calls an endpoint once, and again only if it is a read that found the backend away or busy.
///
/// For reads of pages use `store::use_query`, for writes `store::submit`; this is for what must
/// not wait and must not be kept: signing in and out, asking for a code.
///
/// # Errors
/// Whatever [`ApiError`] says.
pub async fn call<E: Endpoint>(
    path: &E::Path,
    query: &E::Query,
    body: &E::Body,
) -> Result<E::Reply, ApiError> {
    let request = Request {
        method: E::METHOD,
        address: address::<E>(path, query),
        body: body_json::<E>(body),
        key: id::new::<Uuid>(),
        envelope: None,
    };
    read::<E>(&send(&request).await?)
}

/// Calls a write that must not wait and must not be kept, for one version of what it changes where
/// one is given.
///
/// # Errors
/// Whatever [`ApiError`] says.
pub async fn call_if<E: Endpoint>(
    version: Option<i64>,
    path: &E::Path,
    body: &E::Body,
) -> Result<E::Reply, ApiError> {
    let request = Request {
        method: E::METHOD,
        address: fill(E::PATH, &path.values()),
        body: body_json::<E>(body),
        key: id::new::<Uuid>(),
        envelope: None,
    };
    read::<E>(&send_if(&request, version).await?)
}
