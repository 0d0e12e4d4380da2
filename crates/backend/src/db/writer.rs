//! The one thread that writes. It takes all the closures that wait, runs one after another,
//! commits them with one flush, and answers everybody only then: an answer means that the disk
//! has it.
//!
//! A closure that fails takes only itself back. Most refuse before they write anything, and
//! nothing is to be undone. Where one has written, the group is taken back and run again, each
//! closure in a savepoint of its own: in every group, savepoints would cost an eighth of the
//! writer's time.
//!
//! A commit that fails takes the whole group back and tells everyone in it. After a disk error at
//! the commit the thread refuses all further work: what the operating system did with the pages is
//! unknown, and a second flush would lie.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::DbError;
use super::figures::Meters;
use super::sqlite::Engine;
use super::work::{Job, Work};

/// Closures that may wait. At one flush per group this is a few seconds of a slow disk.
const QUEUE: usize = 1024;
/// Closures that share one flush.
const GROUP: usize = 256;
/// A group is closed after this time even when more wait, so that the first ones are answered.
const GROUP_TIME: Duration = Duration::from_millis(20);
/// A group of so many is closed when it has run for [`FLUSHES`] times the last flush: waiting for
/// more would spare the disk little, and whoever is answered asks again while the next group runs.
const ENOUGH: usize = 24;
/// See [`ENOUGH`].
const FLUSHES: u32 = 8;

/// Hands work to the thread.
#[derive(Debug)]
pub(super) struct Writer {
    queue: Option<SyncSender<Job>>,
    stopped: Arc<AtomicBool>,
    meters: Arc<Meters>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start(engine: Engine, meters: Arc<Meters>) -> Result<Self, std::io::Error> {
        let (queue, waiting) = sync_channel(QUEUE);
        let stopped = Arc::new(AtomicBool::new(false));
        let mut writing = Writing {
            engine,
            waiting,
            stopped: stopped.clone(),
            meters: meters.clone(),
            last_flush: Duration::ZERO,
        };
        let thread = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || writing.work())?;
        Ok(Self {
            queue: Some(queue),
            stopped,
            meters,
            thread: Some(thread),
        })
    }

    /// Queues a closure, or refuses at once.
    pub(super) fn submit(&self, job: Job) -> Result<(), DbError> {
        if self.stopped.load(Ordering::Acquire) {
            return Err(DbError::Stopped);
        }
        let queue = self.queue.as_ref().ok_or(DbError::Stopped)?;
        self.meters.waiting.up();
        queue.try_send(job).map_err(|refused| {
            self.meters.waiting.down();
            match refused {
                TrySendError::Full(_) => {
                    self.meters.refused.add(1);
                    DbError::Busy
                }
                TrySendError::Disconnected(_) => DbError::Stopped,
            }
        })
    }
}

impl Drop for Writer {
    /// Finishes what waits, then folds the log into the file.
    fn drop(&mut self) {
        self.queue = None;
        // The last handle may go with the closure of a request that was cut off, on the thread
        // itself: that ends by itself.
        if let Some(thread) = self.thread.take()
            && thread.thread().id() != std::thread::current().id()
            && thread.join().is_err()
        {
            tracing::error!("the writer ended by a panic");
        }
    }
}

/// Closures that share a flush.
#[derive(Default)]
struct Group {
    /// Those whose writes are to be kept.
    ran: Vec<Box<dyn Work>>,
    /// How many there were, with those that were undone.
    size: usize,
    /// Whether each runs in a savepoint.
    savepoints: bool,
}

/// What became of one closure's run.
#[derive(Clone, Copy)]
enum Outcome {
    /// Its writes are to be kept.
    Keep,
    /// It says itself that nothing of it is to be kept.
    Refused,
    /// One of its statements failed, and it did not notice.
    Spoilt,
    /// The engine has taken back the whole group.
    Lost,
}

impl Outcome {
    /// What whoever asked for it hears after it was undone.
    fn of_one_taken_back(self) -> Result<(), DbError> {
        match self {
            Outcome::Refused => Ok(()),
            Outcome::Keep | Outcome::Spoilt | Outcome::Lost => Err(DbError::Spoilt),
        }
    }
}

fn group_lost() -> DbError {
    DbError::Full("the engine took the whole group back".to_owned())
}

/// The thread's own side.
struct Writing {
    engine: Engine,
    waiting: Receiver<Job>,
    stopped: Arc<AtomicBool>,
    meters: Arc<Meters>,
    last_flush: Duration,
}

impl Writing {
    fn work(&mut self) {
        while let Ok(first) = self.waiting.recv() {
            self.meters.waiting.down();
            if self.stopped.load(Ordering::Acquire) {
                // Dropping the job drops its way back, which its sender reads as `Stopped`.
                continue;
            }
            if let Err(error) = self.group(first) {
                tracing::error!(%error, "a commit failed on disk; no more writes until a restart");
                self.stopped.store(true, Ordering::Release);
            }
        }
        if !self.stopped.load(Ordering::Acquire)
            && let Err(error) = self.renew_statistics()
        {
            tracing::warn!(%error, "the statistics of the tables were not renewed");
        }
        if let Err(error) = self.batch("PRAGMA wal_checkpoint(TRUNCATE)") {
            tracing::warn!(%error, "the log was not folded into the file");
        }
    }

    /// Counts what a bulk load or a day of work has changed, so that the next start plans with it.
    /// What is said of tables that are still small is forgotten again: it would lead the plans of
    /// the large ones that they become, and without it the engine trusts the indexes.
    fn renew_statistics(&self) -> Result<(), DbError> {
        // 0x10 looks at a sample of each table: a whole one would take longer than an operator
        // waits.
        self.batch("PRAGMA optimize = 0x10012")?;
        let sql = "SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'";
        if self.engine.connection.prepare(sql)?.exists([])? {
            self.batch("DELETE FROM sqlite_stat1 WHERE CAST(stat AS INTEGER) < 1000")?;
        }
        Ok(())
    }

    /// Runs one group. An error means that the disk cannot be trusted any more.
    fn group(&mut self, first: Job) -> Result<(), DbError> {
        let begun = Instant::now();
        if let Err(error) = self.statement("BEGIN IMMEDIATE") {
            // The job is dropped unrun, which its sender reads as "nothing was done, try again".
            tracing::error!(%error, "a group could not begin");
            return Ok(());
        }
        let mut group = Group::default();
        let mut next = Some(first);
        let mut lost = None;
        while let Some(job) = next {
            self.meters.queue_age.add_time(job.since.elapsed());
            group.size += 1;
            if let Err(error) = self.add(job, &mut group) {
                lost = Some(error);
                break;
            }
            let room = self.has_room(group.size, begun.elapsed());
            next = if room { self.take() } else { None };
        }
        let Group { ran, size, .. } = group;
        self.meters.groups.add(1);
        self.meters.group_size.add(size as u64);
        self.meters.taken_back.add(size - ran.len());
        if let Some(error) = lost {
            self.take_back(ran, &error);
            return Ok(());
        }
        let committing = Instant::now();
        let committed = self.statement("COMMIT");
        self.meters.flushes.add(1);
        self.last_flush = committing.elapsed();
        self.meters.commit_time.add_time(self.last_flush);
        let Err(error) = committed else {
            self.meters.writes.add(ran.len());
            for work in ran {
                work.answer(Ok(()));
            }
            return Ok(());
        };
        self.take_back(ran, &error);
        if matches!(error, DbError::Disk(_)) {
            Err(error)
        } else {
            Ok(())
        }
    }

    /// Whether a group of this size and age takes another closure.
    fn has_room(&self, size: usize, age: Duration) -> bool {
        let long = if size < ENOUGH {
            GROUP_TIME
        } else {
            GROUP_TIME.min(self.last_flush * FLUSHES)
        };
        size < GROUP && age < long
    }

    /// Runs one more closure of a group. An error means that the whole group is lost.
    fn add(&mut self, job: Job, group: &mut Group) -> Result<(), DbError> {
        if group.savepoints {
            return self.in_savepoint(job.work, &mut group.ran);
        }
        let mut work = job.work;
        let before = self.engine.connection.total_changes();
        let outcome = self.run(&mut work);
        if let Outcome::Lost = outcome {
            group.ran.push(work);
            return Err(group_lost());
        }
        if let Outcome::Keep = outcome {
            group.ran.push(work);
            return Ok(());
        }
        if self.engine.connection.total_changes() == before {
            work.answer(outcome.of_one_taken_back());
            return Ok(());
        }
        self.again(work, group)
    }

    /// Takes a group back and runs it again with savepoints, the closure that has to be undone
    /// at its end.
    fn again(&mut self, last: Box<dyn Work>, group: &mut Group) -> Result<(), DbError> {
        group.savepoints = true;
        let mut works = std::mem::take(&mut group.ran);
        works.push(last);
        let begun = self
            .statement("ROLLBACK")
            .and_then(|()| self.statement("BEGIN IMMEDIATE"));
        if let Err(error) = begun {
            group.ran = works;
            return Err(error);
        }
        let mut works = works.into_iter();
        while let Some(work) = works.next() {
            if let Err(error) = self.in_savepoint(work, &mut group.ran) {
                group.ran.extend(works);
                return Err(error);
            }
        }
        Ok(())
    }

    /// The next closure, where one waits already.
    fn take(&self) -> Option<Job> {
        let job = self.waiting.try_recv().ok()?;
        self.meters.waiting.down();
        Some(job)
    }

    /// Runs one closure that can be undone alone. An error means that the whole group is lost.
    fn in_savepoint(
        &mut self,
        mut work: Box<dyn Work>,
        ran: &mut Vec<Box<dyn Work>>,
    ) -> Result<(), DbError> {
        if let Err(error) = self.statement("SAVEPOINT job") {
            ran.push(work);
            return Err(error);
        }
        match self.run(&mut work) {
            Outcome::Lost => {
                ran.push(work);
                Err(group_lost())
            }
            Outcome::Keep => {
                ran.push(work);
                self.statement("RELEASE job")
            }
            outcome => {
                let undone = self
                    .statement("ROLLBACK TO job")
                    .and_then(|()| self.statement("RELEASE job"));
                work.answer(outcome.of_one_taken_back());
                undone
            }
        }
    }

    fn run(&mut self, work: &mut Box<dyn Work>) -> Outcome {
        let begun = Instant::now();
        let mut tx = self.engine.transaction();
        let keep = work.run(&mut tx);
        let spoilt = tx.spoilt;
        self.meters.closure_time.add_time(begun.elapsed());
        // A full disk or a failed write makes the engine end the transaction by itself.
        match (self.engine.connection.is_autocommit(), keep, spoilt) {
            (true, ..) => Outcome::Lost,
            (false, true, true) => Outcome::Spoilt,
            (false, true, false) => Outcome::Keep,
            (false, false, _) => Outcome::Refused,
        }
    }

    fn take_back(&self, ran: Vec<Box<dyn Work>>, error: &DbError) {
        if !self.engine.connection.is_autocommit()
            && let Err(also) = self.statement("ROLLBACK")
        {
            tracing::error!(error = %also, "a group was not rolled back");
        }
        self.meters.taken_back.add(ran.len());
        for work in ran {
            work.answer(Err(error.clone()));
        }
    }

    fn statement(&self, sql: &str) -> Result<(), DbError> {
        self.engine.plain(sql).map_err(DbError::from)
    }

    fn batch(&self, sql: &str) -> Result<(), DbError> {
        self.engine
            .connection
            .execute_batch(sql)
            .map_err(DbError::from)
    }
}
