//! One account: what it may do where, and what can be done with it.

use domain::api::staff::{
    ActivationCode, GetStaff, PlaceStaff, PostSecondFactorReset, PostStaffDisable, PostStaffEnable,
    PostStaffPlaces, PostStaffReset, StaffDetail, StaffState,
};
use domain::ids::StaffId;
use leptos::prelude::*;

use super::choices::{PlaceFields, Places};
use super::code::CodeShown;
use super::page_accounts::tone;
use crate::features::shared::{Loaded, id_number_fault, use_deed, word};
use crate::i18n::texts::accounts as words;
use crate::i18n::{format, t};
use crate::routes::Route;
use crate::store::{self, use_query};
use crate::ui::{
    Actions, Banner, BannerKind, Button, ButtonLook, Card, Form, KeyValue, KeyValues, Page,
    Question, Section, Status, TextInput, TextKind, use_confirm, use_toasts,
};

/// The account of a member of staff.
#[component]
pub fn AccountPage(staff: StaffId) -> impl IntoView {
    let detail = use_query::<GetStaff>(staff, ());
    let code = RwSignal::new(None::<ActivationCode>);
    let shown = move || {
        code.get()
            .map(|shown| view! { <CodeShown code=shown on_done=move |()| code.set(None) /> })
    };
    view! {
        <Page title=words::TITLE back=Route::Accounts.href()>
            {shown}
            <Loaded query=detail let:detail>
                <Facts detail=detail.clone() />
                <SignIn detail=detail.clone() code=code />
                <Edit detail=detail />
            </Loaded>
        </Page>
    }
}

#[component]
fn Facts(detail: StaffDetail) -> impl IntoView {
    let StaffDetail {
        account,
        second_factor,
        code_until,
        seen_at,
        oneself,
        national_id_masked,
        ..
    } = detail;
    let role = account.role;
    // Administrators have nothing to do with residents.
    let nameless = national_id_masked.is_none() && !role.keeps_accounts();
    let number = Signal::stored(national_id_masked);
    view! {
        {oneself.then(|| view! { <Banner text=words::ONESELF /> })}
        {nameless.then(|| view! { <Banner kind=BannerKind::Warn text=words::NATIONAL_ID_MISSING /> })}
        <Card>
            <p><strong>{account.name}</strong>" "{account.title}</p>
            <Status tone=tone(account.state) label=words::state(account.state) />
            <KeyValues>
                <KeyValue label=words::LOGIN>{account.login}</KeyValue>
                <KeyValue label=words::NATIONAL_ID>
                    {move || number.get().unwrap_or_else(|| words::NOT_WRITTEN.get().to_owned())}
                </KeyValue>
                <KeyValue label=words::ROLE>{move || word(role.zh(), role.en())}</KeyValue>
                <KeyValue label=words::INSTITUTION>{account.institution}</KeyValue>
                <KeyValue label=words::SECOND_FACTOR>
                    {t(if second_factor { words::ON } else { words::OFF })}
                </KeyValue>
                {seen_at.map(|at| view! {
                    <KeyValue label=words::SEEN>{move || format::date_time(at)}</KeyValue>
                })}
                {code_until.map(|at| view! {
                    <KeyValue label=words::CODE_UNTIL>{move || format::date_time(at)}</KeyValue>
                })}
            </KeyValues>
        </Card>
    }
}

/// Resetting, closing, opening.
#[component]
fn SignIn(detail: StaffDetail, code: RwSignal<Option<ActivationCode>>) -> impl IntoView {
    let StaffDetail {
        account,
        second_factor,
        oneself,
        ..
    } = detail;
    let (staff, version) = (account.staff_id, Some(account.version));
    let confirm = use_confirm();
    let reset = use_deed::<PostStaffReset>();
    let second = use_deed::<PostSecondFactorReset>();
    let disable = use_deed::<PostStaffDisable>();
    let enable = use_deed::<PostStaffEnable>();
    let ask_reset = move |()| {
        let question = Question::new(words::RESET_ASK, words::RESET_TEXT, words::RESET).dangerous();
        confirm.ask(question, move |yes| {
            if yes {
                reset.send(version, staff, (), move |made| {
                    code.set(Some(made));
                    store::refresh();
                });
            }
        });
    };
    let ask_second = move |()| {
        let question = Question::new(
            words::RESET_SECOND_ASK,
            words::RESET_SECOND_TEXT,
            words::RESET_SECOND,
        )
        .dangerous();
        confirm.ask(question, move |yes| {
            if yes {
                second.send(version, staff, (), |_| store::refresh());
            }
        });
    };
    let ask_disable = move |()| {
        let question =
            Question::new(words::DISABLE_ASK, words::DISABLE_TEXT, words::DISABLE).dangerous();
        confirm.ask(question, move |yes| {
            if yes {
                disable.send(version, staff, (), |_| store::refresh());
            }
        });
    };
    let open_again = move |()| enable.send(version, staff, (), |_| store::refresh());
    let closed = account.state == StaffState::Disabled;
    (!oneself).then(|| view! {
        <Section title=words::SIGN_IN>
            {reset.outcome(words::of_code)}
            {second.outcome(words::of_code)}
            {disable.outcome(words::of_code)}
            {enable.outcome(words::of_code)}
            <Actions>
                {if closed {
                    view! { <Button label=words::ENABLE busy=enable.busy() on_press=open_again /> }.into_any()
                } else {
                    view! {
                        <Button label=words::RESET busy=reset.busy() on_press=ask_reset />
                        {second_factor.then(|| view! {
                            <Button label=words::RESET_SECOND busy=second.busy() on_press=ask_second />
                        })}
                        <Button
                            label=words::DISABLE
                            look=ButtonLook::Danger
                            busy=disable.busy()
                            on_press=ask_disable
                        />
                    }.into_any()
                }}
            </Actions>
        </Section>
    })
}

/// Name, title, institutions, teams.
#[component]
fn Edit(detail: StaffDetail) -> impl IntoView {
    let StaffDetail {
        account,
        institution_id,
        sites,
        teams,
        national_id_masked,
        ..
    } = detail;
    let number_hint = if national_id_masked.is_some() {
        words::NATIONAL_ID_CHANGE
    } else {
        words::NATIONAL_ID_HINT
    };
    let number = RwSignal::new(String::new());
    let number_fault = RwSignal::new(None::<String>);
    let name = RwSignal::new(account.name);
    let title = RwSignal::new(account.title.unwrap_or_default());
    let places = Places::new(Some(institution_id), sites, teams);
    let save = use_deed::<PostStaffPlaces>();
    let toasts = use_toasts();
    let (staff, version) = (account.staff_id, Some(account.version));
    let submit = move || {
        let institution_id = places.institution.get_untracked().unwrap_or(institution_id);
        let typed = Some(number.get_untracked()).filter(|typed| !typed.trim().is_empty());
        number_fault.set(typed.as_deref().and_then(id_number_fault));
        if number_fault.with_untracked(Option::is_some) {
            return;
        }
        let mut sites = places.sites.get_untracked();
        sites.retain(|site| *site != institution_id);
        let body = PlaceStaff {
            name: name.get_untracked(),
            title: Some(title.get_untracked()).filter(|title| !title.is_empty()),
            institution_id,
            sites,
            teams: places.teams.get_untracked(),
            national_id: typed,
        };
        save.send(version, staff, body, move |_| {
            toasts.say(words::SAVED);
            store::refresh();
        });
    };
    let number_refused = save.field("national_id", words::reason);
    let number_error = Signal::derive(move || number_fault.get().or_else(|| number_refused.get()));
    let none = Signal::stored(None);
    view! {
        <Section title=words::EDIT>
            <Form on_submit=move |()| submit()>
                <Card>
                    <TextInput
                        label=words::NAME
                        kind=TextKind::Plain
                        value=name
                        error=save.field("name", words::reason)
                        required=true
                    />
                    <TextInput
                        label=words::NATIONAL_ID
                        hint=number_hint
                        kind=TextKind::DocumentNumber
                        value=number
                        error=number_error
                    />
                    <TextInput label=words::JOB_TITLE value=title error=save.field("title", words::reason) />
                    <PlaceFields
                        places=places
                        with_sites=true
                        error=none
                        teams_error=save.field("teams", words::reason)
                    />
                </Card>
                {save.outcome(words::of_code)}
                <Actions>
                    <Button label=words::SAVE look=ButtonLook::Primary submit=true busy=save.busy() />
                </Actions>
            </Form>
        </Section>
    }
}
