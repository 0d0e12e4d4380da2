//! A write closure on its way through an engine: it is run, perhaps more than once, and whoever
//! asked for it hears what came of the commit.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use tokio::sync::oneshot;

use super::{DbError, Tx};
use crate::failure::Failure;

/// What an engine knows of a closure.
pub(super) trait Work: Send {
    /// Runs the closure in a transaction; says whether its writes are to be kept.
    fn run(&mut self, tx: &mut dyn Tx) -> bool;

    /// Hands over the outcome of the last run, or why it was not kept.
    fn answer(self: Box<Self>, committed: Result<(), DbError>);
}

/// A closure that waits.
pub(super) struct Job {
    pub work: Box<dyn Work>,
    /// When it was handed over.
    pub since: Instant,
    /// Whether it may run after a commit of its own whose outcome is unknown.
    pub repeatable: bool,
}

impl Job {
    /// A closure with its way back.
    pub(super) fn new<T, F>(
        work: F,
        repeatable: bool,
    ) -> (Self, oneshot::Receiver<Result<T, Failure>>)
    where
        T: Send + 'static,
        F: FnMut(&mut dyn Tx) -> Result<T, Failure> + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        let closure = Closure {
            work,
            outcome: None,
            sender,
        };
        let job = Self {
            work: Box::new(closure),
            since: Instant::now(),
            repeatable,
        };
        (job, receiver)
    }
}

struct Closure<T, F> {
    work: F,
    outcome: Option<Result<T, Failure>>,
    sender: oneshot::Sender<Result<T, Failure>>,
}

impl<T, F> Work for Closure<T, F>
where
    T: Send,
    F: FnMut(&mut dyn Tx) -> Result<T, Failure> + Send,
{
    fn run(&mut self, tx: &mut dyn Tx) -> bool {
        let outcome = catch_unwind(AssertUnwindSafe(|| (self.work)(tx)))
            .unwrap_or_else(|_| Err(DbError::Panicked.into()));
        let keep = outcome
            .as_ref()
            .map_or_else(Failure::keeps_writes, |_| true);
        self.outcome = Some(outcome);
        keep
    }

    fn answer(self: Box<Self>, committed: Result<(), DbError>) {
        let Closure {
            work,
            outcome,
            sender,
        } = *self;
        // The closure may hold the storage; whoever hears the answer may close it at once.
        drop(work);
        let outcome = outcome.unwrap_or(Err(DbError::Busy.into()));
        // Nobody may be waiting any more: the request was cut off.
        let _ = sender.send(committed.map_err(Failure::from).and(outcome));
    }
}
