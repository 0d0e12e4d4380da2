//! Where the keyboard and the screen reader stand. A heading that takes the focus is read aloud, so
//! a new page needs no announcement besides.

use js_sys::{Array, Function};
use leptos::prelude::document;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, EventTarget, FocusOptions, HtmlElement};

use super::{property, timer};

/// Moves the focus to the page's heading without scrolling; `false` while there is none yet.
pub fn to_heading() -> bool {
    let heading = document().get_element_by_id("page-title");
    heading.is_some_and(give)
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

/// Moves the focus to the next element of the page that matches and is shown; where there is none, away from
/// this one, so that the keyboard of a phone goes and what stands below it is seen.
pub fn to_next(from: &HtmlElement, selector: &str) {
    let document = document();
    let all: Result<Function, _> = property(&document, "querySelectorAll").dyn_into();
    let all = all.and_then(|all| all.call1(&document, &selector.into()));
    let mut all = all.iter().flat_map(|all| {
        let all = Array::from(all).into_iter();
        all.filter_map(|one| one.dyn_into::<HtmlElement>().ok())
    });
    let _ = all.find(|one| one == from);
    let shown = |one: &HtmlElement| property(one, "offsetParent").is_object();
    if let Some(next) = all.find(shown) {
        let _ = next.focus();
    } else if let Ok(blur) = property(from, "blur").dyn_into::<Function>() {
        let _ = blur.call0(from);
    }
}

/// Moves the focus to the page's first field, once the page stands.
pub fn to_first_field() {
    timer::later(0, || {
        let field = document().query_selector("main input").ok().flatten();
        if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
            let _ = field.focus();
        }
    });
}

/// Moves the focus to the first answer in the form that is marked as wrong, once the marks are
/// drawn, unless the form has moved it meanwhile. Otherwise a mark above the screen goes unseen.
pub fn to_first_wrong(form: Option<EventTarget>) {
    const ANSWERS: &str = ".field-invalid input, .field-invalid select, .field-invalid textarea";
    let Some(form) = form.and_then(|form| form.dyn_into::<Element>().ok()) else {
        return;
    };
    let before = document().active_element();
    timer::later(0, move || {
        if document().active_element() != before {
            return;
        }
        let wrong = form.query_selector(ANSWERS).ok().flatten();
        if let Some(wrong) = wrong.and_then(|wrong| wrong.dyn_into::<HtmlElement>().ok()) {
            let _ = wrong.focus();
        }
    });
}

fn give(element: Element) -> bool {
    let Ok(element) = element.dyn_into::<HtmlElement>() else {
        return false;
    };
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    element.focus_with_options(&options).is_ok()
}
