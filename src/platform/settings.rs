//! What a phone remembers without knowing whom it belongs to: language, text size, theme.
//!
//! Kept in `localStorage` and marked on `<html>` (`lang`, `data-size`, `data-theme`), where the
//! boot script of index.html puts them before any code arrives. Nothing personal is kept here:
//! the chosen person is an id, in `sessionStorage`, and an only one as long as they are signed in.

use std::cell::Cell;

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Storage, StorageEvent};

use super::{clock, listen};

/// Text size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// As the phone and WeChat set it.
    Standard,
    /// For weak eyes and unsteady hands.
    Elder,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the system wishes.
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

const LANGUAGE: &str = "jiayi.language";
const SIZE: &str = "jiayi.size";
const SIZE_SUGGESTED: &str = "jiayi.size_suggested";
const THEME: &str = "jiayi.theme";

fn storage() -> Option<Storage> {
    // Private windows and blocked cookies answer with an error: then nothing is remembered.
    window().local_storage().ok().flatten()
}

fn kept(key: &str) -> String {
    storage()
        .and_then(|storage| storage.get_item(key).ok().flatten())
        .unwrap_or_default()
}

fn keep(key: &str, value: &str) {
    if let Some(storage) = storage() {
        // Fails when the storage is full; the choice then holds until the page is closed.
        let _ = storage.set_item(key, value);
    }
}

fn mark(attribute: &str, value: &str) {
    if let Some(root) = document().document_element() {
        // Fails only for invalid attribute names.
        let _ = if value.is_empty() {
            root.remove_attribute(attribute)
        } else {
            root.set_attribute(attribute, value)
        };
    }
}

/// The kept language tag; empty when none was chosen.
pub fn kept_language() -> String {
    kept(LANGUAGE)
}

/// Keeps a language tag and marks the page with it.
pub fn keep_language(tag: &str) {
    keep(LANGUAGE, tag);
    mark_language(tag);
}

/// Marks the page with a language tag.
pub fn mark_language(tag: &str) {
    mark("lang", tag);
}

/// What is kept of somebody who chose the standard size: nothing kept means that nobody chose.
const STANDARD: &str = "standard";
const ELDER: &str = "elder";

thread_local! {
    static SHOWN: ArcRwSignal<Size> = ArcRwSignal::new(Size::Standard);
    static SUGGESTED: ArcRwSignal<bool> = ArcRwSignal::new(false);
    /// Somebody chose, even where nothing can be kept.
    static CHOSEN: Cell<bool> = const { Cell::new(false) };
}

/// The text size in use; reactive.
#[must_use]
pub fn size() -> Size {
    SHOWN.with(|shown| shown.get())
}

/// Whether the large size is only a suggestion that nobody has answered yet; reactive.
#[must_use]
pub fn size_suggested() -> bool {
    SUGGESTED.with(|suggested| suggested.get())
}

/// Keeps the text size that the person chose and shows it; nothing is suggested on this phone again.
pub fn set_size(size: Size) {
    CHOSEN.set(true);
    let name = match size {
        Size::Standard => STANDARD,
        Size::Elder => ELDER,
    };
    keep_size(name, false);
}

/// Shows the large size to somebody who has chosen none (`true`), or takes a suggestion back that
/// was meant for somebody else. What a person chose stays.
pub fn suggest_large(wanted: bool) {
    let open = SUGGESTED.with(|suggested| suggested.get_untracked());
    let nobody_chose = !CHOSEN.get() && kept(SIZE).is_empty();
    if wanted && nobody_chose && !open {
        keep_size(ELDER, true);
    } else if open && !wanted {
        keep_size("", false);
    }
}

fn keep_size(name: &str, suggested: bool) {
    keep(SIZE, name);
    keep(SIZE_SUGGESTED, if suggested { "1" } else { "" });
    show_size(name, suggested);
}

fn show_size(name: &str, suggested: bool) {
    let size = if name == ELDER {
        Size::Elder
    } else {
        Size::Standard
    };
    mark("data-size", name);
    SHOWN.with(|shown| shown.set(size));
    SUGGESTED.with(|open| open.set(suggested));
}

/// The kept theme.
#[must_use]
pub fn theme() -> Theme {
    match kept(THEME).as_str() {
        "light" => Theme::Light,
        "dark" => Theme::Dark,
        _ => Theme::System,
    }
}

/// Keeps a theme and shows it.
pub fn set_theme(theme: Theme) {
    let name = match theme {
        Theme::System => "",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    keep(THEME, name);
    mark("data-theme", name);
}

/// Shows what was kept; for pages whose boot script did not.
pub fn start() {
    show_size(&kept(SIZE), !kept(SIZE_SUGGESTED).is_empty());
    mark("data-theme", &kept(THEME));
}

const CLOCK: &str = "jiayi.clock";

/// By how many milliseconds the backend's clock was ahead of this phone's; 0 when never heard.
pub(super) fn clock_ahead() -> i64 {
    kept(CLOCK).parse().unwrap_or(0)
}

/// Keeps by how much the backend's clock is ahead.
pub(super) fn keep_clock_ahead(ms: i64) {
    keep(CLOCK, &ms.to_string());
}

const SESSION: &str = "jiayi.session";

/// Tells the other tabs that somebody signed in or out here.
pub fn tell_session_changed() {
    keep(SESSION, &clock::phone_ms().to_string());
}

/// Calls `act` when somebody signed in or out in another tab.
pub fn on_session_elsewhere(act: impl Fn() + 'static) {
    on_change_elsewhere(SESSION, act);
}

const OUTBOX: &str = "jiayi.outbox";

/// Tells the other tabs that something waits here, or waits no longer.
pub fn tell_outbox_changed() {
    keep(OUTBOX, &clock::phone_ms().to_string());
}

/// Calls `act` when something was submitted or sent in another tab.
pub fn on_outbox_elsewhere(act: impl Fn() + 'static) {
    on_change_elsewhere(OUTBOX, act);
}

fn on_change_elsewhere(name: &'static str, act: impl Fn() + 'static) {
    listen(&window(), "storage", move |event| {
        let key = event.dyn_ref::<StorageEvent>().and_then(StorageEvent::key);
        if key.as_deref() == Some(name) {
            act();
        }
    });
}

const PERSON: &str = "jiayi.person";

const ALONE: &str = "jiayi.alone";

/// Keeps the id of whoever is alone on this phone until they sign out, for the boot script, which asks
/// for their home at once; empty where there is nobody, or a choice.
pub fn keep_alone(id: &str) {
    if kept(ALONE) != id {
        keep(ALONE, id);
    }
}

/// The id of the person that was chosen in this tab.
#[must_use]
pub fn chosen_person() -> Option<String> {
    window().session_storage().ok()??.get_item(PERSON).ok()?
}

/// Keeps the id of the chosen person for the life of this tab.
pub fn choose_person(id: &str) {
    if let Ok(Some(storage)) = window().session_storage() {
        // Fails in private windows; then the person is asked again after a reload.
        let _ = storage.set_item(PERSON, id);
    }
}
