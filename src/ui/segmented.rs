//! One of two to four short answers in a single bar, such as a filter above a list.

use super::field::{FieldWords, group};
use super::option::{Face, Opt, split};
use leptos::prelude::*;

/// Draws the answers; `chosen` and `pick` speak of places in `faces`.
fn segments(
    name: &str,
    faces: Vec<Face>,
    chosen: impl Fn(usize) -> bool + Copy + Send + Sync + 'static,
    pick: impl Fn(usize) + Copy + 'static,
) -> AnyView {
    let segment = |(place, face): (usize, Face)| {
        view! {
            <label class="segment">
                <input
                    type="radio"
                    name=name.to_owned()
                    disabled=face.blocked.is_some()
                    prop:checked=move || chosen(place)
                    on:change=move |_| pick(place)
                />
                <span class="segment-face">
                    {move || face.label.get()}
                    {face.note.map(|note| view! { <small>{move || note.get()}</small> })}
                </span>
            </label>
        }
    };
    faces
        .into_iter()
        .enumerate()
        .map(segment)
        .collect_view()
        .into_any()
}

/// Asks for one of a few short answers, in one row below the question; none is chosen at first where nothing
/// is.
///
/// `<ChoiceRow label=SALT options=vec![Opt::new(Salt::Light, LIGHT), Opt::new(Salt::Heavy, HEAVY)] value=salt/>`
#[component]
pub fn ChoiceRow<T: Clone + PartialEq + Send + Sync + 'static>(
    /// The question.
    #[prop(into)]
    label: Signal<String>,
    /// How to answer, or what was answered last time.
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
    let pick =
        move |place: usize| value.set(values.with_value(|values| values.get(place).cloned()));
    group(
        FieldWords {
            label,
            hint,
            error,
            required,
        },
        "radiogroup",
        |links| {
            let segments = segments(&links.id, faces, chosen, pick);
            view! { <div class="segmented">{segments}</div> }.into_any()
        },
    )
}

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
    let segments = segments(&name, faces, chosen, pick);
    view! {
        <div class="segmented" role="radiogroup" aria-label=move || label.get()>
            {segments}
        </div>
    }
}
