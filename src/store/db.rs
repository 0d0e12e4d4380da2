//! The local database: one connection, four stores and the keys.
//!
//! A new kind of record is a new name in [`STORES`] and a higher [`VERSION`]; existing stores are
//! never changed in place, because another tab may still run the program of yesterday.

use std::cell::{Cell, RefCell};

use leptos::prelude::*;

use crate::platform::idb::Database;

/// Last answers of the backend.
pub(super) const ANSWERS: &str = "answers";
/// Half-filled forms.
pub(super) const DRAFTS: &str = "drafts";
/// What is to be sent.
pub(super) const OUTBOX: &str = "outbox";
/// The area that its owner chose to keep.
pub(super) const AREA: &str = "area";
/// The owners' keys, usable but not readable.
pub(super) const KEYS: &str = "keys";

const NAME: &str = "jiayi";
const VERSION: u32 = 2;
const STORES: &[&str] = &[ANSWERS, DRAFTS, OUTBOX, AREA, KEYS];

thread_local! {
    static OPEN: RefCell<Option<Database>> = const { RefCell::new(None) };
    static REFUSED: Cell<bool> = const { Cell::new(false) };
    static DURABLE: ArcRwSignal<bool> = ArcRwSignal::new(true);
}

/// The database; `None` where the browser has none.
pub(super) async fn database() -> Option<Database> {
    if let Some(open) = OPEN.with_borrow(Clone::clone) {
        return Some(open);
    }
    if REFUSED.get() {
        return None;
    }
    let opened = Database::open(NAME, VERSION, STORES).await.ok();
    if opened.is_none() {
        REFUSED.set(true);
        not_durable();
    }
    OPEN.set(opened.clone());
    opened
}

/// A connection that another tab's newer program closed is opened again next time.
pub(super) fn reconnect() {
    OPEN.set(None);
}

/// Says that something could not be kept beyond this page.
pub(super) fn not_durable() {
    DURABLE.with(|durable| {
        if durable.get_untracked() {
            durable.set(false);
        }
    });
}

/// Says that all of it could be kept by now.
pub(super) fn durable_again() {
    DURABLE.with(|durable| durable.set(true));
}

pub(super) fn durable() -> bool {
    DURABLE.with(|durable| durable.get())
}
