//! What only few need, loaded when it is asked for: a page's words read aloud, and the question
//! whether large text suits.

use leptos::prelude::*;

use super::elder;

use crate::i18n::texts::shared as words;
use crate::platform::part::NotFetched;
use crate::platform::speech::{self, Ended};
use crate::platform::timer;
use crate::ui::{ReadAloud, Toasts, use_toasts};

/// What the part holds.
#[derive(Clone, Copy)]
pub(super) struct Seldom {
    /// Reads the page aloud.
    read: fn(Toasts),
    /// Draws the question.
    pub question: fn() -> AnyView,
}

/// Offers reading aloud to every page, where the browser has a voice.
pub(super) fn provide() {
    if speech::able() {
        let toasts = use_toasts();
        provide_context(ReadAloud(Callback::new(move |()| begin(toasts))));
    }
}

fn begin(toasts: Toasts) {
    speech::set_reading(true);
    timer::spawn(async move {
        match seldom().await {
            // Stopped before it could begin.
            Ok(_) if !speech::reading_now() => {}
            Ok(part) => (part.read)(toasts),
            Err(_) => {
                speech::set_reading(false);
                toasts.warn(words::PART_FAILED);
            }
        }
    });
}

fn read(toasts: Toasts) {
    speech::read_page(move |how| {
        if how == Ended::Mute {
            toasts.warn(words::NO_VOICE);
        }
    });
}

/// The part, loaded if it was not.
#[cfg(feature = "split")]
pub(super) async fn seldom() -> Result<Seldom, NotFetched> {
    seldom_part().await
}

/// The part.
#[cfg(not(feature = "split"))]
pub(super) async fn seldom() -> Result<Seldom, NotFetched> {
    seldom_part()
}

#[cfg_attr(feature = "split", leptos::wasm_split::wasm_split(seldom, fallible, wasm_split_path = ::leptos::wasm_split))]
fn seldom_part() -> Result<Seldom, NotFetched> {
    Ok(Seldom {
        read,
        question: elder::question,
    })
}
