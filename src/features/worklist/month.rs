//! How far the month is: of each programme, how many were visited and how many are still due.

use domain::api::follow_ups::MonthProgress;
use leptos::prelude::*;

use super::gather::Whole;
use crate::features::shared::said;
use crate::i18n::texts::worklist as words;
use crate::ui::{Progress, Section};

/// The progress of the month, programme by programme, under a line that says it in one number.
#[component]
pub(super) fn Month(whole: RwSignal<Whole>) -> impl IntoView {
    let progress = Memo::new(move |_| whole.with(|whole| whole.progress.clone()));
    move || {
        let all = progress.get();
        let done: u32 = all.iter().map(|one| one.done).sum();
        let of: u32 = done + all.iter().map(|one| one.open).sum::<u32>();
        (of > 0).then(|| {
            let label = Signal::derive(move || words::month(done, of));
            let bars = all.into_iter().map(bar).collect_view();
            view! { <Section title=label>{bars}</Section> }
        })
    }
}

fn bar(one: MonthProgress) -> AnyView {
    let MonthProgress {
        title, done, open, ..
    } = one;
    let of = done + open;
    let label = Signal::derive(move || said(&title).to_owned());
    let text = Signal::derive(move || words::month_of(done, of));
    view! { <Progress label=label value=Signal::stored(done) of=Signal::stored(of) text=text /> }
        .into_any()
}
