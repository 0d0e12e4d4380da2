//! Several lines of text, with how much room is left.

use super::{
    field::{FieldWords, frame},
    text_input::Typing,
};
use crate::i18n::texts::ui as words;
use leptos::prelude::*;

/// Asks for a few sentences. More than `limit` may be typed, so that nothing is cut off in the
/// middle of a word; the counter then says how much is too much.
///
/// `<TextArea label=REMARK limit=200 value=remark/>`
#[component]
pub fn TextArea(
    /// What is asked.
    #[prop(into)]
    label: Signal<String>,
    /// How to answer.
    #[prop(into, optional)]
    hint: Option<Signal<String>>,
    /// What is wrong with the answer.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// Whether it must be answered.
    #[prop(optional)]
    required: bool,
    /// How many characters are allowed.
    #[prop(default = 200)]
    limit: u32,
    /// The text, as typed.
    value: RwSignal<String>,
) -> impl IntoView {
    let typing = Typing::new(move |text| value.set(text));
    let left = move || {
        let used = value.with(|text| text.chars().count());
        i64::from(limit) - i64::try_from(used).unwrap_or(i64::MAX)
    };
    frame(
        FieldWords {
            label,
            hint,
            error,
            required,
        },
        |links| {
            view! {
                <textarea
                    id=links.id
                    rows="4"
                    aria-describedby=links.described_by
                    aria-invalid=move || (links.invalid.get() || left() < 0).then_some("true")
                    aria-required=required.then_some("true")
                    prop:value=move || value.get()
                    on:compositionstart=move |_| typing.begin()
                    on:compositionend:target=move |event| typing.end(event.target().value())
                    on:input:target=move |event| typing.input(event.target().value())
                ></textarea>
                <p class="text-area-left" class:text-area-over=move || left() < 0>
                    {move || words::characters_left(left())}
                </p>
            }
            .into_any()
        },
    )
}
