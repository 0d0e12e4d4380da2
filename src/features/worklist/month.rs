//! How far the month is: of each programme, how many were visited and how many are still due. Asked for
//! by whoever wants to know it.

use domain::api::follow_ups::{DueQuery, ListDue, MonthProgress};
use leptos::prelude::*;

use super::more::later;
use crate::features::shared::{Loaded, said};
use crate::i18n::texts::worklist as words;
use crate::store::use_query_of;
use crate::ui::{Button, Progress, Section, icon};

/// The progress of the month, programme by programme, once it is asked for.
#[component]
pub(super) fn Month() -> impl IntoView {
    let asked = RwSignal::new(false);
    move || {
        if asked.get() {
            later(|more| (more.month)())
        } else {
            let press = move |()| asked.set(true);
            view! { <Button label=words::SEE_MONTH glyph=icon::CHART on_press=press /> }.into_any()
        }
    }
}

/// The bars, asked of the service.
pub(super) fn progress() -> AnyView {
    let query = || DueQuery {
        rows: Some(1),
        month: Some(true),
        ..DueQuery::default()
    };
    let list = use_query_of::<ListDue>(move || Some(((), query())));
    view! {
        <Loaded query=list rows=2 let:list>
            {bars(list.progress)}
        </Loaded>
    }
    .into_any()
}

fn bars(all: Vec<MonthProgress>) -> AnyView {
    let done: u32 = all.iter().map(|one| one.done).sum();
    let of: u32 = done + all.iter().map(|one| one.open).sum::<u32>();
    let label = Signal::derive(move || words::month(done, of));
    let bars = all.into_iter().map(bar).collect_view();
    view! { <Section title=label>{bars}</Section> }.into_any()
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
