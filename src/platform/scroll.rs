//! How far each page of the history was scrolled.
//!
//! The browser's own restoration runs before our data is there, so it is switched off; positions
//! are kept per history entry for the life of the tab and taken up once the page is tall enough.

use leptos::prelude::{document, window};
use leptos::web_sys::{ScrollRestoration, Storage};

fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

fn key(entry: i32) -> String {
    ["scroll.", &entry.to_string()].concat()
}

/// Takes restoration over from the browser.
pub fn take_over() {
    if let Ok(history) = window().history() {
        // Fails only where the page may not use its history.
        let _ = history.set_scroll_restoration(ScrollRestoration::Manual);
    }
}

/// Remembers where the page of this history entry stands.
pub fn remember(entry: i32) {
    if let (Some(storage), Ok(y)) = (storage(), window().scroll_y()) {
        // Whole pixels are enough, and integers print in fewer bytes of code than floats.
        #[allow(clippy::cast_possible_truncation)]
        let y = y as i32;
        let _ = storage.set_item(&key(entry), &y.to_string());
    }
}

/// Where the page of this history entry stood.
#[must_use]
pub fn remembered(entry: i32) -> Option<i32> {
    // As a number that others read too: each kind of number has a reader of its own.
    let y: i64 = storage()?.get_item(&key(entry)).ok()??.parse().ok()?;
    i32::try_from(y).ok()
}

/// Forgets the entry: it is a new page now.
pub fn forget(entry: i32) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&key(entry));
    }
}

/// Scrolls to `y`; `false` while the page is too short for it.
pub fn to(y: i32) -> bool {
    let tall = document()
        .document_element()
        .map_or(0, |root| root.scroll_height() - root.client_height());
    window().scroll_to_with_x_and_y(0.0, f64::from(y));
    tall >= y
}
