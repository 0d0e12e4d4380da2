//! The page on which a visit is corrected: the form of its own edition, with the visit as it was.

use chrono::NaiveDate;
use domain::api::follow_ups::{Carried, FollowUp, FollowUpStart, GetFollowUp, StartFollowUp};
use domain::api::programmes::GetProgramme;
use domain::ids::FollowUpId;
use domain::programme::{Answers, CONFIRMED, Definition, Kind, STEPPED, Value};
use leptos::prelude::*;

use super::form_correct::CorrectionSheet;
use super::model;
use super::sheet::{DrugLine, PRESSED, SURE, Sheet, TAKEN, with_number};
use crate::features::shared::{Loaded, LoadedInOffice, PersonBar, VisitOrVoided};
use crate::i18n::texts::visit as words;
use crate::platform::clock;
use crate::routes::Route;
use crate::store::{use_query, use_query_of};
use crate::ui::Page;

/// Corrects one follow-up.
#[component]
pub fn CorrectVisitPage(
    /// The follow-up.
    follow_up: FollowUpId,
) -> impl IntoView {
    let query = use_query::<GetFollowUp>(follow_up, ());
    let visit = Memo::new(move |_| query.data());
    let whose = move || {
        visit.with(|visit| {
            let visit = visit.as_ref()?;
            Some((visit.person.resident_id, visit.programme.clone()))
        })
    };
    let start = use_query_of::<StartFollowUp>(move || Some((whose()?, ())));
    let edition = move || {
        visit.with(|visit| {
            let visit = visit.as_ref()?;
            Some((visit.programme.clone(), visit.rules_version.clone()))
        })
    };
    let definition = use_query_of::<GetProgramme>(move || Some((edition()?, ())));
    // A newer answer must not rebuild a form in which somebody types: the version that was opened is the one
    // that is corrected.
    let opened = Memo::new(move |before: Option<&Option<_>>| {
        let before = before.cloned().flatten();
        before.or_else(|| Some((visit.get()?, start.data()?, definition.data()?)))
    });
    view! {
        <Page title=words::CORRECT back=Route::Visit(follow_up).href()>
            <VisitOrVoided follow_up=follow_up query=query>
                <LoadedInOffice query=query rows=8 let:visit>
                    <PersonBar person=visit.person />
                </LoadedInOffice>
                <Loaded query=start rows=1 let:_start>{None::<AnyView>}</Loaded>
                <Loaded query=definition rows=8 let:_form>{None::<AnyView>}</Loaded>
                {move || opened.get().map(|(visit, start, form)| {
                    let start = as_it_was(&form, start, &visit);
                    let sheet = as_typed(&form, &start, &visit, clock::today());
                    view! { <CorrectionSheet form=form start=start sheet=sheet visit=visit /> }
                })}
            </VisitOrVoided>
        </Page>
    }
}

/// What a form of that day started from: the class of the visit before, and what was carried over then.
fn as_it_was(form: &Definition, start: FollowUpStart, visit: &FollowUp) -> FollowUpStart {
    let carried = match visit.form.get("carried") {
        Some(Value::Map(days)) => days.clone(),
        _ => Answers::default(),
    };
    let carried = carried.iter().filter_map(|(key, _)| {
        Some(Carried {
            key: key.to_owned(),
            value: visit.form.get(key)?.clone(),
            since: carried.day(key)?,
        })
    });
    FollowUpStart {
        rules_version: form.edition.clone(),
        last: None,
        previous_class: visit.class_before.clone(),
        carried: carried.collect(),
        ..start
    }
}

/// The form as it was filled in. What only followed from the decision is left to follow again.
fn as_typed(form: &Definition, start: &FollowUpStart, visit: &FollowUp, today: NaiveDate) -> Sheet {
    let opened = model::opened(form, start, visit.follow_up_id, today);
    let mut typed = Answers::default();
    for field in form.fields() {
        for key in std::iter::once(&field.key).chain(&field.target) {
            let value = match &field.kind {
                Kind::Drugs => {
                    let drugs = visit.form.drugs(key);
                    let lines = (0..).zip(drugs);
                    let lines = lines.map(|(key, drug)| DrugLine::of(key, drug));
                    Some(lines.collect::<Vec<_>>().into())
                }
                Kind::Class if visit.form.text(key) == Some(&visit.decision.class) => None,
                _ if key == "next_date" && visit.form.day(key) == visit.decision.latest_next => {
                    None
                }
                _ => {
                    let value = visit.form.get(key).cloned();
                    value.map(|value| model::as_typed(field, value))
                }
            };
            typed.set(key, value);
        }
    }
    // What was said about the numbers holds as long as they do.
    for (said, list) in [(CONFIRMED, SURE), (STEPPED, PRESSED)] {
        let now = visit.form.codes(said);
        let now = now.filter_map(|key| Some(with_number(key, visit.form.number(key)?)));
        typed.set(list, Some(now.collect::<Vec<_>>().into()));
    }
    let taken: Vec<_> = start.carried.iter().map(|one| one.key.as_str()).collect();
    typed.set(TAKEN, Some(taken.into()));
    Sheet { typed, ..opened }
}

#[cfg(test)]
#[path = "correct_tests.rs"]
mod tests;
