//! Subscription messages (订阅通知): sent to whoever agreed, as often as they agreed.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Query, State as Given};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::state::State;
use crate::tokens::{answer, refused};
use crate::{Shared, lock};

/// The longest value of a field of kind `thing`, in characters.
const LONGEST_THING: usize = 20;

/// A message that arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sent {
    /// To whom.
    pub openid: String,
    /// Of which template.
    pub template: String,
    /// Where a tap leads.
    pub page: String,
    /// Its fields.
    pub fields: BTreeMap<String, String>,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    touser: String,
    template_id: String,
    #[serde(default)]
    page: String,
    data: BTreeMap<String, Field>,
}

#[derive(Deserialize)]
struct Field {
    value: String,
}

/// Sends a message.
pub(crate) async fn send(
    Given(state): Given<Shared>,
    Query(query): Query<BTreeMap<String, String>>,
    Json(asked): Json<Asked>,
) -> Response {
    let mut state = lock(&state);
    let trouble = state.called("/cgi-bin/message/subscribe/bizsend");
    answer(trouble, || {
        match state.bad_token(query.get("access_token")) {
            Some(code) => refused(code),
            None => take(&mut state, asked),
        }
    })
}

fn take(state: &mut State, asked: Asked) -> Value {
    if !asked.touser.starts_with('o') {
        return refused(40003);
    }
    let (template, fields) = &state.account.template;
    if asked.template_id != *template {
        return refused(40037);
    }
    let right = asked.data.len() == fields.len()
        && fields.iter().all(|name| {
            asked.data.get(name).is_some_and(|field| {
                !field.value.is_empty()
                    && (!name.starts_with("thing") || field.value.chars().count() <= LONGEST_THING)
            })
        });
    if !right {
        return refused(47003);
    }
    match state.consents.get_mut(&asked.touser) {
        None | Some(Some(0)) => return refused(43101),
        Some(Some(left)) => *left -= 1,
        Some(None) => {}
    }
    let fields = asked.data.into_iter();
    state.inbox.push(Sent {
        openid: asked.touser,
        template: asked.template_id,
        page: asked.page,
        fields: fields.map(|(name, field)| (name, field.value)).collect(),
    });
    json!({ "errcode": 0, "errmsg": "ok" })
}
