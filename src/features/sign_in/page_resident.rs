//! A resident's sign-in: the phone, then the code that was sent to it.

use domain::api::session::{CodeSent, PostCode, PostResidentSession, RequestCode, SignInResident};
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

/// Digits of a mobile number, without what people type between them.
fn digits(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

/// Phone, code, in.
#[component]
pub fn SignInPage() -> impl IntoView {
    let phone = RwSignal::new(String::new());
    let code = RwSignal::new(String::new());
    let sent = RwSignal::new(None::<CodeSent>);
    let wait = RwSignal::new(0_u32);
    let asking = RwSignal::new(false);
    let entering = RwSignal::new(false);
    let phone_error = RwSignal::new(None::<String>);
    let code_error = RwSignal::new(None::<String>);
    let failure = RwSignal::new(None::<ApiError>);

    // Ticks for as long as the page lives.
    StoredValue::new_local(timer::every(1000, move || {
        wait.update(|left| *left = left.saturating_sub(1));
    }));

    let ask = move || {
        phone_error.set(
            (digits(&phone.get_untracked()) < 11).then(|| words::PHONE_NEEDED.get().to_owned()),
        );
        if phone_error.with_untracked(Option::is_some) || asking.get_untracked() {
            return;
        }
        asking.set(true);
        failure.set(None);
        timer::spawn(async move {
            let body = RequestCode {
                phone: phone.get_untracked(),
            };
            let answer = api::call::<PostCode>(&(), &(), &body).await;
            // The page may be gone by now; its signals then say so.
            if asking.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(reply) => {
                    wait.set(reply.again_in);
                    sent.set(Some(reply));
                }
                Err(ApiError::Problem(problem)) if problem.code == Code::Invalid => {
                    phone_error.set(Some(words::PHONE_NEEDED.get().to_owned()));
                }
                Err(error) => failure.set(Some(error)),
            }
        });
    };
    let enter = move || {
        if sent.with_untracked(Option::is_none) {
            return ask();
        }
        code_error
            .set((digits(&code.get_untracked()) != 6).then(|| words::CODE_NEEDED.get().to_owned()));
        if code_error.with_untracked(Option::is_some) || entering.get_untracked() {
            return;
        }
        entering.set(true);
        failure.set(None);
        timer::spawn(async move {
            let body = SignInResident {
                phone: phone.get_untracked(),
                code: code.get_untracked(),
            };
            let answer = api::call::<PostResidentSession>(&(), &(), &body).await;
            if entering.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(session) => session::signed_in(session),
                Err(error) if matches!(error.code(), Some(Code::WrongCode | Code::CodeExpired)) => {
                    code_error.set(Some(error_text(&error)));
                }
                Err(error) => failure.set(Some(error)),
            }
        });
    };

    let has_code = Memo::new(move |_| sent.with(Option::is_some));
    let code_part = move || {
        has_code.get().then(|| {
            let demo = move || {
                sent.with(|sent| sent.as_ref().and_then(|sent| sent.demo_code.clone()))
                    .map(|code| {
                        view! { <Banner text=Signal::derive(move || words::demo_code(&code)) /> }
                    })
            };
            view! {
                {demo}
                <TextInput
                    label=words::CODE
                    hint=words::CODE_HINT
                    kind=TextKind::OneTimeCode
                    value=code
                    error=code_error
                    required=true
                />
            }
        })
    };
    let again = Signal::derive(move || match wait.get() {
        0 => words::SEND_CODE.get().to_owned(),
        left => words::again_in(left),
    });
    view! {
        <Page title=words::TITLE>
            <p>{crate::i18n::t(words::LEAD)}</p>
            <Card>
                <Form on_submit=move |()| enter()>
                    <TextInput
                        label=words::PHONE
                        kind=TextKind::Phone
                        value=phone
                        error=phone_error
                        required=true
                    />
                    {code_part}
                    {move || failure.get().map(|error| view! {
                        <Banner kind=BannerKind::Error text=Signal::derive(move || error_text(&error)) />
                    })}
                    <Actions>
                        {move || if has_code.get() {
                            view! {
                                <Button label=words::SIGN_IN look=ButtonLook::Primary submit=true busy=entering />
                                <Button
                                    label=again
                                    busy=asking
                                    blocked=Signal::derive(move || wait.get() > 0)
                                    on_press=move |()| ask()
                                />
                            }.into_any()
                        } else {
                            view! {
                                <Button label=words::SEND_CODE look=ButtonLook::Primary submit=true busy=asking />
                            }.into_any()
                        }}
                    </Actions>
                </Form>
            </Card>
            <p class="muted">{crate::i18n::t(words::NO_MESSAGE)}</p>
            <ButtonLink label=words::STAFF_LINK look=ButtonLook::Quiet href=Route::StaffSignIn.href() />
        </Page>
    }
}
