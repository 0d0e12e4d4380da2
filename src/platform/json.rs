//! Reading small JSON by the browser.

use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::prelude::JsValue;

/// Names and values of a flat object as text, without those that are null.
#[must_use]
pub fn members(json: &str) -> Vec<(String, String)> {
    let Ok(object) = js_sys::JSON::parse(json).and_then(JsCast::dyn_into::<js_sys::Object>) else {
        return Vec::new();
    };
    let member = |entry: JsValue| {
        let entry = js_sys::Array::from(&entry);
        let value = entry.get(1);
        // Called as a method, `toString` gives text for numbers and truth values too.
        let text = || String::from(value.unchecked_ref::<js_sys::Object>().to_string());
        let present = !(value.is_null() || value.is_undefined());
        present.then(|| entry.get(0).as_string().zip(Some(text())))?
    };
    js_sys::Object::entries(&object)
        .iter()
        .filter_map(member)
        .collect()
}
