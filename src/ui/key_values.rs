//! Facts as pairs: what, and how it is.

use leptos::prelude::*;

/// A list of pairs.
///
/// `<KeyValues><KeyValue label=BORN>"1958-03-02"</KeyValue></KeyValues>`
#[component]
pub fn KeyValues(
    /// The [`KeyValue`]s.
    children: Children,
) -> impl IntoView {
    view! { <dl class="key-values">{children()}</dl> }
}

/// One pair.
///
/// `<KeyValue label=PHONE><Masked …/></KeyValue>`
#[component]
pub fn KeyValue(
    /// What it is.
    #[prop(into)]
    label: Signal<String>,
    /// How it is.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="key-value">
            <dt>{move || label.get()}</dt>
            <dd>{children()}</dd>
        </div>
    }
}
