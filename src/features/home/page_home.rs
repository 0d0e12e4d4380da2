//! The first page: a visitor is invited in, a resident sees what matters today.

use domain::api::residents::{GetHome, Home};
use domain::codes::{Function, Relation};
use domain::grant::Functions;
use leptos::prelude::*;

use super::parts::{
    call::call_part, due::DuePart, team::TeamPart, verbs::Verbs, visit::NextVisitPart,
};
use crate::features::shared::Loaded;
use crate::i18n::texts::home as words;
use crate::routes::Route;
use crate::session;
use crate::store::use_query_of;
use crate::ui::{Actions, ButtonLink, ButtonLook, Card, List, ListRow, Page, icon};

/// Home, or an invitation.
#[component]
pub fn HomePage() -> impl IntoView {
    let resident = Memo::new(|_| session::resident_id());
    view! {
        {move || match resident.get() {
            Some(_) => view! { <ResidentHome /> }.into_any(),
            None => view! { <Welcome /> }.into_any(),
        }}
    }
}

#[component]
fn Welcome() -> impl IntoView {
    view! {
        <Page title=words::WELCOME>
            <Card>
                <p>{crate::i18n::t(words::WELCOME_LEAD)}</p>
                <Actions>
                    <ButtonLink label=words::SIGN_IN look=ButtonLook::Primary href=Route::SignIn.href() />
                    <ButtonLink label=words::STAFF href=Route::StaffSignIn.href() />
                </Actions>
            </Card>
        </Page>
    }
}

#[component]
fn ResidentHome() -> impl IntoView {
    let home = use_query_of::<GetHome>(|| Some((session::resident_id()?, ())));
    let title = Signal::derive(|| {
        session::person().map_or_else(
            || words::TITLE.get().to_owned(),
            |person| words::greeting(&person.name),
        )
    });
    let several =
        Signal::derive(|| session::account().is_some_and(|account| account.persons.len() > 1));
    // Acting for somebody else, the band above offers it.
    let herself = Signal::derive(|| {
        session::person().is_some_and(|person| person.relation == Relation::Oneself)
    });
    view! {
        <Page title=title>
            {move || (several.get() && herself.get()).then(|| view! {
                <ButtonLink label=words::SWITCH look=ButtonLook::Quiet glyph=icon::PEOPLE href=Route::Persons.href() />
            })}
            <Loaded query=home rows=5 let:home>
                <Content home=home />
            </Loaded>
        </Page>
    }
}

#[component]
fn Content(home: Home) -> impl IntoView {
    let Home {
        next_visit,
        due,
        team,
        contract,
        rateable,
        unread,
        ..
    } = home;
    let limited = Signal::derive(|| {
        session::person().is_some_and(|person| person.functions != Functions::ALL)
    });
    let messages = Signal::derive(move || match unread {
        0 => words::NO_UNREAD.get().to_owned(),
        unread => words::unread(unread),
    });
    let call = call_part(team.as_ref());
    view! {
        {call}
        {next_visit.map(|visit| view! { <NextVisitPart visit=visit /> })}
        <Verbs contract=contract rateable=rateable />
        {move || session::may(Function::Record).then(|| view! { <DuePart due=due.clone() /> })}
        {team.map(|team| view! { <TeamPart team=team /> })}
        <List>
            {move || session::may(Function::Messages).then(|| view! {
                <ListRow title=words::MESSAGES detail=messages glyph=icon::MESSAGE href=Route::Messages.href() />
            })}
            {move || limited.get().then(|| view! {
                <ListRow title=words::NOT_ALL glyph=icon::PEOPLE href=Route::Family.href() />
            })}
        </List>
    }
}
