//! Setting, changing and removing the PIN of this device; while one is signed in.

use leptos::prelude::*;

use crate::i18n::t;
use crate::i18n::texts::pin as words;
use crate::platform::{settings, timer};
use crate::store;
use crate::ui::{
    Actions, Button, ButtonLook, Card, Form, Question, Section, TextInput, TextKind, use_confirm,
    use_toasts,
};

/// How many digits a PIN has.
const DIGITS: usize = 6;

/// Why a PIN is not taken.
fn fault(pin: &str) -> Option<crate::i18n::Text> {
    let digits: Vec<u8> = pin.bytes().collect();
    if digits.len() != DIGITS || !digits.iter().all(u8::is_ascii_digit) {
        return Some(words::SIX_DIGITS);
    }
    let step = |up: i16| {
        digits.windows(2).all(|two| match two {
            [one, next] => i16::from(*next) - i16::from(*one) == up,
            _ => false,
        })
    };
    (step(0) || step(1) || step(-1)).then_some(words::TOO_SIMPLE)
}

/// The section.
#[component]
pub(super) fn PinPart() -> impl IntoView {
    let owner = StoredValue::new(untrack(store::owner).unwrap_or_default());
    let has = RwSignal::new(None::<bool>);
    let changing = RwSignal::new(false);
    timer::spawn(async move {
        let set = store::has_pin(&owner.get_value()).await;
        let _ = has.try_set(Some(set));
    });
    let shows_form = Memo::new(move |_| changing.get() || has.get() == Some(false));
    view! {
        <Section title=words::SECTION>
            {move || has.get().map(|has| {
                let text = if has { words::IS_SET } else { words::OFFER };
                view! { <p class="muted">{t(text)}</p> }
            })}
            {move || if shows_form.get() {
                view! { <NewPin owner=owner has=has changing=changing /> }.into_any()
            } else {
                view! { <IsSet owner=owner has=has changing=changing /> }.into_any()
            }}
        </Section>
    }
}

#[component]
fn IsSet(
    owner: StoredValue<String>,
    has: RwSignal<Option<bool>>,
    changing: RwSignal<bool>,
) -> impl IntoView {
    let (confirm, toasts) = (use_confirm(), use_toasts());
    let remove = move |()| {
        let question = Question::new(words::REMOVE_ASK, words::REMOVE_TEXT, words::REMOVE);
        confirm.ask(question.dangerous(), move |yes| {
            if yes {
                timer::spawn(async move {
                    let kept = store::area() != store::Area::Off;
                    store::forget_pin(&owner.get_value()).await;
                    if kept {
                        store::keep_area().await;
                    }
                    settings::tell_session_changed();
                    toasts.say(words::REMOVED);
                    let _ = has.try_set(Some(false));
                });
            }
        });
    };
    view! {
        <Actions>
            <Button label=words::CHANGE on_press=move |()| changing.set(true) />
            <Button label=words::REMOVE look=ButtonLook::Danger on_press=remove />
        </Actions>
    }
}

#[component]
fn NewPin(
    owner: StoredValue<String>,
    has: RwSignal<Option<bool>>,
    changing: RwSignal<bool>,
) -> impl IntoView {
    let (new, again) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (error, differs) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let busy = RwSignal::new(false);
    let toasts = use_toasts();
    let set = move || {
        let pin = new.with_untracked(|new| new.trim().to_owned());
        let wrong = fault(&pin);
        error.set(wrong.map(|text| text.get().to_owned()));
        let same = again.with_untracked(|again| again.trim() == pin);
        differs.set((wrong.is_none() && !same).then(|| words::DIFFERS.get().to_owned()));
        if wrong.is_some() || !same {
            return;
        }
        busy.set(true);
        timer::spawn(async move {
            let done = store::set_pin(&owner.get_value(), &pin).await;
            let _ = busy.try_set(false);
            if !done {
                return toasts.warn(words::CANNOT);
            }
            settings::tell_session_changed();
            toasts.say(words::DONE);
            let _ = changing.try_set(false);
            let _ = has.try_set(Some(true));
        });
    };
    view! {
        <Form on_submit=move |()| set()>
            <Card>
                <TextInput
                    label=words::NEW
                    kind=TextKind::Pin
                    value=new
                    error=error
                    required=true
                />
                <TextInput
                    label=words::AGAIN
                    kind=TextKind::Pin
                    value=again
                    error=differs
                    required=true
                />
            </Card>
            <Actions>
                <Button label=words::SET submit=true busy=busy />
            </Actions>
        </Form>
    }
}

#[cfg(test)]
#[cfg(not(target_family = "wasm"))]
mod tests {
    use super::*;

    #[test]
    fn a_pin_has_six_digits_that_are_neither_the_same_nor_in_a_row() {
        for pin in [
            "123456", "654321", "000000", "12345", "1234567", "12345a", "",
        ] {
            assert!(fault(pin).is_some(), "{pin}");
        }
        for pin in ["123457", "902418", "000001"] {
            assert!(fault(pin).is_none(), "{pin}");
        }
    }
}
