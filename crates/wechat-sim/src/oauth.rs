//! Web authorisation (网页授权): the redirect that gives a code, and the openid of a code.

use std::collections::BTreeMap;

use axum::extract::{Query, State as Given};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde_json::{Value, json};

use crate::state::{Code, State};
use crate::tokens::{answer, refused};
use crate::{Shared, lock};

/// Sends a phone back with a code. Silent for `snsapi_base`, which is the only scope that a service
/// without a wish for names and pictures asks for.
pub(crate) async fn authorize(
    Given(state): Given<Shared>,
    Query(asked): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let agent = headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    if !agent.contains("MicroMessenger") {
        return Html("请在微信客户端打开链接").into_response();
    }
    let mut state = lock(&state);
    let asked = |name: &str| asked.get(name).map_or("", String::as_str);
    let back = asked("redirect_uri");
    if asked("appid") != state.account.app_id {
        return Html("appid 参数错误 10013").into_response();
    }
    if asked("response_type") != "code" || asked("scope") != "snsapi_base" {
        return Html("scope 参数错误 10005").into_response();
    }
    let host = back
        .split_once("://")
        .map(|(_, rest)| rest.split(['/', '?']).next().unwrap_or(""));
    if host != Some(state.account.domain.as_str()) {
        return Html("redirect_uri 域名与后台配置不一致 10003").into_response();
    }
    let code = state.fresh("code");
    let person = state.person.clone();
    state.codes.insert(
        code.clone(),
        Code {
            person,
            used: false,
        },
    );
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("code", &code)
        .append_pair("state", asked("state"))
        .finish();
    let joined = if back.contains('?') { '&' } else { '?' };
    (
        StatusCode::FOUND,
        [(header::LOCATION, format!("{back}{joined}{query}"))],
    )
        .into_response()
}

/// Says who a code was for. A code is good once.
pub(crate) async fn access_token(
    Given(state): Given<Shared>,
    Query(asked): Query<BTreeMap<String, String>>,
) -> Response {
    let mut state = lock(&state);
    let trouble = state.called("/sns/oauth2/access_token");
    answer(trouble, || openid(&mut state, &asked))
}

fn openid(state: &mut State, asked: &BTreeMap<String, String>) -> Value {
    let asked = |name: &str| asked.get(name).map_or("", String::as_str);
    if asked("appid") != state.account.app_id {
        return refused(40013);
    }
    if asked("secret") != state.account.secret {
        return refused(40125);
    }
    let Some(code) = state.codes.get_mut(asked("code")) else {
        return refused(40029);
    };
    if std::mem::replace(&mut code.used, true) {
        return refused(40163);
    }
    let person = code.person.clone();
    let mut reply = json!({
        "access_token": state.fresh("user-token"),
        "expires_in": 7200,
        "refresh_token": state.fresh("refresh-token"),
        "openid": person.openid,
        "scope": "snsapi_base",
    });
    if person.snapshot {
        reply["openid"] = state.fresh("made-up-user").into();
        reply["is_snapshotuser"] = 1.into();
    }
    reply
}
