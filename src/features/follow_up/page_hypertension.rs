//! The page of the form: whom it is about always in sight, what was last, then the form.

use domain::api::typed_follow_ups::StartHypertension;
use domain::ids::ResidentId;
use leptos::prelude::*;

use super::Start;
use super::form::HypertensionSheet;
use crate::features::shared::{LoadedInOffice, PersonBar, word};
use crate::i18n::format;
use crate::i18n::texts::follow_up as words;
use crate::routes::Route;
use crate::store::use_query;
use crate::ui::{Banner, BannerKind, Page};

/// The hypertension form of one resident.
#[component]
pub fn HypertensionPage(
    /// The resident.
    resident: ResidentId,
) -> impl IntoView {
    let start = use_query::<StartHypertension>(resident, ());
    let latest = Memo::new(move |_| start.data());
    let touched = RwSignal::new(false);
    // A newer answer must not rebuild a form in which somebody types.
    let opened = Memo::new(move |before: Option<&Option<Start>>| {
        let now = latest.get();
        match before {
            Some(Some(before)) if touched.get_untracked() => Some(before.clone()),
            _ => now,
        }
    });
    let person =
        Memo::new(move |_| opened.with(|start| start.as_ref().map(|start| start.person.clone())));
    view! {
        <Page title=words::TITLE back=Route::Worklist.href()>
            {move || person.get().map(|person| view! { <PersonBar person=person /> })}
            <LoadedInOffice query=start rows=8 let:_start>{None::<AnyView>}</LoadedInOffice>
            {move || opened.get().map(|start| {
                let head = start.clone();
                view! {
                    <Head start=head />
                    <HypertensionSheet start=start latest=latest touched=touched />
                }
            })}
        </Page>
    }
}

/// What was last, and what must not be overlooked.
#[component]
fn Head(start: Start) -> impl IntoView {
    let Start {
        last, allergies, ..
    } = start;
    let allergies = (!allergies.is_empty()).then(|| {
        let names = allergies.join("、");
        let text = Signal::derive(move || [words::ALLERGIES.get(), &names].concat());
        view! { <Banner kind=BannerKind::Warn text=text /> }
    });
    let last = last.map(|last| {
        let (day, way, class) = (last.form.visit_date, last.form.way, last.form.class);
        view! {
            <p class="muted">
                {move || words::last_visit(
                    &format::date(day),
                    word(way.zh(), way.en()),
                    word(class.zh(), class.en()),
                )}
            </p>
        }
    });
    view! {
        {allergies}
        {last}
    }
}
