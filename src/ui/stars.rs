//! A judgement in five steps, each with its word.

use super::{
    field::{FieldWords, group},
    icon::{self, icon},
};
use crate::i18n::{Text, texts::ui as words};
use leptos::prelude::*;

const STEPS: [(u8, Text); 5] = [
    (1, words::STAR_1),
    (2, words::STAR_2),
    (3, words::STAR_3),
    (4, words::STAR_4),
    (5, words::STAR_5),
];

/// Asks for one to five stars; the chosen step's word stands beside them.
///
/// `<Stars label=OVERALL value=overall required=true/>`
#[component]
pub fn Stars(
    /// What is judged.
    #[prop(into)]
    label: Signal<String>,
    /// What is wrong with the answer.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// Whether it must be answered.
    #[prop(optional)]
    required: bool,
    /// The step, 1 to 5.
    value: RwSignal<Option<u8>>,
) -> impl IntoView {
    group(
        FieldWords {
            label,
            hint: None,
            error,
            required,
        },
        "radiogroup",
        |links| {
            let star = |(step, word): (u8, Text)| {
                view! {
                    <label class="star" class:star-on=move || value.get().is_some_and(|value| value >= step)>
                        <input
                            type="radio"
                            name=links.id.clone()
                            prop:checked=move || value.get() == Some(step)
                            on:change=move |_| value.set(Some(step))
                        />
                        {icon(icon::STAR)}
                        <span class="visually-hidden">{move || word.get()}</span>
                    </label>
                }
            };
            let word = move || {
                let chosen = STEPS
                    .into_iter()
                    .find(|(step, _)| value.get() == Some(*step));
                chosen.map(|(_, word)| word.get())
            };
            view! {
                <div class="stars">
                    {STEPS.map(star).collect_view()}
                    <span class="stars-word" aria-hidden="true">{word}</span>
                </div>
            }
            .into_any()
        },
    )
}
