//! One answer out of many, in the list that the phone itself opens.

use super::{
    field::{FieldWords, frame},
    icon::{self, icon},
    option::{Opt, split},
};
use crate::i18n::{t, texts::ui as words};
use leptos::prelude::*;

/// Asks for one answer out of a long list; for up to about six answers use
/// [`Choice`](super::Choice), where all of them are seen.
///
/// `<Select label=VILLAGE options=villages value=village/>`
#[component]
pub fn Select<T: Clone + PartialEq + Send + Sync + 'static>(
    /// The question.
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
    /// The answers.
    options: Vec<Opt<T>>,
    /// The answer given.
    value: RwSignal<Option<T>>,
) -> impl IntoView {
    let (values, faces) = split(options);
    let values = StoredValue::new(values);
    let chosen = move |place: usize| {
        values.with_value(|values| {
            value.with(|value| value.is_some() && value.as_ref() == values.get(place))
        })
    };
    // The place travels through the option's value; the empty first option reads as no place.
    let pick = move |place: String| {
        let place = place.parse::<usize>().ok();
        value.set(place.and_then(|place| values.with_value(|values| values.get(place).cloned())));
    };
    frame(
        FieldWords {
            label,
            hint,
            error,
            required,
        },
        |links| {
            let options = faces.into_iter().enumerate().map(|(place, face)| {
                view! {
                    <option
                        value=place.to_string()
                        disabled=face.blocked.is_some()
                        prop:selected=move || chosen(place)
                    >
                        {move || face.label.get()}
                    </option>
                }
            });
            let options = options.collect_view();
            view! {
            <div class="select">
                <select
                    id=links.id
                    aria-describedby=links.described_by
                    aria-invalid=move || links.invalid.get().then_some("true")
                    aria-required=required.then_some("true")
                    on:change:target=move |event| pick(event.target().value())
                >
                    <option value="" prop:selected=move || value.with(Option::is_none)>{t(words::CHOOSE)}</option>
                    {options}
                </select>
                {icon(icon::DOWN)}
            </div>
        }
        .into_any()
        },
    )
}
