//! What stands where something could not be loaded.

use super::{
    Button,
    icon::{self, icon},
};
use crate::i18n::texts::ui as words;
use leptos::prelude::*;

/// Says what did not work and offers to try again.
///
/// `<Failed text=error_text on_retry=move |()| reload()/>`
#[component]
pub fn Failed(
    /// What to do, then what happened; without it a general sentence stands.
    #[prop(into, optional)]
    text: Option<Signal<String>>,
    /// Tries again.
    #[prop(into, optional)]
    on_retry: Option<Callback<()>>,
) -> impl IntoView {
    let text = text.unwrap_or_else(|| words::FAILED.into());
    view! {
        <div class="empty" role="alert">
            <span class="empty-icon">{icon(icon::RETRY)}</span>
            <p class="empty-title">{move || text.get()}</p>
            {on_retry.map(|on_retry| view! { <Button label=words::RETRY on_press=on_retry /> })}
        </div>
    }
}
