//! The token of the account, the ticket of the JS-SDK, and the form of every answer.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Query, State as Given};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::state::{State, Trouble};
use crate::{Shared, lock};

/// Seconds that WeChat says of a token and of a ticket.
const GOOD_FOR: u32 = 7200;

/// Hands out the token; the same one until it expires or another is forced.
pub(crate) async fn stable_token(
    Given(state): Given<Shared>,
    Json(asked): Json<Value>,
) -> Response {
    let mut state = lock(&state);
    let trouble = state.called("/cgi-bin/stable_token");
    answer(trouble, || token(&mut state, &asked))
}

fn token(state: &mut State, asked: &Value) -> Value {
    if asked["grant_type"] != "client_credential" {
        return refused(40002);
    }
    if asked["appid"] != state.account.app_id.as_str() {
        return refused(40013);
    }
    if asked["secret"] != state.account.secret.as_str() {
        return refused(40125);
    }
    if asked["force_refresh"] == true {
        state.token = None;
    }
    if state.token.is_none() {
        state.token = Some(state.fresh("token"));
    }
    json!({ "access_token": state.token, "expires_in": GOOD_FOR })
}

/// Hands out the ticket that pages are signed with.
pub(crate) async fn ticket(
    Given(state): Given<Shared>,
    Query(asked): Query<BTreeMap<String, String>>,
) -> Response {
    let mut state = lock(&state);
    let trouble = state.called("/cgi-bin/ticket/getticket");
    answer(trouble, || {
        if let Some(code) = state.bad_token(asked.get("access_token")) {
            return refused(code);
        }
        if state.ticket.is_none() {
            state.ticket = Some(state.fresh("ticket"));
        }
        json!({ "errcode": 0, "errmsg": "ok", "ticket": state.ticket, "expires_in": GOOD_FOR })
    })
}

impl State {
    /// What is wrong with a token, as its code.
    pub(crate) fn bad_token(&self, given: Option<&String>) -> Option<i64> {
        match given {
            None => Some(41001),
            Some(given) if Some(given) == self.token.as_ref() => None,
            Some(given) if given.starts_with("sim-token-") => Some(42001),
            Some(_) => Some(40001),
        }
    }
}

/// Answers, or does what disturbs.
pub(crate) fn answer(trouble: Option<Trouble>, reply: impl FnOnce() -> Value) -> Response {
    match trouble {
        None => Json(reply()).into_response(),
        Some(Trouble::Errcode(code)) => Json(refused(code)).into_response(),
        Some(Trouble::Status(status)) => StatusCode::from_u16(status)
            .unwrap_or(StatusCode::BAD_GATEWAY)
            .into_response(),
        Some(Trouble::Nonsense) => "<html>busy</html>".into_response(),
    }
}

/// A refusal in WeChat's form.
pub(crate) fn refused(code: i64) -> Value {
    let words = match code {
        -1 => "system error",
        40001 => "invalid credential, access_token is invalid or not latest",
        40002 => "invalid grant_type",
        40003 => "invalid openid",
        40013 => "invalid appid",
        40029 => "invalid code",
        40037 => "invalid template_id",
        40125 => "invalid appsecret",
        40163 => "code been used",
        40164 => "invalid ip, not in whitelist",
        41001 => "access_token missing",
        42001 => "access_token expired",
        43101 => "user refuse to accept the msg",
        45009 => "reach max api daily quota limit",
        45011 => "api minute-quota reach limit, must slower, retry next minute",
        47003 => "argument invalid",
        _ => "refused",
    };
    json!({ "errcode": code, "errmsg": format!("{words}, rid: 0000-sim") })
}
