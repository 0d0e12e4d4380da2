//! Where the keyboard and the screen reader stand. A heading that takes the focus is read aloud, so
//! a new page needs no announcement besides.

use leptos::prelude::document;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, FocusOptions, HtmlElement};

/// Moves the focus to the page's heading without scrolling; `false` while there is none yet.
pub fn to_heading() -> bool {
    let heading = document().query_selector("main h1").ok().flatten();
    heading.is_some_and(|heading| {
        let _ = heading.set_attribute("tabindex", "-1");
        give(heading)
    })
}

/// Moves the focus to the element with this id, scrolling it into view.
pub fn to_id(id: &str) {
    if let Some(element) = document()
        .get_element_by_id(id)
        .and_then(|e| e.dyn_into::<HtmlElement>().ok())
    {
        let _ = element.focus();
    }
}

fn give(element: Element) -> bool {
    let Ok(element) = element.dyn_into::<HtmlElement>() else {
        return false;
    };
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    element.focus_with_options(&options).is_ok()
}
