//! What is done with a push: taking the person over, sending them back with a reason, pushing them again.
//! Done at once or not at all: two people may be about to answer the same one, and whoever comes second hears
//! who was first.

use domain::api::colours::{AcceptPush, ReturnPush, ReturnPushBody, SendPush, SendPushBody};
use domain::endpoint::Endpoint;
use domain::ids::{PushId, ResidentId};
use leptos::prelude::*;

use crate::features::shared::{Deed, use_deed};
use crate::i18n::Text;
use crate::i18n::t;
use crate::i18n::texts::colours as words;
use crate::platform::id;
use crate::ui::{
    Actions, Banner, BannerKind, Button, ButtonLook, Dialog, Form, TextArea, use_toasts,
};

/// Says who was quicker, or why it was not done.
fn outcome<E: Endpoint + 'static>(deed: Deed<E>) -> AnyView {
    let quicker = move || {
        let accepted = deed.named("state", "accepted");
        let returned = deed.named("state", "returned");
        match (accepted, returned) {
            (Some(who), _) => Some(words::taken_by(&who, true)),
            (_, Some(who)) => Some(words::taken_by(&who, false)),
            _ => {
                let withdrawn = deed.named("state", "withdrawn");
                withdrawn.map(|_| words::TAKEN_MEANWHILE.get().to_owned())
            }
        }
    };
    let said = move || match quicker() {
        Some(text) => {
            view! { <Banner kind=BannerKind::Warn text=Signal::stored(text) /> }.into_any()
        }
        None => deed.outcome(|_| None),
    };
    view! { {said} }.into_any()
}

/// A reason that was typed; says so where there is none.
fn typed(text: RwSignal<String>, error: RwSignal<Option<String>>) -> Option<String> {
    let reason = text.with_untracked(|text| text.trim().to_owned());
    let missing = reason.is_empty();
    error.set(missing.then(|| words::REASON_NEEDED.get().to_owned()));
    (!missing).then_some(reason)
}

/// Takes over, or sends back.
#[component]
pub(super) fn Answer(push: PushId, again: Callback<()>) -> impl IntoView {
    let toasts = use_toasts();
    let accept = use_deed::<AcceptPush>();
    let give_back = use_deed::<ReturnPush>();
    let open = RwSignal::new(false);
    let (reason, error) = (RwSignal::new(String::new()), RwSignal::new(None));
    let take = move |()| {
        accept.send(None, push, (), move |_| {
            toasts.say(words::ACCEPTED);
            again.run(());
        });
    };
    let send = move |()| {
        let Some(reason) = typed(reason, error) else {
            return;
        };
        give_back.send(None, push, ReturnPushBody { reason }, move |_| {
            open.set(false);
            toasts.say(words::RETURNED);
            again.run(());
        });
    };
    view! {
        <p class="muted">{t(words::ACCEPT_HINT)}</p>
        {outcome(accept)}
        <Actions row=true>
            <Button
                label=words::ACCEPT
                busy=accept.busy()
                on_press=take
            />
            <Button label=words::RETURN on_press=move |()| open.set(true) />
        </Actions>
        <Dialog open=open title=words::RETURN>
            <Reasoned
                label=words::RETURN_WHY
                yes=words::RETURN
                text=reason
                error=error
                busy=give_back.busy()
                on_submit=send
            />
            {outcome(give_back)}
        </Dialog>
    }
}

/// Pushes somebody again who was sent back.
#[component]
pub(super) fn Again(resident: ResidentId, again: Callback<()>) -> impl IntoView {
    let toasts = use_toasts();
    let push = use_deed::<SendPush>();
    let open = RwSignal::new(false);
    let new_push = id::new::<PushId>();
    let (note, error) = (RwSignal::new(String::new()), RwSignal::new(None));
    let send = move |()| {
        let Some(note) = typed(note, error) else {
            return;
        };
        let body = SendPushBody { id: new_push, note };
        push.send(None, resident, body, move |_| {
            open.set(false);
            toasts.say(words::PUSHED);
            again.run(());
        });
    };
    view! {
        <Actions row=true>
            <Button
                label=words::PUSH_AGAIN
                on_press=move |()| open.set(true)
            />
        </Actions>
        <Dialog open=open title=words::PUSH_AGAIN>
            <Reasoned
                label=words::NOTE
                yes=words::PUSH_AGAIN
                text=note
                error=error
                busy=push.busy()
                on_submit=send
            />
            {outcome(push)}
        </Dialog>
    }
}

/// A sentence and a button.
#[component]
fn Reasoned(
    label: Text,
    yes: Text,
    text: RwSignal<String>,
    error: RwSignal<Option<String>>,
    busy: Signal<bool>,
    #[prop(into)] on_submit: Callback<()>,
) -> impl IntoView {
    view! {
        <Form on_submit=on_submit>
            <TextArea label=label error=error limit=200 value=text required=true />
            <Actions>
                <Button label=yes look=ButtonLook::Primary submit=true busy=busy />
            </Actions>
        </Form>
    }
}
