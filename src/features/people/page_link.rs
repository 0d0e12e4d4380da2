//! Open a record to this phone: name and full ID number prove the person.

use domain::api::session::{LinkPerson, LinkPersonBody};
use domain::codes::Relation;
use domain::problem::Code;
use leptos::prelude::*;

use super::{number_error, relations};
use crate::api::{self, ApiError};
use crate::features::shared::error_text;
use crate::i18n::texts::people as words;
use crate::platform::{nav, timer};
use crate::routes::Route;
use crate::session;
use crate::ui::{
    Actions, Banner, BannerKind, Button, ButtonLink, ButtonLook, Card, Choice, Form, Page,
    TextInput, TextKind, use_toasts,
};

/// Name, number, relation.
///
/// Not through the outbox: a full ID number is not kept on the phone, and an answer is needed now.
#[component]
pub fn LinkPage() -> impl IntoView {
    let name = RwSignal::new(String::new());
    let number = RwSignal::new(String::new());
    let relation = RwSignal::new(None::<Relation>);
    let name_error = RwSignal::new(None::<String>);
    let id_error = RwSignal::new(None::<String>);
    let relation_error = RwSignal::new(None::<String>);
    let failure = RwSignal::new(None::<ApiError>);
    let busy = RwSignal::new(false);
    let toasts = use_toasts();

    let link = move || {
        name_error.set(
            name.with_untracked(|name| name.trim().is_empty())
                .then(|| words::NAME_NEEDED.get().to_owned()),
        );
        id_error.set(number.with_untracked(|number| number_error(number)));
        let Some(relation) = relation.get_untracked() else {
            relation_error.set(Some(words::CHOICE_NEEDED.get().to_owned()));
            return;
        };
        relation_error.set(None);
        let wrong =
            name_error.with_untracked(Option::is_some) || id_error.with_untracked(Option::is_some);
        if wrong || busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        timer::spawn(async move {
            let body = LinkPersonBody {
                name: name.get_untracked(),
                national_id: number.get_untracked(),
                relation,
            };
            let answer = api::call::<LinkPerson>(&(), &(), &body).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(person) => {
                    session::choose(person.resident_id);
                    session::reload();
                    toasts.say(words::LINKED);
                    nav::replace(&Route::Persons.href());
                }
                Err(error) => failure.set(Some(error)),
            }
        });
    };
    let unmatched = move || {
        failure.with(|error| error.as_ref().and_then(ApiError::code) == Some(Code::NotMatched))
    };
    view! {
        <Page title=words::LINK back=Route::Persons.href()>
            <Form on_submit=move |()| link()>
                <Card>
                    <TextInput
                        label=words::NAME
                        hint=words::NAME_HINT
                        kind=TextKind::Name
                        value=name
                        error=name_error
                        required=true
                    />
                    <TextInput
                        label=words::NATIONAL_ID
                        hint=words::NATIONAL_ID_HINT
                        kind=TextKind::DocumentNumber
                        value=number
                        error=id_error
                        required=true
                        on_leave=move |()| {
                            if number.with_untracked(|number| !number.is_empty()) {
                                id_error.set(number.with_untracked(|number| number_error(number)));
                            }
                        }
                    />
                    <Choice
                        label=words::RELATION
                        options=relations()
                        value=relation
                        error=relation_error
                        required=true
                    />
                </Card>
                {move || failure.get().map(|error| view! {
                    <Banner kind=BannerKind::Error text=Signal::derive(move || error_text(&error)) />
                })}
                <Actions>
                    <Button label=words::LINK_NOW look=ButtonLook::Primary submit=true busy=busy />
                    {move || unmatched().then(|| view! {
                        <ButtonLink label=words::OR_REGISTER href=Route::RegisterPerson.href() />
                    })}
                </Actions>
            </Form>
        </Page>
    }
}
