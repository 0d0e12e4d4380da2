//! Taking something back, alike wherever it is done: a button, a question, and what became of it.

use domain::endpoint::Endpoint;
use leptos::prelude::*;

use super::sending::Outcome;
use crate::i18n::Text;
use crate::store::Action;
use crate::ui::{Button, ButtonLook, Question, use_confirm, use_toasts};

/// Takes something away after a question. The button bears the question's word for yes.
///
/// `<AskedButton action=cancel path=booking question=Question::new(ASK, TEXT, CANCEL) done=CANCELLED/>`
#[component]
pub fn AskedButton<E>(
    /// The write.
    action: Action<E>,
    /// What it is done to.
    path: E::Path,
    /// What is asked before.
    question: Question,
    /// Said when it is done.
    done: Text,
    /// Gets the reply when it is done.
    #[prop(optional)]
    on_done: Option<Callback<E::Reply>>,
) -> impl IntoView
where
    E: Endpoint<Body = ()> + 'static,
    E::Path: Clone + Send + Sync + 'static,
    E::Reply: 'static,
{
    let confirm = use_confirm();
    let toasts = use_toasts();
    Effect::new(move |_| {
        if let Some(reply) = action.reply() {
            toasts.say(done);
            if let Some(on_done) = on_done {
                on_done.run(reply);
            }
        }
    });
    let ask = move |()| {
        let path = path.clone();
        confirm.ask(question.dangerous(), move |yes| {
            if yes {
                action.send(path.clone(), ());
            }
        });
    };
    view! {
        <Button
            label=question.yes
            look=ButtonLook::Danger
            busy=Signal::derive(move || action.busy())
            on_press=ask
        />
        <Outcome action=action />
    }
}
