//! The head of a page, the same on each: back at the left, title, help by phone at the right.

use super::icon::{self, icon};
use crate::{
    i18n::{t, texts::ui as words},
    platform::nav,
};
use leptos::{ev::MouseEvent, prelude::*};

/// The number that "help by phone" dials; provided once by the app as a context, so that the
/// link stands at the same place of every page (WCAG 3.2.6).
#[derive(Clone, Copy)]
pub struct HelpPhone(pub Signal<String>);

/// A page with its head. The title is the page's only `h1`, with the id `page-title`; the router
/// moves the focus there after a navigation.
///
/// `<Page title=MY_RECORD back="/">…</Page>`
#[component]
pub fn Page(
    /// The title.
    #[prop(into)]
    title: Signal<String>,
    /// Where back leads when there is no page before, as after a deep link; otherwise it goes back
    /// in history. Left away on the pages of the main navigation.
    #[prop(into, optional)]
    back: Option<String>,
    /// The content.
    children: Children,
) -> impl IntoView {
    // Known with the session's answer, so not at once.
    let help = move || {
        let HelpPhone(phone) = use_context::<HelpPhone>()?;
        let phone = phone.get();
        (!phone.is_empty()).then(|| {
            view! {
                <a class="page-help" href=["tel:", &phone].concat() aria-label=t(words::HELP)>
                    {icon(icon::PHONE)}
                </a>
            }
        })
    };
    let back = back.map(|href| {
        let fallback = href.clone();
        let go_back = move |event: MouseEvent| {
            // With a key held the person wants a new tab, which is the browser's work.
            if !event.ctrl_key() && !event.meta_key() {
                event.prevent_default();
                nav::back_or(&fallback);
            }
        };
        view! {
            <a class="icon-button" href=href aria-label=t(words::BACK) on:click=go_back>
                {icon(icon::BACK)}
            </a>
        }
    });
    view! {
        <header class="page-header">
            {back}
            <h1 id="page-title" tabindex="-1">{move || title.get()}</h1>
            {help}
        </header>
        <div class="page">{children()}</div>
    }
}
