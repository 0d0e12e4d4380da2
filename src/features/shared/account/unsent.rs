//! What has not left this phone yet: where each thing stands and what can be done about it.

use leptos::prelude::*;

use crate::i18n::format;
use crate::i18n::texts::{account as words, problem, shared};
use crate::platform::{nav, timer};
use crate::store::{self, Standing, Unsent};
use crate::ui::{
    Actions, Button, ButtonLook, Card, Question, Section, SyncMark, SyncState, use_confirm,
};

/// The list; nothing while nothing is unsent.
#[component]
pub fn UnsentPart() -> impl IntoView {
    move || {
        let items = store::unsent();
        (!items.is_empty()).then(|| {
            let items = items
                .into_iter()
                .map(|item| view! { <Item item=item /> })
                .collect_view();
            view! { <Section title=words::UNSENT>{items}</Section> }
        })
    }
}

#[component]
fn Item(item: Unsent) -> impl IntoView {
    let Unsent {
        id,
        operation,
        created_at,
        standing,
        has_form,
    } = item;
    let (state, why) = match standing {
        Standing::Here => (SyncState::OnDevice, None),
        Standing::Sending => (SyncState::Sent, None),
        Standing::Refused(problem) | Standing::Conflict(problem) => {
            (SyncState::NeedsYou, Some(problem))
        }
    };
    let stuck = why.is_some();
    let confirm = use_confirm();
    let discard = move |()| {
        let question =
            Question::new(words::DISCARD_ASK, words::DISCARD_TEXT, words::DISCARD).dangerous();
        confirm.ask(question, move |yes| {
            if yes {
                timer::spawn(async move {
                    store::discard(id).await;
                });
            }
        });
    };
    let reopen = move |()| {
        timer::spawn(async move {
            if let Some(page) = store::reopen(id).await {
                nav::go(&page);
            }
        });
    };
    let what = shared::operation(&operation);
    view! {
        <Card>
            <p><strong>{move || what.get()}</strong> " " <SyncMark state=state /></p>
            <p class="muted">{move || format::date_time(created_at)}</p>
            {why.map(|problem| view! { <p>{move || problem::sentence(&problem)}</p> })}
            {stuck.then(|| view! {
                <Actions>
                    {has_form.then(|| view! {
                        <Button label=words::REOPEN look=ButtonLook::Primary on_press=reopen />
                    })}
                    <Button
                        label=words::RETRY
                        on_press=move |()| timer::spawn(async move { store::retry(id).await })
                    />
                    <Button label=words::DISCARD look=ButtonLook::Danger on_press=discard />
                </Actions>
            })}
        </Card>
    }
}
