//! One tab at a time: runs a task under the browser's named lock.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::window;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::property;

type Task = Pin<Box<dyn Future<Output = ()>>>;

/// Runs the task while no other tab runs one under the same name; waits for its turn.
///
/// A browser without locks runs it at once: the backend's idempotency keys then keep what two
/// tabs send from counting twice.
pub async fn exclusive(name: &str, task: impl Future<Output = ()> + 'static) {
    let task: Task = Box::pin(task);
    let locks = property(&window().navigator(), "locks");
    let Ok(request) = property(&locks, "request").dyn_into::<js_sys::Function>() else {
        return task.await;
    };
    let run = Closure::once_into_js(move |_lock: JsValue| -> JsValue {
        future_to_promise(async move {
            task.await;
            Ok(JsValue::UNDEFINED)
        })
        .into()
    });
    if let Ok(done) = request.call2(&locks, &JsValue::from_str(name), &run) {
        let _ = JsFuture::from(js_sys::Promise::resolve(&done)).await;
    }
}
