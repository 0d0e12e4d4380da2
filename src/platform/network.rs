//! Whether the backend can be reached, as far as anybody knows.
//!
//! The browser's own flag only says that some network is there, so `api` reports here how its
//! calls ended, and both must agree before the page says "online".

use leptos::prelude::*;

use super::listen;

thread_local! {
    static LINKED: ArcRwSignal<bool> = ArcRwSignal::new(true);
    static REACHED: ArcRwSignal<bool> = ArcRwSignal::new(true);
}

/// Follows the browser's flag from now on.
pub fn start() {
    let linked = LINKED.with(Clone::clone);
    linked.set(window().navigator().on_line());
    for (event, value) in [("online", true), ("offline", false)] {
        let linked = linked.clone();
        listen(&window(), event, move |_| {
            linked.set(value);
            if value {
                report(true);
            }
        });
    }
}

/// Whether the backend could be reached last time; reactive.
#[must_use]
pub fn online() -> bool {
    LINKED.with(|linked| linked.get()) && REACHED.with(|reached| reached.get())
}

/// Says how the last call ended: `true` when anything answered.
pub fn report(reached: bool) {
    REACHED.with(|known| {
        if known.get_untracked() != reached {
            known.set(reached);
        }
    });
}
