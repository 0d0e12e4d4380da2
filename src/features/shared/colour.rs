//! A colour as staff see it: always with its word and its shape, never by itself.

use domain::api::colours::SourceCard;
use domain::rules::three_colours::Colour;
use leptos::prelude::*;

use super::words::{said, word};
use crate::i18n::format;
use crate::i18n::texts::colours as words;
use crate::ui::{Status, Tone};

/// The tone of a colour.
#[must_use]
pub fn colour_tone(colour: Colour) -> Tone {
    match colour {
        Colour::Green => Tone::Ok,
        Colour::Yellow => Tone::Warn,
        Colour::Red => Tone::Bad,
    }
}

/// The badge of a colour.
///
/// `<ColourMark colour=Colour::Red/>`
#[component]
pub fn ColourMark(
    /// The colour.
    colour: Colour,
) -> impl IntoView {
    view! { <Status tone=colour_tone(colour) label=words::colour(colour) /> }
}

/// What made a colour, in one line a programme: `高血压：控制不满意（11月5日 周四的随访）`.
#[must_use]
pub fn source_line(source: &SourceCard) -> String {
    [
        said(&source.title),
        word("：", ": "),
        said(&source.class),
        word("（", " ("),
        &words::made_by(&format::date(source.on), source.why),
        word("）", ")"),
    ]
    .concat()
}
