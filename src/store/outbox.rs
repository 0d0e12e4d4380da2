//! What is still to be sent, as a pure state machine.
//!
//! Owns the order and the states of operations, and nothing else: no clock, no network, no
//! database. `submit` drives it. Its promises, each tried by a property below:
//! - nothing is lost: an operation leaves only when it was accepted, or when a person takes it
//!   back;
//! - nothing counts twice: an operation keeps its id, which is its idempotency key, for ever;
//! - what concerns one object is accepted in the order in which it was typed;
//! - nothing is sent for anybody but its owner.

use chrono::{DateTime, Utc};
use domain::ids::Uuid;
use domain::problem::{Code, Problem};

/// One operation: what was meant, by whom, on what.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Item {
    /// Made once; also the `Idempotency-Key`.
    pub(super) id: Uuid,
    /// The only owner under whose sign-in it may be sent.
    pub(super) owner: String,
    /// `Endpoint::OPERATION`.
    pub(super) operation: String,
    /// What it concerns; operations on one object keep their order.
    pub(super) object: String,
    /// Whether it removes (`DELETE`) instead of posting.
    pub(super) removes: bool,
    /// Path.
    pub(super) address: String,
    /// JSON body.
    pub(super) body: Option<String>,
    /// The form it was typed in, so that it can be opened again.
    pub(super) form: Option<Form>,
    /// When it was submitted.
    pub(super) created_at: DateTime<Utc>,
    /// How often it was tried.
    pub(super) attempts: u32,
    /// Where it stands.
    pub(super) state: State,
}

/// The form behind an operation.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Form {
    /// Key of its draft.
    pub(super) draft: String,
    /// Its page.
    pub(super) page: String,
    /// Its content.
    pub(super) content: String,
}

/// Where an operation stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum State {
    /// Kept on this phone, to be sent.
    Queued,
    /// On its way; nobody knows yet whether it arrived.
    Sending,
    /// Done.
    Accepted,
    /// Refused; a person has to change something.
    Blocked(Problem),
    /// Somebody else changed the same thing in the meantime.
    Conflict(Problem),
}

/// Version of the form in which an operation is kept.
const SCHEMA: &str = "1";
/// Stands between the fields of a kept operation; JSON and addresses escape it.
const BETWEEN: &str = "\u{1f}";

impl Item {
    /// The operation as text, to be sealed and kept. Written by hand: derived readers and writers
    /// of these types weigh as much as the rest of the outbox.
    pub(super) fn kept(&self) -> String {
        let (mark, code) = match &self.state {
            State::Queued | State::Sending | State::Accepted => ("queued", ""),
            State::Blocked(problem) => ("blocked", problem.code.as_str()),
            State::Conflict(problem) => ("conflict", problem.code.as_str()),
        };
        let form = self.form.as_ref();
        [
            SCHEMA,
            &self.id.to_string(),
            &self.owner,
            &self.operation,
            &self.object,
            if self.removes { "removes" } else { "" },
            &self.address,
            self.body.as_deref().unwrap_or_default(),
            form.map_or("", |form| &form.draft),
            form.map_or("", |form| &form.page),
            form.map_or("", |form| &form.content),
            &self.created_at.timestamp_millis().to_string(),
            &self.attempts.to_string(),
            mark,
            code,
        ]
        .join(BETWEEN)
    }

    /// Reads what [`Item::kept`] wrote. Of a refusal only its code is kept; the rest is told again
    /// when it is submitted again.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut fields = text.split(BETWEEN);
        let mut next = || fields.next();
        if next()? != SCHEMA {
            return None;
        }
        let owned = |field: Option<&str>| field.map(str::to_owned);
        let given = |field: &str| (!field.is_empty()).then(|| field.to_owned());
        Some(Self {
            id: next()?.parse().ok()?,
            owner: owned(next())?,
            operation: owned(next())?,
            object: owned(next())?,
            removes: next()? == "removes",
            address: owned(next())?,
            body: given(next()?),
            form: match (next()?, next()?, next()?) {
                ("", _, _) => None,
                (draft, page, content) => Some(Form {
                    draft: draft.to_owned(),
                    page: page.to_owned(),
                    content: content.to_owned(),
                }),
            },
            created_at: DateTime::from_timestamp_millis(next()?.parse().ok()?)?,
            attempts: next()?.parse().ok()?,
            state: match (next()?, problem(next()?)) {
                ("blocked", Some(problem)) => State::Blocked(problem),
                ("conflict", Some(problem)) => State::Conflict(problem),
                _ => State::Queued,
            },
        })
    }
}

fn problem(code: &str) -> Option<Problem> {
    let known = Code::ALL.iter().find(|known| known.as_str() == code);
    known.map(|code| Problem::new(*code))
}

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Outcome {
    /// The backend took it.
    Accepted,
    /// The backend will never take it as it is.
    Refused(Problem),
    /// Unknown or not now: the same again later.
    Later,
}

/// Operations in the order in which they were submitted.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    items: Vec<Item>,
}

impl Outbox {
    /// Every operation, oldest first.
    pub(super) fn items(&self) -> &[Item] {
        &self.items
    }

    /// The operation with this id.
    pub(super) fn get(&self, id: Uuid) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// Adds an operation; one that is here already is not added again. What was on its way when
    /// the page was closed is to be sent again, under the same id.
    pub(super) fn add(&mut self, mut item: Item) {
        if self.get(item.id).is_some() {
            return;
        }
        if item.state == State::Sending {
            item.state = State::Queued;
        }
        let place = self.items.partition_point(|other| other.id < item.id);
        self.items.insert(place, item);
    }

    /// The next operation to send for this owner: the oldest one with nothing older on its object
    /// still on the way. `waiting` were tried in this round already and hold their objects.
    pub(super) fn next(&self, owner: &str, waiting: &[Uuid]) -> Option<&Item> {
        let mut held: Vec<&str> = Vec::new();
        for item in self.items.iter().filter(|item| item.owner == owner) {
            match item.state {
                State::Queued
                    if !held.contains(&item.object.as_str()) && !waiting.contains(&item.id) =>
                {
                    return Some(item);
                }
                State::Queued | State::Sending => held.push(&item.object),
                State::Accepted | State::Blocked(_) | State::Conflict(_) => {}
            }
        }
        None
    }

    /// Marks an operation as on its way.
    pub(super) fn start(&mut self, id: Uuid) {
        if let Some(item) = self
            .items
            .iter_mut()
            .find(|item| item.id == id && item.state == State::Queued)
        {
            item.state = State::Sending;
            item.attempts += 1;
        }
    }

    /// Takes in how the attempt ended.
    pub(super) fn settle(&mut self, id: Uuid, outcome: Outcome) {
        if let Some(item) = self
            .items
            .iter_mut()
            .find(|item| item.id == id && item.state == State::Sending)
        {
            item.state = match outcome {
                Outcome::Accepted => State::Accepted,
                Outcome::Refused(problem) if problem.code == Code::Conflict => {
                    State::Conflict(problem)
                }
                Outcome::Refused(problem) => State::Blocked(problem),
                Outcome::Later => State::Queued,
            };
        }
    }

    /// Takes an operation back that the backend certainly has not taken: one that was refused, or
    /// never tried. Anything else stays.
    pub(super) fn withdraw(&mut self, id: Uuid) -> Option<Item> {
        let place = self.items.iter().position(|item| {
            item.id == id
                && match item.state {
                    State::Blocked(_) | State::Conflict(_) => true,
                    State::Queued => item.attempts == 0,
                    State::Sending | State::Accepted => false,
                }
        })?;
        Some(self.items.remove(place))
    }

    /// Drops what is done, and what belongs to somebody else now that `owner` is signed in; theirs
    /// stays sealed on the phone.
    pub(super) fn keep_only(&mut self, owner: &str) {
        self.items
            .retain(|item| item.owner == owner && item.state != State::Accepted);
    }
}

// proptest is for the host: it draws in what a browser test has no room for.
#[cfg(all(test, not(target_arch = "wasm32")))]
#[path = "outbox_tests.rs"]
mod tests;
