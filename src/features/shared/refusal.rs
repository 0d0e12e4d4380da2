//! The sheet in which a request is refused: a reason, which the person will read.

use domain::endpoint::Endpoint;
use leptos::prelude::*;

use super::sending::{Outcome, field_error};
use crate::i18n::Text;
use crate::store::Action;
use crate::ui::{Actions, Button, ButtonLook, Dialog, Form, TextArea};

/// Longest reason that the backend takes, in characters.
const REASON_LIMIT: u32 = 200;

/// The words of one kind of refusal.
#[derive(Clone, Copy)]
pub struct RefusalWords {
    /// What is done: title and button.
    pub verb: Text,
    /// What is asked.
    pub reason: Text,
    /// What is said when it is left empty.
    pub needed: Text,
}

/// Asks for the reason and hands it to `on_reason`; an empty one is asked for again.
///
/// `<Refusal open=declining words=WORDS action=decline on_reason=move |reason| decline.send(…)/>`
#[component]
pub fn Refusal<E: Endpoint + 'static>(
    /// Whether the sheet is open.
    open: RwSignal<bool>,
    /// Its words.
    words: RefusalWords,
    /// The write that carries the reason.
    action: Action<E>,
    /// Sends it.
    #[prop(into)]
    on_reason: Callback<String>,
) -> impl IntoView {
    let reason = RwSignal::new(String::new());
    let missing = RwSignal::new(None::<String>);
    let refused = field_error(action, "reason");
    let error = Signal::derive(move || missing.get().or_else(|| refused.get()));
    let send = move || {
        let said = reason.with_untracked(|reason| reason.trim().to_owned());
        missing.set(said.is_empty().then(|| words.needed.get().to_owned()));
        if !said.is_empty() {
            on_reason.run(said);
        }
    };
    view! {
        <Dialog open=open title=words.verb>
            <Form on_submit=move |()| send()>
                <TextArea
                    label=words.reason
                    limit=REASON_LIMIT
                    value=reason
                    error=error
                    required=true
                />
                <Outcome action=action />
                <Actions>
                    <Button
                        label=words.verb
                        look=ButtonLook::Danger
                        submit=true
                        busy=Signal::derive(move || action.busy())
                    />
                </Actions>
            </Form>
        </Dialog>
    }
}
