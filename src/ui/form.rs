//! A form that is sent by its button or by Enter, and never by the browser itself.

use crate::platform::focus;
use leptos::prelude::*;

/// Holds fields and [`Actions`](super::Actions) with a `submit` button. A field that turns out to be
/// wrong gets the focus.
///
/// `<Form on_submit=move |()| save()>…</Form>`
#[component]
pub fn Form(
    /// Called when the form is sent.
    #[prop(into)]
    on_submit: Callback<()>,
    /// The fields and the actions.
    children: Children,
) -> impl IntoView {
    view! {
        <form
            class="form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                on_submit.run(());
                focus::to_first_wrong(event.target());
            }
        >
            {children()}
        </form>
    }
}
