//! That somebody has moved away or died, where something is done for them or they stand in a list.

use domain::rules::departure::{Departure, Leaving};
use leptos::prelude::*;

use crate::i18n::texts::departure as words;
use crate::ui::{Banner, BannerKind, Status, Tone};

/// The badge in a list.
///
/// `<DepartureMark departure=left/>`
#[component]
pub fn DepartureMark(
    /// How they left.
    departure: Departure,
) -> impl IntoView {
    let tone = match departure.how {
        Leaving::Moved => Tone::Warn,
        Leaving::Died => Tone::Neutral,
    };
    view! { <Status tone=tone label=Signal::derive(move || words::line(&departure)) /> }
}

/// Above a form: what it means for what is written down.
///
/// `<DepartureNote departure=left/>`
#[component]
pub fn DepartureNote(
    /// How they left.
    departure: Departure,
) -> impl IntoView {
    let text = Signal::derive(move || words::note(&departure));
    view! { <Banner kind=BannerKind::Warn text=text /> }
}
