//! Staff sign-in: name and password, the authenticator's code where there is one; or, the first
//! time, the code that an administrator handed over and a password of one's own.

use domain::api::session::{PostStaffSession, Session, SignInStaff};
use domain::api::staff::{ActivateStaff, GetOwnAccount, PostActivation, StaffSite};
use domain::problem::Code;
use leptos::prelude::*;

use super::place::ChoosePlace;
use crate::api;
use crate::features::shared::{Deed, PasswordRule, password_fault, use_deed};
use crate::i18n::texts::{problem, quarantine, security, sign_in as words};
use crate::platform::timer;
use crate::routes::Route;
use crate::session;
use crate::store::{self, HandedIn};
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
    let first_time = RwSignal::new(false);
    let activated = RwSignal::new(false);
    let login = RwSignal::new(String::new());
    let places = RwSignal::new(None::<(Session, Vec<StaffSite>)>);
    view! {
        <Page title=words::STAFF_TITLE>
            <HandedInNote />
            {move || match places.get() {
                Some((session, sites)) => {
                    view! { <ChoosePlace session=session sites=sites /> }.into_any()
                }
                None => view! {
                    <Doors first_time=first_time activated=activated login=login places=places />
                }.into_any(),
            }}
        </Page>
    }
}

/// What became of what was unsent, where this device was signed out from elsewhere.
#[component]
pub(super) fn HandedInNote() -> impl IntoView {
    let done = Memo::new(|_| store::handed_in());
    move || {
        let HandedIn { taken, left } = done.get();
        let text = Signal::derive(move || quarantine::handed_in(taken, left));
        (taken + left > 0).then(|| view! { <Banner kind=BannerKind::Warn text=text /> })
    }
}

/// Takes the session over, unless its owner works at several places and has to say at which.
fn enter_or_ask(session: Session, places: RwSignal<Option<(Session, Vec<StaffSite>)>>) {
    timer::spawn(async move {
        match api::call::<GetOwnAccount>(&(), &(), &()).await {
            Ok(own) if own.sites.len() > 1 => {
                let _ = places.try_set(Some((session, own.sites)));
            }
            // Where that is not known, they begin at their own institution, as before.
            _ => session::signed_in(session),
        }
    });
}

/// With a password, or for the first time.
#[component]
fn Doors(
    first_time: RwSignal<bool>,
    activated: RwSignal<bool>,
    login: RwSignal<String>,
    places: RwSignal<Option<(Session, Vec<StaffSite>)>>,
) -> impl IntoView {
    view! {
        {move || activated.get().then(|| view! { <Banner text=security::ACTIVATED /> })}
        {move || if first_time.get() {
            view! { <FirstTime login=login first_time=first_time activated=activated /> }.into_any()
        } else {
            view! { <Enter login=login places=places /> }.into_any()
        }}
        {move || {
            let other = if first_time.get() { security::HAVE_PASSWORD } else { security::FIRST_TIME };
            view! {
                <Button
                    label=other
                    look=ButtonLook::Quiet
                    on_press=move |()| first_time.update(|first| *first = !*first)
                />
            }
        }}
        <ButtonLink label=words::RESIDENT_LINK look=ButtonLook::Quiet href=Route::SignIn.href() />
    }
}

/// Whether the code of the authenticator is asked for.
fn asks_code(enter: Deed<PostStaffSession>) -> bool {
    matches!(
        enter.code(),
        Some(Code::SecondFactorNeeded | Code::WrongCode)
    )
}

#[component]
fn Enter(
    login: RwSignal<String>,
    places: RwSignal<Option<(Session, Vec<StaffSite>)>>,
) -> impl IntoView {
    let password = RwSignal::new(String::new());
    let code = RwSignal::new(String::new());
    let login_error = RwSignal::new(None::<String>);
    let password_missing = RwSignal::new(None::<String>);
    let code_missing = RwSignal::new(None::<String>);
    let enter = use_deed::<PostStaffSession>();
    // Once asked for, the field stays: a right code may follow a wrong one.
    let second = Memo::new(move |asked: Option<&bool>| asked == Some(&true) || asks_code(enter));
    let password_error = Signal::derive(move || {
        let wrong = enter.code() == Some(Code::WrongPassword);
        let wrong = wrong.then(|| problem::of_code(Code::WrongPassword).get().to_owned());
        password_missing.get().or(wrong)
    });
    let code_error = Signal::derive(move || {
        let wrong = enter.code().filter(|code| *code == Code::WrongCode);
        let wrong = wrong
            .and_then(security::of_code)
            .map(|words| words.get().to_owned());
        code_missing.get().or(wrong)
    });
    let submit = move || {
        login_error.set(needed(login));
        password_missing.set(needed(password));
        code_missing.set(second.get_untracked().then(|| needed(code)).flatten());
        let missing = [login_error, password_missing, code_missing];
        if missing
            .iter()
            .any(|fault| fault.with_untracked(Option::is_some))
        {
            return;
        }
        let body = SignInStaff {
            login: login.with_untracked(|login| login.trim().to_owned()),
            password: password.get_untracked(),
            code: Some(code.get_untracked()).filter(|code| !code.is_empty()),
            institution_id: None,
        };
        enter.send(None, (), body, move |session| enter_or_ask(session, places));
    };
    let other_failure = move || {
        let shown_above = matches!(
            enter.code(),
            Some(Code::WrongPassword | Code::WrongCode | Code::SecondFactorNeeded)
        );
        (!shown_above).then(|| enter.outcome(|_| None))
    };
    view! {
        <Card>
            <Form on_submit=move |()| submit()>
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
                {move || second.get().then(|| view! {
                    <TextInput
                        label=security::SECOND_STEP
                        hint=security::SECOND_STEP_HINT
                        value=code
                        error=code_error
                        required=true
                    />
                })}
                {other_failure}
                <Actions>
                    <Button label=words::SIGN_IN look=ButtonLook::Primary submit=true busy=enter.busy() />
                </Actions>
            </Form>
        </Card>
    }
}

#[component]
fn FirstTime(
    login: RwSignal<String>,
    first_time: RwSignal<bool>,
    activated: RwSignal<bool>,
) -> impl IntoView {
    let code = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let login_error = RwSignal::new(None::<String>);
    let code_error = RwSignal::new(None::<String>);
    let fault = RwSignal::new(None::<String>);
    let activate = use_deed::<PostActivation>();
    let refused = activate.field("password", security::reason);
    let password_error = Signal::derive(move || fault.get().or_else(|| refused.get()));
    let submit = move || {
        login_error.set(needed(login));
        code_error.set(needed(code));
        let weak = password.with_untracked(|new| {
            login.with_untracked(|login| password_fault(new, login.trim(), ""))
        });
        fault.set(weak.map(|words| words.get().to_owned()));
        let missing = login_error.with_untracked(Option::is_some)
            || code_error.with_untracked(Option::is_some);
        if missing || weak.is_some() {
            return;
        }
        let body = ActivateStaff {
            login: login.with_untracked(|login| login.trim().to_owned()),
            code: code.get_untracked(),
            password: password.get_untracked(),
        };
        activate.send(None, (), body, move |made| {
            if made.staff.is_some() {
                session::signed_in(made);
            } else {
                activated.set(true);
                first_time.set(false);
            }
        });
    };
    let typed = Signal::derive(move || login.with(|login| login.trim().to_owned()));
    view! {
        <Card>
            <Form on_submit=move |()| submit()>
                <TextInput
                    label=words::LOGIN
                    kind=TextKind::Username
                    value=login
                    error=login_error
                    required=true
                />
                <TextInput
                    label=security::ACTIVATION
                    value=code
                    error=code_error
                    required=true
                />
                <TextInput
                    label=security::NEW_PASSWORD
                    hint=security::PASSWORD_RULE
                    kind=TextKind::NewPassword
                    value=password
                    error=password_error
                    required=true
                />
                <PasswordRule password=password login=typed name=Signal::stored(String::new()) />
                {activate.outcome(security::of_code)}
                <Actions>
                    <Button
                        label=security::ACTIVATE
                        look=ButtonLook::Primary
                        submit=true
                        busy=activate.busy()
                    />
                </Actions>
            </Form>
        </Card>
    }
}
