//! Reading a page aloud. The code that does it is loaded when it is first asked for.

use leptos::prelude::*;

use super::part::PartError;
use crate::i18n::texts::shared as words;
use crate::platform::speech::{self, Ended};
use crate::platform::{nav, timer};
use crate::ui::{ReadAloud, use_toasts};

type Read = fn(fn(Ended));

thread_local! {
    static READING: ArcRwSignal<bool> = ArcRwSignal::new(false);
    static MUTE: ArcRwSignal<bool> = ArcRwSignal::new(false);
}

fn set(signal: &'static std::thread::LocalKey<ArcRwSignal<bool>>, value: bool) {
    signal.with(|signal| signal.set(value));
}

/// Offers it to every page, where the browser has a voice; ends with the page that was read.
pub(super) fn provide() {
    if !speech::able() {
        return;
    }
    let toasts = use_toasts();
    let reading = Signal::derive(|| READING.with(|reading| reading.get()));
    Effect::new(move |before: Option<String>| {
        let here = nav::path();
        if before.is_some_and(|before| before != here) {
            silence();
        }
        here
    });
    Effect::new(move |_| {
        if MUTE.with(|mute| mute.get()) {
            set(&MUTE, false);
            toasts.warn(words::NO_VOICE);
        }
    });
    let press = Callback::new(move |()| {
        if reading.get_untracked() {
            silence();
        } else {
            begin();
        }
    });
    provide_context(ReadAloud { reading, press });
}

fn silence() {
    if READING.with(|reading| reading.get_untracked()) {
        set(&READING, false);
        speech::stop();
    }
}

fn begin() {
    set(&READING, true);
    timer::spawn(async {
        match reader().await {
            // Stopped before it could begin.
            Ok(_) if !READING.with(|reading| reading.get_untracked()) => {}
            Ok(read) => read(ended),
            Err(_) => ended(Ended::Mute),
        }
    });
}

fn ended(how: Ended) {
    set(&READING, false);
    if how == Ended::Mute {
        set(&MUTE, true);
    }
}

#[cfg(feature = "split")]
async fn reader() -> Result<Read, PartError> {
    aloud_part().await
}

#[cfg(not(feature = "split"))]
async fn reader() -> Result<Read, PartError> {
    aloud_part()
}

#[cfg_attr(feature = "split", leptos::wasm_split::wasm_split(aloud, fallible, wasm_split_path = ::leptos::wasm_split))]
fn aloud_part() -> Result<Read, PartError> {
    Ok(speech::read_page)
}
