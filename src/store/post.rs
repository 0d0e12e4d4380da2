//! This tab's outbox: the operations of whoever is signed in, their copies on the phone, and what pages
//! see of them. How an operation goes its way is `domain::outbox`'s; `submit` puts in, `drain` sends,
//! `unsent` lists.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::ids::Uuid;
use domain::outbox::{Item, Outbox, Outcome, Record, Shift, Shifted, State, World};
use leptos::prelude::*;

use super::submit::Progress;
use super::{db, drain, owner_now, rescue, sending, vault};
use crate::platform::{clock, id, settings, timer};

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
    static LOOKED: ArcRwSignal<bool> = ArcRwSignal::new(false);
    static ACCEPTED: Cell<bool> = const { Cell::new(false) };
}

/// This tab of this phone, as the outbox's course sees it.
pub(super) struct Phone;

impl World for Phone {
    fn outbox<R>(&self, look: impl FnOnce(&mut Outbox) -> R) -> R {
        write(look)
    }

    fn owner(&self) -> Option<String> {
        owner_now()
    }

    fn elapsed_ms(&self) -> i64 {
        clock::elapsed_ms()
    }

    fn now(&self) -> DateTime<Utc> {
        clock::now()
    }

    fn chance(&self) -> u32 {
        id::chance()
    }

    async fn shift(&self, shift: &Shift) -> Shifted {
        if shift.from.is_none() && shift.to.is_none() {
            return Shifted::Done;
        }
        let to = shift.to.as_ref();
        let to = to.map(|(place, text)| (place.as_str(), text.as_str()));
        loop {
            match vault::shift(&shift.owner, db::OUTBOX, shift.from.as_deref(), to).await {
                Some(true) => return Shifted::Done,
                Some(false) => return Shifted::Gone,
                // What can be fetched again makes room for what cannot.
                None if to.is_some() && drain::make_room(&shift.owner).await => {}
                None => {
                    db::not_durable();
                    return Shifted::NotKept;
                }
            }
        }
    }

    async fn records(&self, owner: &str) -> Option<Vec<Record>> {
        let records = vault::read_all(owner, db::OUTBOX, "").await?;
        let all = vault::keys(owner, db::OUTBOX)
            .await
            .map_or(0, |keys| keys.len());
        rescue::note(all, &records);
        Some(records)
    }

    async fn places(&self, owner: &str) -> Option<Vec<String>> {
        vault::keys(owner, db::OUTBOX).await
    }

    async fn deliver(&self, item: &Item) -> Outcome {
        sending::deliver(item).await
    }

    fn told(&self, id: Uuid) {
        let state = read(|outbox| {
            outbox
                .get(id)
                .map(|item| (item.state.clone(), item.attempts))
        });
        let progress = match state {
            Some((State::Accepted(_), _)) => {
                ACCEPTED.set(true);
                Some(Progress::Accepted)
            }
            Some((State::Sending, _)) => Some(Progress::Sending),
            Some((State::Refused(problem), _)) => Some(Progress::Refused(Box::new(problem))),
            Some((State::Queued, 1..)) => Some(Progress::Waiting),
            // It will be sent in a moment, and until then nobody has to be told that it waits.
            Some((State::Queued | State::Saving, _)) | None => None,
        };
        if let Some(progress) = progress {
            live(id).progress.set(progress);
        }
        changed();
    }
}

/// Looks at the operations.
pub(super) fn read<R>(look: impl FnOnce(&Outbox) -> R) -> R {
    OUTBOX.with_borrow(look)
}

/// Whether this tab knows what the phone holds: before that, an empty list says nothing; reactive.
pub(super) fn has_looked() -> bool {
    LOOKED.with(|looked| looked.get())
}

/// Says whether this tab knows what the phone holds.
pub(super) fn set_looked(looked: bool) {
    LOOKED.with(|signal| {
        if signal.get_untracked() != looked {
            signal.set(looked);
        }
    });
}

/// Whether this tab holds no operation.
pub(super) fn is_empty() -> bool {
    read(|outbox| outbox.items().is_empty())
}

/// Changes the operations; whoever lists them is told by [`changed`].
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

/// Tells whoever lists operations.
pub(super) fn changed() {
    CHANGED.with(|changed| changed.update(|times| *times += 1));
}

/// Whether something was accepted since this was asked last.
pub(super) fn take_accepted() -> bool {
    ACCEPTED.replace(false)
}

/// Follows what the other tabs of this browser submit and send.
pub(super) fn follow_other_tabs() {
    settings::on_outbox_elsewhere(|| {
        timer::spawn(drain::take_up());
    });
}

/// All that waits is safe on this phone.
pub(super) fn let_all_go_on() {
    let waiting: Vec<Uuid> = read(|outbox| {
        let items = outbox.items().iter();
        let queued = items.filter(|item| item.state == State::Queued);
        queued.map(|item| item.id).collect()
    });
    let_go_on(&waiting);
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
