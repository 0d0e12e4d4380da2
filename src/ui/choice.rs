//! One answer out of a few, each on a card of its own.

use super::{
    field::{FieldWords, group},
    icon::{self, icon},
    option::{Face, Opt, split},
};
use leptos::prelude::*;

/// What a card is: one of many, or one beside others.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum CardKind {
    Radio,
    Checkbox,
}

/// An answer of more characters than this would stand in three lines beside another.
const LONG_ANSWER: usize = 9;

/// Draws the cards of a choice; `checked` and `pick` speak of places in `faces`.
pub(super) fn cards(
    kind: CardKind,
    name: &str,
    faces: Vec<Face>,
    checked: impl Fn(usize) -> bool + Copy + Send + Sync + 'static,
    pick: impl Fn(usize) + Copy + 'static,
) -> AnyView {
    let (input, mark) = match kind {
        CardKind::Radio => ("radio", "choice-mark choice-mark-round"),
        CardKind::Checkbox => ("checkbox", "choice-mark"),
    };
    // A note or a long name needs the width of the page; short answers stand side by side.
    let noted = faces.iter().any(|face| {
        let long = face
            .label
            .with_untracked(|label| label.chars().filter(|c| !c.is_ascii()).count() > LONG_ANSWER);
        long || face.note.is_some() || face.blocked.is_some()
    });
    let card = |(place, face): (usize, Face)| {
        let note = face.blocked.or(face.note);
        view! {
            <label class="choice-card" class:blocked=face.blocked.is_some()>
                <input
                    type=input
                    name=name.to_owned()
                    disabled=face.blocked.is_some()
                    prop:checked=move || checked(place)
                    on:change=move |_| pick(place)
                />
                <span class=mark>{icon(icon::CHECK)}</span>
                <span class="choice-words">
                    <span>{move || face.label.get()}</span>
                    {note.map(|note| view! { <span class="muted choice-note">{move || note.get()}</span> })}
                </span>
            </label>
        }
    };
    let cards = faces.into_iter().enumerate().map(card).collect_view();
    view! { <div class="choice" class:choice-noted=noted>{cards}</div> }.into_any()
}

/// Asks for one answer; all of them are seen at once.
///
/// `<Choice label=SEX options=vec![Opt::new(Sex::Male, MALE), Opt::new(Sex::Female, FEMALE)] value=sex/>`
#[component]
pub fn Choice<T: Clone + PartialEq + Send + Sync + 'static>(
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
    let checked = move |place| {
        values.with_value(|values| {
            value.with(|value| value.is_some() && value.as_ref() == values.get(place))
        })
    };
    let pick = move |place| value.set(values.with_value(|values| values.get(place).cloned()));
    group(
        FieldWords {
            label,
            hint,
            error,
            required,
        },
        "radiogroup",
        |links| cards(CardKind::Radio, &links.id, faces, checked, pick),
    )
}
