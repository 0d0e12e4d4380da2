//! What opens below a line of the form: a long list, seldom written words, the drugs. `more` holds it.

use domain::programme::{Field, Kind};
use leptos::prelude::*;

use super::Work;
use super::drugs;
use super::field::{answers, hint};
use crate::features::follow_up::sheet::Entry;
use crate::ui::{MultiChoice, TextArea};

/// Longest text of a field, in characters.
const LONGEST: u32 = 500;

/// What a line of this field opens.
pub(in super::super) fn opened(work: Work, field: &Field) -> AnyView {
    match (work.fields.entry(&field.key), &field.kind) {
        (Some(Entry::Several(value)), Kind::Choices(list)) => several(work, field, list, value),
        (Some(Entry::Drugs(value)), _) => drugs::list(work, &field.key, field.by_time, value),
        (Some(Entry::Typed(value)), _) => {
            let (label, error) = (work.name(&field.key), work.error(field.key.as_str()));
            let hint = hint(work, field);
            view! {
                <TextArea label=label nostrip:hint=hint limit=LONGEST value=value error=error />
            }
            .into_any()
        }
        _ => ().into_any(),
    }
}

fn several(work: Work, field: &Field, list: &str, value: RwSignal<Vec<String>>) -> AnyView {
    let (options, _, alone) = answers(work, list);
    let (label, error) = (work.name(&field.key), work.error(field.key.as_str()));
    let (required, hint) = (field.required, hint(work, field));
    view! {
        <MultiChoice
            label=label nostrip:hint=hint options=options nostrip:exclusive=alone value=value
            error=error required=required
        />
    }
    .into_any()
}
