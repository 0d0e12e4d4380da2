//! One press for all that is looked at anew each time and is as it was: what is measured is not among it.

use domain::api::follow_ups::Carried;
use domain::programme::Answers;
use leptos::prelude::*;

use super::Work;
use crate::features::follow_up::model::{Judged, as_last_time};
use crate::features::follow_up::sheet::TAKEN;
use crate::i18n::texts::follow_up as words;
use crate::ui::{Button, icon};

/// The button, while something is left that it could answer.
#[component]
pub(in super::super) fn AsLastTime(
    /// The programmes of the sheet.
    works: StoredValue<Vec<Work>>,
) -> impl IntoView {
    let left = Memo::new(move |_| works.with_value(|works| works.iter().any(|work| leaves(*work))));
    let press = move |()| works.with_value(|works| works.iter().for_each(|work| take_over(*work)));
    move || {
        left.get().then(|| {
            view! {
                <Button label=words::AS_LAST_TIME glyph=icon::CHECK on_press=press />
            }
        })
    }
}

fn leaves(work: Work) -> bool {
    let takes = |judged: &Judged| !taken(work, judged).is_empty();
    work.judged.with(takes)
}

fn taken(work: Work, judged: &Judged) -> Vec<Carried> {
    work.definition.with_value(|form| {
        work.start.with_value(|start| {
            let taken = as_last_time(form, start, judged);
            taken.into_iter().cloned().collect()
        })
    })
}

/// Answers as last time what is not answered yet, and marks it.
fn take_over(work: Work) {
    let taken = work.judged.with_untracked(|judged| taken(work, judged));
    for one in &taken {
        if let Some(entry) = work.fields.entry(&one.key) {
            let answer = Answers::default().with(&one.key, one.value.clone());
            entry.write(&answer, &one.key);
        }
    }
    if let Some(marks) = work.fields.several(TAKEN) {
        marks.update(|marks| marks.extend(taken.into_iter().map(|one| one.key)));
    }
}
