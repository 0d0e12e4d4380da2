//! What the boot script of index.html began before any code of ours had arrived.

use leptos::prelude::window;
use leptos::wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use super::{property, set_property};

/// The text of the session's answer that the boot script asked for, once: it is stale afterwards.
pub async fn session() -> Option<String> {
    let boot = property(&window(), "__boot");
    let asked: js_sys::Promise = property(&boot, "session").dyn_into().ok()?;
    set_property(&boot, "session", &leptos::wasm_bindgen::JsValue::UNDEFINED);
    JsFuture::from(asked).await.ok()?.as_string()
}
