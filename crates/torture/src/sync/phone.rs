//! A phone's browser with its tabs. Each tab runs the outbox's own code; whatever that code waits for
//! lies here as a question until the story answers it, or closes the tab instead.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::Uuid;
use domain::outbox::{Item, Outbox, Outcome, Record, Shift, Shifted, State, World};

use super::plant::Plant;

/// What a tab waits for.
#[derive(Clone, Debug)]
pub(super) enum Question {
    Shift(Shift),
    Records(String),
    Places(String),
    Deliver(Box<Item>),
    /// The turn to send.
    Turn,
    /// The draft of an intent is to be erased.
    EndDraft(u64),
    /// What the phone read, on its way to the page.
    Reading(Reply),
}

/// What it gets.
#[derive(Clone, Debug)]
pub(super) enum Reply {
    Shifted(Shifted),
    Records(Vec<Record>),
    Places(Vec<String>),
    Outcome(Outcome),
    Go,
}

/// Where a reply is put; shared with whatever answers.
pub(super) type Slot = Rc<RefCell<Option<Reply>>>;

struct Waiting(Slot);

impl Future for Waiting {
    type Output = Reply;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Reply> {
        self.0
            .borrow_mut()
            .take()
            .map_or(Poll::Pending, Poll::Ready)
    }
}

/// Side by side until all are done.
pub(super) async fn together(lanes: Vec<Pin<Box<dyn Future<Output = ()>>>>) {
    let mut lanes = lanes;
    std::future::poll_fn(move |context| {
        lanes.retain_mut(|lane| lane.as_mut().poll(context).is_pending());
        if lanes.is_empty() {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
}

/// What the code of one tab sees.
#[derive(Default)]
pub(super) struct Page {
    pub(super) outbox: RefCell<Outbox>,
    pub(super) owner: Cell<Option<usize>>,
    pub(super) questions: RefCell<Vec<(Question, Slot)>>,
    /// Milliseconds of the clock that is never set, and of the one that may be.
    pub(super) clock: Cell<(i64, i64)>,
    pub(super) chance: Cell<u32>,
    /// What a person at this tab is told: operations that are accepted, and taken back.
    pub(super) accepted: RefCell<Vec<Uuid>>,
    pub(super) taken_back: RefCell<Vec<(u64, bool)>>,
    /// Intents whose operation was given to the phone to keep.
    pub(super) kept: RefCell<Vec<(u64, Uuid)>>,
    /// Whether somebody wants it to be sent.
    pub(super) wants_round: Cell<bool>,
    /// Whether this tab sends, or waits for its turn to.
    pub(super) in_round: Cell<bool>,
    /// Whether it still has its turn.
    pub(super) holds_turn: Cell<bool>,
    /// How many readings of the phone are under way.
    pub(super) reading: Cell<u32>,
    /// Intents that are being submitted here.
    pub(super) submitting: RefCell<Vec<u64>>,
}

impl Page {
    pub(super) async fn ask(&self, question: Question) -> Reply {
        let slot = Slot::default();
        self.questions.borrow_mut().push((question, slot.clone()));
        Waiting(slot).await
    }

    pub(super) fn owner_name(&self) -> Option<String> {
        self.owner.get().map(name_of)
    }
}

pub(super) fn name_of(owner: usize) -> String {
    format!("owner-{owner}")
}

/// A tab as the outbox's code holds it.
#[derive(Clone)]
pub(super) struct Tab(pub(super) Rc<Page>);

impl World for Tab {
    fn outbox<R>(&self, look: impl FnOnce(&mut Outbox) -> R) -> R {
        look(&mut self.0.outbox.borrow_mut())
    }

    fn owner(&self) -> Option<String> {
        self.0.owner_name()
    }

    fn elapsed_ms(&self) -> i64 {
        self.0.clock.get().0
    }

    fn now(&self) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::milliseconds(self.0.clock.get().1)
    }

    fn chance(&self) -> u32 {
        self.0.chance.set(
            self.0
                .chance
                .get()
                .wrapping_mul(1_664_525)
                .wrapping_add(1_013_904_223),
        );
        self.0.chance.get()
    }

    async fn shift(&self, shift: &Shift) -> Shifted {
        match self.0.ask(Question::Shift(shift.clone())).await {
            Reply::Shifted(shifted) => shifted,
            _ => Shifted::NotKept,
        }
    }

    async fn records(&self, owner: &str) -> Option<Vec<Record>> {
        match self.0.ask(Question::Records(owner.to_owned())).await {
            Reply::Records(records) => Some(records),
            _ => None,
        }
    }

    async fn places(&self, owner: &str) -> Option<Vec<String>> {
        match self.0.ask(Question::Places(owner.to_owned())).await {
            Reply::Places(places) => Some(places),
            _ => None,
        }
    }

    async fn deliver(&self, item: &Item) -> Outcome {
        match self.0.ask(Question::Deliver(Box::new(item.clone()))).await {
            Reply::Outcome(outcome) => outcome,
            _ => Outcome::Later(domain::outbox::Trouble::Line),
        }
    }

    fn told(&self, id: Uuid) {
        let outbox = self.0.outbox.borrow();
        if let Some(Item {
            state: State::Accepted(_),
            ..
        }) = outbox.get(id)
        {
            self.0.accepted.borrow_mut().push(id);
        }
    }
}

/// A tab and what runs in it.
pub(super) struct Open {
    pub(super) tab: Tab,
    tasks: Vec<Pin<Box<dyn Future<Output = ()>>>>,
    /// Who is signed in now, where the tab has not heard of it yet.
    pub(super) news: Option<Option<usize>>,
    pub(super) number: u64,
}

impl Open {
    pub(super) fn new(number: u64) -> Self {
        Self {
            tab: Tab(Rc::default()),
            tasks: Vec::new(),
            news: None,
            number,
        }
    }

    /// Begins something, and goes on with everything as far as it gets.
    pub(super) fn spawn(&mut self, task: impl Future<Output = ()> + 'static) {
        self.tasks.push(Box::pin(task));
        self.go_on();
    }

    pub(super) fn go_on(&mut self) {
        let mut context = Context::from_waker(Waker::noop());
        self.tasks
            .retain_mut(|task| task.as_mut().poll(&mut context).is_pending());
    }

    pub(super) fn is_idle(&self) -> bool {
        self.tasks.is_empty()
    }
}

/// A phone.
#[derive(Default)]
pub(super) struct Phone {
    /// Records by owner and place.
    pub(super) records: BTreeMap<(String, String), String>,
    /// Half-filled forms: whose, and the operation that they would make.
    pub(super) drafts: BTreeMap<u64, Item>,
    /// Whose cookie it has.
    pub(super) cookie: Option<usize>,
    pub(super) tabs: Vec<Open>,
    /// Number of the tab whose turn it is to send.
    pub(super) turn: Option<u64>,
    /// By how many milliseconds its clock is wrong.
    pub(super) wrong_ms: i64,
    /// Whether nothing more fits.
    pub(super) full: bool,
    pub(super) offline: bool,
}

impl Phone {
    /// Does what a page asks of the database.
    pub(super) fn shift(&mut self, shift: &Shift, plant: Option<Plant>, torn: bool) -> Shifted {
        let key = |place: &String| (shift.owner.clone(), place.clone());
        let marks = shift
            .to
            .as_ref()
            .is_some_and(|(place, _)| place.ends_with(".tried"));
        if marks && plant == Some(Plant::Unmarked) {
            return Shifted::Done;
        }
        if marks && plant == Some(Plant::Early) {
            if let Some(from) = &shift.from {
                self.records.remove(&key(from));
            }
            return Shifted::Done;
        }
        if let Some(from) = &shift.from
            && !self.records.contains_key(&key(from))
            && plant != Some(Plant::Blind)
        {
            return Shifted::Gone;
        }
        if self.full && shift.to.is_some() {
            return Shifted::NotKept;
        }
        if let Some(from) = &shift.from {
            self.records.remove(&key(from));
        }
        if torn && plant == Some(Plant::Torn) {
            return Shifted::Done;
        }
        if let Some((place, text)) = &shift.to {
            self.records.insert(key(place), text.clone());
        }
        Shifted::Done
    }

    pub(super) fn records_of(&self, owner: &str) -> Vec<Record> {
        let mine = self.records.iter().filter(|((of, _), _)| of == owner);
        mine.map(|((_, place), text)| (place.clone(), text.clone()))
            .collect()
    }
}
