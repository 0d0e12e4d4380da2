//! One of two to four short answers in a single bar, such as a filter above a list.

use super::option::{Opt, split};
use leptos::prelude::*;

/// Chooses one of a few short words; one is always chosen.
///
/// `<Segmented label=SHOW options=vec![Opt::new(Due::Overdue, OVERDUE), Opt::new(Due::Week, WEEK)] value=due/>`
#[component]
pub fn Segmented<T: Clone + PartialEq + Send + Sync + 'static>(
    /// What is chosen; read out, not shown.
    #[prop(into)]
    label: Signal<String>,
    /// The answers; a note becomes the small number beside the word.
    options: Vec<Opt<T>>,
    /// The answer chosen.
    value: RwSignal<T>,
) -> impl IntoView {
    let name = super::id::fresh();
    let (values, faces) = split(options);
    let values = StoredValue::new(values);
    let chosen = move |place: usize| {
        values.with_value(|values| value.with(|value| values.get(place) == Some(value)))
    };
    let pick = move |place: usize| {
        if let Some(picked) = values.with_value(|values| values.get(place).cloned()) {
            value.set(picked);
        }
    };
    let segments = faces.into_iter().enumerate().map(|(place, face)| {
        view! {
            <label class="segment">
                <input
                    type="radio"
                    name=name.clone()
                    disabled=face.blocked.is_some()
                    prop:checked=move || chosen(place)
                    on:change=move |_| pick(place)
                />
                <span>
                    {move || face.label.get()}
                    {face.note.map(|note| view! { <small>{move || note.get()}</small> })}
                </span>
            </label>
        }
    });
    let segments = segments.collect_view();
    view! {
        <div class="segmented" role="radiogroup" aria-label=move || label.get()>
            {segments}
        </div>
    }
}
