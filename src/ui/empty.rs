//! What a list shows when there is nothing in it.

use super::icon::{self, Glyph, icon};
use leptos::prelude::*;

/// Says that there is nothing, why that is fine, and what could be done; none may leave that away.
///
/// `<Empty title=NO_BOOKINGS hint=BOOK_FIRST><ButtonLink …/></Empty>`
#[component]
pub fn Empty(
    /// What there is none of.
    #[prop(into)]
    title: Signal<String>,
    /// What to expect or to do.
    #[prop(into)]
    hint: Signal<String>,
    /// A symbol other than the plain page.
    #[prop(optional)]
    glyph: Option<Glyph>,
    /// The action that would fill it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <span class="empty-icon">{icon(glyph.unwrap_or(icon::FILE))}</span>
            <p class="empty-title">{move || title.get()}</p>
            <p class="muted">{move || hint.get()}</p>
            {children.map(|children| children())}
        </div>
    }
}
