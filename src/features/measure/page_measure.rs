//! The page: the form first, what to do above it when it has to be, everything else below.

use domain::api::home_measurements::{GetHomeMeasuring, HomeMeasuring};
use leptos::prelude::*;

use super::alert::AlertPart;
use super::entry::{Entry, EntryForm};
use super::over_time::OverTime;
use super::reminders::Reminders;
use crate::features::shared::Loaded;
use crate::i18n::t;
use crate::i18n::texts::measure as words;
use crate::routes::Route;
use crate::session;
use crate::store::{Progress, use_query_of};
use crate::ui::Page;

/// What I measure at home.
#[component]
pub fn MeasurePage() -> impl IntoView {
    let measuring = use_query_of::<GetHomeMeasuring>(|| Some((session::resident_id()?, ())));
    let entry = Entry::new();
    let known = Memo::new(move |_| measuring.data());
    let call =
        Signal::derive(move || known.with(|known| known.as_ref().map(|one| one.call.clone())));
    let source = Signal::derive(move || {
        known.with(|known| known.as_ref().map(|one| one.figures.source.clone()))
    });
    let team_knows = Signal::derive(move || match entry.send.progress() {
        Progress::Accepted => Some(true),
        Progress::Waiting => Some(false),
        _ => None,
    });
    view! {
        <Page title=words::TITLE back=Route::Record.href()>
            <AlertPart told=entry.told call=call source=source team_knows=team_knows />
            <Loaded query=measuring rows=6 let:known>
                <Content known=known entry=entry />
            </Loaded>
        </Page>
    }
}

#[component]
fn Content(known: HomeMeasuring, entry: Entry) -> impl IntoView {
    let Some(resident) = untrack(session::resident_id) else {
        return ().into_any();
    };
    let HomeMeasuring {
        readings,
        target,
        reminders,
        may_write,
        ..
    } = known.clone();
    let form = if may_write {
        view! { <EntryForm resident=resident known=known entry=entry /> }.into_any()
    } else {
        view! { <p class="muted">{t(words::ONLY_READ)}</p> }.into_any()
    };
    view! {
        {form}
        <OverTime readings=readings target=target may_write=may_write />
        {may_write.then(|| view! { <Reminders resident=resident set=reminders /> })}
    }
    .into_any()
}
