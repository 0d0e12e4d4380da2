//! When what is kept here is sent.
//!
//! Called at start, when the network or the page comes back, and after every submission. How it is sent is
//! a part of the program of its own (`sending`), since most starts find nothing that waits; where that
//! part cannot be fetched, the service could not be reached either.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;

use leptos::prelude::untrack;

use super::quarantine::HandedIn;
use super::{db, owner_now, post, sending, vault};
use crate::platform::part::NotFetched;
use crate::platform::{clock, network, timer};

thread_local! {
    static VERIFIED_MS: Cell<i64> = const { Cell::new(i64::MIN) };
    static COMING_BACK: Cell<bool> = const { Cell::new(false) };
}

/// What the part that sends can do.
#[derive(Clone, Copy)]
pub(super) struct Sending {
    /// Takes up what this owner left unsent, and what other tabs did.
    pub(super) take_up: fn(String) -> Task,
    /// The same, and sends what waits without waiting any longer.
    pub(super) hurry: fn(String) -> Task,
    /// Sends what can be sent now.
    pub(super) drain: fn() -> Task,
    /// Hands in what this owner left unsent: the device was signed out from elsewhere.
    pub(super) hand_in: fn(String) -> Pin<Box<dyn Future<Output = HandedIn>>>,
    /// Lets go of something that this owner can fetch again; `false` where there is nothing more.
    pub(super) make_room: fn(String) -> Pin<Box<dyn Future<Output = bool>>>,
}

/// Something that goes on by itself.
pub(super) type Task = Pin<Box<dyn Future<Output = ()>>>;

/// Somebody else is signed in now: ask before anything is sent.
pub(super) fn distrust() {
    VERIFIED_MS.set(i64::MIN);
}

/// Whether it was asked within these milliseconds who is signed in.
pub(super) fn trusted_for(ms: i64) -> bool {
    clock::elapsed_ms().saturating_sub(VERIFIED_MS.get()) < ms
}

/// The owner is signed in now.
pub(super) fn trust() {
    VERIFIED_MS.set(clock::elapsed_ms());
}

/// Takes up what other tabs did and sends what waits, without waiting any longer: the network, the page or
/// its person has come back.
pub async fn hurry() {
    if let Some((sending, owner)) = needed().await {
        (sending.hurry)(owner).await;
    }
}

/// Takes up what other tabs of this browser submitted or sent.
pub(super) async fn take_up() {
    if let Some((sending, owner)) = needed().await {
        (sending.take_up)(owner).await;
    }
}

/// Sends what can be sent. Safe to call at any time and from any tab.
pub async fn drain() {
    if post::is_empty() {
        return;
    }
    match part().await {
        Ok(sending) => (sending.drain)().await,
        Err(NotFetched) => {
            post::let_all_go_on();
            come_back();
        }
    }
}

/// Lets go of something that can be fetched again, for something that cannot; `false` where nothing more can.
pub(super) async fn make_room(owner: &str) -> bool {
    match part().await {
        Ok(sending) => (sending.make_room)(owner.to_owned()).await,
        Err(NotFetched) => false,
    }
}

/// Fetches the part that sends before there is anything to send, while somebody still types.
pub(super) fn get_ready() {
    if !untrack(network::online) {
        return;
    }
    timer::spawn(async {
        // Without it now, it is asked for again when something is to be sent.
        let _ = part().await;
    });
}

/// The part that sends, with the owner, where this tab or this phone holds an operation of theirs.
async fn needed() -> Option<(Sending, String)> {
    let owner = owner_now()?;
    let kept = vault::keys(&owner, db::OUTBOX).await;
    if post::is_empty() && kept.is_none_or(|keys| keys.is_empty()) {
        post::set_looked(true);
        return None;
    }
    match part().await {
        Ok(sending) => Some((sending, owner)),
        Err(NotFetched) => {
            come_back();
            None
        }
    }
}

/// Asks for the part once more, a little later.
fn come_back() {
    const LATER_MS: i32 = 10_000;
    if !COMING_BACK.replace(true) {
        timer::later(LATER_MS, || {
            COMING_BACK.set(false);
            timer::spawn(hurry());
        });
    }
}

#[cfg(feature = "split")]
pub(super) async fn part() -> Result<Sending, NotFetched> {
    sending_part().await
}

#[cfg(not(feature = "split"))]
pub(super) async fn part() -> Result<Sending, NotFetched> {
    sending_part()
}

#[cfg_attr(
    feature = "split",
    leptos::wasm_split::wasm_split(sending, fallible, wasm_split_path = ::leptos::wasm_split)
)]
fn sending_part() -> Result<Sending, NotFetched> {
    Ok(sending::SENDING)
}
