//! What a phone has still to send (发件箱): the outbox's order and states, and the course that an
//! operation takes from a tap to the service's answer.
//!
//! Owns no clock, no network and no database: all three are a [`World`], which a page implements
//! with a browser and `torture sync` with a deterministic one that loses, doubles, reorders and
//! crashes at every step. Its promises:
//! - nothing is lost: an operation leaves only when it was accepted, or when a person takes it back;
//! - nothing counts twice: an operation keeps its id, which is its idempotency key, for ever;
//! - what concerns one person is accepted in the order in which it was typed, whatever the clock
//!   says;
//! - nothing is sent for anybody but its owner;
//! - what was taken back never takes effect.
//!
//! Several tabs hold copies of one outbox. What decides between them is the phone's database: each
//! change of state moves a record from one place to another in one transaction, and does nothing
//! where the record is not at that place any more ([`Shift`]).

mod course;
mod item;
mod machine;
mod merge;
mod patience;

#[cfg(test)]
mod tests;

use std::future::Future;

use chrono::{DateTime, Utc};

pub use course::{keep, keep_again, look_again, send_waiting, take_back, take_up};
pub use item::{Form, Item, State};
pub use machine::Outbox;
pub use merge::{Field, Merge, Side};

use crate::ids::Uuid;
use crate::problem::Problem;

/// How many operations, each on another person, are on their way at once. A phone's browser opens six
/// connections to one place; pages need some of them.
pub const LANES: usize = 4;

/// A change of what lies on the phone, done in one transaction or not at all. A place is the key of
/// a record among its owner's.
#[derive(Clone, Debug, PartialEq)]
pub struct Shift {
    /// Whose record it is.
    pub owner: String,
    /// The place that it leaves; when nothing lies there any more, nothing is changed.
    pub from: Option<String>,
    /// The place and the text that it has afterwards; `None` where it is erased.
    pub to: Option<(String, String)>,
}

/// What came of a [`Shift`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shifted {
    /// It is on disk.
    Done,
    /// Another tab moved the record meanwhile; nothing was changed.
    Gone,
    /// The phone could not write: no database here, or no room in it. Nothing was changed.
    NotKept,
}

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The service took it.
    Accepted,
    /// The service will never take it as it is.
    Refused(Problem),
    /// Unknown or not now: the same again later.
    Later(Trouble),
}

/// Why an attempt has to be made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The service was not reached, or its answer did not come.
    Line,
    /// The service could not do it now, and may have said for how many seconds.
    Service(Option<u32>),
    /// The owner is not signed in.
    SignIn,
}

/// A record of the phone's database: its place and its text.
pub type Record = (String, String);

/// What the outbox needs of the world around it: one tab of a browser.
pub trait World {
    /// This tab's operations.
    fn outbox<R>(&self, look: impl FnOnce(&mut Outbox) -> R) -> R;
    /// Who is signed in, as far as this tab knows.
    fn owner(&self) -> Option<String>;
    /// Milliseconds of a clock that is never set, for waits.
    fn elapsed_ms(&self) -> i64;
    /// The date and time, which may be wrong.
    fn now(&self) -> DateTime<Utc>;
    /// A random number, so that a ward full of phones does not come back in the same moment.
    fn chance(&self) -> u32;
    /// Changes what lies on the phone.
    fn shift(&self, shift: &Shift) -> impl Future<Output = Shifted>;
    /// All records of an owner that can be read; `None` where the phone has no database.
    fn records(&self, owner: &str) -> impl Future<Output = Option<Vec<Record>>>;
    /// The places of an owner's records, without their texts.
    fn places(&self, owner: &str) -> impl Future<Output = Option<Vec<String>>>;
    /// Sends an operation under its owner's sign-in and its own key.
    fn deliver(&self, item: &Item) -> impl Future<Output = Outcome>;
    /// Hears that the state of an operation is another one.
    fn told(&self, id: Uuid);
}
