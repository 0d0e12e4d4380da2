//! Whether the backend can be reached, as far as anybody knows.
//!
//! The browser's own flag only says that some network is there, so `api` reports here how its
//! calls ended, and both must agree before the page says "online".

use leptos::prelude::*;

use super::{listen, property};

thread_local! {
    static LINKED: ArcRwSignal<bool> = ArcRwSignal::new(true);
    static REACHED: ArcRwSignal<bool> = ArcRwSignal::new(true);
}

/// Follows the browser's flag from now on.
pub fn start() {
    let linked = LINKED.with(Clone::clone);
    linked.set(self::linked());
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

/// Whether the browser knows of a network.
#[must_use]
pub fn linked() -> bool {
    window().navigator().on_line()
}

/// Whether the phone's holder, or a network of the last century, asks to be spared what nobody has
/// asked for. Safari does not tell.
#[must_use]
pub fn sparing() -> bool {
    let connection = property(&window().navigator(), "connection");
    if connection.is_undefined() {
        return false;
    }
    let slow = property(&connection, "effectiveType").as_string();
    property(&connection, "saveData").is_truthy() || slow.is_some_and(|kind| kind.ends_with("2g"))
}

/// Says how the last call ended: `true` when anything answered.
pub fn report(reached: bool) {
    REACHED.with(|known| {
        if known.get_untracked() != reached {
            known.set(reached);
        }
    });
}
