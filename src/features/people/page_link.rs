//! Open a record to this phone: name and full ID number prove the person.

use domain::api::session::{LinkPerson, LinkPersonBody};
use domain::problem::Code;
use leptos::prelude::*;

use super::identity::{Answers, Identity, IdentityFields};
use crate::api::{self, ApiError};
use crate::features::shared::error_text;
use crate::i18n::texts::people as words;
use crate::platform::{nav, timer};
use crate::routes::Route;
use crate::session;
use crate::ui::{
    Actions, Banner, BannerKind, Button, ButtonLink, ButtonLook, Card, Form, Page, use_toasts,
};

/// Name, number, relation.
///
/// Not through the outbox: a full ID number is not kept on the phone, and an answer is needed now.
#[component]
pub fn LinkPage() -> impl IntoView {
    let identity = Identity::new();
    let failure = RwSignal::new(None::<ApiError>);
    let busy = RwSignal::new(false);
    let toasts = use_toasts();

    let link = move || {
        let Some(answers) = identity.checked().filter(|_| !busy.get_untracked()) else {
            return;
        };
        busy.set(true);
        failure.set(None);
        timer::spawn(async move {
            let Answers {
                name,
                national_id,
                relation,
            } = answers;
            let body = LinkPersonBody {
                name,
                national_id,
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
                    <IdentityFields identity=identity />
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
