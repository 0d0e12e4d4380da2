//! Several answers out of a few, with one that excludes the others ("none of these").

use super::{
    choice::{CardKind, cards},
    field::{FieldWords, group},
    option::{Opt, split},
};
use leptos::prelude::*;

/// What is chosen after `picked` was pressed: pressing takes out what is in and puts in what is
/// out; the exclusive answer and all others push each other out.
fn after_press<T: Clone + PartialEq>(chosen: &[T], picked: &T, exclusive: Option<&T>) -> Vec<T> {
    if chosen.contains(picked) {
        return chosen
            .iter()
            .filter(|value| *value != picked)
            .cloned()
            .collect();
    }
    if exclusive == Some(picked) {
        return vec![picked.clone()];
    }
    let kept = chosen.iter().filter(|value| Some(*value) != exclusive);
    kept.chain(std::iter::once(picked)).cloned().collect()
}

/// Asks for all answers that fit.
///
/// `<MultiChoice label=SYMPTOMS options=symptoms exclusive=Symptom::None value=chosen/>`
#[component]
pub fn MultiChoice<T: Clone + PartialEq + Send + Sync + 'static>(
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
    /// The answer that stands alone, such as "none of these".
    #[prop(optional)]
    exclusive: Option<T>,
    /// The answers given, in the order of pressing.
    value: RwSignal<Vec<T>>,
) -> impl IntoView {
    let (values, faces) = split(options);
    let values = StoredValue::new(values);
    let exclusive = StoredValue::new(exclusive);
    let checked = move |place| {
        values.with_value(|values| {
            values
                .get(place)
                .is_some_and(|one| value.with(|value| value.contains(one)))
        })
    };
    let pick = move |place| {
        let Some(picked) = values.with_value(|values| values.get(place).cloned()) else {
            return;
        };
        let next = exclusive.with_value(|exclusive| {
            value.with_untracked(|chosen| after_press(chosen, &picked, exclusive.as_ref()))
        });
        value.set(next);
    };
    group(
        FieldWords {
            label,
            hint,
            error,
            required,
        },
        "group",
        |links| cards(CardKind::Checkbox, &links.id, faces, checked, pick),
    )
}

#[cfg(test)]
mod tests {
    use super::after_press;

    #[test]
    fn the_exclusive_answer_and_the_others_push_each_other_out() {
        for (chosen, picked, expected) in [
            (vec![], "headache", vec!["headache"]),
            (vec!["headache"], "cough", vec!["headache", "cough"]),
            (vec!["headache", "cough"], "none", vec!["none"]),
            (vec!["none"], "cough", vec!["cough"]),
            (vec!["none"], "none", vec![]),
            (vec!["headache", "cough"], "headache", vec!["cough"]),
        ] {
            assert_eq!(
                after_press(&chosen, &picked, Some(&"none")),
                expected,
                "{chosen:?} + {picked}"
            );
        }
    }
}
