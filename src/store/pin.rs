//! A PIN of six digits before what is kept on this phone: the area and the last answers of the service.
//!
//! They are sealed with a key of their own, which lies here wrapped by what is made of the PIN, and is in
//! memory while the phone is unlocked. What was typed (drafts, what is unsent) does not hang on it: a PIN
//! that is forgotten, or guessed at too often, loses nothing that cannot be fetched again
//! (docs/decisions/pin.md). How a PIN is made and tried is a part of the program of its own.

use super::{area, cache, db, tries, vault};
use crate::platform::clock;
use crate::platform::crypto;
use crate::platform::part::NotFetched;
use std::future::Future;
use std::pin::Pin;
use tries::Tries;

/// What came of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlocked {
    /// It is open.
    Yes,
    /// It was another PIN; so many tries are left.
    Wrong(u32),
    /// Not before so many milliseconds.
    Wait(i64),
    /// It was wrong too often: what was kept is gone, what is unsent is there.
    Wiped,
    /// The part that tries it could not be fetched, or this phone has no keys to try.
    NotNow,
}

/// Whether this owner has set a PIN on this phone.
pub async fn has_pin(owner: &str) -> bool {
    vault::pinned(owner).await
}

/// Whether the PIN has to be asked for.
pub async fn is_locked(owner: &str) -> bool {
    vault::pinned(owner).await && !vault::is_open(owner)
}

/// Locks what is kept: from now on the PIN is asked for.
pub fn lock(owner: &str) {
    vault::close(owner);
    cache::forget_memory();
    area::close();
}

/// Sets a PIN in place of whatever there was. What was kept is fetched anew under its key. `false` where this
/// phone cannot.
pub async fn set_pin(owner: &str, pin: &str) -> bool {
    let Ok(maker) = part().await else {
        return false;
    };
    let Some((key, wrapped)) = (maker.make)(pin.to_owned()).await else {
        return false;
    };
    let kept = area::is_kept();
    forget_kept(owner).await;
    if !vault::put_pin(owner, &wrapped, key).await {
        return false;
    }
    if kept {
        area::keep_area().await;
    }
    true
}

/// Takes the PIN away, with what was kept under it: where it is forgotten, and its owner has signed in.
pub async fn forget_pin(owner: &str) {
    forget_kept(owner).await;
    vault::erase_pin(owner).await;
}

async fn forget_kept(owner: &str) {
    cache::forget_memory();
    area::clear(owner).await;
    vault::erase_all(owner, db::ANSWERS).await;
}

/// How long until the next try, in milliseconds.
pub async fn pin_wait_ms(owner: &str) -> i64 {
    let tries = Tries::read(vault::tries(owner).await.as_deref());
    tries.wait_ms(clock::phone_ms())
}

/// Tries a PIN. Counted before it is tried, so that a page that is closed meanwhile gains nothing.
pub async fn unlock(owner: &str, pin: &str) -> Unlocked {
    let tries = Tries::read(vault::tries(owner).await.as_deref());
    let now = clock::phone_ms();
    match tries.wait_ms(now) {
        0 => {}
        wait => return Unlocked::Wait(wait),
    }
    let (Ok(maker), Some(wrapped)) = (part().await, vault::wrapped(owner).await) else {
        return Unlocked::NotNow;
    };
    let tries = tries.and_one(now);
    if !vault::put_tries(owner, Some(&tries.text())).await {
        return Unlocked::NotNow;
    }
    match (maker.open)(pin.to_owned(), wrapped).await {
        Some(key) => {
            vault::put_tries(owner, None).await;
            vault::open_with(owner, key);
            Unlocked::Yes
        }
        None if tries.wrong >= tries::MOST => {
            forget_pin(owner).await;
            Unlocked::Wiped
        }
        None => Unlocked::Wrong(tries::MOST.saturating_sub(tries.wrong)),
    }
}

/// A key, and the same wrapped by a PIN.
type Made = (crypto::Key, Vec<u8>);
type Later<T> = Pin<Box<dyn Future<Output = T>>>;

/// What the part that knows PINs can do.
#[derive(Clone, Copy)]
struct Maker {
    /// A new key, and the same wrapped by a PIN.
    make: fn(String) -> Later<Option<Made>>,
    /// The key again, where it is that PIN.
    open: fn(String, Vec<u8>) -> Later<Option<crypto::Key>>,
}

async fn part() -> Result<Maker, NotFetched> {
    let part = pin_part();
    #[cfg(feature = "split")]
    let part = part.await;
    part
}

#[cfg_attr(
    feature = "split",
    leptos::wasm_split::wasm_split(pin, fallible, wasm_split_path = ::leptos::wasm_split)
)]
fn pin_part() -> Result<Maker, NotFetched> {
    Ok(Maker {
        make: |pin| Box::pin(async move { crypto::wrapped_by(&pin).await }),
        open: |pin, wrapped| Box::pin(async move { crypto::unwrapped_by(&pin, &wrapped).await }),
    })
}
