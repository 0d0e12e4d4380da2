//! The rows of a long list, as the browser has laid them out, and the moments to look at them again.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::{document, window};
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use leptos::web_sys::{Element, Event, HtmlElement};

use super::property;

/// The attribute that carries a row's place.
const AT: &str = "data-at";

/// Height of the part of the page that is seen, px.
#[must_use]
pub fn view_height() -> f64 {
    let height = window().inner_height().ok().and_then(|px| px.as_f64());
    height.unwrap_or(800.0)
}

/// Where the upper edge of an element stands, from the upper edge of what is seen, px.
#[must_use]
pub fn top(element: &Element) -> f64 {
    element.get_bounding_client_rect().top()
}

/// Place and height of each row in the page, px.
#[must_use]
pub fn measured(list: &Element) -> Vec<(usize, f64)> {
    let rows = list.children();
    let row = |nth| {
        let row = rows.item(nth)?;
        Some((place(&row)?, row.get_bounding_client_rect().height()))
    };
    (0..rows.length()).filter_map(row).collect()
}

fn place(row: &Element) -> Option<usize> {
    row.get_attribute(AT)?.parse().ok()
}

/// The place of the row that holds the focus.
#[must_use]
pub fn focused(list: &Element) -> Option<usize> {
    let focused = document().active_element()?;
    let row = focused.closest("[data-at]").ok()??;
    list.contains(Some(&row)).then(|| place(&row))?
}

/// Moves the focus to what can be done in a row; `false` while the row is not in the page.
pub fn focus(list: &Element, at: usize) -> bool {
    let selector = ["[data-at='", &at.to_string(), "'] :is(a, button, input)"].concat();
    let found = list.query_selector(&selector).ok().flatten();
    let found = found.and_then(|found| found.dyn_into::<HtmlElement>().ok());
    found.is_some_and(|found| found.focus().is_ok())
}

/// Scrolls the page by so many px.
pub fn scroll_by(px: f64) {
    window().scroll_by_with_x_and_y(0.0, px);
}

/// Whether the browser itself keeps in sight what was in sight while something above it grows.
#[must_use]
pub fn anchors() -> bool {
    let root = document().document_element();
    let root = root.and_then(|root| root.dyn_into::<HtmlElement>().ok());
    root.is_some_and(|root| !property(&root.style(), "overflowAnchor").is_undefined())
}

/// Calls `act` once, before the next picture is drawn.
fn next_frame(act: impl FnOnce() + 'static) {
    let act = Closure::once_into_js(act);
    // Fails only where there is no page to draw.
    let _ = window().request_animation_frame(act.unchecked_ref());
}

/// Looks at something once a picture at most, for as long as this is kept.
pub struct Looking {
    state: Rc<State>,
    heard: Closure<dyn Fn(Event)>,
}

struct State {
    asked: Cell<bool>,
    ended: Cell<bool>,
    look: Box<dyn Fn()>,
}

const EVENTS: [&str; 2] = ["scroll", "resize"];

impl Looking {
    /// Looks before the next picture.
    pub fn soon(&self) {
        soon(&self.state);
    }
}

fn soon(state: &Rc<State>) {
    if state.asked.replace(true) {
        return;
    }
    let state = state.clone();
    next_frame(move || {
        state.asked.set(false);
        if !state.ended.get() {
            (state.look)();
        }
    });
}

/// Looks whenever the page was scrolled or has another size, until what is given back is dropped.
#[must_use]
pub fn looking(look: impl Fn() + 'static) -> Looking {
    let state = Rc::new(State {
        asked: Cell::new(false),
        ended: Cell::new(false),
        look: Box::new(look),
    });
    let told = state.clone();
    let heard = Closure::<dyn Fn(Event)>::new(move |_| soon(&told));
    for event in EVENTS {
        let function = heard.as_ref().unchecked_ref();
        let _ = window().add_event_listener_with_callback(event, function);
    }
    Looking { state, heard }
}

impl Drop for Looking {
    fn drop(&mut self) {
        self.state.ended.set(true);
        for event in EVENTS {
            let function = self.heard.as_ref().unchecked_ref();
            let _ = window().remove_event_listener_with_callback(event, function);
        }
    }
}
