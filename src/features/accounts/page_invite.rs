//! A new account, and the code for its first sign-in.

use domain::api::staff::{ActivationCode, InviteStaff, PostStaff};
use domain::codes::Role;
use domain::ids::StaffId;
use leptos::prelude::*;

use super::choices::{PlaceFields, Places, of_district, roles};
use super::code::CodeShown;
use crate::features::shared::{id_number_fault, use_deed};
use crate::i18n::texts::accounts as words;
use crate::platform::{id, nav};
use crate::routes::Route;
use crate::session;
use crate::ui::{Actions, Button, ButtonLook, Card, Form, Page, Select, TextInput, TextKind};

/// The form, then the code.
#[component]
pub fn InvitePage() -> impl IntoView {
    let code = RwSignal::new(None::<ActivationCode>);
    view! {
        <Page title=words::INVITE back=Route::Accounts.href()>
            {move || match code.get() {
                Some(made) => {
                    let account = Route::Account(made.staff_id).href();
                    view! { <CodeShown code=made on_done=move |()| nav::replace(&account) /> }.into_any()
                }
                None => view! { <InviteForm code=code /> }.into_any(),
            }}
        </Page>
    }
}

fn needed(missing: bool) -> Option<String> {
    missing.then(|| words::NEEDED.get().to_owned())
}

/// What is wrong with a field of text: that it is empty once it was sent, or what the service says.
fn fault(
    asked: RwSignal<bool>,
    text: RwSignal<String>,
    refused: Signal<Option<String>>,
) -> Signal<Option<String>> {
    Signal::derive(move || {
        needed(asked.get() && text.with(|text| text.trim().is_empty())).or_else(|| refused.get())
    })
}

#[component]
fn InviteForm(code: RwSignal<Option<ActivationCode>>) -> impl IntoView {
    // One id for every try of this form: a second try is the same account.
    let id = id::new::<StaffId>();
    let own = untrack(session::staff).map(|card| card.institution_id);
    let login = RwSignal::new(String::new());
    let name = RwSignal::new(String::new());
    let national_id = RwSignal::new(String::new());
    let title = RwSignal::new(String::new());
    let role = RwSignal::new(None::<Role>);
    let places = Places::new(
        own.filter(|_| !untrack(of_district)),
        Vec::new(),
        Vec::new(),
    );
    let missing = RwSignal::new(false);
    let invite = use_deed::<PostStaff>();
    let submit = move || {
        missing.set(true);
        let empty = |text: RwSignal<String>| text.with_untracked(|text| text.trim().is_empty());
        let (Some(role), Some(institution_id), false) = (
            role.get_untracked(),
            places.institution.get_untracked(),
            [name, login].into_iter().any(empty)
                || national_id.with_untracked(|typed| id_number_fault(typed).is_some()),
        ) else {
            return;
        };
        let body = InviteStaff {
            id,
            login: login.get_untracked(),
            name: name.get_untracked(),
            national_id: national_id.get_untracked(),
            title: Some(title.get_untracked()).filter(|title| !title.is_empty()),
            role,
            institution_id,
            teams: places.teams.get_untracked(),
        };
        invite.send(None, (), body, move |made| code.set(Some(made)));
    };
    let number_refused = invite.field("national_id", words::reason);
    let number_wrong = Signal::derive(move || {
        let wrong = national_id.with(|typed| id_number_fault(typed));
        wrong
            .filter(|_| missing.get())
            .or_else(|| number_refused.get())
    });
    let role_error = Signal::derive(move || needed(missing.get() && role.get().is_none()));
    let place_error =
        Signal::derive(move || needed(missing.get() && places.institution.get().is_none()));
    view! {
        <Form on_submit=move |()| submit()>
            <Card>
                <TextInput
                    label=words::NAME
                    value=name
                    error=fault(missing, name, invite.field("name", words::reason))
                    required=true
                />
                <TextInput
                    label=words::NATIONAL_ID
                    hint=words::NATIONAL_ID_HINT
                    kind=TextKind::DocumentNumber
                    value=national_id
                    error=fault(missing, national_id, number_wrong)
                    required=true
                />
                <TextInput
                    label=words::LOGIN
                    hint=words::LOGIN_HINT
                    kind=TextKind::Plain
                    value=login
                    error=fault(missing, login, invite.field("login", words::reason))
                    required=true
                />
                <TextInput label=words::JOB_TITLE value=title error=invite.field("title", words::reason) />
                <Select label=words::ROLE options=roles() value=role error=role_error required=true />
                <PlaceFields
                    places=places
                    error=place_error
                    teams_error=invite.field("teams", words::reason)
                />
            </Card>
            {invite.outcome(words::of_code)}
            <Actions>
                <Button
                    label=words::SEND_INVITE
                    look=ButtonLook::Primary
                    submit=true
                    busy=invite.busy()
                />
            </Actions>
        </Form>
    }
}
