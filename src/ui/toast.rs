//! A short word that something was done, or was not; it goes away by itself.

use super::icon::{self, Glyph, icon};
use crate::platform::follow::follow;
use crate::platform::settings::{self, Size};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use std::time::Duration;

/// Long enough to be read slowly, in large text twice as long; nothing that matters is ever said
/// only in a toast.
fn stays() -> Duration {
    Duration::from_secs(match untrack(settings::size) {
        Size::Standard => 5,
        Size::Elder => 10,
    })
}

type Said = Option<(Glyph, String)>;

/// Says short words; taken with [`use_toasts`].
#[derive(Clone, Copy)]
pub struct Toasts(Option<RwSignal<Said>>);

impl Toasts {
    /// Says that something was done, in place of the word before.
    pub fn say(self, text: impl Into<Signal<String>>) {
        self.show(icon::DONE, text.into());
    }

    /// Says that something was not done, in place of the word before.
    pub fn warn(self, text: impl Into<Signal<String>>) {
        self.show(icon::WARNING, text.into());
    }

    /// The word is read at once: whoever says it is often gone in the next moment, and its signals with it.
    fn show(self, glyph: Glyph, text: Signal<String>) {
        if let Some(said) = self.0 {
            said.set(Some((glyph, text.get_untracked())));
        }
    }
}

/// The way to say a short word, for a component inside a [`ToastProvider`].
///
/// `let toasts = use_toasts(); … toasts.say(BOOKED);`
#[must_use]
pub fn use_toasts() -> Toasts {
    use_context().unwrap_or(Toasts(None))
}

/// Lets everything inside say short words; stands once around the app.
///
/// `<ToastProvider>…</ToastProvider>`
#[component]
pub fn ToastProvider(
    /// The app.
    children: Children,
) -> impl IntoView {
    let said = RwSignal::new(Said::None);
    provide_context(Toasts(Some(said)));
    let going = StoredValue::new(None::<TimeoutHandle>);
    follow(move || {
        if let Some(handle) = going.try_update_value(Option::take).flatten() {
            handle.clear();
        }
        if said.with(Option::is_some) {
            going.set_value(set_timeout_with_handle(move || said.set(None), stays()).ok());
        }
    });
    let toast = move || {
        said.get().map(|(glyph, text)| {
            view! {
                <button class="toast" type="button" on:click=move |_| said.set(None)>
                    {icon(glyph)}
                    <span>{text}</span>
                </button>
            }
            .into_any()
        })
    };
    view! {
        {children()}
        <div class="toasts" role="status" aria-live="polite">{move || toast()}</div>
    }
}
