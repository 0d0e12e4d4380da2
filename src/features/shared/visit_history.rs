//! What a follow-up was before it was corrected or voided: when, by whom, why, and what changed.

use domain::api::follow_ups::{Ended, FollowUp, ListFollowUpVersions, PastFollowUp};
use domain::api::programmes::GetProgramme;
use domain::ids::FollowUpId;
use domain::programme::{Answers, Definition, Value};
use leptos::prelude::*;

use super::loaded::Loaded;
use super::visit::{Answered, value_in_words};
use super::words::pick;
use crate::i18n::format;
use crate::i18n::texts::{record, visit as words};
use crate::store::{Load, Query, use_query};
use crate::ui::{Banner, BannerKind, Disclosure, Section, Table};

/// Stands where nothing was answered.
const NOTHING: &str = "—";

/// What two versions of a visit answer differently: name, before, after.
#[must_use]
pub fn visit_changes(form: &Definition, before: &Answers, after: &Answers) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for field in form.fields() {
        let name = pick(&field.zh, &field.en).to_owned();
        for key in std::iter::once(&field.key).chain(&field.target) {
            if before.get(key) == after.get(key) {
                continue;
            }
            let told = |value: Option<&Value>| {
                let told = value.and_then(|value| value_in_words(form, field, value));
                told.unwrap_or_else(|| NOTHING.to_owned())
            };
            let (was, is) = (told(before.get(key)), told(after.get(key)));
            if was != is {
                let name = if *key == field.key {
                    name.clone()
                } else {
                    words::target_of(&name)
                };
                rows.push(vec![name, was, is]);
            }
        }
    }
    rows
}

/// A table of [`visit_changes`].
#[component]
pub fn VisitChanges(
    /// The rows.
    rows: Signal<Vec<Vec<String>>>,
) -> impl IntoView {
    let head = vec![
        record::ASKED.into(),
        words::BEFORE.into(),
        words::AFTER.into(),
    ];
    view! { <Table caption=words::CHANGES head=head rows=rows /> }
}

/// The versions that a visit of today had before, newest first; nothing where it was never corrected.
///
/// `<VisitHistory visit=follow_up/>`
#[component]
pub fn VisitHistory(
    /// The visit as it is now.
    visit: FollowUp,
) -> impl IntoView {
    (visit.version > 1).then(|| {
        let past = use_query::<ListFollowUpVersions>(visit.follow_up_id, ());
        view! {
            <Section title=words::HISTORY>
                <Loaded query=past rows=1 let:past>
                    <Versions past=past now=Some(visit.form.clone()) />
                </Loaded>
            </Section>
        }
    })
}

/// Whether a read failed because there is no such thing.
fn gone<T: Clone + PartialEq + Send + Sync + 'static>(query: Query<T>) -> bool {
    query.with(|load| match load {
        Load::Failed(error) => error.code() == Some(domain::problem::Code::NotFound),
        Load::Loading | Load::Ready { .. } => false,
    })
}

/// Shows a visit, or that it was voided and what it was.
///
/// `<VisitOrVoided follow_up=id query=query>{move || view! { … }}</VisitOrVoided>`
#[component]
pub fn VisitOrVoided(
    /// The visit.
    follow_up: FollowUpId,
    /// The read of it.
    query: Query<FollowUp>,
    /// Shown while it holds.
    children: ChildrenFn,
) -> impl IntoView {
    let missing = Memo::new(move |_| gone(query));
    move || {
        if !missing.get() {
            return children().into_any();
        }
        let past = use_query::<ListFollowUpVersions>(follow_up, ());
        view! {
            <Loaded query=past rows=4 let:past>
                <Banner kind=BannerKind::Warn text=words::VOIDED />
                <Versions past=past now=None />
            </Loaded>
        }
        .into_any()
    }
}

/// One line for each version; opened, it tells why and what was different.
#[component]
fn Versions(past: Vec<PastFollowUp>, now: Option<Answers>) -> impl IntoView {
    let mut after = now;
    let mut rows = Vec::new();
    for version in past {
        let next = after.replace(version.form.clone());
        rows.push(view! { <Version version=version after=next /> });
    }
    rows.collect_view()
}

#[component]
fn Version(version: PastFollowUp, after: Option<Answers>) -> impl IntoView {
    let (by, at, ended) = (version.ended_by.clone(), version.ended_at, version.ended);
    let summary = Signal::derive(move || {
        let when = format::date_time(at);
        match ended {
            Ended::Corrected => words::corrected(&when, &by),
            Ended::Voided => words::voided(&when, &by),
        }
    });
    let edition = (version.programme.clone(), version.rules_version.clone());
    let definition = use_query::<GetProgramme>(edition, ());
    let reason = version.reason.clone();
    let before = StoredValue::new(version.form);
    let after = StoredValue::new(after.filter(|_| ended == Ended::Corrected));
    view! {
        <Disclosure summary=summary open={ended == Ended::Voided}>
            <p>{move || words::because(&reason)}</p>
            <Loaded query=definition rows=2 let:form>
                {
                    let form = StoredValue::new(form);
                    if after.with_value(Option::is_some) {
                        let rows = Signal::derive(move || {
                            form.with_value(|form| before.with_value(|before| {
                                after.with_value(|after| match after {
                                    Some(after) => visit_changes(form, before, after),
                                    None => Vec::new(),
                                })
                            }))
                        });
                        view! { <VisitChanges rows=rows /> }.into_any()
                    } else {
                        view! { <Answered form=form answers=before computed=StoredValue::new(Vec::new()) /> }.into_any()
                    }
                }
            </Loaded>
        </Disclosure>
    }
}
