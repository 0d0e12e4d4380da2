//! The threads that hold the connections: some write, some read, each group fed by a bounded queue
//! of its own, so that a rush of writes holds up no reader.
//!
//! A write runs again, whole, when the engine found a conflict or lost its connection before the
//! commit. A connection that breaks while committing leaves the outcome unknown: a closure that
//! finds its own earlier effect runs again, any other is answered [`DbError::Unknown`].
//!
//! Writes run side by side as far as they do not meet: [`Turns`].

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use oorandom::Rand32;
use tokio::sync::oneshot;

use super::connection::{BEGIN_READ, Connection};
use super::queue::Queue;
use super::turns::Turns;
use crate::db::figures::Meters;
use crate::db::work::Job;
use crate::db::{DbError, Tx};

/// Connections that write. As many commits share a flush of the engine.
const WRITERS: usize = 16;
/// Connections that read.
const READERS: usize = 8;
/// Closures that may wait, for each of the two.
const WAITING: usize = 1024;
/// How often a closure runs before its caller is told to come again, unless that took less than
/// [`CONTENDED`].
const TRIES: u32 = 24;
/// A closure that has met more conflicts than these runs alone. One process serves a district, so
/// that nobody is left to conflict with but a person at the database.
const SIDE_BY_SIDE: u32 = 5;
/// How long conflicts are borne in any case: a rush for one session is over by then.
const CONTENDED: Duration = Duration::from_secs(3);
/// How long an engine that cannot be reached is waited for: a restart, a failover.
const PATIENCE: Duration = Duration::from_secs(10);
/// First pause after a conflict; it doubles, up to 64 of it.
const PAUSE_US: u32 = 500;
/// Pause before connecting again.
const RECONNECT: Duration = Duration::from_millis(100);

type Run = Box<dyn FnOnce(&mut dyn Tx) + Send>;

/// A closure that reads, with its way back inside.
struct Reading {
    run: Run,
    since: Instant,
}

/// Hands work to the threads.
pub(in crate::db) struct Pool {
    writes: Arc<Queue<Job>>,
    reads: Arc<Queue<Reading>>,
    meters: Arc<Meters>,
    threads: Vec<JoinHandle<()>>,
}

impl Pool {
    /// Starts the threads. Each connects when it has something to do.
    pub(in crate::db) fn start(url: &str, meters: Arc<Meters>) -> Result<Self, std::io::Error> {
        let mut pool = Self {
            writes: Arc::new(Queue::new(WAITING)),
            reads: Arc::new(Queue::new(WAITING)),
            meters,
            threads: Vec::new(),
        };
        let turns = Arc::new(Turns::new(WRITERS));
        for number in 0..WRITERS + READERS {
            let mut line = Line {
                url: url.to_owned(),
                connection: None,
                turns: turns.clone(),
                meters: pool.meters.clone(),
                chance: Rand32::new(number as u64),
            };
            let (writes, reads) = (pool.writes.clone(), pool.reads.clone());
            let work: Box<dyn FnOnce() + Send> = if number < WRITERS {
                Box::new(move || {
                    while let Some(job) = writes.pop() {
                        line.write(job);
                    }
                })
            } else {
                Box::new(move || {
                    while let Some(reading) = reads.pop() {
                        line.read(reading);
                    }
                })
            };
            let name = if number < WRITERS { "writer" } else { "reader" };
            let thread = std::thread::Builder::new()
                .name(format!("{name} {number}"))
                .spawn(work)?;
            pool.threads.push(thread);
        }
        Ok(pool)
    }

    /// Queues a write, or refuses at once.
    pub(in crate::db) fn submit(&self, job: Job) -> Result<(), DbError> {
        self.meters.waiting.up();
        if self.writes.push(job) {
            return Ok(());
        }
        self.meters.waiting.down();
        self.meters.refused.add(1);
        Err(DbError::Busy)
    }

    /// Reads on one of the threads.
    pub(in crate::db) async fn read<T, F>(&self, work: F) -> Result<T, DbError>
    where
        T: Send + 'static,
        F: FnOnce(&mut dyn Tx) -> T + Send + 'static,
    {
        let (sender, answer) = oneshot::channel();
        let reading = Reading {
            run: Box::new(move |tx| {
                let outcome = catch_unwind(AssertUnwindSafe(|| work(tx)));
                // Nobody may be waiting any more: the request was cut off.
                let _ = sender.send(outcome.map_err(|_| DbError::Panicked));
            }),
            since: Instant::now(),
        };
        if !self.reads.push(reading) {
            self.meters.reads_refused.add(1);
            return Err(DbError::Busy);
        }
        answer.await.map_err(|_| DbError::Busy)?
    }
}

impl Drop for Pool {
    /// Finishes what waits, then closes the connections.
    fn drop(&mut self) {
        self.writes.close();
        self.reads.close();
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a thread of the storage ended by a panic");
            }
        }
    }
}

/// A thread's own side.
struct Line {
    url: String,
    connection: Option<Connection>,
    turns: Arc<Turns>,
    meters: Arc<Meters>,
    chance: Rand32,
}

impl Line {
    fn read(&mut self, reading: Reading) {
        self.meters.read_wait.add_time(reading.since.elapsed());
        let connection = loop {
            match self.begun(BEGIN_READ) {
                Ok(connection) => break connection,
                Err(DbError::Lost(_)) if reading.since.elapsed() < PATIENCE => {
                    std::thread::sleep(RECONNECT);
                }
                Err(error) => {
                    // The closure is dropped unrun, which its sender reads as "try again".
                    tracing::error!(%error, "a read could not begin");
                    return;
                }
            }
        };
        (reading.run)(&mut connection.transaction());
        if let Err(error) = connection.batch("ROLLBACK") {
            tracing::warn!(%error, "a connection was lost after a read");
            self.connection = None;
        }
    }

    fn write(&mut self, mut job: Job) {
        self.meters.waiting.down();
        self.meters.queue_age.add_time(job.since.elapsed());
        let begun = Instant::now();
        let mut unknown = false;
        let (mut tries, mut conflicts) = (1, 0);
        let ended = loop {
            let turns = self.turns.clone();
            let turn = if conflicts > SIDE_BY_SIDE {
                turns.take_alone()
            } else {
                turns.take()
            };
            let outcome = self.attempt(&mut job);
            drop(turn);
            let error = match outcome {
                Ok(()) => {
                    turns.passed();
                    break Ok(());
                }
                Err(error) => error,
            };
            if matches!(error, DbError::Conflict(_)) {
                turns.met();
            }
            unknown |= matches!(error, DbError::Unknown(_));
            conflicts += u32::from(matches!(error, DbError::Conflict(_)));
            let again = match &error {
                DbError::Conflict(_) => tries < TRIES || begun.elapsed() < CONTENDED,
                DbError::Lost(_) => begun.elapsed() < PATIENCE,
                DbError::Unknown(_) => job.repeatable,
                _ => false,
            };
            if !again {
                // What an earlier run may have committed is not undone by this one's failure.
                break Err(match error {
                    DbError::Conflict(words) | DbError::Lost(words) if unknown => {
                        DbError::Unknown(words)
                    }
                    error => error,
                });
            }
            self.meters.retries.add(1);
            self.pause(&error, tries);
            tries += 1;
        };
        if let Err(error) = &ended {
            tracing::warn!(%error, tries, "a write was given up");
        }
        job.work.answer(ended);
    }

    /// Waits a little, and not as long as the others that met the same conflict.
    fn pause(&mut self, error: &DbError, tries: u32) {
        let pause = match error {
            DbError::Conflict(_) => {
                let longest = PAUSE_US << tries.min(6);
                Duration::from_micros(self.chance.rand_range(0..longest).into())
            }
            _ => RECONNECT,
        };
        std::thread::sleep(pause);
    }

    /// Runs a closure once. `Ok` where its own outcome is the answer, whether kept or not.
    fn attempt(&mut self, job: &mut Job) -> Result<(), DbError> {
        self.begun("BEGIN ISOLATION LEVEL SERIALIZABLE")?;
        let Some(connection) = self.connection.as_mut() else {
            return Err(DbError::Stopped);
        };
        self.meters.groups.add(1);
        self.meters.group_size.add(1);
        let begun = Instant::now();
        let mut tx = connection.transaction();
        let keep = job.work.run(&mut tx);
        let failed = tx.failed.take();
        self.meters.closure_time.add_time(begun.elapsed());
        if keep && failed.is_none() {
            return self.commit();
        }
        self.meters.taken_back.add(1);
        if connection.batch("ROLLBACK").is_err() {
            self.connection = None;
        }
        match failed {
            Some(error @ (DbError::Conflict(_) | DbError::Lost(_))) => Err(error),
            Some(_) if keep => Err(DbError::Spoilt),
            _ => Ok(()),
        }
    }

    fn commit(&mut self) -> Result<(), DbError> {
        let Some(connection) = self.connection.as_mut() else {
            return Err(DbError::Stopped);
        };
        let committing = Instant::now();
        let committed = connection.batch("COMMIT");
        self.meters.flushes.add(1);
        self.meters.commit_time.add_time(committing.elapsed());
        match committed {
            Ok(()) => {
                self.meters.writes.add(1);
                Ok(())
            }
            Err(error) => {
                self.meters.taken_back.add(1);
                let known = matches!(error, DbError::Conflict(_) | DbError::Constraint(_));
                if known {
                    return Err(error);
                }
                self.connection = None;
                Err(DbError::Unknown(error.to_string()))
            }
        }
    }

    /// The connection with a transaction begun on it, made anew where the old one is gone.
    fn begun(&mut self, begin: &str) -> Result<&mut Connection, DbError> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => Connection::for_requests(&self.url)?,
        };
        // A connection that broke while it was idle is found here; the next try makes another.
        connection.batch(begin)?;
        Ok(self.connection.insert(connection))
    }
}
