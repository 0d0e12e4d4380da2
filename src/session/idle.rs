//! The idle lock: a phone left on a desk closes itself, after a warning.
//!
//! How long is the backend's to say (`idle_after`); the warning stands for two minutes, six times
//! what WCAG 2.2.1 asks. While the page is in use without asking anything, as when a long form is
//! filled in, the backend is told now and then, for it ends a session that rests. Time is compared, not counted, because a sleeping phone does not tick.

use std::cell::{Cell, RefCell};

use leptos::prelude::*;

use crate::platform::{activity, clock, timer, wake};

const WARNING_MS: i64 = 120_000;
/// Less than the backend waits beyond `idle_after`.
const TELL_MS: i64 = 4 * 60_000;
const LOOK_MS: i32 = 1_000;

thread_local! {
    static LAST_MS: Cell<i64> = const { Cell::new(0) };
    static TOLD_MS: Cell<i64> = const { Cell::new(0) };
    static LOCKS_IN: ArcRwSignal<Option<u32>> = ArcRwSignal::new(None);
    static TICKER: RefCell<Option<timer::Ticker>> = const { RefCell::new(None) };
}

pub(super) fn start() {
    still_here();
    // The start itself asks who is signed in.
    TOLD_MS.set(LAST_MS.get());
    // While the warning stands, only its button counts: a sleeve on the screen is nobody.
    activity::on_activity(|| {
        if LOCKS_IN.with(|left| left.with_untracked(Option::is_none)) {
            LAST_MS.set(clock::phone_ms());
        }
    });
    wake::on_wake(look);
    TICKER.set(Some(timer::every(LOOK_MS, look)));
}

/// Seconds until the page locks, while the warning stands; reactive.
#[must_use]
pub fn locks_in() -> Option<u32> {
    LOCKS_IN.with(|left| left.get())
}

/// The answer "I am still here".
pub fn still_here() {
    LAST_MS.set(clock::phone_ms());
    set(None);
}

fn set(seconds: Option<u32>) {
    LOCKS_IN.with(|left| {
        if left.get_untracked() != seconds {
            left.set(seconds);
        }
    });
}

fn look() {
    let idle_after = super::CURRENT.with(|current| {
        current.with_untracked(|session| {
            let session = session.as_ref()?;
            (session.account.is_some() || session.staff.is_some()).then_some(session.idle_after)
        })
    });
    let Some(idle_after) = idle_after.filter(|seconds| *seconds > 0) else {
        return set(None);
    };
    if LAST_MS.get() - TOLD_MS.get() > TELL_MS {
        TOLD_MS.set(LAST_MS.get());
        timer::spawn(async {
            // Whoever is signed out meanwhile learns it from the next thing they ask.
            let _ = super::ask().await;
        });
    }
    let left = i64::from(idle_after) * 1_000 - (clock::phone_ms() - LAST_MS.get());
    if left <= 0 {
        still_here();
        timer::spawn(super::lock());
    } else if left <= WARNING_MS {
        set(u32::try_from(left / 1_000 + 1).ok());
    } else {
        set(None);
    }
}
