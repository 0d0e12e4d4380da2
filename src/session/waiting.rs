//! How much waits for a member of staff besides the visits that are due. The worklist asks the backend and says
//! it here; the navigation shows it on every page.

use leptos::prelude::*;

thread_local! {
    static WAITING: ArcRwSignal<u32> = ArcRwSignal::new(0);
}

/// How much waits; reactive.
#[must_use]
pub fn waiting() -> Signal<u32> {
    Signal::derive(|| WAITING.with(|count| count.get()))
}

/// Says how much waits.
pub fn set_waiting(count: u32) {
    WAITING.with(|signal| signal.set(count));
}
