//! Signs that somebody is using the page, for the idle lock.

use leptos::prelude::window;

use super::listen;

/// Calls `act` on every touch, key and wheel turn.
pub fn on_activity(act: impl Fn() + Clone + 'static) {
    for event in ["pointerdown", "keydown", "wheel", "touchmove"] {
        let act = act.clone();
        listen(&window(), event, move |_| act());
    }
}
