//! Choose for whom the phone acts now.

use domain::api::grants::{GrantState, ListMyGrants};
use domain::api::session::PersonCard;
use domain::grant::Functions;
use leptos::prelude::*;

use crate::features::shared::{function_names, grant_mark, pending_text};
use crate::i18n::texts::shared::relation as relation_word;
use crate::i18n::texts::{family, people as words};
use crate::i18n::{format, t};
use crate::platform::nav;
use crate::routes::{Route, query_value};
use crate::session;
use crate::store::use_query;
use crate::ui::{
    Actions, ButtonLink, ButtonLook, Card, Empty, List, ListRow, Page, Status, Tone, icon,
};

/// The people behind this phone.
#[component]
pub fn PersonsPage() -> impl IntoView {
    let persons = move || {
        session::account()
            .map(|account| account.persons)
            .unwrap_or_default()
    };
    let content = move || {
        let persons = persons();
        if persons.is_empty() {
            return view! {
                <Empty title=words::NONE hint=words::NONE_HINT glyph=icon::PEOPLE>
                    <Actions>
                        <ButtonLink
                            label=words::LINK
                            look=ButtonLook::Primary
                            href=Route::LinkPerson.href()
                        />
                        <ButtonLink label=words::TAKE href=Route::TakeCode.href() />
                        <ButtonLink label=words::REGISTER href=Route::RegisterPerson.href() />
                        <ButtonLink label=words::FAMILY href=Route::Family.href() />
                    </Actions>
                </Empty>
                <Asked />
            }
            .into_any();
        }
        let rows = persons
            .into_iter()
            .map(|person| view! { <Row person=person /> })
            .collect_view();
        view! {
            <p class="muted">{t(words::CHOOSE_HINT)}</p>
            <List>{rows}</List>
            <Actions>
                <ButtonLink label=words::ADD glyph=icon::PLUS href=Route::LinkPerson.href() />
                <ButtonLink label=words::TAKE href=Route::TakeCode.href() />
                <ButtonLink label=words::FAMILY href=Route::Family.href() />
            </Actions>
        }
        .into_any()
    };
    view! { <Page title=words::CHOOSE>{content}</Page> }
}

/// Those whom this phone has asked for already: who waits for the desk must not ask again.
#[component]
fn Asked() -> impl IntoView {
    let mine = use_query::<ListMyGrants>((), ());
    move || {
        let mine = mine.data().unwrap_or_default().into_iter();
        let asked = mine.filter(|grant| grant.state != GrantState::Holding);
        let cards = asked.map(|grant| {
            view! {
                <Card>
                    <strong>{grant.name}</strong>
                    {grant_mark(grant.state, grant.ends)}
                    {pending_text(grant.state)}
                    {grant.reason.map(|reason| view! { <p>{reason}</p> })}
                </Card>
            }
        });
        cards.collect_view()
    }
}

#[component]
fn Row(person: PersonCard) -> impl IntoView {
    let PersonCard {
        resident_id,
        name,
        sex,
        age,
        relation,
        functions,
    } = person;
    let detail = Signal::derive(move || {
        let who = [relation_word(relation, sex).get(), &format::age(age)].join(format::DOT);
        if functions == Functions::ALL {
            return who;
        }
        [who, family::may_do(&function_names(functions))].join(format::DOT)
    });
    let choose = move |()| {
        session::choose(resident_id);
        let wanted = query_value(&untrack(nav::query), "to").and_then(|to| Route::inside(&to));
        nav::go(&wanted.unwrap_or_else(|| Route::Home.href()));
    };
    let chosen = move || session::resident_id() == Some(resident_id);
    view! {
        <ListRow title=Signal::stored(name.clone()) detail=detail avatar=name on_press=choose>
            {move || chosen().then(|| view! { <Status tone=Tone::Ok label=words::NOW /> })}
        </ListRow>
    }
}
