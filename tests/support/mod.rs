//! A backend for browser tests: `fetch` is replaced by a script that writes down what was asked.

#![allow(dead_code, reason = "each suite uses its own part")]

use domain::api::session::{AccountCard, Session};
use domain::ids::{AccountId, Uuid};
use jiayi_client::platform::{id, timer};
use js_sys::{Function, Reflect};
use wasm_bindgen::JsValue;

/// One request as it arrived.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Method.
    pub method: String,
    /// Path and query.
    pub address: String,
    /// `Idempotency-Key`.
    pub key: String,
    /// Body.
    pub body: String,
}

/// From now on requests are answered by `script`, the body of a JavaScript function of
/// (method, address, key, body, nth) that gives `[status, text]`, or nothing for no network.
pub fn backend(script: &str) {
    let setup = format!(
        "window.__asked = [];
         const answer = (method, address, key, body, nth) => {{ {script} }};
         window.fetch = async (...asked) => {{
             const request = new Request(...asked);
             const address = request.url.replace(location.origin, '');
             const body = request.method === 'GET' ? '' : await request.clone().text();
             const key = request.headers.get('Idempotency-Key') || '';
             const nth = window.__asked.filter(a => a[0] === request.method && a[1] === address).length;
             window.__asked.push([request.method, address, key, body]);
             const given = answer(request.method, address, key, body, nth);
             if (!given) throw new TypeError('no network');
             return new Response(given[0] === 204 ? null : given[1], {{ status: given[0] }});
         }};"
    );
    Function::new_no_args(&setup).call0(&JsValue::NULL).unwrap();
}

/// What was asked since [`backend`], without asking who is signed in.
pub fn asked() -> Vec<Asked> {
    let list = Reflect::get(&js_sys::global(), &"__asked".into()).unwrap();
    let text = |row: &js_sys::Array, at: u32| row.get(at).as_string().unwrap();
    js_sys::Array::from(&list)
        .iter()
        .map(|row| js_sys::Array::from(&row))
        .map(|row| Asked {
            method: text(&row, 0),
            address: text(&row, 1),
            key: text(&row, 2),
            body: text(&row, 3),
        })
        .filter(|asked| asked.address != "/api/v1/session")
        .collect()
}

/// A session of a phone nobody else in this run uses.
pub fn somebody() -> Session {
    Session {
        account: Some(AccountCard {
            account_id: AccountId(id::new::<Uuid>()),
            phone_masked: "138****8000".to_owned(),
            persons: Vec::new(),
        }),
        staff: None,
        expires_at: None,
        idle_after: 1_800,
        now: jiayi_client::platform::clock::now(),
        demo: true,
        district: "荷塘区".to_owned(),
        service_phone: "073128550120".to_owned(),
        helper_months: 12,
        revoked: false,
    }
}

/// Script text that answers the question who is signed in.
pub fn answers_session(session: &Session) -> String {
    let json = serde_json::to_string(session).unwrap();
    format!("if (address === '/api/v1/session') return [200, {json:?}];")
}

/// Waits until something is so; fails after ten seconds.
pub async fn until(what: &str, so: impl Fn() -> bool) {
    for _ in 0..500 {
        if so() {
            return;
        }
        timer::sleep(20).await;
    }
    panic!("never came: {what}");
}
