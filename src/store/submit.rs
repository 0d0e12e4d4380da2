//! Writing: kept on this phone first, then sent until the backend has answered.
//!
//! Puts into the outbox what was submitted, and tells the page where it stands.
//! Every write of the product goes through here, except signing in and out, and what must not wait.

use std::marker::PhantomData;
use std::sync::Arc;

use domain::endpoint::{Endpoint, Method, PathValues, fill};
use domain::ids::Uuid;
use domain::outbox::{self, Form, Item, State};
use domain::problem::Problem;
use leptos::prelude::*;

use super::drafts::Draft;
use super::drain::{drain, get_ready};
use super::owner_now;
use super::post::{self, Live, Phone, changed, let_go_on, live};
use crate::api::{self, json};
use crate::platform::{clock, id, nav, settings, timer};

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

/// A form that is handed over as another than the one on the page: how it is opened again where it is refused.
pub struct Typed {
    form: Form,
    about: String,
}

impl Typed {
    /// Key of its draft, its page, what stands in it as the draft would keep it, and name of the person that it
    /// is about.
    pub fn new(
        draft: String,
        page: String,
        content: &impl serde::Serialize,
        about: String,
    ) -> Self {
        let content = json::written(content);
        let form = Form {
            draft,
            page,
            content,
        };
        Self { form, about }
    }
}

/// What a page does with one endpoint, again and again: a button or a form.
pub struct Action<E: Endpoint> {
    last: RwSignal<Option<(Uuid, Live)>>,
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

    /// Submits one of several forms that stand on a page together: it replaces the one that this action submitted
    /// before, where that was refused. The page's draft ends with it, where one is given.
    pub fn send_typed(&self, path: E::Path, body: E::Body, typed: Typed, draft: Option<Draft>) {
        let last = self
            .last
            .with_untracked(|last| last.as_ref().map(|(id, _)| *id));
        let is_refused = |item: &Item| matches!(item.state, State::Refused(_));
        let refused =
            last.filter(|id| post::read(|outbox| outbox.get(*id).is_some_and(is_refused)));
        let mut item = item::<E>(&path, &body);
        item.about = typed.about;
        item.form = Some(typed.form);
        self.follow(enqueue_item(item, draft, refused));
    }

    fn follow(&self, submitted: (Uuid, Live)) {
        self.last.set(Some(submitted));
    }

    /// Where the last submission stands; reactive.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.last
            .with(|last| last.as_ref().map(|(_, live)| live.progress.get()))
            .unwrap_or_default()
    }

    /// The reply to the last submission once it is accepted; reactive.
    #[must_use]
    pub fn reply(&self) -> Option<E::Reply> {
        let json = self
            .last
            .with(|last| last.as_ref().and_then(|(_, live)| live.reply.get()));
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
    enqueue_form(item::<E>(path, body), draft)
}

fn item<E: Endpoint>(path: &E::Path, body: &E::Body) -> Item {
    let mut item = Item::new(
        id::new(),
        owner_now().unwrap_or_default(),
        E::OPERATION,
        clock::now(),
    );
    item.objects = path.values();
    item.address = fill(E::PATH, &item.objects);
    item.removes = E::METHOD == Method::Delete;
    item.body = api::body_json::<E>(body);
    item
}

fn enqueue_form(mut item: Item, draft: Option<Draft>) -> (Uuid, Live) {
    if let Some(draft) = draft {
        item.about = draft.person();
        item.form = Some(Form {
            draft: draft.key(),
            page: nav::here(),
            content: draft.content(),
        });
    }
    enqueue_item(item, draft, draft.and_then(|draft| draft.corrects()))
}

/// What it concerns are the ids of its path and those with which its body begins: its own row, its
/// person. Whatever shares one of them is sent in the order in which it was submitted.
fn enqueue_item(mut item: Item, draft: Option<Draft>, replaces: Option<Uuid>) -> (Uuid, Live) {
    let id = item.id;
    for (name, value) in json::members(item.body.as_deref().unwrap_or_default()) {
        if matches!(&*name, "id" | "resident_id") {
            item.objects.push(value.into_owned());
        }
    }
    let shift = post::write(|outbox| outbox.add(item, replaces));
    let live = live(id);
    live.progress.set(Progress::Saving);
    changed();
    timer::later(PATIENCE_MS, move || {
        post::write(|outbox| outbox.wait_no_longer(id));
        let_go_on(&[id]);
        timer::spawn(drain());
    });
    timer::spawn(async move {
        outbox::keep(&Phone, id, shift).await;
        settings::tell_outbox_changed();
        if let Some(draft) = draft {
            draft.handed_over(id).await;
        }
        drain().await;
    });
    (id, live)
}
