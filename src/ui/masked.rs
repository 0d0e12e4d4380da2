//! A value that is covered until one asks for it.

use super::icon::{self, icon};
use crate::i18n::texts::ui as words;
use leptos::prelude::*;

/// Shows `mask`, and the whole value after a press. The whole value is not in the page before:
/// the press calls `on_reveal`, and whoever fetches it (and so leaves a trace) fills `whole`.
///
/// `<Masked label=ID_NUMBER mask="4302**********1234" whole=id_number on_reveal=move |()| fetch()/>`
#[component]
pub fn Masked(
    /// What it is, for the button's name.
    #[prop(into)]
    label: Signal<String>,
    /// The covered form.
    #[prop(into)]
    mask: Signal<String>,
    /// The whole value, once it is here; set to `None` again when it is covered.
    whole: RwSignal<Option<String>>,
    /// Fetches the whole value.
    #[prop(into)]
    on_reveal: Callback<()>,
) -> impl IntoView {
    let shown = move || whole.with(Option::is_some);
    let verb = move || {
        if shown() {
            words::COVER.get()
        } else {
            words::REVEAL.get()
        }
    };
    let press = move |_| {
        if whole.with_untracked(Option::is_some) {
            whole.set(None);
        } else {
            on_reveal.run(());
        }
    };
    view! {
        <span class="masked">
            <span class="number">{move || whole.get().unwrap_or_else(|| mask.get())}</span>
            <button
                class="button button-quiet"
                type="button"
                aria-label=move || [verb(), " ", &label.get()].concat()
                on:click=press
            >
                {move || icon(if shown() { icon::EYE_OFF } else { icon::EYE })}
                <span>{verb}</span>
            </button>
        </span>
    }
}
