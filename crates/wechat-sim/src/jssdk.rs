//! The page's side: `jweixin.js`, and what it asks us by means of script tags, since the policy of
//! a page lets it ask nobody else.

use std::collections::BTreeMap;

use axum::extract::{Query, State as Given};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use sha1::{Digest, Sha1};

use crate::{Shared, lock};

const SCRIPT: &str = include_str!("jweixin.js");

/// The script of the JS-SDK.
pub(crate) async fn script() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript")], SCRIPT)
}

/// Whether a page was signed for this URL, with the ticket that holds.
pub(crate) async fn verify(
    Given(state): Given<Shared>,
    Query(asked): Query<BTreeMap<String, String>>,
) -> Response {
    let state = lock(&state);
    let get = |name: &str| asked.get(name).map_or("", String::as_str);
    let host = get("url").split('/').nth(2);
    let verdict = if get("appId") != state.account.app_id {
        "config:invalid appid"
    } else if host != Some(state.account.domain.as_str()) {
        "config:invalid url domain"
    } else if state.ticket.as_ref().is_none_or(|ticket| {
        get("signature") != signature(ticket, get("nonceStr"), get("timestamp"), get("url"))
    }) {
        "config:invalid signature"
    } else {
        "config:ok"
    };
    called_back(&asked, &json!({ "errMsg": verdict }))
}

/// Whoever holds the phone agrees to one message more.
pub(crate) async fn subscribe(
    Given(state): Given<Shared>,
    Query(asked): Query<BTreeMap<String, String>>,
) -> Response {
    let mut state = lock(&state);
    let status = asked.get("status").map_or("accept", String::as_str);
    if status == "accept" {
        let openid = state.person.openid.clone();
        if let Some(left) = state.consents.entry(openid).or_insert(Some(0)) {
            *left += 1;
        }
    }
    called_back(&asked, &json!({ "status": status }))
}

fn called_back(asked: &BTreeMap<String, String>, value: &Value) -> Response {
    let callback: String = asked
        .get("callback")
        .into_iter()
        .flat_map(|name| name.chars())
        .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
        .collect();
    let script = format!("window.{callback}({value});");
    ([(header::CONTENT_TYPE, "text/javascript")], script).into_response()
}

/// The signature of a page: SHA-1 over the four values in the order of their names, as they are.
fn signature(ticket: &str, nonce: &str, timestamp: &str, url: &str) -> String {
    let url = url.split('#').next().unwrap_or("");
    let text = format!("jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={url}");
    let hash = Sha1::digest(text.as_bytes());
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::signature;

    #[test]
    fn the_published_example_comes_out() {
        let ticket = "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg";
        let signed = |url| signature(ticket, "Wm3WZYTPz0wzccnW", "1414587457", url);
        assert_eq!(
            signed("http://mp.weixin.qq.com?params=value"),
            "0f9de62fce790f9a083d5c99e95740ceb90c27ed"
        );
    }
}
