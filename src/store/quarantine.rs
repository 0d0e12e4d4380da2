//! What is unsent when this device was signed out from elsewhere: handed in to the service, which keeps it
//! apart, and taken back from there by its author. How it is handed in is a part of the program of its own.

use domain::api::quarantine::UnsentItem;
use domain::ids::Uuid;
use domain::outbox::{self, Item};
use leptos::prelude::*;

use super::drain::{self, drain};
use super::owner_now;
use super::post::{self, Phone, changed};
use crate::platform::settings;

/// How much was handed in, and how much stays sealed on this phone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HandedIn {
    /// Lies in quarantine now.
    pub taken: usize,
    /// Is still here, sealed for its author.
    pub left: usize,
}

thread_local! {
    static DONE: ArcRwSignal<HandedIn> = ArcRwSignal::new(HandedIn::default());
}

/// What was handed in since the page was opened; reactive.
#[must_use]
pub fn handed_in() -> HandedIn {
    DONE.with(|done| done.get())
}

/// Hands in what this owner left unsent, where there is something.
pub async fn hand_in_unsent(owner: &str) {
    let kept = super::vault::keys(owner, super::db::OUTBOX).await;
    let left = kept.map_or(0, |keys| keys.len());
    if left == 0 {
        return;
    }
    let done = match drain::part().await {
        Ok(sending) => (sending.hand_in)(owner.to_owned()).await,
        Err(_) => HandedIn { taken: 0, left },
    };
    DONE.with(|signal| signal.set(done));
}

/// An operation as it is handed in; `None` where the service has it already.
pub(super) fn item(item: &Item) -> Option<UnsentItem> {
    if matches!(item.state, outbox::State::Accepted(_)) {
        return None;
    }
    Some(UnsentItem {
        id: item.id.into(),
        operation: item.operation.clone(),
        about: item.about.clone(),
        address: item.address.clone(),
        removes: item.removes,
        body: item.body.clone(),
        edition: item.edition,
        objects: item.objects.clone(),
        typed_at: item.created_at,
    })
}

/// Puts what was given back into the outbox, under its old id: whatever of it arrived before is not done
/// twice.
pub async fn take_back(given: UnsentItem) {
    let (Some(owner), id) = (owner_now(), Uuid::from(given.id.0.bytes())) else {
        return;
    };
    if post::read(|outbox| outbox.get(id).is_some()) {
        return;
    }
    let mut item = Item::new(id, owner, &given.operation, given.typed_at);
    item.objects = given.objects;
    item.about = given.about;
    item.removes = given.removes;
    item.address = given.address;
    item.body = given.body;
    item.edition = given.edition;
    let shift = post::write(|outbox| outbox.add(item, None));
    changed();
    outbox::keep(&Phone, id, shift).await;
    settings::tell_outbox_changed();
    drain().await;
}
