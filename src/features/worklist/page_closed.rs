//! Follow-ups that a call has closed: who, why, by whom; each can be opened again.

use domain::api::calls::{ClosedCard, ListClosed, ReopenFollowUp};
use domain::api::residents::CursorQuery;
use leptos::prelude::*;

use super::said::reason;
use crate::features::shared::{LoadedInOffice, Outcome, person_line, said};
use crate::i18n::format;
use crate::i18n::texts::worklist as words;
use crate::routes::Route;
use crate::store::{self, Progress, use_query, use_submit};
use crate::ui::{
    Actions, Button, ButtonLink, Card, Empty, Page, Question, Status, Tone, icon, use_confirm,
    use_toasts,
};

/// What was closed in one's own scope.
#[component]
pub fn ClosedPage() -> impl IntoView {
    view! {
        <Page title=words::CLOSED back=Route::Worklist.href()>
            <p class="muted">{move || words::CLOSED_HINT.get()}</p>
            {rows(CursorQuery::default(), true)}
        </Page>
    }
}

fn rows(query: CursorQuery, first: bool) -> AnyView {
    let closed = use_query::<ListClosed>((), query);
    let further = RwSignal::new(false);
    view! {
        <LoadedInOffice query=closed rows=4 let:page>
            {if first && page.items.is_empty() {
                view! { <Empty title=words::NONE_CLOSED hint=words::NONE_CLOSED_HINT glyph=icon::DONE /> }.into_any()
            } else {
                page.items.into_iter().map(one).collect_view().into_any()
            }}
            {page.next.map(|next| move || if further.get() {
                rows(CursorQuery { cursor: Some(next.clone()) }, false)
            } else {
                view! { <Button label=words::MORE on_press=move |()| further.set(true) /> }.into_any()
            })}
        </LoadedInOffice>
    }
    .into_any()
}

fn one(card: ClosedCard) -> AnyView {
    let send = use_submit::<ReopenFollowUp>();
    let (confirm, toasts) = (use_confirm(), use_toasts());
    let person = card.person.clone();
    let resident = person.resident_id;
    let programme = card.programme.clone();
    let press = move |()| {
        let programme = programme.clone();
        let question = Question::new(words::REOPEN_ASK, words::REOPEN_TEXT, words::REOPEN);
        confirm.ask(question, move |yes| {
            if yes {
                send.send((resident, programme.clone()), ());
            }
        });
    };
    Effect::new(move |_| {
        if matches!(send.progress(), Progress::Accepted) {
            toasts.say(words::REOPENED);
            store::refresh();
        }
    });
    let name = person.name.clone();
    let who = move || person_line(&person);
    let why = reason(card.reason);
    let detail = move || {
        let day = format::date(card.closed_on);
        [said(&card.title), &day, &card.by].join(format::DOT)
    };
    view! {
        <Card>
            <div class="due-closed">
                <h2>{name}</h2>
                <Status tone=Tone::Warn label=why />
            </div>
            <p>{who}</p>
            <p class="muted">{detail}</p>
            <Outcome action=send />
            <Actions row=true>
                <Button label=words::REOPEN on_press=press busy=Signal::derive(move || send.busy()) />
                <ButtonLink label=words::SEE_PERSON href=Route::Resident(resident).href() />
            </Actions>
        </Card>
    }
    .into_any()
}
