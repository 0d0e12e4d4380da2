//! Text that leaves the page: as a file, or by the clipboard where the browser saves no files.

use leptos::prelude::{document, window};
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::prelude::JsValue;
use leptos::web_sys::HtmlAnchorElement;

use super::{encoded, property};

/// Lets the browser save a text as a file; `media` as in `text/csv`.
pub fn save(name: &str, media: &str, text: &str) {
    let Ok(link) = document()
        .create_element("a")
        .map(JsCast::unchecked_into::<HtmlAnchorElement>)
    else {
        return;
    };
    link.set_href(&["data:", media, ";charset=utf-8,", &encoded(text)].concat());
    link.set_download(name);
    link.click();
}

/// Puts a text into the clipboard; `false` where the browser has none.
pub fn copy(text: &str) -> bool {
    let clipboard = property(&window().navigator(), "clipboard");
    let write = property(&clipboard, "writeText").dyn_into::<js_sys::Function>();
    write.is_ok_and(|write| write.call1(&clipboard, &JsValue::from_str(text)).is_ok())
}
