//! One follow-up in plain words.

use domain::api::follow_ups::{GetHypertension, HypertensionFollowUp};
use domain::ids::FollowUpId;
use leptos::prelude::*;

use crate::features::shared::{Loaded, class_tone, word};
use crate::i18n::texts::record as words;
use crate::i18n::{format, t};
use crate::routes::Route;
use crate::store::use_query;
use crate::ui::{Card, KeyValue, KeyValues, Page, Status};

/// One hypertension follow-up.
#[component]
pub fn FollowUpPage(
    /// The follow-up.
    follow_up: FollowUpId,
) -> impl IntoView {
    let follow_up = use_query::<GetHypertension>(follow_up, ());
    view! {
        <Page title=words::ONE back=Route::Record.href()>
            <Loaded query=follow_up rows=6 let:follow_up>
                <Content follow_up=follow_up />
            </Loaded>
        </Page>
    }
}

#[component]
fn Content(follow_up: HypertensionFollowUp) -> impl IntoView {
    let HypertensionFollowUp {
        form,
        doctor,
        institution,
        ..
    } = follow_up;
    let (day, next, way, class, compliance) = (
        form.visit_date,
        form.next_date,
        form.way,
        form.class,
        form.compliance,
    );
    let symptoms = form.symptoms.clone();
    let other = form.symptom_other.clone();
    let symptoms = move || {
        let names = symptoms
            .iter()
            .map(|one| word(one.zh(), one.en()).to_owned());
        names
            .chain(other.clone())
            .collect::<Vec<_>>()
            .join(word("、", ", "))
    };
    let drugs = form
        .drugs
        .into_iter()
        .map(
            |drug| view! { <p>{move || words::drug(&drug.name, drug.times_a_day, &drug.dose)}</p> },
        )
        .collect_view();
    let any_drugs = !drugs.is_empty();
    view! {
        <Card>
            <Status tone=class_tone(class) label=Signal::derive(move || word(class.zh(), class.en()).to_owned()) />
            <KeyValues>
                <KeyValue label=words::WHEN>{move || format::full_date(day)}</KeyValue>
                <KeyValue label=words::WAY>{move || word(way.zh(), way.en())}</KeyValue>
                <KeyValue label=words::PRESSURE>
                    <span class="number">{format::blood_pressure(form.sbp, form.dbp)}</span>
                </KeyValue>
                {form.heart_rate.map(|rate| view! {
                    <KeyValue label=words::HEART_RATE><span class="number">{rate} " " {t(words::PER_MINUTE)}</span></KeyValue>
                })}
                {form.weight.map(|weight| view! {
                    <KeyValue label=words::WEIGHT><span class="number">{format::tenths(weight)} " kg"</span></KeyValue>
                })}
                <KeyValue label=words::SYMPTOMS>{symptoms}</KeyValue>
                <KeyValue label=words::COMPLIANCE>{move || word(compliance.zh(), compliance.en())}</KeyValue>
                {any_drugs.then(|| view! { <KeyValue label=words::DRUGS>{drugs}</KeyValue> })}
                {form.referral_to.map(|place| view! { <KeyValue label=words::REFERRAL>{place}</KeyValue> })}
                <KeyValue label=words::NEXT>{move || format::full_date(next)}</KeyValue>
                <KeyValue label=words::DOCTOR>{doctor} " · " {institution}</KeyValue>
            </KeyValues>
        </Card>
    }
}
