//! The area (片区) that a member of staff chose to keep on this phone, so that list, person and form
//! open where there is no network.
//!
//! This file stands in the main part and is small: it knows whether something is kept, and fetches
//! the part that reads and writes it ([`shelf`]) when it is needed. `query` asks it for an answer that
//! the backend did not give; the page "me" offers to keep and to forget. What is kept is only whom the
//! backend let the owner follow up when it was last asked, sealed with the owner's key, and forgotten
//! with the sign-out, with the right to it, and after some days without contact.

mod answers;
mod copy;
#[cfg(test)]
#[cfg(not(target_family = "wasm"))]
mod copy_tests;
mod own;
mod packed;
mod shelf;

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;

use chrono::{DateTime, Utc};
use domain::ids::ResidentId;
use leptos::prelude::*;

use super::cache::{self, Answer};
use super::{db, owner_now, room, vault};
use crate::platform::part::NotFetched;
use crate::platform::{clock, network, timer};

/// Where the keeping of the area stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Area {
    /// Nothing is kept.
    #[default]
    Off,
    /// It is kept, or being brought up to date.
    Kept(Kept),
    /// This phone has no room for it; nothing is kept.
    NoRoom,
    /// It lay here for too long without contact, and was forgotten.
    TooOld,
    /// It did not open any more, and was removed.
    Broken,
}

/// What is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// When the backend said so; `None` before everything was fetched for the first time.
    pub as_of: Option<DateTime<Utc>>,
    /// How many people.
    pub people: u32,
    /// How many changes are still to be fetched, as far as it is known.
    pub left: u32,
    /// Bytes on this phone.
    pub bytes: u64,
    /// Whether it is being fetched now.
    pub busy: bool,
}

/// Where the keeping of one's own record stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Own {
    /// It is not kept.
    #[default]
    Off,
    /// It is kept, as the backend said it then; `None` before that was heard.
    Kept(Option<DateTime<Utc>>),
    /// This phone has no room for it.
    NoRoom,
    /// It did not open any more, and was removed.
    Broken,
}

/// What was brought up to date so lately is not asked about again by itself.
const OLD_MS: i64 = 5 * 60_000;

/// The record that says that something is kept.
const HEAD: &str = "head";

/// The record that holds one's own.
const OWN: &str = "own";

thread_local! {
    static OWN_STATE: ArcRwSignal<Own> = ArcRwSignal::new(Own::Off);
    static STATE: ArcRwSignal<Area> = ArcRwSignal::new(Area::Off);
    /// Whether it is known what the owner keeps here.
    static LOOKED: Cell<bool> = const { Cell::new(false) };
}

/// Where it stands; reactive.
#[must_use]
pub fn area() -> Area {
    STATE.with(|state| state.get())
}

fn tell(area: Area) {
    STATE.with(|state| {
        if state.get_untracked() != area {
            state.set(area);
        }
    });
}

/// Where the keeping of one's own record stands; reactive.
#[must_use]
pub fn own_record() -> Own {
    OWN_STATE.with(|state| state.get())
}

fn tell_own(own: Own) {
    OWN_STATE.with(|state| {
        if state.get_untracked() != own {
            state.set(own);
        }
    });
}

/// Keeps the records of these people on this phone from now on, to be read without network.
pub async fn keep_own(residents: Vec<ResidentId>) {
    let Some(owner) = owner_now() else { return };
    if let Ok(shelf) = shelf().await {
        (shelf.keep_own)(owner, residents).await;
    }
}

/// Forgets them.
pub async fn forget_own() {
    if let Some(owner) = owner_now() {
        vault::erase(&owner, db::AREA, OWN).await;
    }
    tell_own(Own::Off);
}

/// Whether something is kept.
pub(super) fn is_kept() -> bool {
    STATE.with(|state| matches!(state.get_untracked(), Area::Kept(_)))
}

/// Somebody else is signed in now: nobody knows yet what they keep here.
pub(super) fn distrust() {
    LOOKED.set(false);
    tell(Area::Off);
    tell_own(Own::Off);
}

/// Finds out whether the owner keeps an area here; it is brought up to date a little later.
pub(super) async fn take_up(owner: &str) {
    // Without network it will be needed, where anything is kept: it comes while the phone's memory is read.
    if !network::linked() {
        timer::spawn(async {
            let _ = shelf().await;
        });
    }
    let kept = vault::keys(owner, db::AREA).await;
    if (kept.is_some_and(|keys| !keys.is_empty()) || cache::too_many(owner).await)
        && let Ok(shelf) = shelf().await
    {
        (shelf.open)(owner.to_owned()).await;
    }
    LOOKED.set(true);
}

/// Removes what an owner keeps, because the phone has no room for what they have not sent.
pub(super) async fn give_up(owner: &str) {
    clear(owner).await;
    if owner_now().as_deref() == Some(owner) {
        tell(Area::NoRoom);
    }
}

/// Brings what is kept up to date where that was not done lately; nothing where nothing is kept.
pub(super) fn refresh() {
    let old = STATE.with(|state| match state.get_untracked() {
        Area::Kept(Kept {
            as_of: Some(as_of), ..
        }) => (clock::now() - as_of).num_milliseconds() > OLD_MS,
        Area::Kept(_) => true,
        _ => false,
    });
    if let Some(owner) = owner_now().filter(|_| old) {
        timer::spawn(async move {
            if let Ok(shelf) = shelf().await {
                (shelf.sync)(owner).await;
            }
        });
    }
}

/// Keeps the area from now on, or fetches what has changed since.
pub async fn keep_area() {
    let Some(owner) = owner_now() else { return };
    if let Ok(shelf) = shelf().await {
        (shelf.keep)(owner).await;
    }
}

/// Forgets the area; what is unsent stays.
pub async fn forget_area() {
    if let Some(owner) = owner_now() {
        clear(&owner).await;
    }
}

/// Forgets what is in memory of it: it is locked.
pub(super) fn close() {
    tell(Area::Off);
    timer::spawn(async {
        if let Ok(shelf) = shelf_if_loaded().await {
            (shelf.close)();
        }
    });
}

/// Removes what an owner keeps.
pub(super) async fn clear(owner: &str) {
    vault::erase_all(owner, db::AREA).await;
    if owner_now().as_deref() == Some(owner) {
        tell(Area::Off);
        tell_own(Own::Off);
    }
    if let Ok(shelf) = shelf_if_loaded().await {
        (shelf.close)();
    }
}

/// What the backend would have answered when it was last asked; `None` where that is not kept.
pub(super) async fn answer(owner: &str, address: &str) -> Option<Answer> {
    // A page asks as soon as it is opened, which is before anybody has looked.
    if !LOOKED.get() && owner_now().as_deref() == Some(owner) {
        take_up(owner).await;
    }
    let own = OWN_STATE.with(|state| matches!(state.get_untracked(), Own::Kept(_)));
    if !is_kept() && !own {
        return None;
    }
    let shelf = shelf().await.ok()?;
    (shelf.answer)(owner.to_owned(), address.to_owned()).await
}

/// Phone of a person of the kept area, for a call without network.
pub async fn phone_of(resident: ResidentId) -> Option<String> {
    let owner = owner_now().filter(|_| is_kept())?;
    let shelf = shelf().await.ok()?;
    (shelf.phone)(owner, resident).await
}

type Later<T> = Pin<Box<dyn Future<Output = T>>>;

/// What the part that holds the area can do.
#[derive(Clone, Copy)]
struct Shelf {
    open: fn(String) -> Later<()>,
    sync: fn(String) -> Later<()>,
    keep: fn(String) -> Later<()>,
    keep_own: fn(String, Vec<ResidentId>) -> Later<()>,
    answer: fn(String, String) -> Later<Option<Answer>>,
    phone: fn(String, ResidentId) -> Later<Option<String>>,
    close: fn(),
}

thread_local! {
    static LOADED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// The part, where this page has used it already: only then has it something in memory.
async fn shelf_if_loaded() -> Result<Shelf, NotFetched> {
    if LOADED.get() {
        shelf().await
    } else {
        Err(NotFetched)
    }
}

async fn shelf() -> Result<Shelf, NotFetched> {
    let shelf = area_part();
    #[cfg(feature = "split")]
    let shelf = shelf.await;
    LOADED.set(shelf.is_ok());
    shelf
}

#[cfg_attr(
    feature = "split",
    leptos::wasm_split::wasm_split(area, fallible, wasm_split_path = ::leptos::wasm_split)
)]
fn area_part() -> Result<Shelf, NotFetched> {
    Ok(Shelf {
        open: |owner| {
            Box::pin(async move {
                own::open(owner.clone()).await;
                shelf::open(owner.clone()).await;
                room::look(&owner).await;
            })
        },
        keep_own: |owner, residents| Box::pin(own::keep(owner, residents)),
        sync: |owner| Box::pin(shelf::sync(owner)),
        keep: |owner| Box::pin(shelf::keep(owner)),
        answer: |owner, address| {
            Box::pin(async move {
                match own::answer(&owner, &address).await {
                    Some(own) => Some(own),
                    None => shelf::answer(owner, address).await,
                }
            })
        },
        phone: |owner, resident| Box::pin(shelf::phone(owner, resident)),
        close: shelf::close,
    })
}
