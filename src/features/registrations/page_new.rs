//! A new record by the desk: look whether there is one, then open it.

use domain::api::newcomers::{
    CheckNewcomer, KnownRecord, NewcomerCheck, OpenRecordBody, OpenedRecord, PostNewcomer,
    PostNewcomerCheck,
};
use domain::codes::Insurance;
use domain::ids::ResidentId;
use leptos::prelude::*;

use crate::features::shared::{use_deed, word};
use crate::i18n::texts::newcomers as words;
use crate::i18n::{format, t};
use crate::platform::id;
use crate::routes::Route;
use crate::ui::{
    Actions, Banner, BannerKind, Button, ButtonLook, Card, Form, KeyValue, KeyValues, NumberField,
    Opt, Page, Select, TextInput, TextKind, plain_number,
};

/// How far it has come.
#[derive(Clone, PartialEq)]
enum Step {
    Look,
    Found(KnownRecord),
    Compare(NewcomerCheck),
    Fill(NewcomerCheck),
    Open(OpenedRecord),
}

/// Name and number, what was found, the rest, done.
#[component]
pub fn NewRecordPage() -> impl IntoView {
    let step = RwSignal::new(Step::Look);
    let name = RwSignal::new(String::new());
    let number = RwSignal::new(String::new());
    let anew = move |()| {
        name.set(String::new());
        number.set(String::new());
        step.set(Step::Look);
    };
    view! {
        <Page title=words::TITLE back=Route::Registrations.href()>
            {move || match step.get() {
                Step::Look => view! { <Look name=name number=number step=step /> }.into_any(),
                Step::Found(record) => view! { <Found record=record on_anew=anew /> }.into_any(),
                Step::Compare(check) => view! { <Compare check=check step=step /> }.into_any(),
                Step::Fill(check) => {
                    view! { <Fill check=check name=name number=number step=step /> }.into_any()
                }
                Step::Open(record) => view! { <Opened record=record on_anew=anew /> }.into_any(),
            }}
        </Page>
    }
}

#[component]
fn Look(name: RwSignal<String>, number: RwSignal<String>, step: RwSignal<Step>) -> impl IntoView {
    let check = use_deed::<PostNewcomerCheck>();
    let submit = move || {
        let body = CheckNewcomer {
            name: name.get_untracked(),
            national_id: number.get_untracked(),
        };
        check.send(None, (), body, move |found| {
            step.set(match found {
                NewcomerCheck {
                    record: Some(record),
                    ..
                } => Step::Found(record),
                found if found.maybe.is_empty() => Step::Fill(found),
                found => Step::Compare(found),
            });
        });
    };
    view! {
        <p>{t(words::HINT)}</p>
        <Form on_submit=move |()| submit()>
            <Card>
                <TextInput
                    label=words::NAME
                    value=name
                    error=check.field("name", words::reason)
                    required=true
                />
                <TextInput
                    label=words::NATIONAL_ID
                    kind=TextKind::DocumentNumber
                    value=number
                    error=check.field("national_id", words::reason)
                    required=true
                />
            </Card>
            {check.outcome(words::of_code)}
            <Actions>
                <Button label=words::CHECK look=ButtonLook::Primary submit=true busy=check.busy() />
            </Actions>
        </Form>
    }
}

#[component]
fn Facts(record: KnownRecord) -> impl IntoView {
    view! {
        <KeyValues>
            <KeyValue label=words::NAME>{record.name}</KeyValue>
            <KeyValue label=words::NATIONAL_ID>{record.national_id_masked}</KeyValue>
            <KeyValue label=words::INSTITUTION>{record.institution} {format::DOT} {record.village}</KeyValue>
        </KeyValues>
    }
}

#[component]
fn Found(record: KnownRecord, #[prop(into)] on_anew: Callback<()>) -> impl IntoView {
    let elsewhere = record.resident_id.is_none();
    view! {
        <Banner text=words::EXISTS />
        <Card><Facts record=record /></Card>
        {elsewhere.then(|| view! { <p>{t(words::ELSEWHERE)}</p> })}
        <Button label=words::NEXT on_press=on_anew />
    }
}

#[component]
fn Compare(check: NewcomerCheck, step: RwSignal<Step>) -> impl IntoView {
    let same = check.maybe.clone().into_iter();
    let cards = same.map(|record| view! { <Card><Facts record=record /></Card> });
    let check = StoredValue::new(check);
    view! {
        <Banner kind=BannerKind::Warn text=words::MAYBE />
        {cards.collect_view()}
        <Actions>
            <Button
                label=words::SOMEBODY_ELSE
                look=ButtonLook::Primary
                on_press=move |()| step.set(Step::Fill(check.get_value()))
            />
        </Actions>
    }
}

#[component]
fn Fill(
    check: NewcomerCheck,
    name: RwSignal<String>,
    number: RwSignal<String>,
    step: RwSignal<Step>,
) -> impl IntoView {
    // One id for every try: a second try is the same record.
    let id = id::new::<ResidentId>();
    let phone = RwSignal::new(String::new());
    let village = RwSignal::new(None::<String>);
    let address = RwSignal::new(String::new());
    let months = RwSignal::new(String::new());
    let insurance = RwSignal::new(None::<Insurance>);
    let miscounted = RwSignal::new(false);
    let open = use_deed::<PostNewcomer>();
    let NewcomerCheck {
        sex,
        birth_date,
        maybe,
        villages,
        ..
    } = check;
    let somebody_else = !maybe.is_empty();
    let submit = move || {
        let typed = months.with_untracked(|months| plain_number(months));
        let counted = typed.parse::<u16>().ok();
        // Left empty is none; something else must not count as none.
        miscounted.set(counted.is_none() && !typed.is_empty());
        if miscounted.get_untracked() {
            return;
        }
        let body = OpenRecordBody {
            id,
            name: name.get_untracked(),
            national_id: number.get_untracked(),
            phone: Some(phone.get_untracked()).filter(|phone| !phone.trim().is_empty()),
            village: village.get_untracked(),
            address: address.get_untracked(),
            months_resident: counted.unwrap_or(0),
            insurance: insurance.get_untracked(),
            somebody_else,
        };
        open.send(None, (), body, move |opened| step.set(Step::Open(opened)));
    };
    let months_error = Signal::derive(move || {
        miscounted
            .get()
            .then(|| words::MONTHS_WRONG.get().to_owned())
    });
    let villages = villages
        .into_iter()
        .map(|name| Opt::new(name.clone(), Signal::stored(name)))
        .collect();
    let kinds = Insurance::ALL
        .iter()
        .map(|kind| {
            let label = Signal::derive(move || word(kind.zh(), kind.en()).to_owned());
            Opt::new(*kind, label)
        })
        .collect();
    view! {
        <Form on_submit=move |()| submit()>
            <Card>
                <KeyValues>
                    <KeyValue label=words::NAME>{move || name.get()}</KeyValue>
                    <KeyValue label=words::SEX>{move || word(sex.zh(), sex.en())}</KeyValue>
                    <KeyValue label=words::BORN>{move || format::full_date(birth_date)}</KeyValue>
                </KeyValues>
                <TextInput
                    label=words::PHONE
                    kind=TextKind::Phone
                    value=phone
                    error=open.field("phone", words::reason)
                />
                <Select label=words::VILLAGE options=villages value=village />
                <TextInput
                    label=words::ADDRESS
                    kind=TextKind::Address
                    value=address
                    error=open.field("address", words::reason)
                    required=true
                />
                <NumberField
                    label=words::MONTHS
                    unit=words::MONTHS_UNIT
                    value=months
                    error=months_error
                />
                <Select label=words::INSURANCE options=kinds value=insurance />
            </Card>
            {open.outcome(words::of_code)}
            <Actions>
                <Button label=words::OPEN look=ButtonLook::Primary submit=true busy=open.busy() />
            </Actions>
        </Form>
    }
}

#[component]
fn Opened(record: OpenedRecord, #[prop(into)] on_anew: Callback<()>) -> impl IntoView {
    view! {
        <Banner text=words::OPENED />
        <Card>
            <KeyValues>
                <KeyValue label=words::NAME>{record.name}</KeyValue>
                <KeyValue label=words::RECORD_NO>{record.record_no}</KeyValue>
                <KeyValue label=words::TEAM>{record.team}</KeyValue>
            </KeyValues>
        </Card>
        <Actions>
            <Button label=words::NEXT look=ButtonLook::Primary on_press=on_anew />
        </Actions>
    }
}
