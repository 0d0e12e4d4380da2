//! What the storage counts of its own work: plain atomics, added to while it works and read as one
//! snapshot. Names no statement and no person; who exports them puts them into words.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Upper bounds of group sizes, in closures.
const SIZES: &[u64] = &[1, 2, 4, 8, 16, 32, 64, 128, 256];
/// Upper bounds of times, in microseconds: a tenth of a millisecond to ten seconds.
const TIMES: &[u64] = &[
    100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000,
    1_000_000, 10_000_000,
];

/// How often something was how large.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distribution {
    /// Upper bounds of the classes, rising; a value equal to a bound belongs to its class.
    pub bounds: &'static [u64],
    /// How many values fell into each class; one more than the bounds, for what lies above.
    pub counts: Vec<u64>,
    /// Sum of all values.
    pub sum: u64,
}

impl Distribution {
    /// How many values there were.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.counts.iter().sum()
    }
}

/// What the storage has done since it was opened. Counts only ever grow, but for `waiting`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Transactions that wrote, committed or taken back. On SQLite many closures share one.
    pub groups: u64,
    /// Write closures whose effects are durable.
    pub writes: u64,
    /// Write closures that were run and taken back: a refusal, an error, a lost group.
    pub taken_back: u64,
    /// Commits that waited for the disk.
    pub flushes: u64,
    /// Closures a group, whatever became of them.
    pub group_size: Distribution,
    /// Microseconds from handing a write over to its turn.
    pub queue_age: Distribution,
    /// Microseconds for which a write closure held its transaction, the commit not included.
    pub closure_time: Distribution,
    /// Microseconds that a commit took, the flush included.
    pub commit_time: Distribution,
    /// Write closures that wait at this moment.
    pub waiting: u64,
    /// Write closures that were refused because too many waited.
    pub refused: u64,
    /// Closures run again because the engine found a conflict or lost its connection.
    pub retries: u64,
    /// Microseconds from asking for a read to its turn.
    pub read_wait: Distribution,
    /// Reads that were refused because too many waited.
    pub reads_refused: u64,
    /// Steps of SQLite's machine that reads took; 0 on the other engine. The same read takes the
    /// same steps on every machine.
    pub read_steps: u64,
}

/// The counters behind [`Figures`].
#[derive(Debug)]
pub(super) struct Meters {
    pub groups: Count,
    pub writes: Count,
    pub taken_back: Count,
    pub flushes: Count,
    pub group_size: Spread,
    pub queue_age: Spread,
    pub closure_time: Spread,
    pub commit_time: Spread,
    pub waiting: Gauge,
    pub refused: Count,
    pub retries: Count,
    pub read_wait: Spread,
    pub reads_refused: Count,
    pub read_steps: Count,
}

impl Default for Meters {
    fn default() -> Self {
        Self {
            groups: Count::default(),
            writes: Count::default(),
            taken_back: Count::default(),
            flushes: Count::default(),
            group_size: Spread::over(SIZES),
            queue_age: Spread::over(TIMES),
            closure_time: Spread::over(TIMES),
            commit_time: Spread::over(TIMES),
            waiting: Gauge::default(),
            refused: Count::default(),
            retries: Count::default(),
            read_wait: Spread::over(TIMES),
            reads_refused: Count::default(),
            read_steps: Count::default(),
        }
    }
}

impl Meters {
    pub(super) fn read(&self) -> Figures {
        Figures {
            groups: self.groups.read(),
            writes: self.writes.read(),
            taken_back: self.taken_back.read(),
            flushes: self.flushes.read(),
            group_size: self.group_size.read(),
            queue_age: self.queue_age.read(),
            closure_time: self.closure_time.read(),
            commit_time: self.commit_time.read(),
            waiting: self.waiting.read(),
            refused: self.refused.read(),
            retries: self.retries.read(),
            read_wait: self.read_wait.read(),
            reads_refused: self.reads_refused.read(),
            read_steps: self.read_steps.read(),
        }
    }
}

/// A number that grows. Relaxed throughout: a figure orders nothing.
#[derive(Debug, Default)]
pub(super) struct Count(AtomicU64);

impl Count {
    pub(super) fn add(&self, number: usize) {
        self.0.fetch_add(number as u64, Ordering::Relaxed);
    }

    fn read(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A number that rises and falls.
#[derive(Debug, Default)]
pub(super) struct Gauge(AtomicU64);

impl Gauge {
    pub(super) fn up(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn down(&self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }

    pub(super) fn read(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The classes of a distribution.
#[derive(Debug)]
pub(super) struct Spread {
    bounds: &'static [u64],
    counts: Box<[AtomicU64]>,
    sum: AtomicU64,
}

impl Spread {
    fn over(bounds: &'static [u64]) -> Self {
        Self {
            bounds,
            counts: (0..=bounds.len()).map(|_| AtomicU64::new(0)).collect(),
            sum: AtomicU64::new(0),
        }
    }

    pub(super) fn add(&self, value: u64) {
        let class = self.bounds.partition_point(|bound| *bound < value);
        if let Some(count) = self.counts.get(class) {
            count.fetch_add(1, Ordering::Relaxed);
        }
        self.sum.fetch_add(value, Ordering::Relaxed);
    }

    pub(super) fn add_time(&self, taken: Duration) {
        self.add(u64::try_from(taken.as_micros()).unwrap_or(u64::MAX));
    }

    fn read(&self) -> Distribution {
        Distribution {
            bounds: self.bounds,
            counts: self
                .counts
                .iter()
                .map(|count| count.load(Ordering::Relaxed))
                .collect(),
            sum: self.sum.load(Ordering::Relaxed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_falls_into_the_class_of_the_first_bound_that_holds_it() {
        let spread = Spread::over(&[1, 4]);
        for value in [0, 1, 2, 4, 5, 900] {
            spread.add(value);
        }
        let read = spread.read();
        assert_eq!(read.counts, [2, 2, 2]);
        assert_eq!((read.count(), read.sum), (6, 912));
    }

    #[test]
    fn bounds_rise() {
        for bounds in [SIZES, TIMES] {
            assert!(bounds.is_sorted_by(|a, b| a < b));
        }
    }
}
