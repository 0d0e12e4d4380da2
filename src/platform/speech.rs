//! Reading aloud, by the browser's own voices. Nothing leaves the phone through us: where a browser
//! sends words to a service of its maker, it does so for every page that is read aloud.

use std::cell::Cell;

use js_sys::{Array, Function, Reflect};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::prelude::JsValue;
use leptos::web_sys::{EventTarget, HtmlElement};

use super::{listen, property, set_property, timer};

/// A browser that has not begun by then has no voice.
const BEGINS_WITHIN_MS: i32 = 5_000;
/// A little slower than people speak.
const RATE: f64 = 0.9;
/// Where a sentence ends; a whole paragraph at once is cut off by some browsers.
const ENDS: [char; 5] = ['。', '；', '！', '？', '\n'];
/// What is read: an open dialog, otherwise the page with its heading.
const DIALOG: &str = "dialog[open]";
const PAGE: [&str; 2] = ["main h1", "main .page"];

/// How reading ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Everything was read, or it was stopped.
    Read,
    /// This browser has no voice after all.
    Mute,
}

thread_local! {
    static ALOUD: ArcRwSignal<bool> = ArcRwSignal::new(false);
    /// Which reading is the present one; an older one has nothing to say any more.
    static READING: Cell<u32> = const { Cell::new(0) };
    static HEEDS_LEAVING: Cell<bool> = const { Cell::new(false) };
}

/// Whether this browser says that it can read aloud.
#[must_use]
pub fn able() -> bool {
    synthesis().is_object() && property(&window(), "SpeechSynthesisUtterance").is_function()
}

/// Whether the page is being read; reactive.
#[must_use]
pub fn reading() -> bool {
    ALOUD.with(|aloud| aloud.get())
}

/// Whether the page is being read; not reactive.
#[must_use]
pub fn reading_now() -> bool {
    ALOUD.with(|aloud| aloud.get_untracked())
}

/// Says that the page is going to be read, or will not be after all.
pub fn set_reading(reading: bool) {
    ALOUD.with(|aloud| aloud.set(reading));
}

/// Falls silent, if the page is being read.
pub fn stop() {
    if reading_now() {
        set_reading(false);
        hush();
    }
}

fn hush() {
    READING.set(READING.get() + 1);
    call("cancel", None);
}

/// Reads the page as it stands; `ended` is told once, unless [`stop`] came first.
pub fn read_page(ended: impl Fn(Ended) + Copy + 'static) {
    hush();
    set_reading(true);
    // Some browsers read on after the page is gone, to whoever has the phone then.
    if !HEEDS_LEAVING.replace(true) {
        listen(&window(), "pagehide", |_| stop());
    }
    let reading = READING.get();
    let present = move || READING.get() == reading;
    let end = move |how| {
        if present() {
            READING.set(reading + 1);
            set_reading(false);
            ended(how);
        }
    };
    let words = words();
    let sentences: Vec<&str> = words
        .split_inclusive(ENDS)
        .map(str::trim)
        .filter(|sentence| !sentence.is_empty())
        .collect();
    let Some(last) = sentences.len().checked_sub(1) else {
        return end(Ended::Read);
    };
    let language = document().document_element();
    let language = language.and_then(|root| root.get_attribute("lang"));
    let begun = std::rc::Rc::new(Cell::new(false));
    for (place, sentence) in sentences.into_iter().enumerate() {
        let Some(spoken) = utterance(sentence) else {
            return end(Ended::Mute);
        };
        set_property(&spoken, "lang", &language.as_deref().into());
        set_property(&spoken, "rate", &RATE.into());
        let begins = begun.clone();
        listen(&spoken, "start", move |_| begins.set(true));
        listen(&spoken, "error", move |_| end(Ended::Mute));
        if place == last {
            listen(&spoken, "end", move |_| end(Ended::Read));
        }
        call("speak", Some(&spoken));
    }
    timer::later(BEGINS_WITHIN_MS, move || {
        if !begun.get() && present() {
            call("cancel", None);
            end(Ended::Mute);
        }
    });
}

fn synthesis() -> JsValue {
    property(&window(), "speechSynthesis")
}

fn utterance(sentence: &str) -> Option<EventTarget> {
    let class: Function = property(&window(), "SpeechSynthesisUtterance")
        .dyn_into()
        .ok()?;
    let made = Reflect::construct(&class, &Array::of1(&sentence.into())).ok()?;
    made.dyn_into().ok()
}

fn call(method: &str, with: Option<&EventTarget>) {
    let synthesis = synthesis();
    let Ok(method) = property(&synthesis, method).dyn_into::<Function>() else {
        return;
    };
    // A browser that throws here stays silent, which the timer above notices.
    let _ = match with {
        Some(spoken) => method.call1(&synthesis, spoken),
        None => method.call0(&synthesis),
    };
}

/// The words that a reader sees, a line for each block.
fn words() -> String {
    let seen = |selector: &str| {
        let element = document().query_selector(selector).ok().flatten()?;
        Some(element.dyn_into::<HtmlElement>().ok()?.inner_text())
    };
    seen(DIALOG).unwrap_or_else(|| {
        PAGE.into_iter()
            .filter_map(seen)
            .collect::<Vec<_>>()
            .join("\n")
    })
}
