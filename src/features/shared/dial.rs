//! A call to a resident: the number is shown, which leaves a trace, as a link that dials it.

use domain::ids::ResidentId;
use leptos::prelude::*;

use super::identity::use_reveal;
use crate::i18n::format;
use crate::i18n::texts::residents as words;
use crate::platform::{network, timer};
use crate::store::phone_of;
use crate::ui::{Button, ButtonLink, icon};

/// Shows the number, audited, as a link that dials it; without network, the one of the kept area.
#[component]
pub fn DialButton(
    /// Whom to call.
    resident: ResidentId,
) -> impl IntoView {
    let phone = RwSignal::new(None::<String>);
    let reveal = use_reveal(resident, phone, |identity| identity.phone.clone());
    let press = move |()| {
        timer::spawn(async move {
            let kept = if untrack(network::online) {
                None
            } else {
                phone_of(resident).await
            };
            match kept {
                // The page may be gone; then there is nothing to show.
                Some(number) => drop(phone.try_set(Some(number))),
                None => reveal.run(()),
            }
        });
    };
    move || match phone.get() {
        Some(number) => {
            let label = words::dial(&format::phone(&number));
            let href = ["tel:", &number].concat();
            view! { <ButtonLink label=Signal::stored(label) glyph=icon::PHONE href=Signal::stored(href) /> }.into_any()
        }
        None => view! { <Button label=words::CALL glyph=icon::PHONE on_press=press /> }.into_any(),
    }
}
