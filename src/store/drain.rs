//! When what is kept here is sent: one operation after the other, by one tab, until the backend has
//! answered.
//!
//! Called at start, when the network or the page comes back, after every submission and by its
//! own patience. How it is sent is a part of the program of its own, since most starts have nothing to
//! send; where that part cannot be fetched, the backend could not be reached either.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;

use domain::ids::Uuid;
use leptos::prelude::untrack;

use super::outbox::{Item, State};
use super::post::{self, let_go_on};
use super::{owner_now, sending};
use crate::platform::part::NotFetched;
use crate::platform::{clock, lock, network, timer};

thread_local! {
    static DRAINING: Cell<bool> = const { Cell::new(false) };
    static AGAIN: Cell<bool> = const { Cell::new(false) };
    static VERIFIED_MS: Cell<i64> = const { Cell::new(0) };
    static FAILURES: Cell<u32> = const { Cell::new(0) };
}

/// Sends all that can be sent now, of what waits.
type Round = fn() -> Pin<Box<dyn Future<Output = ()>>>;

/// Somebody else is signed in now: ask before anything is sent.
pub(super) fn distrust() {
    VERIFIED_MS.set(0);
}

/// Whether it was asked within these milliseconds who is signed in.
pub(super) fn trusted_for(ms: i64) -> bool {
    clock::phone_ms() - VERIFIED_MS.get() < ms
}

/// The owner is signed in now.
pub(super) fn trust() {
    VERIFIED_MS.set(clock::phone_ms());
}

/// The backend answered; the next trouble is a new one.
pub(super) fn answered() {
    FAILURES.set(0);
}

/// Sends what can be sent. Safe to call at any time and from any tab.
pub async fn drain() {
    if DRAINING.replace(true) {
        AGAIN.set(true);
        return;
    }
    loop {
        AGAIN.set(false);
        if next(&[]).is_some() {
            match round().await {
                Ok(round) => lock::exclusive("jiayi.outbox", round()).await,
                Err(NotFetched) => retry_later(),
            }
        }
        if !AGAIN.get() {
            break;
        }
    }
    DRAINING.set(false);
    let still_here: Vec<Uuid> = post::read(|outbox| {
        let queued = outbox
            .items()
            .iter()
            .filter(|item| item.state == State::Queued);
        queued.map(|item| item.id).collect()
    });
    let_go_on(&still_here);
}

/// Fetches the part that sends before there is anything to send, while somebody still types.
pub(super) fn get_ready() {
    if !untrack(network::online) {
        return;
    }
    timer::spawn(async {
        // Without it now, it is asked for again when something is to be sent.
        let _ = round().await;
    });
}

/// The next operation of whoever is signed in; `waiting` were tried in this round already.
pub(super) fn next(waiting: &[Uuid]) -> Option<Item> {
    let owner = owner_now()?;
    post::read(|outbox| outbox.next(&owner, waiting).cloned())
}

#[cfg(feature = "split")]
async fn round() -> Result<Round, NotFetched> {
    sending_part().await
}

#[cfg(not(feature = "split"))]
async fn round() -> Result<Round, NotFetched> {
    sending_part()
}

#[cfg_attr(
    feature = "split",
    leptos::wasm_split::wasm_split(sending, fallible, wasm_split_path = ::leptos::wasm_split)
)]
fn sending_part() -> Result<Round, NotFetched> {
    Ok(|| Box::pin(sending::round()))
}

/// Tries again after 2, 4, 8 … at most 60 seconds, spread a little so that a ward full of phones
/// does not come back in the same moment.
pub(super) fn retry_later() {
    let failures = FAILURES.get().min(5);
    FAILURES.set(failures + 1);
    let spread = i32::try_from(clock::phone_ms() % 1_000).unwrap_or(0);
    timer::later((2_000 << failures).min(60_000) + spread, || {
        timer::spawn(drain())
    });
}
