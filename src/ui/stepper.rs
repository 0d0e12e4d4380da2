//! A small whole number, changed by one.

use super::{
    field::{FieldWords, group},
    icon::{self, icon},
};
use crate::i18n::{t, texts::ui as words};
use leptos::prelude::*;

/// Asks for a small number with a minus and a plus button.
///
/// `<Stepper label=CIGARETTES unit=PER_DAY value=cigarettes least=0 most=100/>`
#[component]
pub fn Stepper(
    /// What is counted.
    #[prop(into)]
    label: Signal<String>,
    /// How to answer.
    #[prop(into, optional)]
    hint: Option<Signal<String>>,
    /// What is wrong with the answer.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// What is counted, beside the number.
    #[prop(into, optional)]
    unit: Option<Signal<String>>,
    /// The number.
    value: RwSignal<i32>,
    /// The smallest number.
    #[prop(optional)]
    least: i32,
    /// The largest number.
    #[prop(default = 99)]
    most: i32,
    /// How much one press changes.
    #[prop(default = 1)]
    by: i32,
) -> impl IntoView {
    let change =
        move |by: i32| value.update(|value| *value = value.saturating_add(by).clamp(least, most));
    let at_least = move || (value.get() <= least).then_some("true");
    let at_most = move || (value.get() >= most).then_some("true");
    group(
        FieldWords {
            label,
            hint,
            error,
            required: false,
        },
        "group",
        |_| {
            view! {
                <div class="stepper">
                    <button
                        class="icon-button"
                        type="button"
                        aria-label=t(words::LESS)
                        aria-disabled=at_least
                        on:click=move |_| change(-by)
                    >
                        {icon(icon::MINUS)}
                    </button>
                    <output class="stepper-value" aria-live="polite">
                        <span class="number">{move || value.get().to_string()}</span>
                        {unit.map(|unit| view! { <span class="unit">{move || unit.get()}</span> })}
                    </output>
                    <button
                        class="icon-button"
                        type="button"
                        aria-label=t(words::MORE)
                        aria-disabled=at_most
                        on:click=move |_| change(by)
                    >
                        {icon(icon::PLUS)}
                    </button>
                </div>
            }
            .into_any()
        },
    )
}
