//! A bounded queue with many takers. Whoever came last to an empty queue is woken first, so that a
//! few connections with their statements prepared do the work of a quiet hour, and the others need
//! not connect at all.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// What waits, in the order of its coming.
pub(super) struct Queue<T> {
    state: Mutex<State<T>>,
    places: usize,
}

struct State<T> {
    waiting: VecDeque<T>,
    idle: Vec<Arc<Condvar>>,
    closed: bool,
}

impl<T> Queue<T> {
    pub(super) fn new(places: usize) -> Self {
        Self {
            state: Mutex::new(State {
                waiting: VecDeque::new(),
                idle: Vec::new(),
                closed: false,
            }),
            places,
        }
    }

    /// Takes a place, unless there is none.
    pub(super) fn push(&self, one: T) -> bool {
        let mut state = self.lock();
        if state.closed || state.waiting.len() >= self.places {
            return false;
        }
        state.waiting.push_back(one);
        if let Some(last) = state.idle.pop() {
            last.notify_one();
        }
        true
    }

    /// Waits for the next; `None` when the queue is closed and empty.
    pub(super) fn pop(&self) -> Option<T> {
        let bell = Arc::new(Condvar::new());
        let mut state = self.lock();
        loop {
            // A bell may also ring by itself; then it still hangs there.
            state.idle.retain(|other| !Arc::ptr_eq(other, &bell));
            if let Some(one) = state.waiting.pop_front() {
                return Some(one);
            }
            if state.closed {
                return None;
            }
            state.idle.push(bell.clone());
            state = bell.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Takes nothing more; what waits is still given out.
    pub(super) fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        for bell in state.idle.drain(..) {
            bell.notify_one();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        // A thread that panicked while it held the lock left a whole queue behind.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_queue_takes_nothing_and_a_closed_one_gives_out_what_waits() {
        let queue = Queue::new(2);
        assert!(queue.push(1) && queue.push(2) && !queue.push(3));
        assert_eq!(queue.pop(), Some(1));
        queue.close();
        assert!(!queue.push(4));
        assert_eq!((queue.pop(), queue.pop()), (Some(2), None));
    }
}
