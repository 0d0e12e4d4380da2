//! Who may act for whom: for each person of this phone who may act for them, to be ended at once;
//! and whom this phone acts for, to be given back.

use domain::api::grants::{EndGrant, GrantHeld, GrantState, ListGrants, ListMyGrants, MyGrant};
use domain::codes::Capacity;
use domain::grant::CHILD_BELOW;
use domain::ids::{GrantId, ResidentId};
use leptos::prelude::*;

use crate::features::shared::{
    AskedButton, GrantFacts, Loaded, function_names, grant_mark, pending_text, until, word,
};
use crate::i18n::t;
use crate::i18n::texts::{family as words, shared};
use crate::routes::Route;
use crate::session;
use crate::store::{use_query, use_submit};
use crate::ui::{
    Actions, ButtonLink, ButtonLook, Card, KeyValue, KeyValues, Page, Question, Section, icon,
};

/// Both lists.
#[component]
pub fn FamilyPage() -> impl IntoView {
    let mine = use_query::<ListMyGrants>((), ());
    view! {
        <Page title=words::TITLE back=Route::Me.href()>
            <p class="muted">{t(words::LEAD)}</p>
            <Loaded query=mine rows=5 let:mine>
                <Content mine=mine />
            </Loaded>
        </Page>
    }
}

#[component]
fn Content(mine: Vec<MyGrant>) -> impl IntoView {
    let manages =
        |grant: &&MyGrant| grant.state == GrantState::Holding && grant.capacity != Capacity::Helper;
    let managed = mine
        .iter()
        .filter(manages)
        .map(|grant| view! { <WhoActs resident=grant.resident_id name=grant.name.clone() /> })
        .collect_view();
    let others: Vec<MyGrant> = mine
        .into_iter()
        .filter(|grant| grant.capacity != Capacity::Oneself)
        .collect();
    let nobody = others
        .is_empty()
        .then(|| view! { <Card><p class="muted">{t(words::I_ACT_NONE)}</p></Card> });
    let others = others
        .into_iter()
        .map(|grant| view! { <IAct grant=grant /> })
        .collect_view();
    view! {
        {managed}
        <Section title=words::I_ACT>
            {nobody}
            {others}
            <Actions>
                <ButtonLink label=words::TAKE glyph=icon::PLUS href=Route::TakeCode.href() />
            </Actions>
        </Section>
    }
}

/// Everybody who may act for one person.
#[component]
fn WhoActs(resident: ResidentId, name: String) -> impl IntoView {
    let held = use_query::<ListGrants>(resident, ());
    view! {
        <Section title=Signal::derive(move || words::who_for(&name))>
            <Loaded query=held let:held>
                {
                    let child = held.person.age < CHILD_BELOW;
                    let alone = held.grants.iter().all(|grant| grant.this_phone);
                    let name = held.person.name;
                    let cards = held
                        .grants
                        .into_iter()
                        .map(|grant| view! { <Holder grant=grant name=name.clone() /> })
                        .collect_view();
                    view! {
                        {alone.then(|| view! { <p class="muted">{t(words::NOBODY)}</p> })}
                        {cards}
                        {child.then(|| view! { <p class="muted">{t(words::CHILD_AT_DESK)}</p> })}
                        {(!child).then(|| view! {
                            <Actions>
                                <ButtonLink
                                    label=words::GIVE
                                    look=ButtonLook::Primary
                                    glyph=icon::PLUS
                                    href=Route::GiveCode(resident).href()
                                />
                            </Actions>
                        })}
                    }
                }
            </Loaded>
        </Section>
    }
}

/// One phone that may act, and the way to end it.
#[component]
fn Holder(grant: GrantHeld, name: String) -> impl IntoView {
    let (id, may_end, this_phone) = (grant.grant_id, grant.may_end, grant.this_phone);
    let phone = crate::i18n::format::phone(&grant.phone_masked);
    let title = Signal::derive(move || words::end_ask(&phone, &name));
    let end = may_end.then(|| {
        view! { <End grant=id verb=words::END title=title text=words::END_TEXT /> }
    });
    let desk =
        (!may_end && !this_phone).then(|| view! { <p class="muted">{t(words::END_AT_DESK)}</p> });
    view! {
        <Card>
            <GrantFacts grant=grant />
            {end}
            {desk}
        </Card>
    }
}

/// Somebody whom this phone acts for.
#[component]
fn IAct(grant: MyGrant) -> impl IntoView {
    let MyGrant {
        grant_id,
        name,
        sex,
        relation,
        capacity,
        functions,
        state,
        ends,
        reason,
        ..
    } = grant;
    let relation = shared::relation(relation, sex);
    let who = name.clone();
    let who = move || [relation.get(), " ", &who].concat();
    let title = Signal::derive(move || words::give_back_ask(&name));
    let end = (state != GrantState::Refused).then(|| {
        view! { <End grant=grant_id verb=words::GIVE_BACK title=title text=words::GIVE_BACK_TEXT /> }
    });
    view! {
        <Card>
            <strong>{who}</strong>
            {grant_mark(state, ends)}
            {pending_text(state)}
            {reason.map(|reason| view! { <p>{reason}</p> })}
            <KeyValues>
                <KeyValue label=words::AS>{move || word(capacity.zh(), capacity.en())}</KeyValue>
                <KeyValue label=words::FUNCTIONS>{move || function_names(functions)}</KeyValue>
                <KeyValue label=words::UNTIL>{move || until(ends)}</KeyValue>
            </KeyValues>
            {end}
        </Card>
    }
}

/// Ends a grant after a question, since it cannot be taken back.
#[component]
fn End(
    grant: GrantId,
    verb: crate::i18n::Text,
    title: Signal<String>,
    text: crate::i18n::Text,
) -> impl IntoView {
    view! {
        <Actions>
            <AskedButton
                action={use_submit::<EndGrant>()}
                path=grant
                question=Question::new(title, text, verb)
                done=words::ENDED
                on_done=Callback::new(|_| session::reload())
            />
        </Actions>
    }
}
