//! Reading: what the phone remembers at once, then what the backend says now.
//!
//! A query ends with the component that made it: an answer that comes later is kept in the cache
//! and touches no signal of a page that is gone.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::endpoint::{Endpoint, Method};
use domain::ids::Uuid;
use domain::problem::Code;
use leptos::prelude::*;

use super::cache::{self, Answer};
use super::{area, owner};
use crate::api::{self, ApiError};
use crate::platform::boot;
use crate::platform::follow::follow;
use crate::platform::{clock, id, network, timer};

/// Where a read stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Load<T> {
    /// Nothing to show yet.
    Loading,
    /// Something to show.
    Ready {
        /// The reply.
        data: T,
        /// `false` when this is what the phone remembers and the backend has not confirmed it
        /// within a moment; then say how old it is.
        fresh: bool,
        /// When the backend said so.
        as_of: DateTime<Utc>,
    },
    /// Nothing to show, and why.
    Failed(ApiError),
}

/// A read that a component holds on to. Copies are the same read.
pub struct Query<T: 'static> {
    state: RwSignal<Load<T>>,
    again: RwSignal<u32>,
    busy: RwSignal<bool>,
}

impl<T> Clone for Query<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Query<T> {}

impl<T: Clone + Send + Sync + 'static> Query<T> {
    /// Where the read stands; reactive.
    #[must_use]
    pub fn get(&self) -> Load<T> {
        self.state.get()
    }

    /// The reply, if there is one; reactive.
    #[must_use]
    pub fn data(&self) -> Option<T> {
        self.state.with(|state| match state {
            Load::Ready { data, .. } => Some(data.clone()),
            Load::Loading | Load::Failed(_) => None,
        })
    }

    /// Looks at where the read stands without copying it; reactive.
    pub fn with<R>(&self, look: impl FnOnce(&Load<T>) -> R) -> R {
        self.state.with(look)
    }

    /// Whether the backend is being asked right now; reactive.
    #[must_use]
    pub fn busy(&self) -> bool {
        self.busy.get()
    }

    /// Asks the backend again.
    pub fn refetch(&self) {
        self.again.update(|times| *times += 1);
    }
}

/// Younger answers are shown without saying how old they are.
const FRESH_MS: i64 = 60_000;
/// How long the backend has to confirm what the phone remembers.
const MOMENT_MS: i32 = 1_500;
/// A page that comes back to the screen is refreshed when its last refresh is older than this.
const OLD_MS: i64 = 30_000;

thread_local! {
    static REVISION: ArcRwSignal<u32> = ArcRwSignal::new(0);
    static REFRESHED_MS: Cell<i64> = const { Cell::new(0) };
}

/// Asks again for everything on screen: something was changed.
pub fn refresh() {
    REFRESHED_MS.set(clock::phone_ms());
    REVISION.with(|revision| revision.update(|times| *times += 1));
}

pub(super) fn refresh_if_old() {
    if clock::phone_ms() - REFRESHED_MS.get() > OLD_MS {
        refresh();
    }
}

/// Reads one address for as long as the calling component lives.
///
/// `let record = use_query::<GetRecord>(resident_id, ());`
pub fn use_query<E: Endpoint>(path: E::Path, query: E::Query) -> Query<E::Reply>
where
    E::Reply: Clone + Send + Sync + 'static,
{
    let address = api::address::<E>(&path, &query);
    query_at(Box::new(move || Some(address.clone())), api::read::<E>)
}

/// The same for an address that changes: reads again whenever a signal in `of` does, and waits
/// while it gives `None`.
///
/// `let list = use_query_of::<ListSessions>(move || Some((resident.get()?, SessionQuery { date: day.get() })));`
pub fn use_query_of<E: Endpoint>(
    of: impl Fn() -> Option<(E::Path, E::Query)> + 'static,
) -> Query<E::Reply>
where
    E::Reply: Clone + Send + Sync + 'static,
{
    query_at(
        Box::new(move || of().map(|(path, query)| api::address::<E>(&path, &query))),
        api::read::<E>,
    )
}

/// What the part that is compiled once tells the typed part.
type Deliver = Rc<dyn Fn(Result<(&Answer, bool), ApiError>)>;

/// What the page shows: the answer's text and whether it is confirmed.
type Shown = Rc<RefCell<Option<(Arc<str>, bool)>>>;

fn query_at<T>(
    address: Box<dyn Fn() -> Option<String>>,
    read: fn(&str) -> Result<T, ApiError>,
) -> Query<T>
where
    T: Clone + Send + Sync + 'static,
{
    let query = Query {
        state: RwSignal::new(Load::Loading),
        again: RwSignal::new(0),
        busy: RwSignal::new(true),
    };
    let state = query.state;
    let deliver: Deliver = Rc::new(move |outcome| {
        let next = match outcome
            .and_then(|(answer, fresh)| read(&answer.json).map(|data| (data, fresh, answer.as_of)))
        {
            Ok((data, fresh, as_of)) => Load::Ready { data, fresh, as_of },
            Err(error) => Load::Failed(error),
        };
        // A page that is gone has no signal any more.
        let _ = state.try_set(next);
    });
    run(
        address,
        query.again,
        query.busy,
        deliver,
        Box::new(move || state.set(Load::Loading)),
    );
    query
}

fn run(
    address: Box<dyn Fn() -> Option<String>>,
    again: RwSignal<u32>,
    busy: RwSignal<bool>,
    deliver: Deliver,
    restart: Box<dyn Fn()>,
) {
    // Counts the reads of this query: only the last one may speak.
    let turn = Rc::new(Cell::new(0_u32));
    let shown: Shown = Rc::default();
    let deliver = only_news(deliver, shown.clone());
    let mut before: Option<String> = None;
    follow(move || {
        again.track();
        REVISION.with(ArcRwSignal::track);
        let (address, owner) = (address(), owner());
        turn.set(turn.get() + 1);
        let now = address
            .as_ref()
            .zip(owner.as_ref())
            .map(|(a, o)| [o, " ", a].concat());
        if before.is_some() && now != before {
            shown.take();
            restart();
        }
        if let Some(address) = address {
            busy.set(true);
            let read = Rc::new(Read {
                address,
                owner: owner.unwrap_or_default(),
                turn: turn.clone(),
                mine: turn.get(),
                deliver: deliver.clone(),
                ended: Cell::new(false),
                remembered: RefCell::default(),
            });
            timer::spawn(async move {
                read.clone().run().await;
                if read.current() {
                    // A page that is gone has no signal any more.
                    let _ = busy.try_set(false);
                }
            });
        }
        before = now;
    });
}

/// Says nothing when the page shows exactly this already: an open menu or a typed search in a
/// list must not be rebuilt by a refresh that brought nothing new.
fn only_news(deliver: Deliver, shown: Shown) -> Deliver {
    Rc::new(move |outcome| {
        let next = outcome
            .as_ref()
            .ok()
            .map(|(answer, fresh)| (answer.json.clone(), *fresh));
        if next.is_none() || *shown.borrow() != next {
            shown.replace(next);
            deliver(outcome);
        }
    })
}

/// One turn of a query.
struct Read {
    address: String,
    owner: String,
    turn: Rc<Cell<u32>>,
    mine: u32,
    deliver: Deliver,
    ended: Cell<bool>,
    /// What the phone remembered, once that was looked up.
    remembered: RefCell<Option<Answer>>,
}

impl Read {
    fn current(&self) -> bool {
        self.turn.get() == self.mine
    }

    fn deliver(&self, outcome: Result<(&Answer, bool), ApiError>) {
        if self.current() {
            (self.deliver)(outcome);
        }
    }

    async fn run(self: Rc<Self>) {
        // What the phone keeps takes a moment to be read; the backend is asked meanwhile.
        timer::spawn(self.clone().remember());
        let asked = match boot::early(&self.address) {
            Some(early) => early.await,
            None => None,
        };
        let outcome = match asked {
            Some(json) => Ok(json),
            None => self.ask().await,
        };
        self.ended.set(true);
        // What was asked under another sign-in is nobody's to show or to keep.
        if super::owner_now().unwrap_or_default() != self.owner {
            return;
        }
        match outcome {
            Ok(json) => {
                let answer = cache::remember(&self.address, &json);
                self.deliver(Ok((&answer, true)));
                cache::keep(&self.owner, &self.address, &json).await;
            }
            Err(error) => {
                if matches!(error.code(), Some(Code::NotFound | Code::Forbidden)) {
                    cache::forget(&self.owner, &self.address).await;
                    self.remembered.take();
                }
                // The refusal may be here before the phone's memory was read.
                if self.remembered.borrow().is_none() {
                    self.clone().remember().await;
                }
                let mut best = self.remembered.take();
                if error.passes() {
                    best = self.with_area(best).await;
                }
                self.deliver(best.as_ref().map_or(Err(error), |best| Ok((best, false))));
            }
        }
    }

    /// Looks up what the phone remembers, and shows it until there is an answer.
    async fn remember(self: Rc<Self>) {
        let mut remembered = match cache::recall(&self.address) {
            Some(answer) => Some(answer),
            None => cache::recall_kept(&self.owner, &self.address).await,
        };
        // Without network nobody waits for what cannot come.
        if !untrack(network::online) {
            remembered = self.with_area(remembered).await;
        }
        if let Some(answer) = remembered.clone().filter(|_| !self.ended.get()) {
            self.deliver(Ok((&answer, true)));
            self.clone().doubt(answer);
        }
        self.remembered.replace(remembered);
    }

    /// What the phone keeps of an area may be younger than the last answer.
    async fn with_area(&self, remembered: Option<Answer>) -> Option<Answer> {
        cache::younger(remembered, area::answer(&self.owner, &self.address).await)
    }

    async fn ask(&self) -> Result<String, ApiError> {
        let request = api::Request {
            method: Method::Get,
            address: self.address.clone(),
            body: None,
            key: id::new::<Uuid>(),
            envelope: None,
        };
        api::send(&request).await
    }

    /// Says how old the answer is when the backend does not confirm it in a moment; on a good
    /// network nobody has to see that.
    fn doubt(self: Rc<Self>, answer: Answer) {
        if (clock::now() - answer.as_of).num_milliseconds() < FRESH_MS {
            return;
        }
        timer::later(MOMENT_MS, move || {
            if !self.ended.get() {
                self.deliver(Ok((&answer, false)));
            }
        });
    }
}
