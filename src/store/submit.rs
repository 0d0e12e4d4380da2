//! Writing: kept on this phone first, then sent until the backend has answered.
//!
//! Drives the outbox: seals what was submitted, sends it under its own id when the network and
//! its owner's sign-in are there, and tells the page where it stands. One tab sends at a time.
//! Every write of the product goes through here, except signing in and out.

use std::marker::PhantomData;
use std::sync::Arc;

use domain::endpoint::{Endpoint, Method, PathValues, fill};
use domain::ids::Uuid;
use domain::problem::Problem;
use leptos::prelude::*;

use super::drafts::Draft;
use super::drain::{drain, get_ready};
use super::outbox::{Form, Item, State};
use super::post::{self, Live, changed, keep, let_go_on, live, sent_meanwhile, withdraw};
use super::{db, owner_now, vault};
use crate::api::{self, json};
use crate::platform::{clock, id, nav, timer};

/// How long a page waits for the answer before it says that the person may go on.
const PATIENCE_MS: i32 = 5_000;

/// Where a submission stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Progress {
    /// Nothing was submitted yet.
    #[default]
    Idle,
    /// Being kept on this phone.
    Saving,
    /// Kept on this phone; it will be sent by itself when that is possible.
    Waiting,
    /// On its way.
    Sending,
    /// The backend took it.
    Accepted,
    /// The backend said no; the person has to change something.
    Refused(Box<Problem>),
}

/// Something that was submitted.
#[derive(Clone)]
pub struct Submission<R> {
    /// Its id for ever, also where the outbox lists it.
    pub id: Uuid,
    progress: ArcRwSignal<Progress>,
    reply: ArcRwSignal<Option<Arc<str>>>,
    typed: PhantomData<fn() -> R>,
}

impl<R: serde::de::DeserializeOwned> Submission<R> {
    /// Where it stands; reactive.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.progress.get()
    }

    /// The backend's reply once it is accepted; reactive.
    #[must_use]
    pub fn reply(&self) -> Option<R> {
        self.reply
            .with(|json| json.as_ref().and_then(|json| json::read(json)))
    }
}

/// What a page does with one endpoint, again and again: a button or a form.
pub struct Action<E: Endpoint> {
    last: RwSignal<Option<Live>>,
    endpoint: PhantomData<fn() -> E>,
}

impl<E: Endpoint> Clone for Action<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E: Endpoint> Copy for Action<E> {}

/// An action for the life of the calling component.
///
/// `let book = use_submit::<Book>();` … `book.send((), body)` …
/// `Effect::new(move |_| if let Some(booking) = book.reply() { nav::go(…) });`
#[must_use]
pub fn use_submit<E: Endpoint>() -> Action<E> {
    get_ready();
    Action {
        last: RwSignal::new(None),
        endpoint: PhantomData,
    }
}

impl<E: Endpoint> Action<E> {
    /// Submits what a button means.
    pub fn send(&self, path: E::Path, body: E::Body) {
        self.follow(enqueue::<E>(&path, &body, None));
    }

    /// Submits a form: its draft is kept inside the submission from now on, and one that was
    /// refused before is replaced by this one.
    pub fn send_form(&self, path: E::Path, body: E::Body, draft: Draft) {
        self.follow(enqueue::<E>(&path, &body, Some(draft)));
    }

    fn follow(&self, (_, live): (Uuid, Live)) {
        self.last.set(Some(live));
    }

    /// Where the last submission stands; reactive.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.last
            .with(|last| last.as_ref().map(|live| live.progress.get()))
            .unwrap_or_default()
    }

    /// The reply to the last submission once it is accepted; reactive.
    #[must_use]
    pub fn reply(&self) -> Option<E::Reply> {
        let json = self
            .last
            .with(|last| last.as_ref().and_then(|live| live.reply.get()));
        json.and_then(|json| json::read(&json))
    }

    /// Whether the page should wait for the last submission; reactive. Not while it merely waits
    /// for the network: then the person may go on.
    #[must_use]
    pub fn busy(&self) -> bool {
        matches!(self.progress(), Progress::Saving | Progress::Sending)
    }

    /// Whether the last submission is safe, here or there; reactive.
    #[must_use]
    pub fn done(&self) -> bool {
        matches!(self.progress(), Progress::Waiting | Progress::Accepted)
    }

    /// Why the last submission was refused; reactive.
    #[must_use]
    pub fn refused(&self) -> Option<Problem> {
        match self.progress() {
            Progress::Refused(problem) => Some(*problem),
            _ => None,
        }
    }
}

/// Submits without a component: keeps it on this phone, then sends it under its id.
///
/// `let sent = submit::<ReadMessage>(message_id, ());`
pub fn submit<E: Endpoint>(path: E::Path, body: E::Body) -> Submission<E::Reply> {
    let (id, live) = enqueue::<E>(&path, &body, None);
    Submission {
        id,
        progress: live.progress,
        reply: live.reply,
        typed: PhantomData,
    }
}

fn enqueue<E: Endpoint>(path: &E::Path, body: &E::Body, draft: Option<Draft>) -> (Uuid, Live) {
    let values = path.values();
    let address = fill(E::PATH, &values);
    enqueue_text(
        E::OPERATION,
        E::METHOD == Method::Delete,
        values.into_iter().next(),
        address,
        api::body_json::<E>(body),
        draft,
    )
}

/// The object is the path's first id: `/residents/{resident}/hypertension` concerns the resident.
/// What has none, a booking for instance, stands alone.
fn enqueue_text(
    operation: &'static str,
    removes: bool,
    object: Option<String>,
    address: String,
    body: Option<String>,
    draft: Option<Draft>,
) -> (Uuid, Live) {
    let id: Uuid = id::new();
    let owner = owner_now().unwrap_or_default();
    let form = draft.map(|draft| Form {
        draft: draft.key(),
        page: nav::here(),
        content: draft.content(),
    });
    let item = Item {
        id,
        owner,
        operation: operation.to_owned(),
        object: object.unwrap_or_else(|| id.to_string()),
        removes,
        address,
        body,
        form,
        created_at: clock::now(),
        attempts: 0,
        state: State::Queued,
    };
    let replaced = item.form.as_ref().and_then(|form| refused_of(&form.draft));
    post::write(|outbox| outbox.add(item.clone()));
    let live = live(id);
    live.progress.set(Progress::Saving);
    changed();
    timer::later(PATIENCE_MS, move || let_go_on(&[id]));
    timer::spawn(async move {
        keep(&item).await;
        if sent_meanwhile(id) {
            vault::erase(&item.owner, db::OUTBOX, &id.to_string()).await;
        }
        if let Some(replaced) = replaced {
            withdraw(replaced).await;
        }
        if let Some(draft) = draft {
            draft.handed_over().await;
        }
        drain().await;
    });
    (id, live)
}

/// The refused operation that came from this draft.
fn refused_of(draft: &str) -> Option<Uuid> {
    post::read(|outbox| {
        let refused = |item: &&Item| matches!(item.state, State::Blocked(_) | State::Conflict(_));
        let same_form = |item: &&Item| item.form.as_ref().is_some_and(|form| form.draft == draft);
        outbox
            .items()
            .iter()
            .filter(refused)
            .find(same_form)
            .map(|item| item.id)
    })
}
