//! Sending under the owner's sign-in, of several people at once and of each in order, so that trying again
//! is always safe. `drain` says when.

use domain::api::session::GetSession;
use domain::endpoint::Method;
use domain::ids::Uuid;
use domain::outbox::{Item, LANES, Outcome, Trouble, look_again, send_waiting};
use domain::problem::Code;
use leptos::prelude::Set;

use super::drain::{pause, trust, trusted_for};
use super::post::{self, Phone, live};
use super::{owner_now, owner_of, query};
use crate::api::{self, ApiError, Envelope, Request};
use crate::platform::{id, settings, timer};

/// Sends what waits, until nothing is left that could be sent now.
pub(super) async fn round() {
    let Some(owner) = owner_now() else { return };
    look_again(&Phone, &owner).await;
    if let Err(trouble) = owner_is_signed_in(&owner).await {
        return pause(trouble);
    }
    timer::together((0..LANES).map(|_| send_waiting(&Phone))).await;
    settings::tell_outbox_changed();
    if post::take_accepted() {
        query::refresh();
    }
}

/// Sends one operation under its own key, and keeps the reply for the page that waits for it.
pub(super) async fn deliver(item: &Item) -> Outcome {
    let request = Request {
        method: if item.removes {
            Method::Delete
        } else {
            Method::Post
        },
        address: item.address.clone(),
        body: item.body.clone(),
        key: item.id,
        envelope: Some(Envelope {
            author: item.owner.clone(),
            edition: item.edition,
        }),
    };
    match api::send(&request).await {
        Ok(json) => {
            live(item.id).reply.set(Some(json.into()));
            Outcome::Accepted
        }
        Err(error) => trouble(error),
    }
}

/// What a failure means for an operation.
fn trouble(error: ApiError) -> Outcome {
    Outcome::Later(match error {
        ApiError::Offline | ApiError::Timeout | ApiError::Decode => Trouble::Line,
        ApiError::SignInRequired => Trouble::SignIn,
        ApiError::Problem(problem) => match problem.code {
            Code::Busy | Code::Running | Code::Internal | Code::TooMany => {
                Trouble::Service(problem.retry_after)
            }
            _ => return Outcome::Refused(*problem),
        },
    })
}

/// Another tab may have signed somebody else in with the same cookie; ask before anything is sent
/// under it.
async fn owner_is_signed_in(owner: &str) -> Result<(), Trouble> {
    const TRUSTED_MS: i64 = 20_000;
    if trusted_for(TRUSTED_MS) {
        return Ok(());
    }
    let ask = Request {
        method: Method::Get,
        address: api::address::<GetSession>(&(), &()),
        body: None,
        key: id::new::<Uuid>(),
        envelope: None,
    };
    let answer = api::send_once(&ask).await;
    match answer.and_then(|json| api::read::<GetSession>(&json)) {
        Ok(session) if owner_of(&session).as_deref() == Some(owner) => {
            trust();
            Ok(())
        }
        Ok(_) => Err(Trouble::SignIn),
        Err(error) => match trouble(error) {
            Outcome::Later(trouble) => Err(trouble),
            _ => Err(Trouble::Line),
        },
    }
}
