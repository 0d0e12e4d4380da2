//! What the boot script of index.html began before any code of ours had arrived.

use std::cell::Cell;
use std::future::Future;

use leptos::prelude::{document, window};
use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{property, set_property};

thread_local! {
    static STYLED: Cell<bool> = const { Cell::new(false) };
}

/// The text of the session's answer that the boot script asked for, once: it is stale afterwards.
pub async fn session() -> Option<String> {
    let asked: js_sys::Promise = taken("session").dyn_into().ok()?;
    JsFuture::from(asked).await.ok()?.as_string()
}

/// The answer of this address, where the boot script asked for it: its text, or `None` in the end. The page's
/// first read takes it, whatever it is about: for a later one it would be stale.
pub fn early(address: &str) -> Option<impl Future<Output = Option<String>> + use<>> {
    let (of, asked) = (taken("of"), taken("early"));
    let asked: js_sys::Promise = asked.dyn_into().ok()?;
    (of.as_string()? == address).then_some(async { JsFuture::from(asked).await.ok()?.as_string() })
}

/// What was done in the field of the sign-in page before the program had come (src/boot/sign_in.js).
pub struct Typed {
    /// The phone number, as far as it was typed.
    pub phone: String,
    /// Whether the button was pressed.
    pub asked: bool,
    /// Whether the keyboard is still there.
    pub focused: bool,
}

/// What was typed before the program had come; once, and before the shell is removed.
#[must_use]
pub fn typed() -> Typed {
    let focused = document().active_element().map(|element| element.id());
    Typed {
        phone: taken("phone").as_string().unwrap_or_default(),
        asked: taken("asked").is_truthy(),
        focused: focused.as_deref() == Some("boot-phone"),
    }
}

/// What the boot script left under this name; it is gone afterwards.
fn taken(name: &str) -> JsValue {
    let boot = property(&window(), "__boot");
    let left = property(&boot, name);
    set_property(&boot, name, &JsValue::UNDEFINED);
    left
}

/// Begins to fetch the styles that the first page does without, and gives `false` when they did not
/// come; they are fetched once. Trunk's development loop has no others than those that are there.
pub fn styles() -> impl Future<Output = bool> {
    let boot = property(&window(), "__boot");
    let fetch = property(&boot, "styles").dyn_into::<js_sys::Function>();
    let fetched = match fetch {
        Ok(fetch) if !STYLED.get() => fetch.call0(&boot).ok(),
        _ => None,
    };
    async move {
        if let Some(fetched) = fetched {
            STYLED.set(JsFuture::from(js_sys::Promise::from(fetched)).await.is_ok());
            return STYLED.get();
        }
        true
    }
}
