//! How a test in another process says what happens next and sees what arrived.

use axum::Json;
use axum::extract::State as Given;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::state::{Person, Trouble};
use crate::{Shared, lock};

/// What changes. Everything that is absent stays.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    person: Option<Person>,
    #[serde(default)]
    expire_token: bool,
    #[serde(default)]
    expire_ticket: bool,
    #[serde(default)]
    expire_codes: bool,
    disturb: Option<Disturb>,
    /// Openid, and how many messages it may still be sent.
    consent: Option<(String, u32)>,
}

#[derive(Deserialize)]
struct Disturb {
    path: String,
    trouble: Trouble,
    times: usize,
}

/// Changes how things stand.
pub(crate) async fn change(Given(state): Given<Shared>, Json(change): Json<Change>) -> StatusCode {
    let mut state = lock(&state);
    if let Some(person) = change.person {
        state.person = person;
    }
    if change.expire_token {
        state.expire_token();
    }
    if change.expire_ticket {
        state.expire_ticket();
    }
    if change.expire_codes {
        state.expire_codes();
    }
    if let Some(Disturb {
        path,
        trouble,
        times,
    }) = change.disturb
    {
        state.disturb(&path, trouble, times);
    }
    if let Some((openid, left)) = change.consent {
        state.consents.insert(openid, Some(left));
    }
    StatusCode::NO_CONTENT
}

/// What arrived, and how often each path was called.
pub(crate) async fn inbox(Given(state): Given<Shared>) -> Json<Value> {
    let state = lock(&state);
    Json(json!({ "inbox": state.inbox, "calls": state.calls }))
}
