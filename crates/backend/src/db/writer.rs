//! The one thread that writes. It takes all the closures that wait, runs each in a savepoint of
//! its own, commits them with one flush, and answers everybody only then: an answer means that
//! the disk has it.
//!
//! A closure that fails takes only itself back. A commit that fails takes the whole group back and
//! tells everyone in it. After a disk error at the commit the thread refuses all further work:
//! what the operating system did with the pages is unknown, and a second flush would lie.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::sqlite::Engine;
use super::{DbError, Tx};

/// Closures that may wait. At one flush per group this is a few seconds of a slow disk.
const QUEUE: usize = 1024;
/// Closures that share one flush.
const GROUP: usize = 256;
/// A group is closed after this time even when more wait, so that the first ones are answered.
const GROUP_TIME: Duration = Duration::from_millis(20);

/// What is left to do for a closure once its group is on disk, or not.
pub(super) type Answer = Box<dyn FnOnce(Result<(), DbError>) + Send>;

/// What a closure leaves behind.
pub(super) struct Done {
    /// Whether its savepoint is kept.
    pub keep: bool,
    /// Called once, after the commit.
    pub answer: Answer,
}

/// Runs a closure; its savepoint is the caller's.
type Run = Box<dyn FnOnce(&mut dyn Tx) -> Done + Send>;

/// A closure that waits, with its way back to whoever asked.
pub(super) struct Job {
    pub run: Run,
}

/// Hands work to the thread.
#[derive(Debug)]
pub(super) struct Writer {
    queue: Option<SyncSender<Job>>,
    stopped: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start(engine: Engine) -> Result<Self, std::io::Error> {
        let (queue, waiting) = sync_channel(QUEUE);
        let stopped = Arc::new(AtomicBool::new(false));
        let flag = stopped.clone();
        let thread = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || work(engine, &waiting, &flag))?;
        Ok(Self {
            queue: Some(queue),
            stopped,
            thread: Some(thread),
        })
    }

    /// Queues a closure, or refuses at once.
    pub(super) fn submit(&self, job: Job) -> Result<(), DbError> {
        if self.stopped.load(Ordering::Acquire) {
            return Err(DbError::Stopped);
        }
        let queue = self.queue.as_ref().ok_or(DbError::Stopped)?;
        queue.try_send(job).map_err(|refused| match refused {
            TrySendError::Full(_) => DbError::Busy,
            TrySendError::Disconnected(_) => DbError::Stopped,
        })
    }
}

impl Drop for Writer {
    /// Finishes what waits, then folds the log into the file.
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the writer ended by a panic");
        }
    }
}

fn work(mut engine: Engine, waiting: &Receiver<Job>, stopped: &AtomicBool) {
    while let Ok(first) = waiting.recv() {
        if stopped.load(Ordering::Acquire) {
            // Dropping the job drops its way back, which its sender reads as `Stopped`.
            continue;
        }
        if let Err(error) = group(&mut engine, first, waiting) {
            tracing::error!(%error, "a commit failed on disk; no more writes until a restart");
            stopped.store(true, Ordering::Release);
        }
    }
    if let Err(error) = engine
        .connection
        .execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
    {
        tracing::warn!(%error, "the log was not folded into the file");
    }
}

/// Runs one group. An error means that the disk cannot be trusted any more.
fn group(engine: &mut Engine, first: Job, waiting: &Receiver<Job>) -> Result<(), DbError> {
    if let Err(error) = statement(engine, "BEGIN IMMEDIATE") {
        // The job is dropped unrun, which its sender reads as "nothing was done, try again".
        tracing::error!(%error, "a group could not begin");
        return Ok(());
    }
    let begun = Instant::now();
    let mut answers = Vec::new();
    let mut next = Some(first);
    while let Some(job) = next {
        if let Err(error) = in_savepoint(engine, job, &mut answers) {
            take_back(engine, answers, &error);
            return Ok(());
        }
        let room = answers.len() < GROUP && begun.elapsed() < GROUP_TIME;
        next = if room { waiting.try_recv().ok() } else { None };
    }
    let Err(error) = statement(engine, "COMMIT") else {
        for answer in answers {
            answer(Ok(()));
        }
        return Ok(());
    };
    take_back(engine, answers, &error);
    if matches!(error, DbError::Disk(_)) {
        Err(error)
    } else {
        Ok(())
    }
}

/// Runs one closure. An error means that the whole group is lost.
fn in_savepoint(engine: &mut Engine, job: Job, answers: &mut Vec<Answer>) -> Result<(), DbError> {
    statement(engine, "SAVEPOINT job")?;
    let mut tx = engine.transaction();
    let done = (job.run)(&mut tx);
    let spoilt = tx.spoilt;
    if engine.connection.is_autocommit() {
        // A full disk or a failed write makes the engine end the transaction by itself.
        answers.push(done.answer);
        return Err(DbError::Full(
            "the engine took the whole group back".to_owned(),
        ));
    }
    if done.keep && !spoilt {
        answers.push(done.answer);
        return statement(engine, "RELEASE job");
    }
    let undone =
        statement(engine, "ROLLBACK TO job").and_then(|()| statement(engine, "RELEASE job"));
    (done.answer)(if done.keep {
        Err(DbError::Spoilt)
    } else {
        Ok(())
    });
    undone
}

fn take_back(engine: &Engine, answers: Vec<Answer>, error: &DbError) {
    if !engine.connection.is_autocommit()
        && let Err(also) = statement(engine, "ROLLBACK")
    {
        tracing::error!(error = %also, "a group was not rolled back");
    }
    for answer in answers {
        answer(Err(error.clone()));
    }
}

fn statement(engine: &Engine, sql: &str) -> Result<(), DbError> {
    engine.connection.execute_batch(sql).map_err(DbError::from)
}
