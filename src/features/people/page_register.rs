//! Ask for a new record; the desk of the chosen institution checks the ID card.

use domain::api::directory::ListInstitutions;
use domain::api::registrations::{
    ListMyRegistrations, Register, RegisterBody, Registration, RegistrationState,
};
use domain::codes::Relation;
use domain::ids::{InstitutionId, RegistrationId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::identity::{Identity, IdentityFields};
use crate::features::shared::{Loaded, Outcome};
use crate::i18n::texts::people as words;
use crate::i18n::{format, t};
use crate::platform::{id, nav};
use crate::routes::Route;
use crate::store::{use_draft, use_query, use_submit};
use crate::ui::{
    Actions, Banner, Button, ButtonLook, Card, Form, List, ListRow, Opt, Page, Section, Select,
    Status, TextInput, TextKind, Tone, use_toasts,
};

#[derive(Serialize, Deserialize)]
struct Content {
    id: RegistrationId,
    name: String,
    national_id: String,
    relation: Option<Relation>,
    institution: Option<InstitutionId>,
    address: String,
}

/// The form, and the applications of this phone below it.
#[component]
pub fn RegisterPage() -> impl IntoView {
    let mine = use_query::<ListMyRegistrations>((), ());
    view! {
        <Page title=words::REGISTER back=Route::Persons.href()>
            <p>{t(words::REGISTER_HINT)}</p>
            <RegisterForm />
            <Loaded query=mine let:mine>
                <Mine registrations=mine />
            </Loaded>
        </Page>
    }
}

#[component]
fn RegisterForm() -> impl IntoView {
    let registration_id = RwSignal::new(id::new::<RegistrationId>());
    let identity = Identity::new();
    let institution = RwSignal::new(None::<InstitutionId>);
    let address = RwSignal::new(String::new());
    let institution_error = RwSignal::new(None::<String>);
    let address_error = RwSignal::new(None::<String>);

    let content = move || Content {
        id: registration_id.get(),
        name: identity.name.get(),
        national_id: identity.number.get(),
        relation: identity.relation.get(),
        institution: institution.get(),
        address: address.get(),
    };
    let restore = move |kept: Content| {
        registration_id.set(kept.id);
        identity.name.set(kept.name);
        identity.number.set(kept.national_id);
        identity.relation.set(kept.relation);
        institution.set(kept.institution);
        address.set(kept.address);
    };
    let draft = use_draft("register", content, restore);
    let send = use_submit::<Register>();
    nav::use_leave_guard(move || draft.dirty() && !send.done());
    let toasts = use_toasts();
    Effect::new(move |_| {
        if send.reply().is_some() {
            toasts.say(words::SENT);
            registration_id.set(id::new());
            identity.clear();
            address.set(String::new());
        }
    });
    let submit = move || {
        let content = untrack(content);
        let missing =
            |missing: bool, text: crate::i18n::Text| missing.then(|| text.get().to_owned());
        let answers = identity.checked();
        institution_error.set(missing(content.institution.is_none(), words::CHOICE_NEEDED));
        address_error.set(missing(
            content.address.trim().is_empty(),
            words::ADDRESS_NEEDED,
        ));
        let (Some(answers), Some(institution_id)) = (answers, content.institution) else {
            return;
        };
        if content.address.trim().is_empty() {
            return;
        }
        let body = RegisterBody {
            id: content.id,
            name: answers.name,
            national_id: answers.national_id,
            relation: answers.relation,
            institution_id,
            address: content.address,
        };
        send.send_form((), body, draft);
    };
    let institutions = use_query::<ListInstitutions>((), ());
    view! {
        {move || draft.restored().then(|| view! { <Banner text=words::RESTORED /> })}
        <Form on_submit=move |()| submit()>
            <Card>
                <IdentityFields identity=identity />
                <Loaded query=institutions rows=1 let:institutions>
                    <Select
                        label=words::INSTITUTION
                        options=institutions
                            .into_iter()
                            .map(|place| Opt::new(place.institution_id, Signal::stored(place.name)))
                            .collect()
                        value=institution
                        error=institution_error
                        required=true
                    />
                </Loaded>
                <TextInput
                    label=words::ADDRESS
                    hint=words::ADDRESS_HINT
                    kind=TextKind::Address
                    value=address
                    error=address_error
                    required=true
                />
            </Card>
            <Outcome action=send />
            <Actions>
                <Button
                    label=words::SEND
                    look=ButtonLook::Primary
                    submit=true
                    busy=Signal::derive(move || send.busy())
                />
            </Actions>
        </Form>
    }
}

#[component]
fn Mine(registrations: Vec<Registration>) -> impl IntoView {
    let rows = registrations.into_iter().map(|one| {
        let tone = match one.state {
            RegistrationState::Pending => Tone::Info,
            RegistrationState::Confirmed => Tone::Ok,
            RegistrationState::Refused => Tone::Bad,
        };
        let (asked, place, reason) = (one.asked_at, one.institution, one.reason);
        let detail = Signal::derive(move || {
            let parts = [
                Some(format::date_time(asked)),
                Some(place.clone()),
                reason.clone(),
            ];
            parts
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(format::DOT)
        });
        view! {
            <ListRow title=Signal::stored(one.name) detail=detail>
                <Status tone=tone label=words::state(one.state) />
            </ListRow>
        }
    });
    let rows = rows.collect_view();
    (!rows.is_empty()).then(|| view! { <Section title=words::MINE><List>{rows}</List></Section> })
}
