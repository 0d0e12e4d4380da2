//! Open a record to this phone: name and full ID number prove the person.

use domain::api::grants::GrantState;
use domain::api::session::{LinkPerson, LinkPersonBody};
use domain::codes::Relation;
use domain::problem::Code;
use leptos::prelude::*;

use super::identity::{Answers, Identity, IdentityFields};
use crate::api::{self, ApiError};
use crate::features::shared::error_text;
use crate::i18n::t;
use crate::i18n::texts::people as words;
use crate::platform::{nav, timer};
use crate::routes::Route;
use crate::session;
use crate::ui::{
    Actions, Banner, BannerKind, Button, ButtonLink, ButtonLook, Card, Form, Page, use_toasts,
};

/// Whose record a number opens: one's own, and after the desk a child's. Others agree themselves.
fn linked_by_number(relation: Relation) -> bool {
    matches!(
        relation,
        Relation::Oneself | Relation::Child | Relation::Grandchild | Relation::Other
    )
}

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
                Ok(grant) if grant.state == GrantState::Holding => {
                    session::choose(grant.resident_id);
                    session::reload();
                    toasts.say(words::LINKED);
                    nav::replace(&Route::Persons.href());
                }
                // A guardian waits for the desk; the page of the family says where that stands.
                Ok(_) => {
                    toasts.say(words::ASKED);
                    nav::replace(&Route::Family.href());
                }
                Err(error) => failure.set(Some(error)),
            }
        });
    };
    let failed =
        move |code| failure.with(|error| error.as_ref().and_then(ApiError::code) == Some(code));
    view! {
        <Page title=words::LINK back=Route::Persons.href()>
            <p>{t(words::LINK_LEAD)}</p>
            <Form on_submit=move |()| link()>
                <Card>
                    <IdentityFields identity=identity offered=linked_by_number />
                </Card>
                {move || failure.get().map(|error| view! {
                    <Banner kind=BannerKind::Error text=Signal::derive(move || error_text(&error)) />
                })}
                <Actions>
                    <Button label=words::LINK_NOW look=ButtonLook::Primary submit=true busy=busy />
                    {move || failed(Code::ConsentNeeded).then(|| view! {
                        <ButtonLink label=words::TAKE href=Route::TakeCode.href() />
                    })}
                    {move || failed(Code::NotMatched).then(|| view! {
                        <ButtonLink label=words::OR_REGISTER href=Route::RegisterPerson.href() />
                    })}
                </Actions>
            </Form>
        </Page>
    }
}
