//! Writing: kept on this phone first, then sent until the backend has answered.
//!
//! Drives the outbox: seals what was submitted, sends it under its own id when the network and
//! its owner's sign-in are there, and tells the page where it stands. One tab sends at a time.
//! Every write of the product goes through here, except signing in and out.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::api::session::{GetSession, Session};
use domain::endpoint::{Endpoint, Method, PathValues, fill};
use domain::ids::Uuid;
use domain::problem::Problem;
use leptos::prelude::*;

use super::drafts::Draft;
use super::outbox::{Form, Item, Outbox, Outcome, State};
use super::{db, owner_now, query, vault};
use crate::api::{self, ApiError, Request};
use crate::platform::{clock, id, lock, nav, timer};

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
        self.reply.with(|json| {
            json.as_ref()
                .and_then(|json| serde_json::from_str(json).ok())
        })
    }
}

/// The live side of one submission.
#[derive(Clone, Default)]
struct Live {
    progress: ArcRwSignal<Progress>,
    reply: ArcRwSignal<Option<Arc<str>>>,
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
        json.and_then(|json| serde_json::from_str(&json).ok())
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

thread_local! {
    static OUTBOX: RefCell<Outbox> = RefCell::default();
    static LIVE: RefCell<BTreeMap<Uuid, Live>> = const { RefCell::new(BTreeMap::new()) };
    static CHANGED: ArcRwSignal<u32> = ArcRwSignal::new(0);
    static DRAINING: Cell<bool> = const { Cell::new(false) };
    static AGAIN: Cell<bool> = const { Cell::new(false) };
    static VERIFIED_MS: Cell<i64> = const { Cell::new(0) };
    static FAILURES: Cell<u32> = const { Cell::new(0) };
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
        schema: 1,
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
    OUTBOX.with_borrow_mut(|outbox| outbox.add(item.clone()));
    let live = live(id);
    live.progress.set(Progress::Saving);
    changed();
    timer::spawn(async move {
        keep(&item).await;
        if let Some(replaced) = replaced {
            withdraw(replaced).await;
        }
        if let Some(draft) = draft {
            draft.handed_over().await;
        }
        tell(id, Progress::Waiting);
        drain().await;
    });
    (id, live)
}

/// The refused operation that came from this draft.
fn refused_of(draft: &str) -> Option<Uuid> {
    OUTBOX.with_borrow(|outbox| {
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

fn live(id: Uuid) -> Live {
    LIVE.with_borrow_mut(|all| all.entry(id).or_default().clone())
}

fn tell(id: Uuid, progress: Progress) {
    live(id).progress.set(progress);
    changed();
}

fn changed() {
    CHANGED.with(|changed| changed.update(|times| *times += 1));
}

async fn keep(item: &Item) {
    if let Ok(text) = serde_json::to_string(item) {
        vault::write(&item.owner, db::OUTBOX, &item.id.to_string(), &text).await;
    }
}

/// Takes up what the owner left unsent, from this phone's database.
pub(super) async fn take_up(owner: &str) {
    VERIFIED_MS.set(0);
    let kept = vault::read_all(owner, db::OUTBOX).await;
    OUTBOX.with_borrow_mut(|outbox| {
        outbox.keep_only(owner);
        kept.iter()
            .filter_map(|text| serde_json::from_str(text).ok())
            .for_each(|item| outbox.add(item));
    });
    changed();
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
}

fn has_next(waiting: &[Uuid]) -> bool {
    next(waiting).is_some()
}

fn next(waiting: &[Uuid]) -> Option<Item> {
    let owner = owner_now()?;
    OUTBOX.with_borrow(|outbox| outbox.next(&owner, waiting).cloned())
}

async fn drain_once() {
    let mut waiting = Vec::new();
    while let Some(item) = next(&waiting) {
        if !owner_is_signed_in(&item.owner).await {
            return;
        }
        OUTBOX.with_borrow_mut(|outbox| outbox.start(item.id));
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
    OUTBOX.with_borrow_mut(|outbox| outbox.settle(id, outcome));
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
    let now = OUTBOX.with_borrow(|outbox| outbox.get(item.id).cloned());
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
    match api::call::<GetSession>(&(), &(), &()).await {
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

/// The name under which a session's local data is kept.
#[must_use]
pub fn owner_of(session: &Session) -> Option<String> {
    let account = session
        .account
        .as_ref()
        .map(|account| account.account_id.to_string());
    account.or_else(|| {
        session
            .staff
            .as_ref()
            .map(|staff| staff.staff_id.to_string())
    })
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
    CHANGED.with(ArcRwSignal::track);
    let owner = super::owner().unwrap_or_default();
    OUTBOX.with_borrow(|outbox| {
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

/// Something submitted to one endpoint that the backend has not taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending<B> {
    /// Its id.
    pub id: Uuid,
    /// What it concerns (the path's first id), or its own id.
    pub object: String,
    /// What was submitted.
    pub body: B,
    /// Where it stands.
    pub standing: Standing,
}

/// What was submitted to this endpoint and not taken yet, to be shown among what the backend
/// lists; reactive.
#[must_use]
pub fn pending<E: Endpoint>() -> Vec<Pending<E::Body>> {
    CHANGED.with(ArcRwSignal::track);
    let owner = super::owner().unwrap_or_default();
    OUTBOX.with_borrow(|outbox| {
        let ours = outbox
            .items()
            .iter()
            .filter(|item| item.owner == owner && item.operation == E::OPERATION);
        ours.filter_map(|item| {
            let body = serde_json::from_str(item.body.as_deref().unwrap_or("null")).ok()?;
            Some(Pending {
                id: item.id,
                object: item.object.clone(),
                body,
                standing: standing(&item.state)?,
            })
        })
        .collect()
    })
}

/// Opens what was refused in its form again: puts the content back as a draft, takes the
/// submission back and gives the form's page to go to.
pub async fn reopen(id: Uuid) -> Option<String> {
    let item = OUTBOX.with_borrow(|outbox| outbox.get(id).cloned())?;
    let form = item.form?;
    vault::write(&item.owner, db::DRAFTS, &form.draft, &form.content).await;
    withdraw(id).await.then_some(form.page)
}

/// Sends what was refused once more as it is, as a new operation.
pub async fn retry(id: Uuid) {
    let Some(mut item) = OUTBOX.with_borrow_mut(|outbox| outbox.withdraw(id)) else {
        return;
    };
    let old = item.id;
    item.id = id::new();
    item.attempts = 0;
    item.state = State::Queued;
    keep(&item).await;
    vault::erase(&item.owner, db::OUTBOX, &old.to_string()).await;
    OUTBOX.with_borrow_mut(|outbox| outbox.add(item));
    changed();
    drain().await;
}

/// Throws away what was refused or never sent; ask the person first. `false` when it may have
/// arrived already and has to stay.
pub async fn discard(id: Uuid) -> bool {
    withdraw(id).await
}

async fn withdraw(id: Uuid) -> bool {
    let Some(item) = OUTBOX.with_borrow_mut(|outbox| outbox.withdraw(id)) else {
        return false;
    };
    vault::erase(&item.owner, db::OUTBOX, &id.to_string()).await;
    changed();
    true
}
