//! One request over the browser's `fetch`.
//!
//! By its names and not by typed wrappers: those bring a class each for request, headers and answer,
//! and one for what may be wrong with them, for three properties that are read.

use leptos::prelude::window;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::abort::Deadline;
use super::{property, set_property};

/// Asks once; the answer's status and text.
///
/// # Errors
/// `None` when nothing came back, or not before the deadline.
pub async fn fetch(
    method: &str,
    address: &str,
    headers: &[(&str, &str)],
    body: Option<&str>,
    deadline: &Deadline,
) -> Option<(u16, String)> {
    let named = js_sys::Object::new();
    for (name, value) in headers {
        set_property(&named, name, &JsValue::from_str(value));
    }
    let wish = js_sys::Object::new();
    set_property(&wish, "method", &JsValue::from_str(method));
    set_property(&wish, "headers", &named);
    if let Some(body) = body {
        set_property(&wish, "body", &JsValue::from_str(body));
    }
    if let Some(signal) = deadline.signal() {
        set_property(&wish, "signal", signal);
    }
    let arguments = js_sys::Array::of2(&JsValue::from_str(address), &wish);
    let answer = called(&window(), "fetch", &arguments).await?;
    let text = called(&answer, "text", &js_sys::Array::new()).await?;
    // A status has three digits.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let status = property(&answer, "status").as_f64()? as u16;
    Some((status, text.as_string()?))
}

/// What a method's promise brings.
async fn called(object: &JsValue, method: &str, arguments: &js_sys::Array) -> Option<JsValue> {
    let method: js_sys::Function = property(object, method).dyn_into().ok()?;
    let promise = method.apply(object, arguments).ok()?;
    JsFuture::from(js_sys::Promise::from(promise)).await.ok()
}
