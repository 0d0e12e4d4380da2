//! Giving up on a request that takes too long.

use leptos::prelude::window;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use leptos::web_sys::{AbortController, AbortSignal};

/// A time limit for one request; dropping it takes the limit away.
pub struct Deadline {
    controller: Option<AbortController>,
    signal: Option<AbortSignal>,
    timer: i32,
    _act: Closure<dyn Fn()>,
}

/// A limit that passes in `ms` milliseconds. Very old browsers have none and wait on.
#[must_use]
pub fn after(ms: i32) -> Deadline {
    let controller = AbortController::new().ok();
    let signal = controller.as_ref().map(AbortController::signal);
    let aborting = controller.clone();
    let act = Closure::<dyn Fn()>::new(move || {
        if let Some(controller) = &aborting {
            controller.abort();
        }
    });
    let timer = window()
        .set_timeout_with_callback_and_timeout_and_arguments_0(act.as_ref().unchecked_ref(), ms)
        .unwrap_or_default();
    Deadline {
        controller,
        signal,
        timer,
        _act: act,
    }
}

impl Deadline {
    /// What the request has to listen to.
    #[must_use]
    pub fn signal(&self) -> Option<&AbortSignal> {
        self.signal.as_ref()
    }

    /// Whether the limit has passed.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.controller
            .as_ref()
            .is_some_and(|controller| controller.signal().aborted())
    }
}

impl Drop for Deadline {
    fn drop(&mut self) {
        window().clear_timeout_with_handle(self.timer);
    }
}
