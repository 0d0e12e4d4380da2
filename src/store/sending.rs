//! Sending: one operation after the other, under its owner's sign-in and its own id, so that trying
//! again is always safe. `drain` says when.

use domain::api::session::GetSession;
use domain::endpoint::Method;
use domain::ids::Uuid;
use domain::problem::Problem;
use leptos::prelude::Set;

use super::drain::{answered, next, retry_later, trust, trusted_for};
use super::outbox::{Item, Outcome};
use super::post::{self, keep, live, tell};
use super::submit::Progress;
use super::{db, owner_of, query, vault};
use crate::api::{self, ApiError, Request};
use crate::platform::id;

/// Sends what waits, the oldest first, until nothing is left that could be sent now.
pub(super) async fn round() {
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
    answered();
    settle(item.id, Outcome::Accepted);
    vault::erase(&item.owner, db::OUTBOX, &item.id.to_string()).await;
    live(item.id).reply.set(Some(json.into()));
    tell(item.id, Progress::Accepted);
    query::refresh();
}

async fn refused(item: &Item, problem: Problem) {
    answered();
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
    if trusted_for(TRUSTED_MS) {
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
            trust();
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
