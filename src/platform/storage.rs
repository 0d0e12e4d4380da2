//! How much room the browser grants this site, and whether it may clear it away.

use leptos::prelude::window;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::property;

/// Calls a function of `navigator.storage`, which old browsers do not have.
async fn call(name: &str) -> Option<JsValue> {
    let storage = property(&window().navigator(), "storage");
    let function: js_sys::Function = property(&storage, name).dyn_into().ok()?;
    let promise: js_sys::Promise = function.call0(&storage).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}

/// Bytes that this site may still keep, as the browser guesses; `None` where it does not tell.
pub async fn free() -> Option<u64> {
    let estimate = call("estimate").await?;
    let number = |name| property(&estimate, name).as_f64();
    let free = number("quota")? - number("usage")?;
    // A guess of bytes is far below what a float counts exactly.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let free = free.max(0.0) as u64;
    Some(free)
}

/// Asks that what is kept stays when the phone runs short of room.
pub async fn persist() {
    // Refused or not, what is kept is fetched again when it is gone.
    let _ = call("persist").await;
}
