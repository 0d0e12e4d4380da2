//! A piece of `ui` on the screen of a browser test, and the hands that use it.

#![allow(dead_code, reason = "each suite uses its own part")]

use jiayi_client::platform::timer;
use js_sys::Reflect;
use leptos::{mount::mount_to, prelude::*};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlElement};

/// What a test put on the screen; it leaves with the test.
pub struct Screen(HtmlElement);

/// Puts a view on the screen and waits until it stands.
pub async fn show<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> Screen {
    let place = document().create_element("div").unwrap();
    let place: HtmlElement = place.unchecked_into();
    document().body().unwrap().append_child(&place).unwrap();
    mount_to(place.clone(), view).forget();
    settle().await;
    Screen(place)
}

/// Waits until effects have run.
pub async fn settle() {
    timer::sleep(20).await;
}

impl Screen {
    /// The first element that fits.
    pub fn find(&self, selector: &str) -> HtmlElement {
        let found = self.0.query_selector(selector).unwrap();
        found
            .unwrap_or_else(|| panic!("no {selector} in {}", self.0.inner_html()))
            .unchecked_into()
    }

    /// Every element that fits.
    pub fn all(&self, selector: &str) -> Vec<HtmlElement> {
        let gather = js_sys::Function::new_with_args(
            "place, selector",
            "return [...place.querySelectorAll(selector)]",
        );
        let found = gather
            .call2(&JsValue::NULL, &self.0, &selector.into())
            .unwrap();
        js_sys::Array::from(&found)
            .iter()
            .map(JsCast::unchecked_into)
            .collect()
    }

    /// The words of every element that fits.
    pub fn words(&self, selector: &str) -> Vec<String> {
        let words = |element: HtmlElement| element.text_content().unwrap_or_default();
        self.all(selector).into_iter().map(words).collect()
    }

    /// Presses the first element that fits.
    pub async fn press(&self, selector: &str) {
        self.find(selector).click();
        settle().await;
    }

    /// Tells an element that something happened to it.
    pub async fn fire(&self, selector: &str, event: &str) {
        self.find(selector)
            .dispatch_event(&bubbling(event))
            .unwrap();
        settle().await;
    }

    /// Writes into a field as a keyboard does.
    pub async fn type_in(&self, selector: &str, text: &str) {
        self.write(selector, text);
        self.fire(selector, "input").await;
    }

    /// Chooses in a native list or calendar.
    pub async fn choose_in(&self, selector: &str, value: &str) {
        self.write(selector, value);
        self.fire(selector, "change").await;
    }

    /// Presses a key while an element has the focus.
    pub async fn key(&self, selector: &str, key: &str) {
        let event = bubbling("keydown");
        Reflect::define_property(&event, &"key".into(), &described(key)).unwrap();
        self.find(selector).dispatch_event(&event).unwrap();
        settle().await;
    }

    /// What stands in a field.
    pub fn value(&self, selector: &str) -> String {
        Reflect::get(&self.find(selector), &"value".into())
            .unwrap()
            .as_string()
            .unwrap()
    }

    fn write(&self, selector: &str, text: &str) {
        Reflect::set(&self.find(selector), &"value".into(), &text.into()).unwrap();
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.0.remove();
    }
}

/// An attribute, or nothing.
pub fn attribute(element: &Element, name: &str) -> String {
    element.get_attribute(name).unwrap_or_default()
}

fn bubbling(name: &str) -> Event {
    let make = js_sys::Function::new_with_args(
        "name",
        "return new Event(name, { bubbles: true, cancelable: true })",
    );
    make.call1(&JsValue::NULL, &name.into())
        .unwrap()
        .unchecked_into()
}

fn described(value: &str) -> js_sys::Object {
    let description = js_sys::Object::new();
    Reflect::set(&description, &"value".into(), &value.into()).unwrap();
    description
}
