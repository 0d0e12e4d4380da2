//! Fresh element ids, which labels, hints and errors need to find their control.
//!
//! Called by the controls of `ui`; an id is never stored and never meant for anything outside the page.

use std::sync::atomic::{AtomicU32, Ordering};

static NEXT: AtomicU32 = AtomicU32::new(1);

/// An id that no other element of this page has.
pub(super) fn fresh() -> String {
    let mut id = String::from("ui");
    id.push_str(&NEXT.fetch_add(1, Ordering::Relaxed).to_string());
    id
}
