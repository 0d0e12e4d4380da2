//! The few fields of one person.

use domain::api::residents::PersonHeader;
use domain::api::rounds::RecordRoundEntry;
use domain::ids::RoundEntryId;
use domain::problem::FieldError;
use domain::rules::round::{Urgent, urgent};
use leptos::prelude::*;

use super::model::{Typed, read};
use crate::features::shared::{Outcome, PersonBar};
use crate::i18n::texts::{medical, problem, round as words};
use crate::platform::{clock, id, nav};
use crate::store::{use_draft, use_submit};
use crate::ui::{
    Actions, Banner, BannerKind, Button, ButtonLook, Card, Form, NumberField, TextArea, use_toasts,
};

/// What is measured and said of one person; `on_done` gets what was entered, in words.
#[component]
pub(super) fn Entry(
    person: PersonHeader,
    #[prop(into)] on_done: Callback<String>,
    #[prop(into)] on_other: Callback<()>,
) -> impl IntoView {
    let resident = person.resident_id;
    let name = person.name.clone();
    let row: RoundEntryId = id::new();
    let [sbp, dbp, heart_rate, glucose, complaint, advice] =
        std::array::from_fn(|_| RwSignal::new(String::new()));
    let typed = move || Typed {
        sbp: sbp.get(),
        dbp: dbp.get(),
        heart_rate: heart_rate.get(),
        glucose: glucose.get(),
        complaint: complaint.get(),
        advice: advice.get(),
    };
    let write = move |kept: Typed| {
        sbp.set(kept.sbp);
        dbp.set(kept.dbp);
        heart_rate.set(kept.heart_rate);
        glucose.set(kept.glucose);
        complaint.set(kept.complaint);
        advice.set(kept.advice);
    };
    let key = ["round", &resident.to_string()].join(" ");
    let draft = use_draft(key, typed, write).about(&name);
    let send = use_submit::<RecordRoundEntry>();
    nav::use_leave_guard(move || draft.dirty() && !send.done());
    let today = clock::today();
    let judged = Memo::new(move |_| read(&typed(), row, today));
    let tried = RwSignal::new(false);
    let error = move |field: &'static str| {
        let refused = send.refused();
        let ours = judged.with(|(_, errors)| told(errors, field, tried.get()));
        ours.or_else(|| refused.and_then(|problem| problem::field_of(&problem, field)))
    };
    let error = move |field: &'static str| Signal::derive(move || error(field));
    let alarms = Memo::new(move |_| {
        judged.with(|(entry, _)| urgent(entry.sbp, entry.dbp, entry.glucose_tenths))
    });
    let toasts = use_toasts();
    let save = move |()| {
        tried.set(true);
        let (body, errors) = judged.get_untracked();
        if errors.is_empty() {
            send.send_form(resident, body, draft);
        }
    };
    Effect::new(move |told: Option<bool>| {
        // Safe here or there, the next person need not wait.
        let done = send.done();
        if done && told != Some(true) {
            toasts.say(words::SAVED);
            on_done.run(untrack(|| judged.with(|(entry, _)| in_words(entry))));
        }
        done
    });
    view! {
        <PersonBar person=person />
        <Form on_submit=save>
            <Card>
                <NumberField label=medical::SYSTOLIC unit="mmHg" value=sbp error=error("sbp") />
                <NumberField label=medical::DIASTOLIC unit="mmHg" value=dbp error=error("dbp") />
                <NumberField
                    label=medical::HEART_RATE
                    unit=medical::PER_MINUTE
                    value=heart_rate
                    error=error("heart_rate")
                />
                <NumberField
                    label=medical::FASTING_GLUCOSE
                    unit="mmol/L"
                    decimal=true
                    value=glucose
                    error=error("glucose_tenths")
                />
                <TextArea label=words::COMPLAINT limit=200 value=complaint error=error("complaint") />
                <TextArea label=words::ADVICE limit=200 value=advice error=error("advice") />
            </Card>
            <div role="alert">
                {move || alarms.get().into_iter().map(alarm).collect_view()}
            </div>
            <Outcome action=send />
            <Actions sticky=true>
                <Button label=words::OTHER on_press=move |()| on_other.run(()) />
                <Button
                    label=words::SAVE_NEXT
                    look=ButtonLook::Primary
                    submit=true
                    busy=Signal::derive(move || send.busy())
                />
            </Actions>
        </Form>
    }
}

fn alarm(what: Urgent) -> impl IntoView {
    view! { <Banner kind=BannerKind::Error text=words::urgent(what) /> }
}

/// What is wrong with a field; what is only not finished waits for the attempt to save.
fn told(errors: &[FieldError], field: &str, tried: bool) -> Option<String> {
    let error = errors.iter().find(|error| error.field == field)?;
    let at_once = matches!(error.reason.as_str(), "too_high" | "too_long");
    if !tried && !at_once {
        return None;
    }
    Some(match (error.reason.as_str(), field) {
        ("not_a_number", _) => words::NOT_A_NUMBER.get().to_owned(),
        ("not_below_sbp", _) => words::NOT_BELOW.get().to_owned(),
        ("required", "sbp") if errors.len() == 1 => words::NOTHING.get().to_owned(),
        _ => problem::field(error),
    })
}

/// `138/84 · 6.8`.
fn in_words(entry: &domain::api::rounds::RoundEntryBody) -> String {
    use crate::i18n::format;
    let pressure = entry
        .sbp
        .zip(entry.dbp)
        .map(|(sbp, dbp)| [&sbp.to_string(), "/", &dbp.to_string()].concat());
    let glucose = entry
        .glucose_tenths
        .map(|tenths| format::scaled(i32::from(tenths), 1));
    let parts: Vec<String> = [pressure, glucose].into_iter().flatten().collect();
    parts.join(format::DOT)
}
