//! What the backend has not taken yet, for lists, for the shell, and to be looked at again.

use chrono::{DateTime, Utc};
use domain::endpoint::{Endpoint, PathValues, fill};
use domain::ids::Uuid;
use domain::problem::Problem;

use super::drain::drain;
use super::outbox::State;
use super::post::{self, changed, keep, withdraw};
use super::{db, vault};
use crate::platform::id;

/// One thing on this phone that the backend has not taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Unsent {
    /// Its id.
    pub id: Uuid,
    /// The endpoint's operation; `i18n::texts::shared::operation` names it.
    pub operation: String,
    /// When it was submitted.
    pub created_at: DateTime<Utc>,
    /// Where it stands.
    pub standing: Standing,
    /// Whether it has a form that can be opened again.
    pub has_form: bool,
}

/// Where something unsent stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// On this phone, not sent yet.
    Here,
    /// On its way.
    Sending,
    /// Refused; a person has to look.
    Refused(Problem),
    /// Changed by somebody else in the meantime; a person has to look.
    Conflict(Problem),
}

fn standing(state: &State) -> Option<Standing> {
    match state {
        State::Queued => Some(Standing::Here),
        State::Sending => Some(Standing::Sending),
        State::Blocked(problem) => Some(Standing::Refused(problem.clone())),
        State::Conflict(problem) => Some(Standing::Conflict(problem.clone())),
        State::Accepted => None,
    }
}

/// Everything of the owner's that the backend has not taken, oldest first; reactive.
#[must_use]
pub fn unsent() -> Vec<Unsent> {
    post::track();
    let owner = super::owner().unwrap_or_default();
    post::read(|outbox| {
        let mine = outbox.items().iter().filter(|item| item.owner == owner);
        mine.filter_map(|item| {
            Some(Unsent {
                id: item.id,
                operation: item.operation.clone(),
                created_at: item.created_at,
                standing: standing(&item.state)?,
                has_form: item.form.is_some(),
            })
        })
        .collect()
    })
}

/// Where something stands that was submitted to this endpoint at this path and not taken yet, to be shown
/// among what the backend lists; reactive.
#[must_use]
pub fn standing_at<E: Endpoint>(path: &E::Path) -> Option<Standing> {
    at(E::OPERATION, fill(E::PATH, &path.values()))
}

fn at(operation: &str, address: String) -> Option<Standing> {
    post::track();
    let owner = super::owner().unwrap_or_default();
    post::read(|outbox| {
        let mut ours = outbox.items().iter().filter(|item| {
            item.owner == owner && item.operation == operation && item.address == address
        });
        ours.find_map(|item| standing(&item.state))
    })
}

/// Opens what was refused in its form again: puts the content back as a draft, takes the
/// submission back and gives the form's page to go to.
pub async fn reopen(id: Uuid) -> Option<String> {
    let item = post::read(|outbox| outbox.get(id).cloned())?;
    let form = item.form?;
    vault::write(&item.owner, db::DRAFTS, &form.draft, &form.content).await;
    withdraw(id).await.then_some(form.page)
}

/// Sends what was refused once more as it is, as a new operation.
pub async fn retry(id: Uuid) {
    let Some(mut item) = post::write(|outbox| outbox.withdraw(id)) else {
        return;
    };
    let old = item.id;
    item.id = id::new();
    item.attempts = 0;
    item.state = State::Queued;
    keep(&item).await;
    vault::erase(&item.owner, db::OUTBOX, &old.to_string()).await;
    post::write(|outbox| outbox.add(item));
    changed();
    drain().await;
}

/// Throws away what was refused or never sent; ask the person first. `false` when it may have
/// arrived already and has to stay.
pub async fn discard(id: Uuid) -> bool {
    withdraw(id).await
}
