//! One resident at the desk: who may act for them now, and letting another phone act.

use domain::api::grants::{EndGrant, GrantHeld, ListGrants, ResidentGrants};
use domain::ids::ResidentId;
use leptos::prelude::*;

use super::form::GiveForm;
use crate::features::shared::{AskedButton, GrantFacts, LoadedInOffice, PersonBar};
use crate::i18n::texts::{family as words, grants_desk as desk};
use crate::i18n::{format, t};
use crate::routes::Route;
use crate::store::{use_query, use_submit};
use crate::ui::{Actions, Card, Page, Question, Section};

/// The list, and the form below it.
#[component]
pub fn ResidentGrantsPage(
    /// The resident.
    resident: ResidentId,
) -> impl IntoView {
    let held = use_query::<ListGrants>(resident, ());
    // The form is not part of the list: what is typed in it stays when the list has changed.
    let person = Memo::new(move |_| held.data().map(|held| held.person));
    let form = move || {
        person.get().map(|person| {
            view! { <Section title=desk::GIVE_AT_DESK><GiveForm person=person /></Section> }
        })
    };
    view! {
        <Page title=words::TITLE back=Route::DeskGrants.href()>
            <LoadedInOffice query=held rows=5 let:held>
                <Holders held=held />
            </LoadedInOffice>
            {form}
        </Page>
    }
}

#[component]
fn Holders(held: ResidentGrants) -> impl IntoView {
    let ResidentGrants { person, grants } = held;
    let nobody = grants
        .is_empty()
        .then(|| view! { <Card><p class="muted">{t(words::NOBODY)}</p></Card> });
    let cards = grants
        .into_iter()
        .map(|grant| view! { <Holder grant=grant name=person.name.clone() /> })
        .collect_view();
    view! {
        <PersonBar person=person />
        <Section title=desk::HOLD>
            {nobody}
            {cards}
        </Section>
    }
}

#[component]
fn Holder(grant: GrantHeld, name: String) -> impl IntoView {
    let id = grant.grant_id;
    let phone = format::phone(&grant.phone_masked);
    let title = Signal::derive(move || words::end_ask(&phone, &name));
    view! {
        <Card>
            <GrantFacts grant=grant />
            <Actions>
                <AskedButton
                    action={use_submit::<EndGrant>()}
                    path=id
                    question=Question::new(title, words::END_TEXT, words::END)
                    done=words::ENDED
                />
            </Actions>
        </Card>
    }
}
