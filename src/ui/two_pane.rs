//! A list and what was chosen from it: side by side from 1024 px on, one after the other on a phone.

use leptos::prelude::*;

/// Holds a [`ListPane`] and a [`DetailPane`]. On a phone the detail replaces the list while
/// `detail_open` is true; side by side, both scroll alone.
///
/// `<TwoPane detail_open=open><ListPane>…</ListPane><DetailPane label=PERSON>…</DetailPane></TwoPane>`
#[component]
pub fn TwoPane(
    /// Whether something is chosen.
    #[prop(into)]
    detail_open: Signal<bool>,
    /// The two panes.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="two-pane" class:detail-open=move || detail_open.get()>
            {children()}
        </div>
    }
}

/// The left pane.
#[component]
pub fn ListPane(
    /// Search, filters and the list.
    children: Children,
) -> impl IntoView {
    view! { <div class="list-pane">{children()}</div> }
}

/// The right pane.
#[component]
pub fn DetailPane(
    /// What it shows; read out, not shown.
    #[prop(into)]
    label: Signal<String>,
    /// What was chosen, or a word that nothing is.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="detail-pane" aria-label=move || label.get()>
            {children()}
        </section>
    }
}
