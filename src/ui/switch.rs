//! Something that is on or off, and changes at once.

use leptos::prelude::*;

/// Turns something on or off without a form being sent.
///
/// `<Switch label=LARGE_TEXT hint=LARGE_TEXT_HINT value=large/>`
#[component]
pub fn Switch(
    /// What is on or off.
    #[prop(into)]
    label: Signal<String>,
    /// What that means.
    #[prop(into, optional)]
    hint: Option<Signal<String>>,
    /// Whether it is on.
    value: RwSignal<bool>,
) -> impl IntoView {
    let on = move || if value.get() { "true" } else { "false" };
    view! {
        <button
            class="switch"
            type="button"
            role="switch"
            aria-checked=on
            on:click=move |_| value.update(|value| *value = !*value)
        >
            <span class="switch-words">
                <span>{move || label.get()}</span>
                {hint.map(|hint| view! { <span class="muted">{move || hint.get()}</span> })}
            </span>
            <span class="switch-track"><span class="switch-thumb"></span></span>
        </button>
    }
}
