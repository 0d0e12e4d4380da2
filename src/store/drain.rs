//! Sending: one operation after the other, by one tab, under its owner's sign-in, until the
//! backend has answered.
//!
//! Called at start, when the network or the page comes back, after every submission and by its
//! own patience. Each operation goes under its own id, so that trying again is always safe.

use std::cell::Cell;

use domain::api::session::GetSession;
use domain::endpoint::Method;
use domain::ids::Uuid;
use domain::problem::Problem;
use leptos::prelude::Set;

use super::outbox::{Item, Outcome, State};
use super::post::{self, keep, let_go_on, live, tell};
use super::submit::Progress;
use super::{db, owner_now, owner_of, query, vault};
use crate::api::{self, ApiError, Request};
use crate::platform::{clock, id, lock, timer};

thread_local! {
    static DRAINING: Cell<bool> = const { Cell::new(false) };
    static AGAIN: Cell<bool> = const { Cell::new(false) };
    static VERIFIED_MS: Cell<i64> = const { Cell::new(0) };
    static FAILURES: Cell<u32> = const { Cell::new(0) };
}

/// Somebody else is signed in now: ask before anything is sent.
pub(super) fn distrust() {
    VERIFIED_MS.set(0);
}

/// Sends what can be sent. Safe to call at any time and from any tab.
pub async fn drain() {
    if DRAINING.replace(true) {
        AGAIN.set(true);
        return;
    }
    loop {
        AGAIN.set(false);
        if has_next(&[]) {
            lock::exclusive("jiayi.outbox", drain_once()).await;
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

fn has_next(waiting: &[Uuid]) -> bool {
    next(waiting).is_some()
}

fn next(waiting: &[Uuid]) -> Option<Item> {
    let owner = owner_now()?;
    post::read(|outbox| outbox.next(&owner, waiting).cloned())
}

async fn drain_once() {
    let mut waiting = Vec::new();
    while let Some(item) = next(&waiting) {
        if !owner_is_signed_in(&item.owner).await {
            return;
        }
        post::write(|outbox| outbox.start(item.id));
        tell(item.id, Progress::Sending);
        let method = if item.removes {
            Method::Delete
        } else {
            Method::Post
        };
        let request = Request {
            method,
            address: item.address.clone(),
            body: item.body.clone(),
            key: item.id,
        };
        match api::send(&request).await {
            Ok(json) => accepted(&item, &json).await,
            Err(ApiError::Problem(problem)) if !ApiError::Problem(problem.clone()).passes() => {
                refused(&item, *problem).await;
            }
            Err(error) => {
                settle(item.id, Outcome::Later);
                tell(item.id, Progress::Waiting);
                waiting.push(item.id);
                let try_again = error != ApiError::SignInRequired;
                if try_again {
                    retry_later();
                }
                if !matches!(error, ApiError::Problem(_)) {
                    return;
                }
            }
        }
    }
}

fn settle(id: Uuid, outcome: Outcome) {
    post::write(|outbox| outbox.settle(id, outcome));
}

async fn accepted(item: &Item, json: &str) {
    FAILURES.set(0);
    settle(item.id, Outcome::Accepted);
    vault::erase(&item.owner, db::OUTBOX, &item.id.to_string()).await;
    live(item.id).reply.set(Some(json.into()));
    tell(item.id, Progress::Accepted);
    query::refresh();
}

async fn refused(item: &Item, problem: Problem) {
    FAILURES.set(0);
    settle(item.id, Outcome::Refused(problem.clone()));
    let now = post::read(|outbox| outbox.get(item.id).cloned());
    if let Some(now) = now {
        keep(&now).await;
    }
    tell(item.id, Progress::Refused(Box::new(problem)));
}

/// Another tab may have signed somebody else in with the same cookie; ask before anything is sent
/// under it.
async fn owner_is_signed_in(owner: &str) -> bool {
    const TRUSTED_MS: i64 = 20_000;
    if clock::phone_ms() - VERIFIED_MS.get() < TRUSTED_MS {
        return true;
    }
    let ask = Request {
        method: Method::Get,
        address: api::address::<GetSession>(&(), &()),
        body: None,
        key: id::new::<Uuid>(),
    };
    let answer = api::send_once(&ask).await;
    match answer.and_then(|json| api::read::<GetSession>(&json)) {
        Ok(session) if owner_of(&session).as_deref() == Some(owner) => {
            VERIFIED_MS.set(clock::phone_ms());
            true
        }
        Ok(_) => false,
        Err(error) => {
            if error.passes() {
                retry_later();
            }
            false
        }
    }
}

/// Tries again after 2, 4, 8 … at most 60 seconds, spread a little so that a ward full of phones
/// does not come back in the same moment.
fn retry_later() {
    let failures = FAILURES.get().min(5);
    FAILURES.set(failures + 1);
    let spread = i32::try_from(clock::phone_ms() % 1_000).unwrap_or(0);
    timer::later((2_000 << failures).min(60_000) + spread, || {
        timer::spawn(drain())
    });
}
