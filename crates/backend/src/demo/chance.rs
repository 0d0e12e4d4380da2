//! Chance that can be repeated: the same seed and stream give the same numbers on every machine
//! and with every release. Each person and each doctor has a stream of their own, so that one
//! more of them changes nothing about the others.

use chrono::{DateTime, Utc};
use domain::ids::Uuid;
use oorandom::Rand32;

/// A stream of repeatable numbers.
#[derive(Clone, Debug)]
pub struct Chance(Rand32);

/// What a stream is for; the same number under two subjects has two unrelated streams.
#[derive(Clone, Copy, Debug)]
pub enum Subject {
    /// Staff and their names.
    Staff,
    /// Someone made up beyond the register.
    Newcomer,
    /// A person's health.
    History,
    /// A person's contract.
    Contract,
    /// A doctor's bookings.
    Bookings,
    /// Packages, accounts and whatever else exists once.
    District,
    /// Calls of a team.
    Calls,
    /// What a team was told on a round.
    Rounds,
}

impl Chance {
    /// The stream of a subject with this number.
    #[must_use]
    pub fn of(seed: u64, subject: Subject, number: usize) -> Self {
        // The increment chooses among unrelated sequences of the generator.
        let increment = (number as u64) << 4 | subject as u64;
        let mut stream = Rand32::new_inc(seed ^ increment.rotate_left(32), increment);
        // Neighbouring streams begin alike; a few steps part them.
        for _ in 0..4 {
            stream.rand_u32();
        }
        Self(stream)
    }

    /// A number from 0 to `end` - 1; 0 where there is none.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        if end == 0 {
            0
        } else {
            self.0.rand_range(0..end) as usize
        }
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i32, high: i32) -> i32 {
        let width = u32::try_from(high.saturating_sub(low)).unwrap_or(0);
        let step = self.0.rand_range(0..width.saturating_add(1));
        low.saturating_add_unsigned(step)
    }

    /// A number around 0, within `spread` and mostly near 0.
    pub fn wobble(&mut self, spread: i32) -> i32 {
        (0..3).map(|_| self.between(-spread, spread)).sum::<i32>() / 3
    }

    /// True in so many of a hundred cases.
    pub fn percent(&mut self, share: u32) -> bool {
        self.0.rand_range(0..100) < share
    }

    /// One of a list.
    pub fn pick<T: Copy, const N: usize>(&mut self, list: &[T; N]) -> T {
        list[self.below(N)]
    }

    /// An identifier that sorts by this instant.
    pub fn id<T: From<Uuid>>(&mut self, at: DateTime<Utc>) -> T {
        let mut random = [0; 10];
        for part in random.chunks_mut(4) {
            let bytes = self.0.rand_u32().to_be_bytes();
            part.copy_from_slice(&bytes[..part.len()]);
        }
        let ms = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        Uuid::v7(ms, random).into()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::ids::ResidentId;

    use super::*;

    fn first(subject: Subject, number: usize) -> u32 {
        Chance::of(7, subject, number).0.rand_u32()
    }

    #[test]
    fn a_stream_is_repeated_by_its_name_and_by_no_other() {
        assert_eq!(first(Subject::History, 3), first(Subject::History, 3));
        let streams: BTreeSet<_> = (0..500)
            .flat_map(|number| {
                [
                    first(Subject::History, number),
                    first(Subject::Contract, number),
                ]
            })
            .collect();
        assert_eq!(streams.len(), 1000);
    }

    #[test]
    fn numbers_keep_to_their_bounds_and_reach_them() {
        let mut chance = Chance::of(1, Subject::District, 0);
        let drawn: BTreeSet<_> = (0..200).map(|_| chance.between(-2, 2)).collect();
        assert_eq!(drawn, BTreeSet::from([-2, -1, 0, 1, 2]));
        assert!((0..200).all(|_| chance.wobble(5).abs() <= 5));
        assert_eq!(chance.below(0), 0);
        assert!(!(0..200).any(|_| chance.percent(0)) && (0..200).all(|_| chance.percent(100)));
    }

    #[test]
    fn ten_thousand_people_have_ten_thousand_identifiers() {
        let at = DateTime::from_timestamp_millis(1_790_000_000_000).unwrap();
        let ids: BTreeSet<ResidentId> = (0..10_000)
            .map(|n| Chance::of(7, Subject::Newcomer, n).id(at))
            .collect();
        assert_eq!(ids.len(), 10_000);
    }
}
