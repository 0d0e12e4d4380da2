//! A measured number: large numerals, the unit beside them, and what is thought of the value.

use super::{
    field::{FieldWords, frame},
    icon::{self, icon},
    text_input::Typing,
};
use crate::i18n::{Text, texts::ui as words};
use crate::platform::focus;
use leptos::prelude::*;
use leptos::web_sys::HtmlElement;

/// A number as a Chinese input method may write it, in plain digits: full-width digits and the
/// two full stops that stand for a decimal point become ASCII, blanks go.
#[must_use]
pub fn plain_number(typed: &str) -> String {
    let plain = |character: char| match character {
        '\u{ff10}'..='\u{ff19}' => char::from_u32(u32::from(character) - 0xff10 + u32::from('0')),
        '\u{3002}' | '\u{ff0e}' => Some('.'),
        '\u{ff0d}' | '\u{2212}' => Some('-'),
        character if character.is_whitespace() => None,
        character => Some(character),
    };
    typed.chars().filter_map(plain).collect()
}

/// Asks for one number. The text is kept as typed; [`plain_number`] is applied when the field is
/// left, so that a half-typed `7.` is never torn away.
///
/// `<NumberField label=SYSTOLIC unit="mmHg" value=systolic before="上次 138" error=error warning=warning/>`
#[component]
pub fn NumberField(
    /// What is measured.
    #[prop(into)]
    label: Signal<String>,
    /// Its unit.
    #[prop(into)]
    unit: Signal<String>,
    /// How to measure or to answer.
    #[prop(into, optional)]
    hint: Option<Signal<String>>,
    /// The value before this one, shown beside.
    #[prop(into, optional)]
    before: Option<Signal<String>>,
    /// What makes the value impossible.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// What makes the value unusual: it may stay, after a second look.
    #[prop(into, optional)]
    warning: Signal<Option<String>>,
    /// Whether it must be answered.
    #[prop(optional)]
    required: bool,
    /// What minus (`false`) and plus (`true`) do, for a number that changes slowly.
    #[prop(optional)]
    step: Option<Callback<bool>>,
    /// Whether the number may have decimals; decides the keyboard.
    #[prop(optional)]
    decimal: bool,
    /// The number, as typed.
    value: RwSignal<String>,
) -> impl IntoView {
    let typing = Typing::new(move |text| value.set(text));
    let tidy = move |_| {
        let plain = value.with_untracked(|text| plain_number(text));
        if value.with_untracked(|text| *text != plain) {
            value.set(plain);
        }
    };
    // The next number follows by itself; a form is saved by its button alone.
    let enter = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" && !typing.composing() {
            event.prevent_default();
            focus::to_next(
                &event_target::<HtmlElement>(&event),
                ".number-field > input",
            );
        }
    };
    let steps = step.map(|step| {
        let press = move |up: bool, words: Text, glyph| {
            let name = move || [words.get(), " ", &label.get()].concat();
            view! {
                <button class="icon-button" type="button" aria-label=name on:click=move |_| step.run(up)>
                    {icon(glyph)}
                </button>
            }
        };
        view! {
            <span class="number-field-steps">
                {press(false, words::LESS, icon::MINUS)}
                {press(true, words::MORE, icon::PLUS)}
            </span>
        }
    });
    let warned = move || error.with(Option::is_none) && warning.with(Option::is_some);
    frame(
        FieldWords {
            label,
            hint,
            error,
            required,
        },
        |links| {
            view! {
            <div class="number-field" class:number-field-warned=warned>
                <input
                    id=links.id
                    type="text"
                    inputmode=if decimal { "decimal" } else { "numeric" }
                    autocomplete="off"
                    maxlength="8"
                    aria-describedby=links.described_by
                    aria-invalid=move || links.invalid.get().then_some("true")
                    aria-required=required.then_some("true")
                    prop:value=move || value.get()
                    on:compositionstart=move |_| typing.begin()
                    on:compositionend:target=move |event| typing.end(event.target().value())
                    on:input:target=move |event| typing.input(event.target().value())
                    on:blur=tidy
                    on:keydown=enter
                    enterkeyhint="next"
                />
                <span class="unit">{move || unit.get()}</span>
                {before.map(|before| view! { <span class="number-field-before">{move || before.get()}</span> })}
                {steps}
            </div>
            <p class="warning" role="status">
                {move || {
                    if warned() { warning.get() } else { None }
                        .map(|warning| view! { {icon(icon::INFO)} <span>{warning}</span> })
                }}
            </p>
        }
        .into_any()
        },
    )
}

#[cfg(test)]
mod tests {
    use super::plain_number;

    #[test]
    fn numbers_typed_with_a_chinese_input_method_become_plain() {
        for (typed, plain) in [
            ("138", "138"),
            ("\u{ff11}\u{ff13}\u{ff18}", "138"),
            ("6\u{3002}5", "6.5"),
            ("6\u{ff0e}5", "6.5"),
            (" 36 .8 ", "36.8"),
            ("abc", "abc"),
            ("", ""),
        ] {
            assert_eq!(plain_number(typed), plain);
        }
    }
}
