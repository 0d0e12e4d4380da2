//! The large links of a first screen: a symbol, a word, and a line that says what it does.

use super::icon::{Glyph, icon};
use leptos::prelude::*;

/// Lays big buttons out in two columns, in one where text is large or room is short.
///
/// `<BigButtons><BigButton …/><BigButton …/></BigButtons>`
#[component]
pub fn BigButtons(
    /// The [`BigButton`]s.
    children: Children,
) -> impl IntoView {
    view! { <div class="big-buttons">{children()}</div> }
}

/// One large link.
///
/// `<BigButton glyph=icon::CALENDAR label=BOOK hint=BOOK_HINT href=Route::Booking.href()/>`
#[component]
pub fn BigButton(
    /// The symbol.
    glyph: Glyph,
    /// The verb, two to four characters.
    #[prop(into)]
    label: Signal<String>,
    /// What happens there, or how things stand.
    #[prop(into, optional)]
    hint: Option<Signal<String>>,
    /// Where it leads.
    #[prop(into)]
    href: String,
) -> impl IntoView {
    view! {
        <a class="big-button" href=href>
            <span class="big-button-icon">{icon(glyph)}</span>
            <span class="big-button-words">
                <strong>{move || label.get()}</strong>
                {hint.map(|hint| view! { <span class="muted">{move || hint.get()}</span> }.into_any())}
            </span>
        </a>
    }
}
