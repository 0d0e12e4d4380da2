//! A white sheet that holds what belongs together.

use leptos::prelude::*;

/// A sheet with padding; for rows that go to its edge put a [`List`](super::List) in a
/// [`Section`](super::Section) instead.
///
/// `<Card><p>…</p></Card>`
#[component]
pub fn Card(
    /// What it holds.
    children: Children,
) -> impl IntoView {
    view! { <div class="card">{children()}</div> }
}
