//! Signing out, with a question first.

use leptos::prelude::*;

use crate::features::shared::error_text;
use crate::i18n::texts::account as words;
use crate::platform::{nav, timer};
use crate::routes::Route;
use crate::ui::{Button, ButtonLook, Question, icon, use_confirm, use_toasts};
use crate::{session, store};

/// Asks, signs out, and goes to `after`.
#[component]
pub fn SignOut(
    /// The page shown afterwards.
    after: Route,
) -> impl IntoView {
    let confirm = use_confirm();
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    let after = after.href();
    let ask = move |()| {
        let question = |text| Question::new(words::SIGN_OUT_ASK, text, words::SIGN_OUT);
        let question = if untrack(store::unsent).is_empty() {
            question(words::SIGN_OUT_TEXT)
        } else if untrack(store::durable) {
            question(words::SIGN_OUT_UNSENT)
        } else {
            question(words::SIGN_OUT_LOST).dangerous()
        };
        let after = after.clone();
        confirm.ask(question, move |yes| {
            if !yes {
                return;
            }
            busy.set(true);
            let after = after.clone();
            timer::spawn(async move {
                let out = session::sign_out().await;
                let _ = busy.try_set(false);
                match out {
                    Ok(()) => nav::replace(&after),
                    Err(error) => toasts.warn(Signal::stored(error_text(&error))),
                }
            });
        });
    };
    view! { <Button label=words::SIGN_OUT look=ButtonLook::Secondary glyph=icon::LEAVE busy=busy on_press=ask /> }
}
