//! This tab's outbox: the state machine, its copy on the phone, and what pages see of it.
//!
//! Holds the operations of whoever is signed in and keeps them sealed; `submit` puts in, `drain`
//! sends, `unsent` lists. Never talks to the backend.

use std::cell::RefCell;
use std::sync::Arc;

use domain::ids::Uuid;
use leptos::prelude::*;

use super::outbox::{Item, Outbox, State};
use super::submit::Progress;
use super::{db, owner_now, vault};

/// The live side of one submission.
#[derive(Clone, Default)]
pub(super) struct Live {
    pub(super) progress: ArcRwSignal<Progress>,
    pub(super) reply: ArcRwSignal<Option<Arc<str>>>,
}

thread_local! {
    static OUTBOX: RefCell<Outbox> = RefCell::default();
    static LIVE: RefCell<Vec<(Uuid, Live)>> = const { RefCell::new(Vec::new()) };
    static CHANGED: ArcRwSignal<u32> = ArcRwSignal::new(0);
}

/// Looks at the operations.
pub(super) fn read<R>(look: impl FnOnce(&Outbox) -> R) -> R {
    OUTBOX.with_borrow(look)
}

/// Changes the operations; whoever lists them is told by [`tell`] or [`changed`].
pub(super) fn write<R>(change: impl FnOnce(&mut Outbox) -> R) -> R {
    OUTBOX.with_borrow_mut(change)
}

/// Makes the caller follow every change.
pub(super) fn track() {
    CHANGED.with(ArcRwSignal::track);
}

/// The live side of an operation.
pub(super) fn live(id: Uuid) -> Live {
    LIVE.with_borrow_mut(|all| {
        if let Some((_, live)) = all.iter().find(|(known, _)| *known == id) {
            return live.clone();
        }
        let live = Live::default();
        all.push((id, live.clone()));
        live
    })
}

/// Tells the page where an operation stands.
pub(super) fn tell(id: Uuid, progress: Progress) {
    live(id).progress.set(progress);
    changed();
}

/// Tells whoever lists operations.
pub(super) fn changed() {
    CHANGED.with(|changed| changed.update(|times| *times += 1));
}

/// Keeps an operation on the phone.
pub(super) async fn keep(item: &Item) {
    vault::write(&item.owner, db::OUTBOX, &item.id.to_string(), &item.kept()).await;
}

/// Takes up what the owner left unsent, from this phone's database.
pub(super) async fn take_up(owner: &str) {
    let kept = vault::read_all(owner, db::OUTBOX).await;
    // Somebody else may have signed in while the phone was reading; theirs stays.
    if owner_now().as_deref() != Some(owner) {
        return;
    }
    OUTBOX.with_borrow_mut(|outbox| {
        outbox.keep_only(owner);
        kept.iter()
            .filter_map(|text| Item::read(text))
            .for_each(|item| outbox.add(item));
    });
    changed();
}

/// Whether another drain was quicker than the phone's memory.
pub(super) fn sent_meanwhile(id: Uuid) -> bool {
    OUTBOX.with_borrow(|outbox| {
        outbox
            .get(id)
            .is_none_or(|item| item.state == State::Accepted)
    })
}

/// It is safe on this phone: nobody has to stand and wait for a slow network.
pub(super) fn let_go_on(ids: &[Uuid]) {
    for id in ids {
        let live = live(*id);
        if matches!(
            live.progress.get_untracked(),
            Progress::Saving | Progress::Sending
        ) {
            live.progress.set(Progress::Waiting);
        }
    }
}

/// Takes an operation back, if that is still possible; `false` when it has to stay.
pub(super) async fn withdraw(id: Uuid) -> bool {
    let Some(item) = OUTBOX.with_borrow_mut(|outbox| outbox.withdraw(id)) else {
        return false;
    };
    vault::erase(&item.owner, db::OUTBOX, &id.to_string()).await;
    changed();
    true
}
