//! One resident at the desk: who may act for them now, and letting another phone act.

use domain::api::grants::{EndGrant, GrantHeld, ListGrants, ResidentGrants};
use domain::ids::ResidentId;
use leptos::prelude::*;

use super::form::GiveForm;
use crate::features::shared::{GrantFacts, LoadedInOffice, Outcome, PersonBar};
use crate::i18n::texts::family as words;
use crate::i18n::{format, t};
use crate::routes::Route;
use crate::store::{use_query, use_submit};
use crate::ui::{
    Actions, Button, ButtonLook, Card, Page, Question, Section, use_confirm, use_toasts,
};

/// The list, and the form below it.
#[component]
pub fn ResidentGrantsPage(
    /// The resident.
    resident: ResidentId,
) -> impl IntoView {
    let held = use_query::<ListGrants>(resident, ());
    view! {
        <Page title=words::TITLE back=Route::DeskGrants.href()>
            <LoadedInOffice query=held rows=5 let:held>
                <Content held=held />
            </LoadedInOffice>
        </Page>
    }
}

#[component]
fn Content(held: ResidentGrants) -> impl IntoView {
    let ResidentGrants { person, grants } = held;
    let name = person.name.clone();
    let nobody = grants
        .is_empty()
        .then(|| view! { <Card><p class="muted">{t(words::NOBODY)}</p></Card> });
    let cards = grants
        .into_iter()
        .map(|grant| view! { <Holder grant=grant name=name.clone() /> })
        .collect_view();
    view! {
        <PersonBar person=person.clone() />
        <Section title=words::HOLD>
            {nobody}
            {cards}
        </Section>
        <Section title=words::GIVE_AT_DESK>
            <GiveForm person=person />
        </Section>
    }
}

#[component]
fn Holder(grant: GrantHeld, name: String) -> impl IntoView {
    let id = grant.grant_id;
    let phone = format::phone(&grant.phone_masked);
    let title = Signal::derive(move || words::end_ask(&phone, &name));
    let end = use_submit::<EndGrant>();
    let confirm = use_confirm();
    let toasts = use_toasts();
    Effect::new(move |_| {
        if end.reply().is_some() {
            toasts.say(words::ENDED);
        }
    });
    let ask = move |()| {
        let question = Question::new(title, words::END_TEXT, words::END).dangerous();
        confirm.ask(question, move |yes| {
            if yes {
                end.send(id, ());
            }
        });
    };
    view! {
        <Card>
            <GrantFacts grant=grant />
            <Actions>
                <Button
                    label=words::END
                    look=ButtonLook::Danger
                    busy=Signal::derive(move || end.busy())
                    on_press=ask
                />
            </Actions>
            <Outcome action=end />
        </Card>
    }
}
