//! Staff sign-in: name and password.

use domain::api::session::{PostStaffSession, SignInStaff};
use domain::problem::Code;
use leptos::prelude::*;

use crate::api::{self, ApiError};
use crate::features::shared::error_text;
use crate::i18n::texts::sign_in as words;
use crate::platform::timer;
use crate::routes::Route;
use crate::session;
use crate::ui::{
    Actions, Banner, BannerKind, Button, ButtonLink, ButtonLook, Card, Form, Page, TextInput,
    TextKind,
};

fn needed(text: RwSignal<String>) -> Option<String> {
    text.with_untracked(|text| text.trim().is_empty())
        .then(|| words::NEEDED.get().to_owned())
}

/// Name, password, in.
#[component]
pub fn StaffSignInPage() -> impl IntoView {
    let login = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let login_error = RwSignal::new(None::<String>);
    let password_error = RwSignal::new(None::<String>);
    let failure = RwSignal::new(None::<ApiError>);
    let entering = RwSignal::new(false);

    let enter = move || {
        login_error.set(needed(login));
        password_error.set(needed(password));
        let missing = login_error.with_untracked(Option::is_some)
            || password_error.with_untracked(Option::is_some);
        if missing || entering.get_untracked() {
            return;
        }
        entering.set(true);
        failure.set(None);
        timer::spawn(async move {
            let body = SignInStaff {
                login: login.with_untracked(|login| login.trim().to_owned()),
                password: password.get_untracked(),
            };
            let answer = api::call::<PostStaffSession>(&(), &(), &body).await;
            if entering.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(session) => session::signed_in(session),
                Err(error) if error.code() == Some(Code::WrongPassword) => {
                    password_error.set(Some(error_text(&error)));
                }
                Err(error) => failure.set(Some(error)),
            }
        });
    };
    view! {
        <Page title=words::STAFF_TITLE>
            <Card>
                <Form on_submit=move |()| enter()>
                    <TextInput
                        label=words::LOGIN
                        kind=TextKind::Username
                        value=login
                        error=login_error
                        required=true
                    />
                    <TextInput
                        label=words::PASSWORD
                        kind=TextKind::Password
                        value=password
                        error=password_error
                        required=true
                    />
                    {move || failure.get().map(|error| view! {
                        <Banner kind=BannerKind::Error text=Signal::derive(move || error_text(&error)) />
                    })}
                    <Actions>
                        <Button label=words::SIGN_IN look=ButtonLook::Primary submit=true busy=entering />
                    </Actions>
                </Form>
            </Card>
            <ButtonLink label=words::RESIDENT_LINK look=ButtonLook::Quiet href=Route::SignIn.href() />
        </Page>
    }
}
