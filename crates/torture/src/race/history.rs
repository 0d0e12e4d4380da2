//! Small histories of one session: what a few people asked for and were told, with when they asked
//! and heard. A history is linearizable if the same answers come when everybody is served one
//! after another, in some order that keeps whoever heard before another asked in front of them.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Result;
use oorandom::Rand64;
use tokio::task::JoinSet;

use super::crowd::Crowd;

/// People in a history.
const PEOPLE: usize = 4;
/// What each does, one thing after another. All orders of `PEOPLE * STEPS` are searched.
const STEPS: usize = 3;
/// People who hold most numbers meanwhile, so that the others meet the end of them.
const HOLDERS: usize = 10;

/// Something asked for, and what was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A number was asked for; `None`: all taken.
    Booked(Option<u16>),
    /// A number was given back.
    GaveBack(u16),
}

/// An event with the moments of asking and hearing.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    pub asked: u64,
    pub heard: u64,
    pub event: Event,
}

/// What several people saw of one session.
#[derive(Debug, Default)]
pub struct History {
    /// Numbers that others held all the time.
    pub held: BTreeSet<u16>,
    pub seen: Vec<Seen>,
}

impl History {
    /// Whether one after another could have seen this. The lowest free number is given.
    pub fn is_linearizable(&self, capacity: u16) -> bool {
        let free: BTreeSet<u16> = (1..=capacity)
            .filter(|number| !self.held.contains(number))
            .collect();
        let mut dead_ends = BTreeSet::new();
        self.serve(0, &free, &mut dead_ends)
    }

    /// Whether the rest can be served; `served` has a bit for each event that was.
    fn serve(
        &self,
        served: u32,
        free: &BTreeSet<u16>,
        dead_ends: &mut BTreeSet<(u32, Vec<u16>)>,
    ) -> bool {
        if served.count_ones() as usize == self.seen.len() {
            return true;
        }
        let place = (served, free.iter().copied().collect::<Vec<_>>());
        if dead_ends.contains(&place) {
            return false;
        }
        let waiting = |at: &usize| served & (1 << at) == 0;
        let all = 0..self.seen.len();
        let first_heard = all
            .clone()
            .filter(waiting)
            .map(|at| self.seen[at].heard)
            .min();
        for at in all.filter(waiting) {
            let seen = self.seen[at];
            if first_heard.is_some_and(|first| first < seen.asked) {
                continue;
            }
            let mut left = free.clone();
            let possible = match seen.event {
                Event::Booked(number) => left.pop_first() == number,
                Event::GaveBack(number) => left.insert(number),
            };
            if possible && self.serve(served | 1 << at, &left, dead_ends) {
                return true;
            }
        }
        dead_ends.insert(place);
        false
    }
}

impl Crowd {
    /// A few people at one session while others hold most of its numbers; all of it given back.
    pub(super) async fn history(&mut self, seed: u64) -> Result<History> {
        let mut random = Rand64::new(u128::from(seed));
        let session = random.rand_range(0..u64::from(super::SIZE.sessions)) as usize;
        let mut history = History::default();
        for racer in self.racers.iter_mut().skip(PEOPLE).take(HOLDERS) {
            history.held.extend(racer.book(session).await?);
        }
        let clock = Arc::new(AtomicU64::new(0));
        let mut running = JoinSet::new();
        for mut racer in self.racers.drain(..PEOPLE) {
            let clock = clock.clone();
            running.spawn(async move {
                let mut seen = Vec::new();
                for _ in 0..STEPS {
                    let asked = clock.fetch_add(1, Ordering::SeqCst);
                    let outcome = match racer.held.get(&session).map(|held| held.number) {
                        Some(number) => racer
                            .give_back(session)
                            .await
                            .map(|()| Event::GaveBack(number)),
                        None => racer.book(session).await.map(Event::Booked),
                    };
                    let heard = clock.fetch_add(1, Ordering::SeqCst);
                    match outcome {
                        Ok(event) => seen.push(Seen {
                            asked,
                            heard,
                            event,
                        }),
                        Err(error) => return (racer, Err(error)),
                    }
                }
                (racer, Ok(seen))
            });
        }
        while let Some(ended) = running.join_next().await {
            let (racer, seen) = ended?;
            self.racers.push(racer);
            history.seen.extend(seen?);
        }
        self.racers.sort_by_key(|racer| racer.person);
        for racer in &mut self.racers {
            if racer.held.contains_key(&session) {
                racer.give_back(session).await?;
            }
        }
        Ok(history)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(seen: &[(u64, u64, Event)]) -> History {
        let seen = seen.iter().map(|(asked, heard, event)| Seen {
            asked: *asked,
            heard: *heard,
            event: *event,
        });
        History {
            held: BTreeSet::new(),
            seen: seen.collect(),
        }
    }

    #[test]
    fn what_overlaps_may_have_come_in_any_order() {
        let both = history(&[
            (0, 3, Event::Booked(Some(2))),
            (1, 2, Event::Booked(Some(1))),
        ]);
        assert!(both.is_linearizable(2));
        let full = history(&[(0, 3, Event::Booked(None)), (1, 2, Event::Booked(Some(1)))]);
        assert!(full.is_linearizable(1));
    }

    #[test]
    fn a_number_sold_twice_is_seen() {
        let twice = history(&[
            (0, 3, Event::Booked(Some(1))),
            (1, 2, Event::Booked(Some(1))),
        ]);
        assert!(!twice.is_linearizable(2));
    }

    #[test]
    fn full_with_a_number_left_is_seen() {
        let stale = history(&[
            (0, 1, Event::Booked(Some(1))),
            (2, 3, Event::GaveBack(1)),
            (4, 5, Event::Booked(None)),
        ]);
        assert!(!stale.is_linearizable(1));
    }

    #[test]
    fn who_heard_first_was_served_first() {
        let late = history(&[
            (0, 1, Event::Booked(Some(2))),
            (2, 3, Event::Booked(Some(1))),
        ]);
        assert!(!late.is_linearizable(2));
    }
}
