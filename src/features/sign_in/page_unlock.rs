//! The PIN in front of what is kept on this phone, after a rest or at a start, without network too.

use leptos::prelude::*;

use crate::i18n::t;
use crate::i18n::texts::pin as words;
use crate::platform::{clock, timer};
use crate::session;
use crate::store::Unlocked;
use crate::ui::{
    Actions, Banner, BannerKind, Button, ButtonLook, Card, Form, Page, Question, TextInput,
    TextKind, use_confirm,
};

/// How many digits a PIN has.
const DIGITS: usize = 6;

/// The PIN, in.
#[component]
pub fn UnlockPage() -> impl IntoView {
    let pin = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let wiped = RwSignal::new(false);
    let until = RwSignal::new(0_i64);
    let now = RwSignal::new(clock::elapsed_ms());
    let ticker = timer::every(1_000, move || {
        let _ = now.try_set(clock::elapsed_ms());
    });
    let ticker = StoredValue::new_local(ticker);
    on_cleanup(move || ticker.dispose());
    let left = Memo::new(move |_| (until.get() - now.get()).max(0));
    timer::spawn(async move {
        let wait = session::pin_wait_ms().await;
        let _ = until.try_set(clock::elapsed_ms() + wait);
    });
    let open = move || {
        let typed: String = pin.with_untracked(|pin| pin.trim().to_owned());
        if typed.len() != DIGITS || !typed.bytes().all(|digit| digit.is_ascii_digit()) {
            return error.set(Some(words::SIX_DIGITS.get().to_owned()));
        }
        busy.set(true);
        timer::spawn(async move {
            let outcome = session::unlock(&typed).await;
            // The page may be gone with it.
            let _ = busy.try_set(false);
            let _ = pin.try_set(String::new());
            match outcome {
                Unlocked::Yes => {}
                Unlocked::Wrong(tries) => {
                    let wait = session::pin_wait_ms().await;
                    let _ = until.try_set(clock::elapsed_ms() + wait);
                    let _ = error.try_set(Some(words::wrong(tries)));
                }
                Unlocked::Wait(ms) => {
                    let _ = until.try_set(clock::elapsed_ms() + ms);
                }
                Unlocked::Wiped => {
                    let _ = wiped.try_set(true);
                }
                Unlocked::NotNow => {
                    let _ = error.try_set(Some(words::NOT_NOW.get().to_owned()));
                }
            }
        });
    };
    let waits = Memo::new(move |_| left.get() > 0);
    view! {
        <Page title=words::TITLE>
            {move || wiped.get().then(|| view! {
                <Banner kind=BannerKind::Warn text=words::WIPED />
            })}
            <Form on_submit=move |()| open()>
                <Card>
                    <p class="muted">{t(words::WHY)}</p>
                    <TextInput
                        label=words::PIN
                        kind=TextKind::Pin
                        value=pin
                        error=error
                        required=true
                    />
                    {move || waits.get().then(|| view! {
                        <p role="status">{move || words::wait((left.get() + 999) / 1_000)}</p>
                    })}
                </Card>
                <Actions>
                    <Button
                        label=words::OPEN
                        look=ButtonLook::Primary
                        submit=true
                        busy=busy
                        blocked=waits
                    />
                </Actions>
            </Form>
            <Otherwise />
        </Page>
    }
}

/// What can be done without the PIN.
#[component]
fn Otherwise() -> impl IntoView {
    let confirm = use_confirm();
    let forget = move |()| {
        let question = Question::new(words::FORGOT_ASK, words::FORGOT_TEXT, words::FORGOT);
        confirm.ask(question.dangerous(), |yes| {
            if yes {
                timer::spawn(session::forget_pin());
            }
        });
    };
    move || {
        if session::proved() {
            view! { <Button label=words::FORGOT look=ButtonLook::Quiet on_press=forget /> }
                .into_any()
        } else {
            view! {
                <Button
                    label=words::PASSWORD
                    look=ButtonLook::Quiet
                    on_press=|()| timer::spawn(session::sign_in_instead())
                />
            }
            .into_any()
        }
    }
}
