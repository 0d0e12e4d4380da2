//! How many write side by side. In a rush for one session most of what runs beside each other meets
//! in the same rows and is run again for nothing; in an ordinary hour nothing meets. So the number
//! follows what happens: a conflict halves it, a commit without one gives back a part of a place.
//! Whoever has met several conflicts gets its turn alone, so that nobody loses against each of the
//! others and is sent away in the end.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Places for those that write now.
pub(super) struct Turns {
    state: Mutex<State>,
    left: Condvar,
    most: f64,
}

struct State {
    /// Places, from one to the most; a part of one is on its way to be one.
    places: f64,
    writing: u32,
    /// Those that want to write while no other does, one of them perhaps writing.
    alone: u32,
}

impl Turns {
    /// As many places as there are connections.
    pub(super) fn new(most: usize) -> Self {
        let most = f64::from(u32::try_from(most).unwrap_or(u32::MAX));
        Self {
            state: Mutex::new(State {
                places: most,
                writing: 0,
                alone: 0,
            }),
            left: Condvar::new(),
            most,
        }
    }

    /// Waits for a place; it is held until the value is dropped.
    pub(super) fn take(&self) -> Turn<'_> {
        let state = self.wait(self.lock(), State::is_open);
        self.begun(state, false)
    }

    /// Waits until nobody writes, and keeps the others waiting.
    pub(super) fn take_alone(&self) -> Turn<'_> {
        let mut state = self.lock();
        state.alone += 1;
        let state = self.wait(state, |state| state.writing == 0);
        self.begun(state, true)
    }

    fn wait<'a>(
        &'a self,
        state: MutexGuard<'a, State>,
        is_free: impl Fn(&State) -> bool,
    ) -> MutexGuard<'a, State> {
        self.left
            .wait_while(state, |state| !is_free(state))
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn begun(&self, mut state: MutexGuard<'_, State>, alone: bool) -> Turn<'_> {
        state.writing += 1;
        Turn { turns: self, alone }
    }

    /// Somebody is through.
    pub(super) fn passed(&self) {
        let mut state = self.lock();
        state.places = (state.places + 1.0 / state.places).min(self.most);
        drop(state);
        self.left.notify_all();
    }

    /// Somebody met a conflict.
    pub(super) fn met(&self) {
        let mut state = self.lock();
        state.places = (state.places / 2.0).max(1.0);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Only numbers are changed under the lock, so that a panic leaves nothing half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn is_open(&self) -> bool {
        self.alone == 0 && f64::from(self.writing) + 1.0 <= self.places
    }
}

/// A place among those that write.
pub(super) struct Turn<'a> {
    turns: &'a Turns,
    alone: bool,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut state = self.turns.lock();
        state.writing -= 1;
        state.alone -= u32::from(self.alone);
        drop(state);
        self.turns.left.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many may write now.
    fn places(turns: &Turns) -> usize {
        let mut held = Vec::new();
        while turns.lock().is_open() {
            held.push(turns.take());
        }
        held.len()
    }

    #[test]
    fn conflicts_leave_one_that_writes_and_commits_bring_all_back() {
        let turns = Turns::new(16);
        assert_eq!(places(&turns), 16);
        turns.met();
        assert_eq!(places(&turns), 8);
        for _ in 0..10 {
            turns.met();
        }
        assert_eq!(places(&turns), 1);
        for _ in 0..200 {
            turns.passed();
        }
        assert_eq!(places(&turns), 16);
    }

    #[test]
    fn who_writes_alone_waits_for_the_others_and_keeps_them_waiting() {
        let turns = Turns::new(2);
        let with_others = turns.take();
        std::thread::scope(|scope| {
            let alone = scope.spawn(|| {
                let _alone = turns.take_alone();
                turns.lock().writing
            });
            while turns.lock().alone == 0 {
                std::thread::yield_now();
            }
            assert!(!turns.lock().is_open(), "another came between");
            drop(with_others);
            assert_eq!(alone.join().ok(), Some(1));
        });
        assert!(turns.lock().is_open());
    }

    #[test]
    fn whoever_waits_for_a_place_gets_the_one_that_is_left() {
        let turns = Turns::new(1);
        let turn = turns.take();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| drop(turns.take()));
            drop(turn);
            assert!(waiting.join().is_ok());
        });
    }
}
