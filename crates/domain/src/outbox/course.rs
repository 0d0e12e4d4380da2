//! The course of an operation, step by step: kept, marked as tried, sent, settled, erased. A page may
//! be closed at each `await`; what is on disk by then is enough to go on from.

use super::{Outcome, Shift, Shifted, Trouble, World};
use crate::ids::Uuid;

/// How often the phone is read again when something overtook the reading.
const READINGS: u32 = 5;

/// Writes a new operation down; `shift` comes from [`super::Outbox::add`].
pub async fn keep<W: World>(world: &W, id: Uuid, shift: Shift) {
    let mut next = Some(shift);
    while let Some(shift) = next {
        let done = world.shift(&shift).await;
        let owner = shift.owner.clone();
        next = world.outbox(|outbox| outbox.kept(id, &shift, done));
        // Somebody else had signed in meanwhile, and its owner is back before it was written.
        if world.outbox(|outbox| outbox.get(id).is_none()) && world.owner() == Some(owner.clone()) {
            take_up(world, &owner).await;
        }
    }
    world.told(id);
}

/// Writes down again what the phone refused to keep, once there is room for it; `false` where something is still
/// in this page alone. Not while anything is being sent.
pub async fn keep_again<W: World>(world: &W, owner: &str) -> bool {
    let mut all = true;
    for (id, shift) in world.outbox(|outbox| outbox.unkept(owner)) {
        let done = world.shift(&shift).await;
        all &= done == Shifted::Done;
        world.outbox(|outbox| outbox.moved(id, &shift, done));
    }
    all
}

/// Sends what may be sent now, one operation after the other. [`super::LANES`] of these may run side
/// by side, in one tab of a browser at a time.
pub async fn send_waiting<W: World>(world: &W) {
    while let Some(owner) = world.owner() {
        let started = world.outbox(|outbox| outbox.start(&owner, world.elapsed_ms()));
        let Some((item, shift)) = started else { return };
        world.told(item.id);
        let done = world.shift(&shift).await;
        if done == Shifted::Gone {
            world.outbox(|outbox| outbox.overtaken(item.id));
            take_up(world, &owner).await;
            world.told(item.id);
            continue;
        }
        world.outbox(|outbox| outbox.moved(item.id, &shift, done));
        let outcome = if world.owner().as_ref() == Some(&item.owner) {
            world.deliver(&item).await
        } else {
            Outcome::Later(Trouble::SignIn)
        };
        let moment = (world.elapsed_ms(), world.now());
        let chance = world.chance();
        let shift = world.outbox(|outbox| outbox.settle(item.id, outcome, moment, chance));
        if let Some(shift) = shift {
            let done = world.shift(&shift).await;
            world.outbox(|outbox| outbox.moved(item.id, &shift, done));
        }
        world.told(item.id);
    }
}

/// Takes an operation back, if the service certainly has not taken it; `false` when it has to stay.
pub async fn take_back<W: World>(world: &W, id: Uuid) -> bool {
    let Some((before, shift)) = world.outbox(|outbox| outbox.take_back(id)) else {
        return false;
    };
    let done = if shift.from.is_some() {
        world.shift(&shift).await
    } else {
        Shifted::Done
    };
    world.outbox(|outbox| match done {
        Shifted::Done | Shifted::Gone => outbox.forget(id),
        Shifted::NotKept => outbox.put_back(id, before),
    });
    world.told(id);
    if done == Shifted::Gone {
        take_up(world, &shift.owner).await;
        world.told(id);
    }
    done == Shifted::Done
}

/// Takes up what the owner left on this phone, in this tab or another.
pub async fn take_up<W: World>(world: &W, owner: &str) {
    for _ in 0..READINGS {
        let changes = world.outbox(|outbox| outbox.changes());
        let Some(records) = world.records(owner).await else {
            return;
        };
        // Somebody else may have signed in while the phone was reading; theirs stays.
        if world.owner().as_deref() != Some(owner) {
            return;
        }
        if let Some(strays) = world.outbox(|outbox| outbox.take_up(changes, &records)) {
            for stray in &strays {
                world.shift(stray).await;
            }
            return;
        }
    }
}

/// [`take_up`] where another tab has changed something. Before sending, and alone in doing so: from
/// then on other tabs only add and take back.
pub async fn look_again<W: World>(world: &W, owner: &str) {
    if let Some(places) = world.places(owner).await
        && !world.outbox(|outbox| outbox.agree(&places))
    {
        take_up(world, owner).await;
    }
}
