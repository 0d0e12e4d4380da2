//! How something stands: always a word, a shape and a colour together.

use super::icon::{self, Glyph, icon};
use leptos::prelude::*;

/// How good or bad something is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Neither good nor bad: a ring with a dash.
    #[default]
    Neutral,
    /// As it should be, green: a ring with a check mark.
    Ok,
    /// To be looked at, yellow: a triangle.
    Warn,
    /// To be acted on, red: an octagon.
    Bad,
    /// Good to know: a ring with an i.
    Info,
}

impl Tone {
    /// The shape, which carries the meaning for those who do not see the colour.
    #[must_use]
    pub fn glyph(self) -> Glyph {
        match self {
            Self::Neutral => icon::RING,
            Self::Ok => icon::DONE,
            Self::Warn => icon::WARNING,
            Self::Bad => icon::STOP,
            Self::Info => icon::INFO,
        }
    }

    /// The class that sets the tone's colours on an element.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Neutral => "tone-neutral",
            Self::Ok => "tone-ok",
            Self::Warn => "tone-warn",
            Self::Bad => "tone-bad",
            Self::Info => "tone-info",
        }
    }
}

/// A word that says how something stands.
///
/// `<Status tone=Tone::Warn label=OVERDUE/>`
#[component]
pub fn Status(
    /// How good or bad it is.
    tone: Tone,
    /// The word.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    view! {
        <span class=["status ", tone.class()].concat()>
            {icon(tone.glyph())}
            <span>{move || label.get()}</span>
        </span>
    }
}

/// A small number on a symbol: how many wait. Nothing is shown for none.
///
/// `<Count count=unread/>`
#[component]
pub fn Count(
    /// How many.
    #[prop(into)]
    count: Signal<u32>,
) -> impl IntoView {
    let shown = move || {
        let text = match count.get() {
            0 => return None,
            100.. => "99+".to_owned(),
            few => few.to_string(),
        };
        Some(view! { <span class="count">{text}</span> }.into_any())
    };
    view! { {move || shown()} }
}
