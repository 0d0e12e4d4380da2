//! What the phone knows: last answers, half-filled forms, and what is still to be sent.
//!
//! Owns the local database and everything sealed in it, kept apart by whoever is signed in
//! (the *owner*). Reads come from here first and are refreshed ([`use_query`]); writes are kept
//! here first and then sent ([`use_submit`], [`submit`]); forms survive a reload ([`use_draft`]).
//! Nothing unsent is ever destroyed silently. Works without IndexedDB too, for as long as the
//! page is open ([`durable`] says so). It shows nothing; features and `session` call it.

mod area;
mod cache;
mod db;
mod drafts;
mod drain;
mod pin;
mod post;
mod quarantine;
mod query;
mod rescue;
mod room;
mod sending;
mod submit;
mod tries;
mod unsent;
mod vault;

pub use area::{
    Area, Kept, Own, area, forget_area, forget_own, keep_area, keep_own, own_record, phone_of,
};
pub use drafts::{Draft, use_draft};
pub use drain::{drain, hurry};
pub use pin::{Unlocked, forget_pin, has_pin, is_locked, lock, pin_wait_ms, set_pin, unlock};
pub use quarantine::{HandedIn, hand_in_unsent, handed_in, take_back};
pub use query::{Load, Query, refresh, use_query, use_query_of};
pub use rescue::{Stuck, save_stuck, save_unsent, stuck};
pub use room::{Room, room};
pub use submit::{Action, Progress, Submission, Typed, submit, use_submit};
pub use unsent::{
    Conflict, Standing, Unsent, conflicts, decide, discard, has_looked, made_at, reopen, retry,
    sent, standing_at, unsent,
};

use domain::api::session::Session;
use leptos::prelude::*;

use crate::platform::{timer, wake};

thread_local! {
    static OWNER: ArcRwSignal<Option<String>> = ArcRwSignal::new(None);
}

/// Listens for moments to refresh and to send again. Called once at start.
pub fn start() {
    wake::on_wake(|| {
        query::refresh_if_old();
        timer::spawn(drain::hurry());
        area::refresh();
    });
    post::follow_other_tabs();
}

/// Whose data is in use: an account or a member of staff; reactive.
#[must_use]
pub fn owner() -> Option<String> {
    OWNER.with(|owner| owner.get())
}

fn owner_now() -> Option<String> {
    OWNER.with(|owner| owner.get_untracked())
}

/// The name under which a session's local data is kept.
#[must_use]
pub fn owner_of(session: &Session) -> Option<String> {
    let account = session
        .account
        .as_ref()
        .map(|account| account.account_id.to_string());
    account.or_else(|| {
        session
            .staff
            .as_ref()
            .map(|staff| staff.staff_id.to_string())
    })
}

/// Says whose data is in use from now on, and takes up what they left unsent. `session` calls it.
pub fn set_owner(owner: Option<String>) {
    if owner_now() == owner {
        return;
    }
    cache::forget_memory();
    drain::distrust();
    post::set_looked(false);
    area::distrust();
    if let Some(owner) = &owner {
        post::write(|outbox| outbox.keep_only(owner));
    }
    OWNER.with(|signal| signal.set(owner.clone()));
    if let Some(owner) = owner {
        timer::spawn(async move {
            if cache::too_many(&owner).await {
                drain::make_room(&owner).await;
            }
            // Before what waits for the network: the area is there for when there is none.
            area::take_up(&owner).await;
            drain::hurry().await;
        });
    }
}

/// Whether what is typed outlives this page; `false` in private windows; reactive.
#[must_use]
pub fn durable() -> bool {
    db::durable()
}

/// An answer kept for whoever holds the phone, signed in or not: the session's.
pub async fn recall_for_device(address: &str) -> Option<String> {
    cache::recall_kept(DEVICE, address)
        .await
        .map(|answer| answer.json.to_string())
}

/// Keeps an answer for whoever holds the phone.
pub async fn keep_for_device(address: &str, json: &str) {
    cache::keep(DEVICE, address, json).await;
}

/// Forgets what was kept for whoever holds the phone.
pub async fn forget_device() {
    vault::erase_all(DEVICE, db::ANSWERS).await;
}

const DEVICE: &str = "device";

/// Another tab may have set a PIN, or taken it away.
pub fn look_again() {
    vault::look_again();
}

/// Removes what the owner left on this phone. With something unsent, that and its key stay
/// sealed until the same owner signs in again; otherwise the key goes first, so that nothing
/// left behind can be read.
pub async fn clear(owner: &str) {
    cache::forget_memory();
    area::clear(owner).await;
    vault::erase_pin(owner).await;
    let unsent = vault::keys(owner, db::OUTBOX).await;
    if unsent.is_some_and(|keys| keys.is_empty()) {
        vault::destroy_key(owner).await;
        vault::erase_all(owner, db::DRAFTS).await;
    }
    vault::erase_all(owner, db::ANSWERS).await;
}
