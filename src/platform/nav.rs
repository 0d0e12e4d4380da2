//! Going from page to page over the History API.
//!
//! Owns the address, the history and what happens around a move: the place scrolled to is kept
//! and found again on Back, the focus goes to the new page's heading, a half-filled form is not
//! left without asking. It knows addresses only as text; `routes` gives them their meaning, `app`
//! shows the page. Our own, because it is 30 KB smaller than leptos_router, restores scroll and
//! has the address right before the view is built (WeChat signs it).

use std::cell::{Cell, RefCell};

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::prelude::JsValue;
use leptos::web_sys::{Element, Event, History, HtmlAnchorElement, MouseEvent, PopStateEvent};

use super::{focus, listen, scroll, timer};

/// Where the browser stands: path and query, still encoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// The path, beginning with a slash.
    pub path: String,
    /// The query with its question mark, or empty.
    pub query: String,
}

/// A move that waits for an answer, because a form is half filled.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Leave {
    To(String),
    By(i32),
}

type Dirty = Box<dyn Fn() -> bool>;

thread_local! {
    static ADDRESS: ArcRwSignal<Address> = ArcRwSignal::new(Address::default());
    static LEAVING: ArcRwSignal<Option<Leave>> = ArcRwSignal::new(None);
    /// Forms on the page that may have something unsaved.
    static GUARDS: RefCell<Vec<(u32, Dirty)>> = const { RefCell::new(Vec::new()) };
    static NEXT_GUARD: Cell<u32> = const { Cell::new(0) };
    /// Number of the present history entry.
    static ENTRY: Cell<i32> = const { Cell::new(0) };
    /// The next `popstate` undoes one that a guard refused.
    static UNDOING: Cell<bool> = const { Cell::new(false) };
    /// The next move was confirmed.
    static CONFIRMED: Cell<bool> = const { Cell::new(false) };
    /// Counts arrivals, so that a late one does not move the focus of the next page.
    static ARRIVALS: Cell<u32> = const { Cell::new(0) };
}

/// Takes over the address bar: follows Back and Forward, and clicks on links of our own.
pub fn start() {
    scroll::take_over();
    // A page that is opened by its address begins at its head, whatever was open in this tab before.
    let known = history()
        .and_then(|h| h.state().ok())
        .and_then(|state| entry_of(&state));
    ENTRY.set(known.unwrap_or(0));
    if let Some(history) = history() {
        let _ =
            history.replace_state_with_url(&JsValue::from_f64(f64::from(ENTRY.get())), "", None);
    }
    set_address();
    listen(&window(), "popstate", |event| travelled(&event));
    listen(&window(), "pagehide", |_| scroll::remember(ENTRY.get()));
    listen(&window(), "click", |event| follow_link(&event));
    if let Some(y) = known.and_then(scroll::remembered).filter(|y| *y > 0) {
        arrive(Some(y), false);
    }
}

/// Where the browser stands; reactive.
#[must_use]
pub fn address() -> Address {
    ADDRESS.with(|address| address.get())
}

/// The path; reactive.
#[must_use]
pub fn path() -> String {
    ADDRESS.with(|address| address.with(|a| a.path.clone()))
}

/// The query with its question mark, or empty; reactive. Read it by `routes::query_value`.
#[must_use]
pub fn query() -> String {
    ADDRESS.with(|address| address.with(|a| a.query.clone()))
}

/// Path and query together, for `?to=`; not reactive.
#[must_use]
pub fn here() -> String {
    ADDRESS.with(|address| address.with_untracked(|a| [a.path.as_str(), a.query.as_str()].concat()))
}

/// Goes to a page of ours as a new entry of the history: `nav::go(&Route::Record.href())`.
pub fn go(href: &str) {
    if guarded() {
        LEAVING.with(|leaving| leaving.set(Some(Leave::To(href.to_owned()))));
        return;
    }
    if href == here() {
        return;
    }
    scroll::remember(ENTRY.get());
    ENTRY.set(ENTRY.get() + 1);
    scroll::forget(ENTRY.get());
    if let Some(history) = history() {
        let _ =
            history.push_state_with_url(&JsValue::from_f64(f64::from(ENTRY.get())), "", Some(href));
    }
    moved(None);
}

/// Goes to a page instead of the present one, which Back will not find again.
pub fn replace(href: &str) {
    if href == here() {
        return;
    }
    if let Some(history) = history() {
        let _ = history.replace_state_with_url(
            &JsValue::from_f64(f64::from(ENTRY.get())),
            "",
            Some(href),
        );
    }
    moved(None);
}

/// Goes back; to `otherwise` when the page was opened by a deep link and nothing lies behind it.
pub fn back_or(otherwise: &str) {
    match history() {
        Some(history) if ENTRY.get() > 0 => {
            let _ = history.back();
        }
        _ => replace(otherwise),
    }
}

/// Asks before the page is left while `dirty` says so; ends with the component that calls it.
pub fn use_leave_guard(dirty: impl Fn() -> bool + 'static) {
    let id = NEXT_GUARD.get();
    NEXT_GUARD.set(id + 1);
    GUARDS.with_borrow_mut(|guards| guards.push((id, Box::new(dirty))));
    on_cleanup(move || GUARDS.with_borrow_mut(|guards| guards.retain(|(other, _)| *other != id)));
}

/// Whether a move waits for an answer, because a form is half filled; reactive.
#[must_use]
pub fn leave_asked() -> bool {
    LEAVING.with(|leaving| leaving.with(Option::is_some))
}

/// The answer "stay here".
pub fn stay() {
    LEAVING.with(|leaving| leaving.set(None));
}

/// The answer "leave the page".
pub fn leave() {
    let Some(to) = LEAVING
        .with(|leaving| leaving.try_update(Option::take))
        .flatten()
    else {
        return;
    };
    CONFIRMED.set(true);
    match to {
        Leave::To(href) => go(&href),
        Leave::By(steps) => {
            if let Some(history) = history() {
                let _ = history.go_with_delta(steps);
            }
        }
    }
}

fn history() -> Option<History> {
    window().history().ok()
}

#[allow(clippy::cast_possible_truncation)]
fn entry_of(state: &JsValue) -> Option<i32> {
    state.as_f64().map(|entry| entry as i32)
}

/// Whether some form on the page must be asked about first; a confirmed move passes once.
fn guarded() -> bool {
    !CONFIRMED.take() && GUARDS.with_borrow(|guards| guards.iter().any(|(_, dirty)| dirty()))
}

fn travelled(event: &Event) {
    if UNDOING.take() {
        return;
    }
    let state = event.dyn_ref::<PopStateEvent>().map(PopStateEvent::state);
    let entry = state.as_ref().and_then(entry_of).unwrap_or(0);
    let steps = entry - ENTRY.get();
    if guarded() && steps != 0 {
        // The browser has moved already: bring the address back, then ask.
        UNDOING.set(true);
        if let Some(history) = history() {
            let _ = history.go_with_delta(-steps);
        }
        LEAVING.with(|leaving| leaving.set(Some(Leave::By(steps))));
        return;
    }
    scroll::remember(ENTRY.get());
    ENTRY.set(entry);
    moved(scroll::remembered(entry));
}

fn moved(y: Option<i32>) {
    let before = ADDRESS.with(|address| address.with_untracked(|a| a.path.clone()));
    set_address();
    let after = ADDRESS.with(|address| address.with_untracked(|a| a.path.clone()));
    if before != after {
        arrive(y, true);
    }
}

fn set_address() {
    let location = window().location();
    let now = Address {
        path: location.pathname().unwrap_or_default(),
        query: location.search().unwrap_or_default(),
    };
    ADDRESS.with(|address| {
        if address.with_untracked(|before| *before != now) {
            address.set(now);
        }
    });
}

/// Scrolls and moves the focus once the new page stands; its data may take a moment.
fn arrive(y: Option<i32>, focus_heading: bool) {
    const TRIES: u32 = 60;
    let arrival = ARRIVALS.get() + 1;
    ARRIVALS.set(arrival);
    timer::spawn(async move {
        // The page before may still stand there, and be as tall: what held once may be let go again.
        const HELD: u32 = 6;
        let (mut focused, mut held) = (!focus_heading, 0);
        for _ in 0..TRIES {
            timer::sleep(30).await;
            if ARRIVALS.get() != arrival {
                return;
            }
            focused = focused || focus::to_heading();
            match y {
                Some(y) if scroll::to(y) => held += 1,
                Some(_) => held = 0,
                None if held == 0 && scroll::to(0) => held = HELD,
                None => {}
            }
            if focused && held >= HELD {
                return;
            }
        }
    });
}

/// Turns a plain click on a link of our own into a move; everything else is the browser's. A link
/// marked `data-back` goes back in history, and to its address when nothing lies behind.
fn follow_link(event: &Event) {
    let Some(click) = event.dyn_ref::<MouseEvent>() else {
        return;
    };
    let plain = click.button() == 0
        && !(click.ctrl_key() || click.meta_key() || click.shift_key() || click.alt_key());
    if !plain || click.default_prevented() {
        return;
    }
    let target = click
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let link = target.and_then(|element| element.closest("a[href]").ok().flatten());
    let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) else {
        return;
    };
    if let Some(href) = own_href(&link) {
        click.prevent_default();
        if link.has_attribute("data-back") {
            back_or(&href);
        } else {
            go(&href);
        }
    }
}

fn own_href(link: &HtmlAnchorElement) -> Option<String> {
    let elsewhere = link.has_attribute("download")
        || !matches!(link.target().as_str(), "" | "_self")
        || link.rel().split(' ').any(|word| word == "external")
        || Some(link.origin()) != window().location().origin().ok()
        || link.pathname().starts_with("/api/");
    let within_page =
        !link.hash().is_empty() && Some(link.pathname()) == window().location().pathname().ok();
    (!elsewhere && !within_page).then(|| link.pathname() + &link.search())
}
