//! Another password.

use domain::api::staff::{ChangePassword, PostPassword};
use leptos::prelude::*;

use super::needed;
use crate::features::shared::{PasswordRule, password_fault, use_deed};
use crate::i18n::texts::security as words;
use crate::session;
use crate::ui::{Actions, Button, Card, Form, Section, TextInput, TextKind, use_toasts};

/// The password now, and the one from now on, judged while it is typed.
#[component]
pub(super) fn ChangePasswordForm(login: String, name: String) -> impl IntoView {
    let old = RwSignal::new(String::new());
    let new = RwSignal::new(String::new());
    let missing = RwSignal::new(None::<String>);
    let fault = RwSignal::new(None::<String>);
    let change = use_deed::<PostPassword>();
    let toasts = use_toasts();
    let (login, name) = (StoredValue::new(login), StoredValue::new(name));
    let submit = move || {
        let weak =
            new.with_untracked(|new| password_fault(new, &login.get_value(), &name.get_value()));
        missing.set(needed(old, words::OLD_NEEDED));
        fault.set(weak.map(|words| words.get().to_owned()));
        if weak.is_some() || missing.with_untracked(Option::is_some) {
            return;
        }
        let body = ChangePassword {
            old: old.get_untracked(),
            new: new.get_untracked(),
        };
        change.send(None, (), body, move |renewed| {
            old.set(String::new());
            new.set(String::new());
            session::signed_in(renewed);
            toasts.say(words::PASSWORD_CHANGED);
        });
    };
    view! {
        <Section title=words::PASSWORD>
            <Form on_submit=move |()| submit()>
                <Card>
                    <TextInput
                        label=words::OLD_PASSWORD
                        kind=TextKind::Password
                        value=old
                        error=missing
                        required=true
                    />
                    <TextInput
                        label=words::NEW_PASSWORD
                        hint=words::PASSWORD_RULE
                        kind=TextKind::NewPassword
                        value=new
                        error=fault
                        required=true
                    />
                    <PasswordRule
                        password=new
                        login=Signal::derive(move || login.get_value())
                        name=Signal::derive(move || name.get_value())
                    />
                </Card>
                {change.outcome(words::of_code)}
                <Actions>
                    <Button label=words::CHANGE submit=true busy=change.busy() />
                </Actions>
            </Form>
        </Section>
    }
}
