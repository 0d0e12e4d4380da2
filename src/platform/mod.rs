//! The browser, and the only home of `web_sys` and `js_sys`.
//!
//! Owns every touch of the browser: clock, randomness, address and history, scroll and focus,
//! network, local settings, IndexedDB, WebCrypto, timers, locks. It knows no endpoint and no
//! word of medicine. `store`, `session`, `api`, `ui` and the features call it; it calls nobody.

pub mod abort;
pub mod activity;
pub mod bluetooth;
pub mod boot;
pub mod clock;
pub mod crypto;
pub mod fetch;
pub mod file;
pub mod focus;
pub mod follow;
pub mod id;
pub mod idb;
pub mod lock;
pub mod map;
pub mod nav;
pub mod network;
pub mod page;
pub mod part;
pub mod pointer;
pub mod rows;
pub mod scroll;
pub mod settings;
pub mod speech;
pub mod storage;
pub mod timer;
pub mod wake;
pub mod wechat;

use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::prelude::JsValue;
use leptos::web_sys::{Event, EventTarget};

/// Calls `act` on every `event` of `target` as long as the page lives.
fn listen(target: &EventTarget, event: &str, act: impl Fn(Event) + 'static) {
    let act = Closure::<dyn Fn(Event)>::new(act).into_js_value();
    // Fails only for an invalid target; then there is nothing to listen to.
    let _ = target.add_event_listener_with_callback(event, act.unchecked_ref());
}

/// A property of a JavaScript object; `undefined` where there is none.
fn property(object: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// Sets a property of a JavaScript object that is ours.
fn set_property(object: &JsValue, name: &str, value: &JsValue) {
    // Fails only for frozen objects; ours are not.
    let _ = js_sys::Reflect::set(object, &JsValue::from_str(name), value);
}

/// Text as a value of a query.
#[must_use]
pub fn encoded(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}
