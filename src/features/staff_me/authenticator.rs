//! The authenticator: scan, confirm, write the recovery codes down; or stop using it.

use domain::api::staff::{
    AuthenticatorSetup, ConfirmAuthenticator, OwnAccount, PostAuthenticator,
    PostAuthenticatorConfirm, PostAuthenticatorRemove, RemoveAuthenticator,
};
use leptos::prelude::*;

use super::needed;
use crate::features::shared::use_deed;
use crate::i18n::t;
use crate::i18n::texts::security as words;
use crate::platform::focus;
use crate::ui::{
    Actions, Button, ButtonLook, Card, Form, Qr, Section, Status, TextInput, TextKind, Tone,
};
use crate::{session, store};

/// Where the recovery codes begin; it gets the focus.
const CODES: &str = "recovery";

/// How far setting it up has come.
#[derive(Clone, PartialEq)]
enum Step {
    Rest,
    Scan(AuthenticatorSetup),
    WriteDown(Vec<String>),
}

/// The authenticator of one's own account.
#[component]
pub(super) fn Authenticator(own: OwnAccount) -> impl IntoView {
    let step = RwSignal::new(Step::Rest);
    let own = StoredValue::new(own);
    let shown = move || match step.get() {
        Step::Scan(setup) => view! { <Scan setup=setup step=step /> }.into_any(),
        Step::WriteDown(codes) => view! { <WriteDown codes=codes /> }.into_any(),
        Step::Rest if own.with_value(|own| own.second_factor) => {
            view! { <InUse own=own.get_value() /> }.into_any()
        }
        Step::Rest => view! { <Begin step=step /> }.into_any(),
    };
    view! { <Section title=words::AUTHENTICATOR><Card>{shown}</Card></Section> }
}

#[component]
fn Begin(step: RwSignal<Step>) -> impl IntoView {
    let begin = use_deed::<PostAuthenticator>();
    let press = move |()| begin.send(None, (), (), move |setup| step.set(Step::Scan(setup)));
    view! {
        <p>{t(words::AUTHENTICATOR_WHY)}</p>
        {begin.outcome(words::of_code)}
        <Actions>
            <Button
                label=words::SET_UP
                look=ButtonLook::Primary
                busy=begin.busy()
                on_press=press
            />
        </Actions>
    }
}

#[component]
fn Scan(setup: AuthenticatorSetup, step: RwSignal<Step>) -> impl IntoView {
    let code = RwSignal::new(String::new());
    let missing = RwSignal::new(None::<String>);
    let confirm = use_deed::<PostAuthenticatorConfirm>();
    let submit = move || {
        missing.set(needed(code, words::CODE_NEEDED));
        if missing.with_untracked(Option::is_some) {
            return;
        }
        let body = ConfirmAuthenticator {
            code: code.get_untracked(),
        };
        confirm.send(None, (), body, move |on| {
            // The codes first: they are shown once, and the session's change moves the page on.
            step.set(Step::WriteDown(on.recovery));
            session::renewed(on.session);
        });
    };
    view! {
        <p>{t(words::SCAN)}</p>
        <Qr label=words::SCAN side=setup.side path=setup.path />
        <p class="muted">{t(words::TYPE_KEY)}</p>
        <p><strong id="authenticator-key">{setup.key}</strong></p>
        <Form on_submit=move |()| submit()>
            <TextInput
                label=words::CODE
                kind=TextKind::OneTimeCode
                value=code
                error=missing
                required=true
            />
            {confirm.outcome(words::of_code)}
            <Actions>
                <Button label=words::CONFIRM look=ButtonLook::Primary submit=true busy=confirm.busy() />
            </Actions>
        </Form>
    }
}

#[component]
fn WriteDown(codes: Vec<String>) -> impl IntoView {
    // Whoever has just typed the digits stands at the end of what is longer than the codes.
    Effect::new(|_| focus::to_id(CODES));
    let codes = codes
        .into_iter()
        .map(|code| view! { <li>{code}</li> })
        .collect_view();
    view! {
        <p id=CODES tabindex="-1"><strong>{t(words::RECOVERY)}</strong></p>
        <p>{t(words::RECOVERY_WHY)}</p>
        <ul id="recovery-codes">{codes}</ul>
        <Actions>
            <Button
                label=words::WRITTEN_DOWN
                look=ButtonLook::Primary
                on_press=move |()| store::refresh()
            />
        </Actions>
    }
}

#[component]
fn InUse(own: OwnAccount) -> impl IntoView {
    let password = RwSignal::new(String::new());
    let missing = RwSignal::new(None::<String>);
    let remove = use_deed::<PostAuthenticatorRemove>();
    let submit = move || {
        missing.set(needed(password, words::OLD_NEEDED));
        if missing.with_untracked(Option::is_some) {
            return;
        }
        let body = RemoveAuthenticator {
            password: password.get_untracked(),
        };
        remove.send(None, (), body, |renewed| {
            session::renewed(renewed);
            store::refresh();
        });
    };
    let left = own.recovery_left;
    let optional = !own.second_factor_required;
    view! {
        <Status tone=Tone::Ok label=words::AUTHENTICATOR_ON />
        <p class="muted">{move || words::recovery_left(left)}</p>
        {optional.then(|| view! {
            <Form on_submit=move |()| submit()>
                <TextInput
                    label=words::OLD_PASSWORD
                    hint=words::REMOVE_HINT
                    kind=TextKind::Password
                    value=password
                    error=missing
                    required=true
                />
                {remove.outcome(words::of_code)}
                <Actions><Button label=words::REMOVE submit=true busy=remove.busy() /></Actions>
            </Form>
        })}
    }
}
