//! What the person measured at home, beside the form. It is shown with its day and never filled in.

use domain::api::home_measurements::HomeReading;
use leptos::prelude::*;

use crate::features::shared::reading_line;
use crate::i18n::format;
use crate::i18n::texts::measure as words;
use crate::ui::Disclosure;

/// The last readings of both kinds, the newest first.
#[component]
pub(in crate::features::follow_up) fn HomeBeside(
    /// The newest first.
    home: Vec<HomeReading>,
) -> impl IntoView {
    let lines = home
        .iter()
        .map(|one| {
            let reading = one.reading.clone();
            let at = reading.taken_at;
            let line =
                move || [&reading_line(&reading), format::DOT, &format::date_time(at)].concat();
            view! { <p>{line}</p> }
        })
        .collect_view();
    (!home.is_empty())
        .then(|| view! { <Disclosure summary=words::BESIDE open=true>{lines}</Disclosure> })
}
