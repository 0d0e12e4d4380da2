//! Room on this phone. Where it runs short, what can be fetched again makes room, the oldest of it first and the
//! kept area last; what is unsent never. Whoever holds the phone is told before anything has to go.
//!
//! Called by the parts that keep (`sending`, `area`), and where a phone refused to keep something unsent.

use std::cell::Cell;

use leptos::prelude::*;

use super::{area, cache, db, vault};
use crate::platform::storage;

/// How much room there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Room {
    /// Nobody has to think of it; also where the browser does not tell.
    #[default]
    Enough,
    /// Little: its holder should make some.
    Little,
}

/// Of the room that the browser grants, this much stays free for what has to be sent: with less, what can be
/// fetched again goes.
pub(super) const SPARE_BYTES: u64 = 20 * 1024 * 1024;
/// With less than this left its holder is told.
const LITTLE_BYTES: u64 = 2 * SPARE_BYTES;

thread_local! {
    static ROOM: ArcRwSignal<Room> = ArcRwSignal::new(Room::Enough);
    static ASKED: Cell<bool> = const { Cell::new(false) };
}

/// How much room there was when it was last looked at; reactive.
#[must_use]
pub fn room() -> Room {
    ROOM.with(|room| room.get())
}

fn judged(free: Option<u64>) -> Room {
    match free {
        Some(free) if free < LITTLE_BYTES => Room::Little,
        _ => Room::Enough,
    }
}

/// Whether what can be fetched again has to make room.
fn is_short(free: Option<u64>) -> bool {
    free.is_some_and(|free| free < SPARE_BYTES)
}

/// Looks how much room there is; where what has to be sent could run out of it, or too many have gathered, the
/// older half of the kept answers goes. The area stays: only what is unsent may cost it.
pub(super) async fn look(owner: &str) {
    let free = storage::free().await;
    if is_short(free) || cache::too_many(owner).await {
        forget_answers(owner).await;
    }
    tell(judged(free));
}

fn tell(now: Room) {
    ROOM.with(|room| {
        if room.get_untracked() != now {
            room.set(now);
        }
    });
}

/// Asks the browser, once a page, that what is unsent stays when the phone runs short of room.
pub(super) async fn ask_to_stay() {
    if !ASKED.replace(true) {
        storage::persist().await;
    }
}

/// Lets go of something that can be fetched again; `false` where there is nothing more.
pub(super) async fn make(owner: &str) -> bool {
    let free = storage::free().await;
    tell(judged(free));
    if forget_answers(owner).await {
        return true;
    }
    // A phone that refuses for another reason keeps what its doctor reads at the bedside.
    let may_be_full = free.is_none() || is_short(free);
    let kept = vault::keys(owner, db::AREA).await;
    if !may_be_full || kept.is_none_or(|keys| keys.is_empty()) {
        return false;
    }
    area::give_up(owner).await;
    // A phone that erases nothing either has nothing to give.
    vault::keys(owner, db::AREA)
        .await
        .is_none_or(|keys| keys.is_empty())
}

/// Erases the older half of the kept answers; `false` where nothing went.
async fn forget_answers(owner: &str) -> bool {
    let kept = cache::by_age(owner).await;
    let before = kept.len();
    for key in &older_half(kept) {
        vault::erase(owner, db::ANSWERS, key).await;
    }
    let left = vault::keys(owner, db::ANSWERS).await;
    left.is_some_and(|left| left.len() < before)
}

/// Keys of the older half, the middle one among them.
fn older_half(mut kept: Vec<(i64, String)>) -> Vec<String> {
    kept.sort();
    let half = kept.len().div_ceil(2);
    kept.into_iter().take(half).map(|(_, key)| key).collect()
}

#[cfg(test)]
#[cfg(not(target_family = "wasm"))]
mod tests {
    use super::*;

    #[test]
    fn its_holder_is_told_before_anything_has_to_go() {
        const MIB: u64 = 1024 * 1024;
        for (free, room, short) in [
            (None, Room::Enough, false),
            (Some(40 * MIB), Room::Enough, false),
            (Some(40 * MIB - 1), Room::Little, false),
            (Some(20 * MIB), Room::Little, false),
            (Some(20 * MIB - 1), Room::Little, true),
            (Some(0), Room::Little, true),
        ] {
            assert_eq!((judged(free), is_short(free)), (room, short), "{free:?}");
        }
    }

    #[test]
    fn the_oldest_goes_first_and_in_the_end_all_of_it() {
        let kept = |ages: &[i64]| {
            let named = ages.iter().map(|age| (*age, age.to_string()));
            older_half(named.collect())
        };
        assert_eq!(kept(&[40, 10, 30, 20]), ["10", "20"]);
        assert_eq!(kept(&[30, 10, 20]), ["10", "20"]);
        assert_eq!(kept(&[10]), ["10"]);
        assert_eq!(kept(&[]), [""; 0]);
    }
}
