//! What other devices of one's own have handed in: taken back to this one, or thrown away with a reason.

use domain::api::quarantine::{
    DiscardBody, DiscardUnsent, ListQuarantine, QuarantineCard, QuarantineState, ReleaseUnsent,
};
use leptos::prelude::*;

use crate::features::shared::{Refusal, RefusalWords, use_deed};
use crate::i18n::texts::{quarantine as words, shared};
use crate::i18n::{format, t};
use crate::platform::timer;
use crate::store::{self, use_query, use_submit};
use crate::ui::{Actions, Button, ButtonLook, Card, Section, Status, Tone};

/// Words of throwing something away.
const DISCARDING: RefusalWords = RefusalWords {
    verb: words::DISCARD,
    reason: words::REASON,
    needed: words::REASON_NEEDED,
};

/// The section; nothing where nothing was handed in.
#[component]
pub(super) fn OwnQuarantine() -> impl IntoView {
    let held = use_query::<ListQuarantine>((), ());
    let items = Memo::new(move |_| held.data().unwrap_or_default());
    move || {
        let items = items.get();
        (!items.is_empty()).then(|| {
            let items = items.into_iter().map(|item| view! { <One item=item /> });
            view! {
                <Section title=words::OWN>
                    <p class="muted">{t(words::WHAT)}</p>
                    {items.collect_view()}
                </Section>
            }
        })
    }
}

#[component]
fn One(item: QuarantineCard) -> impl IntoView {
    let release = use_deed::<ReleaseUnsent>();
    let id = item.id;
    let take_back = move |()| {
        release.send(None, id, (), |given| {
            timer::spawn(async move {
                store::take_back(given).await;
                store::refresh();
            });
        });
    };
    view! {
        <Card>
            <Facts item=item.clone() />
            {release.outcome(|_| None)}
            <Actions>
                <Button
                    label=words::TAKE_BACK
                    look=ButtonLook::Primary
                    busy=release.busy()
                    on_press=take_back
                />
            </Actions>
            {(item.state == QuarantineState::Held).then(|| view! { <ThrowAway item=item.clone() /> })}
        </Card>
    }
}

/// What an item is, of whom and from when; its content is shown once it is taken back.
#[component]
pub fn QuarantineFacts(
    /// The item.
    item: QuarantineCard,
) -> impl IntoView {
    view! { <Facts item=item /> }
}

#[component]
fn Facts(item: QuarantineCard) -> impl IntoView {
    let what = shared::operation(&item.operation);
    let whose = item
        .author
        .clone()
        .or(item.about.clone())
        .unwrap_or_default();
    let title = move || match whose.as_str() {
        "" => what.get().to_owned(),
        name => [name, " · ", what.get()].concat(),
    };
    let (typed, came) = (item.typed_at, item.received_at);
    let taken = item.state == QuarantineState::Released;
    view! {
        <p><strong>{title}</strong></p>
        <p class="muted">
            {move || words::times(&format::date_time(typed), &format::date_time(came))}
        </p>
        {taken.then(|| view! { <Status tone=Tone::Ok label=words::TAKEN /> })}
    }
}

/// Throws an item away, with a reason.
#[component]
pub fn ThrowAway(
    /// The item.
    item: QuarantineCard,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let discard = use_submit::<DiscardUnsent>();
    let id = item.id;
    Effect::new(move |_| {
        if discard.done() {
            let _ = open.try_set(false);
        }
    });
    view! {
        <Actions>
            <Button
                label=words::DISCARD
                look=ButtonLook::Danger
                on_press=move |()| open.set(true)
            />
        </Actions>
        <Refusal
            open=open
            words=DISCARDING
            action=discard
            on_reason=move |reason| discard.send(id, DiscardBody { reason })
        />
    }
}
