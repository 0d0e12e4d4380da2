//! The page of the form: whom it is about always in sight, what was last, then the form.

use domain::api::follow_ups::{FollowUpStart, StartFollowUp};
use domain::api::programmes::GetProgramme;
use domain::ids::ResidentId;
use domain::programme::{Definition, ProgrammeCode};
use leptos::prelude::*;

use super::form::FollowUpSheet;
use crate::features::shared::{Loaded, LoadedInOffice, PersonBar, said, value_in_words};
use crate::i18n::format;
use crate::i18n::texts::follow_up as words;
use crate::routes::Route;
use crate::store::{use_query, use_query_of};
use crate::ui::{Banner, BannerKind, Page};

/// The form of one programme for one resident.
#[component]
pub fn FollowUpFormPage(
    /// The resident.
    resident: ResidentId,
    /// The programme.
    programme: ProgrammeCode,
) -> impl IntoView {
    let start = use_query::<StartFollowUp>((resident, programme.clone()), ());
    let latest = Memo::new(move |_| start.data());
    let touched = RwSignal::new(false);
    // A newer answer must not rebuild a form in which somebody types.
    let opened = Memo::new(move |before: Option<&Option<FollowUpStart>>| {
        let now = latest.get();
        match before {
            Some(Some(before)) if touched.get_untracked() => Some(before.clone()),
            _ => now,
        }
    });
    let edition = Memo::new(move |_| {
        opened.with(|start| start.as_ref().map(|start| start.rules_version.clone()))
    });
    let definition =
        use_query_of::<GetProgramme>(move || Some(((programme.clone(), edition.get()?), ())));
    let form = Memo::new(move |_| definition.data());
    let person =
        Memo::new(move |_| opened.with(|start| start.as_ref().map(|start| start.person.clone())));
    let known = Memo::new(move |_| edition.with(Option::is_some));
    let title = Signal::derive(move || {
        form.with(|form| match form {
            Some(form) => words::title(said(&form.title)),
            None => words::TITLE.get().to_owned(),
        })
    });
    view! {
        <Page title=title back=Route::Worklist.href()>
            {move || person.get().map(|person| view! { <PersonBar person=person /> })}
            <LoadedInOffice query=start rows=8 let:_start>{None::<AnyView>}</LoadedInOffice>
            {move || known.get().then(|| view! {
                <Loaded query=definition rows=8 let:_form>{None::<AnyView>}</Loaded>
            })}
            {move || opened.get().zip(form.get()).map(|(start, form)| view! {
                <Head start=start.clone() form=form.clone() />
                <FollowUpSheet form=form start=start latest=latest touched=touched />
            })}
        </Page>
    }
}

/// What was last, and what must not be overlooked.
#[component]
fn Head(start: FollowUpStart, form: Definition) -> impl IntoView {
    let FollowUpStart {
        last, allergies, ..
    } = start;
    let allergies = (!allergies.is_empty()).then(|| {
        let names = allergies.join("、");
        let text = Signal::derive(move || [words::ALLERGIES.get(), &names].concat());
        view! { <Banner kind=BannerKind::Warn text=text /> }
    });
    let last = last.map(|last| {
        let day = last.form.day("visit_date");
        let way = move || value_in_words(&form, form.field("way")?, last.form.get("way")?);
        let text = move || {
            let day = day.map(format::date).unwrap_or_default();
            words::last_visit(&day, &way().unwrap_or_default(), said(&last.class.words))
        };
        view! { <p class="muted">{text}</p> }
    });
    view! {
        {allergies}
        {last}
    }
}
