//! A resident's sign-in: the phone, then the code that was sent to it.

use domain::api::session::{CodeSent, PostCode, PostResidentSession, RequestCode, SignInResident};
use domain::problem::Code;
use leptos::prelude::*;

use super::page_wechat::WayIn;
use crate::features::shared::use_deed;
use crate::i18n::texts::{problem, sign_in as words};
use crate::platform::{boot, focus, timer};
use crate::routes::Route;
use crate::session;
use crate::ui::{
    Actions, Banner, Button, ButtonLink, ButtonLook, Card, Form, Page, TextInput, TextKind,
};

/// Digits of a mobile number, without what people type between them.
fn digits(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

/// Whether a refusal is about the code, and stands at its field.
fn is_of_code(code: Code) -> bool {
    matches!(code, Code::WrongCode | Code::CodeExpired)
}

/// Phone, code, in.
#[component]
pub fn SignInPage() -> impl IntoView {
    let before = boot::typed();
    let phone = RwSignal::new(before.phone);
    let code = RwSignal::new(String::new());
    let sent = RwSignal::new(None::<CodeSent>);
    let wait = RwSignal::new(0_u32);
    let phone_missing = RwSignal::new(None::<String>);
    let code_missing = RwSignal::new(None::<String>);
    // One main action a screen: in WeChat it is the one tap.
    let in_wechat = RwSignal::new(false);
    let asking = use_deed::<PostCode>();
    let entering = use_deed::<PostResidentSession>();
    let phone_error = Signal::derive(move || {
        let refused = asking.code() == Some(Code::Invalid);
        let refused = refused.then(|| words::PHONE_NEEDED.get().to_owned());
        phone_missing.get().or(refused)
    });
    let code_error = Signal::derive(move || {
        let refused = entering.code().filter(|code| is_of_code(*code));
        let refused = refused.map(|code| problem::of_code(code).get().to_owned());
        code_missing.get().or(refused)
    });

    // Ticks for as long as the page lives.
    StoredValue::new_local(timer::every(1000, move || {
        wait.update(|left| *left = left.saturating_sub(1));
    }));

    let ask = move || {
        phone_missing.set(
            (digits(&phone.get_untracked()) < 11).then(|| words::PHONE_NEEDED.get().to_owned()),
        );
        if phone_missing.with_untracked(Option::is_some) {
            return;
        }
        let body = RequestCode {
            phone: phone.get_untracked(),
        };
        asking.send(None, (), body, move |reply| {
            wait.set(reply.again_in);
            sent.set(Some(reply));
        });
    };
    let enter = move || {
        if sent.with_untracked(Option::is_none) {
            return ask();
        }
        code_missing
            .set((digits(&code.get_untracked()) != 6).then(|| words::CODE_NEEDED.get().to_owned()));
        if code_missing.with_untracked(Option::is_some) {
            return;
        }
        let body = SignInResident {
            phone: phone.get_untracked(),
            code: code.get_untracked(),
        };
        entering.send(None, (), body, session::signed_in);
    };
    let failures = move || {
        let asked = (asking.code() != Some(Code::Invalid)).then(|| asking.outcome(|_| None));
        let entered =
            (!entering.code().is_some_and(is_of_code)).then(|| entering.outcome(|_| None));
        (asked, entered)
    };

    // The field of the boot shell goes on as this one.
    if before.asked {
        ask();
    }
    if before.focused {
        focus::to_first_field();
    }

    let ask_look = move || {
        if in_wechat.get() {
            ButtonLook::Secondary
        } else {
            ButtonLook::Primary
        }
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
            <WayIn offered=in_wechat />
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
                    {failures}
                    <Actions>
                        {move || if has_code.get() {
                            view! {
                                <Button label=words::SIGN_IN look=ButtonLook::Primary submit=true busy=entering.busy() />
                                <Button
                                    label=again
                                    busy=asking.busy()
                                    blocked=Signal::derive(move || wait.get() > 0)
                                    on_press=move |()| ask()
                                />
                            }.into_any()
                        } else {
                            view! {
                                <Button label=words::SEND_CODE look=ask_look() submit=true busy=asking.busy() />
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
