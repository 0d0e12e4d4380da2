//! What the backend has not taken yet, for lists, for the shell, and to be looked at again.

use chrono::{DateTime, Utc};
use domain::api::EDITION;
use domain::endpoint::{Endpoint, PathValues, fill};
use domain::ids::Uuid;
use domain::outbox::{self, Item, State};
use domain::problem::Problem;

use super::drafts;
use super::drain::drain;
use super::post::{self, Phone, changed};
use crate::api::{self, json};
use crate::platform::{clock, id, settings};

/// One thing on this phone that the backend has not taken, or has taken since the page was opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Unsent {
    /// Its id.
    pub id: Uuid,
    /// The endpoint's operation; `i18n::texts::shared::operation` names it.
    pub operation: String,
    /// Name of the person it is about; empty where it is about nobody.
    pub about: String,
    /// When it was submitted.
    pub created_at: DateTime<Utc>,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried again by itself, in milliseconds of `clock::elapsed_ms`.
    pub next_try_at: Option<i64>,
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
    /// The backend has it, since then.
    Accepted(DateTime<Utc>),
}

fn standing(state: &State) -> Standing {
    match state {
        State::Saving | State::Queued => Standing::Here,
        State::Sending => Standing::Sending,
        State::Refused(problem) => Standing::Refused(problem.clone()),
        State::Accepted(at) => Standing::Accepted(*at),
    }
}

fn listed(waits: fn(&State) -> bool) -> Vec<Unsent> {
    post::track();
    let owner = super::owner().unwrap_or_default();
    let now = clock::elapsed_ms();
    post::read(|outbox| {
        let items = outbox.items().iter();
        let mine = items.filter(|item| item.owner == owner && waits(&item.state));
        mine.map(|item| Unsent {
            id: item.id,
            operation: item.operation.clone(),
            about: item.about.clone(),
            created_at: item.created_at,
            attempts: item.attempts,
            next_try_at: outbox.next_try_ms(item.id, now).map(|wait| wait + now),
            standing: standing(&item.state),
            has_form: item.form.is_some(),
        })
        .collect()
    })
}

/// Everything of the owner's that the backend has not taken, oldest first; reactive.
#[must_use]
pub fn unsent() -> Vec<Unsent> {
    listed(|state| !matches!(state, State::Accepted(_)))
}

/// Whether this tab knows what the phone holds: before that, an empty list says nothing; reactive.
#[must_use]
pub fn has_looked() -> bool {
    post::has_looked()
}

/// What the backend has taken since the page was opened, oldest first; reactive.
#[must_use]
pub fn sent() -> Vec<Unsent> {
    listed(|state| matches!(state, State::Accepted(_)))
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
            item.owner == owner
                && item.operation == operation
                && item.address == address
                && !matches!(item.state, State::Accepted(_))
        });
        ours.next().map(|item| standing(&item.state))
    })
}

/// Ids of the rows that this phone has made at this path of this endpoint, as far as it remembers: what is not
/// taken yet, and what was taken since the page was opened.
#[must_use]
pub fn made_at<E: Endpoint>(path: &E::Path) -> Vec<Uuid> {
    made(E::OPERATION, &fill(E::PATH, &path.values()))
}

fn made(operation: &str, address: &str) -> Vec<Uuid> {
    let owner = super::owner_now().unwrap_or_default();
    post::read(|outbox| {
        let items = outbox.items().iter();
        let ours = items.filter(|item| {
            item.owner == owner && item.operation == operation && item.address == address
        });
        ours.filter_map(|item| {
            let members = json::members(item.body.as_deref()?);
            let mut ids = members.into_iter().filter(|(name, _)| &**name == "id");
            ids.next()?.1.parse().ok()
        })
        .collect()
    })
}

/// Opens what was refused in its form again: puts the content back as a draft and gives the form's page
/// to go to. The submission stays until the form is sent again, which takes its place.
pub async fn reopen(id: Uuid) -> Option<String> {
    let item = post::read(|outbox| outbox.get(id).cloned())?;
    let form = item.form?;
    let kept = drafts::put_back(&item.owner, &form.draft, &form.content, id).await;
    kept.then_some(form.page)
}

/// Something that waits because somebody else was quicker.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// Its id.
    pub id: Uuid,
    /// The endpoint's operation.
    pub operation: String,
    /// When it was typed.
    pub created_at: DateTime<Utc>,
    /// What was to be written, as JSON.
    pub body: String,
    /// What stands there instead, as JSON of `domain::api::conflicts::OtherVisit`.
    pub present: String,
}

/// Everything of the owner's that waits because somebody else was quicker, oldest first; reactive.
#[must_use]
pub fn conflicts() -> Vec<Conflict> {
    post::track();
    let owner = super::owner().unwrap_or_default();
    post::read(|outbox| {
        let mine = outbox.items().iter().filter(|item| item.owner == owner);
        mine.filter_map(|item| {
            let State::Refused(problem) = &item.state else {
                return None;
            };
            Some(Conflict {
                id: item.id,
                operation: item.operation.clone(),
                created_at: item.created_at,
                body: item.body.clone()?,
                present: problem.present.as_ref()?.0.clone(),
            })
        })
        .collect()
    })
}

/// Puts what a person decided in the place of what was refused, as a new operation, in one step.
pub async fn decide<E: Endpoint>(id: Uuid, path: &E::Path, body: &E::Body) {
    let values = path.values();
    let (address, body) = (fill(E::PATH, &values), api::body_json::<E>(body));
    put_in_place(id, E::OPERATION, address, values, body).await;
}

async fn put_in_place(
    id: Uuid,
    operation: &str,
    address: String,
    mut objects: Vec<String>,
    body: Option<String>,
) {
    let Some(old) = post::read(|outbox| outbox.get(id).cloned()) else {
        return;
    };
    let same = old.operation == operation;
    // What it concerned before keeps its order too.
    objects.extend(old.objects.iter().cloned());
    objects.dedup();
    let mut new = old.renewed(id::new(), clock::now());
    new.operation = operation.to_owned();
    new.address = address;
    new.objects = objects;
    new.body = body;
    new.edition = EDITION;
    // The form would write what was refused once more.
    new.form = old.form.filter(|_| same);
    send_instead(new, id).await;
}

async fn send_instead(new: Item, old: Uuid) {
    let new_id = new.id;
    let shift = post::write(|outbox| outbox.add(new, Some(old)));
    changed();
    outbox::keep(&Phone, new_id, shift).await;
    settings::tell_outbox_changed();
    drain().await;
}

/// Sends what was refused once more as it is, as a new operation; what waits, now.
pub async fn retry(id: Uuid) {
    let Some(item) = post::read(|outbox| outbox.get(id).cloned()) else {
        return;
    };
    if matches!(item.state, State::Refused(_)) {
        let new = item.renewed(id::new(), clock::now());
        send_instead(new, id).await;
    }
    post::write(|outbox| outbox.hurry());
    drain().await;
}

/// Takes back what was refused or never tried; ask the person first. `false` when it may have
/// arrived already and has to stay.
pub async fn discard(id: Uuid) -> bool {
    let done = outbox::take_back(&Phone, id).await;
    settings::tell_outbox_changed();
    done
}
