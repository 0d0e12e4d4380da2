//! The code that is handed over: shown once, large enough to be copied by hand.

use domain::api::staff::ActivationCode;
use leptos::prelude::*;

use crate::i18n::texts::accounts as words;
use crate::i18n::{format, t};
use crate::ui::{Actions, Button, ButtonLook, Card, KeyValue, KeyValues, Section};

/// Shows a code until it is handed over.
#[component]
pub(super) fn CodeShown(
    /// The code.
    code: ActivationCode,
    /// Called when it was handed over.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let until = code.until;
    view! {
        <Section title=words::CODE>
            <Card>
                <p>{t(words::CODE_HINT)}</p>
                <KeyValues>
                    <KeyValue label=words::NAME>{code.name}</KeyValue>
                    <KeyValue label=words::LOGIN>{code.login}</KeyValue>
                    <KeyValue label=words::CODE><strong id="activation-code">{code.code}</strong></KeyValue>
                </KeyValues>
                <p class="muted">{move || words::until(&format::date_time(until))}</p>
                <Actions>
                    <Button
                        label=words::HANDED_OVER
                        look=ButtonLook::Primary
                        on_press=on_done
                    />
                </Actions>
            </Card>
        </Section>
    }
}
