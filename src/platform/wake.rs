//! Moments at which a phone may have come back: network back, page visible again, page restored
//! by the Back button. Work that waited for the network listens here; there is no background sync
//! inside WeChat.

use leptos::prelude::{document, window};
use leptos::web_sys::VisibilityState;

use super::listen;

/// Calls `act` whenever the phone may have come back.
pub fn on_wake(act: impl Fn() + Clone + 'static) {
    let online = act.clone();
    listen(&window(), "online", move |_| online());
    let shown = act.clone();
    listen(&window(), "pageshow", move |_| shown());
    listen(&document(), "visibilitychange", move |_| {
        if visible() {
            act();
        }
    });
}

fn visible() -> bool {
    document().visibility_state() == VisibilityState::Visible
}
