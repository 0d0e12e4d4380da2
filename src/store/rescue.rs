//! What is unsent as a text that a person can take elsewhere: where a phone cannot keep it, or is to be
//! given away before there is a network.

use std::cell::RefCell;

use leptos::prelude::*;
use serde::Serialize;

use super::{owner_now, post};
use crate::api::json;
use crate::platform::{clock, file, wechat};
use domain::outbox::{Item, Record, State};

/// What lies on this phone and does not open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stuck {
    /// So many cannot be unsealed: the key is another one, or the record was damaged.
    pub sealed: usize,
    /// So many were written by a newer program than this.
    pub newer: usize,
}

thread_local! {
    static STUCK: ArcRwSignal<Stuck> = ArcRwSignal::new(Stuck::default());
    /// Texts of the newer program.
    static TEXTS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// What lies on this phone and does not open; reactive.
#[must_use]
pub fn stuck() -> Stuck {
    STUCK.with(|stuck| stuck.get())
}

/// Notes what does not open, of `all` records and those that could be unsealed.
pub(super) fn note(all: usize, records: &[Record]) {
    let newer = records
        .iter()
        .filter(|(_, text)| Item::read(text).is_none());
    let newer: Vec<String> = newer.map(|(_, text)| text.clone()).collect();
    let now = Stuck {
        sealed: all.saturating_sub(records.len()),
        newer: newer.len(),
    };
    TEXTS.set(newer);
    STUCK.with(|stuck| {
        if stuck.get_untracked() != now {
            stuck.set(now);
        }
    });
}

/// Saves what a newer program wrote, as it lies here. `false` where that cannot be done.
#[must_use]
pub fn save_stuck() -> bool {
    save(&json::written(&TEXTS.with_borrow(Clone::clone)))
}

fn save(text: &str) -> bool {
    if wechat::system().is_some() {
        return file::copy(text);
    }
    file::save("jiayi.json", "application/json", text);
    true
}

/// One thing, as it would have been sent.
#[derive(Serialize)]
struct Saved {
    about: String,
    operation: String,
    written_at: String,
    key: String,
    address: String,
    body: Option<String>,
}

impl Saved {
    fn of(item: &Item) -> Self {
        Self {
            about: item.about.clone(),
            operation: item.operation.clone(),
            written_at: clock::local(item.created_at).to_string(),
            key: item.id.to_string(),
            address: item.address.clone(),
            body: item.body.clone(),
        }
    }
}

/// Saves everything of the owner's that the service has not taken: as a file, or into the clipboard where
/// WeChat saves none. `false` where neither can be done.
#[must_use]
pub fn save_unsent() -> bool {
    let owner = owner_now().unwrap_or_default();
    let unsent: Vec<Saved> = post::read(|outbox| {
        let mine = outbox.items().iter().filter(|item| item.owner == owner);
        let left = mine.filter(|item| !matches!(item.state, State::Accepted(_)));
        left.map(Saved::of).collect()
    });
    save(&json::written(&unsent))
}
