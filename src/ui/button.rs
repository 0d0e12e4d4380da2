//! Buttons, and links that look like buttons.

use super::icon::{Glyph, icon};
use crate::i18n::texts::ui as words;
use leptos::prelude::*;

/// How much a button asks to be pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonLook {
    /// The one main action of a screen.
    Primary,
    /// Another action.
    #[default]
    Secondary,
    /// Takes something away, or cannot be undone.
    Danger,
    /// A small action inside a text or a card.
    Quiet,
}

impl ButtonLook {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button-primary",
            Self::Secondary => "button button-secondary",
            Self::Danger => "button button-danger",
            Self::Quiet => "button button-quiet",
        }
    }
}

/// A button. While `busy` it turns its ring, says so, and takes no second press.
///
/// `<Button label=SAVE look=ButtonLook::Primary busy=saving on_press=move |()| save()/>`
///
/// A blocked button stays readable and focusable; say beside it why it is blocked.
#[component]
pub fn Button(
    /// What it does, as a verb.
    #[prop(into)]
    label: Signal<String>,
    /// How much it asks to be pressed.
    #[prop(optional)]
    look: ButtonLook,
    /// A symbol before the label.
    #[prop(optional)]
    glyph: Option<Glyph>,
    /// True while its work runs.
    #[prop(into, optional)]
    busy: Signal<bool>,
    /// True while it may not be pressed.
    #[prop(into, optional)]
    blocked: Signal<bool>,
    /// Sends the form around it ([`Form`](super::Form)); then `on_press` is not needed.
    #[prop(optional)]
    submit: bool,
    /// Called on each press that counts.
    #[prop(into, optional)]
    on_press: Option<Callback<()>>,
) -> impl IntoView {
    let idle = move || !busy.get_untracked() && !blocked.get_untracked();
    let press = move |event: leptos::ev::MouseEvent| {
        if !idle() {
            event.prevent_default();
        } else if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    view! {
        <button
            class=look.class()
            type=if submit { "submit" } else { "button" }
            class:busy=move || busy.get()
            aria-disabled=move || (busy.get() || blocked.get()).then_some("true")
            on:click=press
        >
            {glyph.map(icon)}
            <span>{move || label.get()}</span>
            <span class="visually-hidden" role="status">
                {move || if busy.get() { words::WORKING.get() } else { "" }.to_owned()}
            </span>
        </button>
    }
}

/// A link that looks like a button: it leads to another page.
///
/// `<ButtonLink label=SEE_ALL look=ButtonLook::Secondary href="/record"/>`
#[component]
pub fn ButtonLink(
    /// Where it leads, as words.
    #[prop(into)]
    label: Signal<String>,
    /// How much it asks to be pressed.
    #[prop(optional)]
    look: ButtonLook,
    /// A symbol before the label.
    #[prop(optional)]
    glyph: Option<Glyph>,
    /// Where it leads: a path, or `tel:…`.
    #[prop(into)]
    href: Signal<String>,
    /// Leads to a site that is not ours: ours stays open, and the other is not told of it.
    #[prop(optional)]
    outside: bool,
) -> impl IntoView {
    view! {
        <a
            class=look.class()
            href=move || href.get()
            target=outside.then_some("_blank")
            rel=outside.then_some("noopener noreferrer")
        >
            {glyph.map(icon)}
            <span>{move || label.get()}</span>
        </a>
    }
}

/// A square button that shows only a symbol; its label is read out.
///
/// `<IconButton label=CLOSE glyph=icon::CROSS on_press=move |()| open.set(false)/>`
#[component]
pub fn IconButton(
    /// What it does; for those who cannot see the symbol.
    #[prop(into)]
    label: Signal<String>,
    /// The symbol.
    glyph: Glyph,
    /// Called on each press.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            class="icon-button"
            type="button"
            aria-label=move || label.get()
            on:click=move |_| on_press.run(())
        >
            {icon(glyph)}
        </button>
    }
}
