//! A field that searches while one types.

use super::{
    icon::{self, icon},
    text_input::Typing,
};
use crate::i18n::{t, texts::ui as words};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use std::time::Duration;

/// Long enough that a typed word is one question, short enough to feel at once.
const PAUSE: Duration = Duration::from_millis(300);

/// Tells `value` what to look for, a moment after the last key, or at once on Enter.
///
/// `<SearchBox label=SEARCH_RESIDENTS placeholder=NAME_OR_PHONE value=wanted/>`
#[component]
pub fn SearchBox(
    /// What is searched; read out, not shown.
    #[prop(into)]
    label: Signal<String>,
    /// What may be typed.
    #[prop(into)]
    placeholder: Signal<String>,
    /// Tells each key at once; for what is found without asking anybody.
    #[prop(optional)]
    at_once: bool,
    /// What to look for, trimmed.
    value: RwSignal<String>,
) -> impl IntoView {
    let typed = RwSignal::new(value.get_untracked());
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let stop_waiting = move || {
        if let Some(handle) = waiting.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    };
    let settle = move || {
        stop_waiting();
        let text = typed.with_untracked(|text| text.trim().to_owned());
        if value.with_untracked(|value| *value != text) {
            value.set(text);
        }
    };
    let typing = Typing::new(move |text| {
        typed.set(text);
        if at_once {
            return settle();
        }
        stop_waiting();
        waiting.set_value(set_timeout_with_handle(settle, PAUSE).ok());
    });
    on_cleanup(stop_waiting);
    view! {
        <form
            class="search-box"
            role="search"
            on:submit=move |event| {
                event.prevent_default();
                settle();
            }
        >
            {icon(icon::SEARCH)}
            <input
                type="search"
                enterkeyhint="search"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                maxlength="60"
                aria-label=move || label.get()
                placeholder=move || placeholder.get()
                prop:value=move || typed.get()
                on:compositionstart=move |_| typing.begin()
                on:compositionend:target=move |event| typing.end(event.target().value())
                on:input:target=move |event| typing.input(event.target().value())
            />
            {move || {
                (!typed.with(String::is_empty))
                    .then(|| {
                        view! {
                            <button
                                class="icon-button"
                                type="button"
                                aria-label=t(words::CLEAR)
                                on:click=move |_| {
                                    typed.set(String::new());
                                    settle();
                                }
                            >
                                {icon(icon::CROSS)}
                            </button>
                        }
                    })
            }}
        </form>
    }
}
