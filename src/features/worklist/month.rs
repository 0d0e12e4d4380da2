//! How far the month is: how many were visited and how many are still due, of each programme, of each village or
//! of each doctor. Asked for by whoever wants to know it.

use domain::api::follow_ups::{DueList, DueQuery, ListDue};
use leptos::prelude::*;

use crate::features::shared::{Loaded, said};
use crate::i18n::texts::{passing_on, worklist as words};
use crate::store::use_query_of;
use crate::ui::{Button, Opt, Progress, Section, Segmented, icon};

/// By what the month is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Programme,
    Village,
    Doctor,
}

/// The progress of the month, once it is asked for.
#[component]
pub(super) fn Month() -> impl IntoView {
    let asked = RwSignal::new(false);
    move || {
        if asked.get() {
            progress()
        } else {
            let press = move |()| asked.set(true);
            view! { <Button label=words::SEE_MONTH glyph=icon::CHART on_press=press /> }.into_any()
        }
    }
}

/// The bars, asked of the service.
fn progress() -> AnyView {
    let query = || DueQuery {
        rows: Some(1),
        month: Some(true),
        ..DueQuery::default()
    };
    let list = use_query_of::<ListDue>(move || Some(((), query())));
    let by = RwSignal::new(By::Programme);
    view! {
        <Loaded query=list rows=2 let:list>
            {bars(list, by)}
        </Loaded>
    }
    .into_any()
}

/// A name with how many were visited and how many are still due.
type Line = (Signal<String>, u32, u32);

fn lines(list: &DueList, by: By) -> Vec<Line> {
    match by {
        By::Programme => {
            let line = |one: &domain::api::follow_ups::MonthProgress| {
                let title = one.title.clone();
                let name = Signal::derive(move || said(&title).to_owned());
                (name, one.done, one.open)
            };
            list.progress.iter().map(line).collect()
        }
        By::Village => {
            let all = list.village_progress.iter();
            all.map(|one| (Signal::stored(one.village.clone()), one.done, one.open))
                .collect()
        }
        By::Doctor => {
            let line = |one: &domain::api::follow_ups::DoctorProgress| {
                let name = one.doctor.as_ref().map(|doctor| doctor.name.clone());
                let name = Signal::derive(move || {
                    let nobody = || passing_on::UNNAMED.get().to_owned();
                    name.clone().unwrap_or_else(nobody)
                });
                (name, one.done, one.open)
            };
            list.doctor_progress.iter().map(line).collect()
        }
    }
}

fn bars(list: DueList, by: RwSignal<By>) -> AnyView {
    let done: u32 = list.progress.iter().map(|one| one.done).sum();
    let of: u32 = done + list.progress.iter().map(|one| one.open).sum::<u32>();
    let label = Signal::derive(move || words::month(done, of));
    let options = vec![
        Opt::new(By::Programme, words::MONTH_BY_PROGRAMME),
        Opt::new(By::Village, words::MONTH_BY_VILLAGE),
        Opt::new(By::Doctor, words::MONTH_BY_DOCTOR),
    ];
    let bars = move || lines(&list, by.get()).into_iter().map(bar).collect_view();
    view! {
        <Section title=label>
            <Segmented label=words::MONTH_BY options=options value=by />
            {bars}
        </Section>
    }
    .into_any()
}

fn bar((label, done, open): Line) -> AnyView {
    let of = done + open;
    let text = Signal::derive(move || words::month_of(done, of));
    view! { <Progress label=label value=Signal::stored(done) of=Signal::stored(of) text=text /> }
        .into_any()
}
