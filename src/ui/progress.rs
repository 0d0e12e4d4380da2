//! How far something has come.

use crate::i18n::texts::ui as words;
use leptos::prelude::*;

/// A bar with its words: an import, a plan of services.
///
/// `<Progress label=SERVICES_DONE value=3 of=8 text="8 项中已完成 3 项"/>`
#[component]
pub fn Progress(
    /// What is under way.
    #[prop(into)]
    label: Signal<String>,
    /// How much is done.
    #[prop(into)]
    value: Signal<u32>,
    /// How much there is.
    #[prop(into)]
    of: Signal<u32>,
    /// Both as words.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="progress">
            <span class="progress-words">
                <span>{move || label.get()}</span>
                <span class="muted">{move || text.get()}</span>
            </span>
            <progress
                aria-label=move || label.get()
                value=move || value.get().to_string()
                max=move || of.get().max(1).to_string()
            ></progress>
        </div>
    }
}

/// Which step of a few one is at, such as in a request that is reviewed before it is sent.
///
/// `<Steps step=2 of=3 title=AGREEMENT/>`
#[component]
pub fn Steps(
    /// The step, counted from 1.
    #[prop(into)]
    step: Signal<u32>,
    /// How many there are.
    of: u32,
    /// What the step is called.
    #[prop(into)]
    title: Signal<String>,
) -> impl IntoView {
    let dots = (1..=of).map(|dot| {
        view! { <span class="step" class:step-done=move || dot <= step.get()></span> }
    });
    let dots = dots.collect_view();
    view! {
        <div class="steps">
            <span class="steps-dots" aria-hidden="true">{dots}</span>
            <p>
                <span class="muted">{move || words::step_of(step.get(), of)}</span>
                " "
                <strong>{move || title.get()}</strong>
            </p>
        </div>
    }
}
