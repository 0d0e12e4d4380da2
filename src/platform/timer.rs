//! Waiting and repeating.

use std::future::Future;

use leptos::prelude::window;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::property;

/// Resolves after `ms` milliseconds; a hidden page may wait longer.
pub async fn sleep(ms: i32) {
    let wait = js_sys::Promise::new(&mut |resolve, _| {
        // Fails only with a blocked event loop; then the promise never resolves, as it should.
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
    });
    let _ = JsFuture::from(wait).await;
}

/// Resolves when the page has nothing else to do; where the browser cannot say so, a moment later.
pub async fn idle() {
    const MOMENT_MS: i32 = 100;
    let wait = js_sys::Promise::new(&mut |resolve, _| {
        let ask = property(&window(), "requestIdleCallback").dyn_into::<js_sys::Function>();
        let asked = ask.and_then(|ask| ask.call1(&window(), &resolve));
        if asked.is_err() {
            let _ =
                window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, MOMENT_MS);
        }
    });
    let _ = JsFuture::from(wait).await;
}

/// Calls `act` once after `ms` milliseconds.
pub fn later(ms: i32, act: impl FnOnce() + 'static) {
    spawn(async move {
        sleep(ms).await;
        act();
    });
}

/// Starts a task on the page's only thread.
pub fn spawn(task: impl Future<Output = ()> + 'static) {
    wasm_bindgen_futures::spawn_local(task);
}

/// Waits until all of these tasks, which run side by side, have ended.
pub async fn together<F: Future<Output = ()> + 'static>(tasks: impl Iterator<Item = F>) {
    let running: js_sys::Array = tasks
        .map(|task| {
            future_to_promise(async move {
                task.await;
                Ok(JsValue::UNDEFINED)
            })
        })
        .collect();
    // None of them is ever rejected.
    let _ = JsFuture::from(js_sys::Promise::all(&running)).await;
}

/// A repeating call; it stops when this is dropped.
pub struct Ticker {
    handle: i32,
    _act: Closure<dyn Fn()>,
}

/// Calls `act` every `ms` milliseconds until the ticker is dropped.
#[must_use]
pub fn every(ms: i32, act: impl Fn() + 'static) -> Ticker {
    let act = Closure::<dyn Fn()>::new(act);
    let handle = window()
        .set_interval_with_callback_and_timeout_and_arguments_0(act.as_ref().unchecked_ref(), ms)
        .unwrap_or_default();
    Ticker { handle, _act: act }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        window().clear_interval_with_handle(self.handle);
    }
}
