//! When what is kept here is sent: by one tab at a time, until the service has answered.
//!
//! Called at start, when the network or the page comes back, after every submission and by its
//! own patience. How it is sent is a part of the program of its own, since most starts have nothing to
//! send; where that part cannot be fetched, the service could not be reached either.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;

use domain::ids::Uuid;
use domain::outbox::{State, Trouble, World};
use leptos::prelude::untrack;

use super::post::{self, Phone, let_go_on};
use super::{owner_now, sending};
use crate::platform::part::NotFetched;
use crate::platform::{clock, lock, network, timer};

thread_local! {
    static DRAINING: Cell<bool> = const { Cell::new(false) };
    static AGAIN: Cell<bool> = const { Cell::new(false) };
    static VERIFIED_MS: Cell<i64> = const { Cell::new(i64::MIN) };
    static ALARM: Cell<u32> = const { Cell::new(0) };
}

/// Sends all that can be sent now, of what waits.
type Round = fn() -> Pin<Box<dyn Future<Output = ()>>>;

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
    post::write(|outbox| outbox.hurry());
    if let Some(owner) = owner_now() {
        post::take_up(&owner).await;
    }
    drain().await;
}

/// Sends what can be sent. Safe to call at any time and from any tab.
pub async fn drain() {
    if DRAINING.replace(true) {
        AGAIN.set(true);
        return;
    }
    loop {
        AGAIN.set(false);
        if is_ready() {
            match round().await {
                Ok(round) => lock::exclusive("jiayi.outbox", round()).await,
                Err(NotFetched) => pause(Trouble::Line),
            }
        }
        if !AGAIN.get() {
            break;
        }
    }
    DRAINING.set(false);
    let still_here: Vec<Uuid> = post::read(|outbox| {
        let items = outbox.items().iter();
        let queued = items.filter(|item| item.state == State::Queued);
        queued.map(|item| item.id).collect()
    });
    let_go_on(&still_here);
    post::changed();
    set_alarm();
}

/// Nothing can be sent for a while.
pub(super) fn pause(trouble: Trouble) {
    post::write(|outbox| outbox.pause(trouble, Phone.elapsed_ms(), Phone.chance()));
}

fn is_ready() -> bool {
    owner_now()
        .is_some_and(|owner| post::read(|outbox| outbox.is_ready(&owner, clock::elapsed_ms())))
}

/// Comes back when the first wait is over.
fn set_alarm() {
    /// Something that became due just now is not begun from within its own end.
    const SOON_MS: i64 = 100;
    let wait = owner_now()
        .and_then(|owner| post::read(|outbox| outbox.wait_ms(&owner, clock::elapsed_ms())));
    let Some(wait) = wait else { return };
    let mine = ALARM.get().wrapping_add(1);
    ALARM.set(mine);
    timer::later(
        i32::try_from(wait.max(SOON_MS)).unwrap_or(i32::MAX),
        move || {
            if ALARM.get() == mine {
                timer::spawn(drain());
            }
        },
    );
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
