//! Something longer that opens when one asks for it.

use super::icon::{self, icon};
use leptos::prelude::*;

/// A line that opens to show more.
///
/// `<Disclosure summary=WHY><p>…</p></Disclosure>`
#[component]
pub fn Disclosure(
    /// The line that is always seen.
    #[prop(into)]
    summary: Signal<String>,
    /// Whether it is open at first.
    #[prop(optional)]
    open: bool,
    /// What it opens.
    children: Children,
) -> impl IntoView {
    view! {
        <details class="disclosure" open=open>
            <summary>
                <span>{move || summary.get()}</span>
                {icon(icon::DOWN)}
            </summary>
            <div class="disclosure-body">{children()}</div>
        </details>
    }
}
