//! A mark beside a row of a list: whether what stands there is chosen.

use super::icon::{self, icon};
use leptos::prelude::*;

/// A box to tick beside a row.
///
/// `<RowChoice label=name checked=chosen on_pick=move |()| …/>`
#[component]
pub fn RowChoice(
    /// What is chosen; read out, not shown.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is.
    #[prop(into)]
    checked: Signal<bool>,
    /// Called with each press.
    #[prop(into)]
    on_pick: Callback<()>,
) -> impl IntoView {
    view! {
        <label class="row-choice">
            <input
                type="checkbox"
                aria-label=move || label.get()
                prop:checked=move || checked.get()
                on:change=move |_| on_pick.run(())
            />
            <span class="choice-mark">{icon(icon::CHECK)}</span>
        </label>
    }
}
