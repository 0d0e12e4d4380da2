//! The head of a page, the same on each: back at the left, title, and at the right what helps to
//! read it: large text, reading aloud, somebody on the phone.

use super::icon::{self, Glyph, icon};
use crate::{
    i18n::{t, texts::ui as words},
    platform::{
        nav,
        settings::{self, Size},
    },
};
use leptos::{ev::MouseEvent, prelude::*};

/// The number that "help by phone" dials; provided once by the app as a context, so that the
/// link stands at the same place of every page (WCAG 3.2.6).
#[derive(Clone, Copy)]
pub struct HelpPhone(pub Signal<String>);

/// Reads the page aloud, or falls silent; provided once by the app as a context, where the browser
/// has a voice.
#[derive(Clone, Copy)]
pub struct ReadAloud {
    /// Whether it is being read now.
    pub reading: Signal<bool>,
    /// Begins or ends it.
    pub press: Callback<()>,
}

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
                <a class="page-tool page-help" href=["tel:", &phone].concat()>
                    {icon(icon::PHONE)}
                    <span>{t(words::HELP)}</span>
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
            <div class="page-tools">
                <Aloud />
                <TextSize />
                {help}
            </div>
        </header>
        <div class="page">{children()}</div>
    }
}

/// Large text and back: on every page, because whoever cannot read it does not find the settings.
#[component]
fn TextSize() -> impl IntoView {
    let large = || settings::size() == Size::Elder;
    let label = move || {
        t(if large() {
            words::SIZE_STANDARD
        } else {
            words::SIZE_LARGE
        })()
    };
    let turn = move |_| {
        settings::set_size(if untrack(large) {
            Size::Standard
        } else {
            Size::Elder
        });
    };
    tool(icon::TEXT_SIZE, label, turn)
}

/// Reading aloud, beside large text.
#[component]
fn Aloud() -> impl IntoView {
    let aloud = use_context::<ReadAloud>();
    let offered = Memo::new(move |_| aloud.is_some() && settings::size() == Size::Elder);
    move || {
        let ReadAloud { reading, press } = aloud.filter(|_| offered.get())?;
        Some(move || {
            let (glyph, label) = if reading.get() {
                (icon::SILENCE, words::STOP_READING)
            } else {
                (icon::ALOUD, words::READ_ALOUD)
            };
            tool(glyph, t(label), move |_| press.run(()))
        })
    }
}

fn tool(
    glyph: Glyph,
    label: impl Fn() -> &'static str + Copy + Send + Sync + 'static,
    press: impl FnMut(MouseEvent) + 'static,
) -> impl IntoView {
    view! {
        <button class="page-tool" type="button" on:click=press>
            {icon(glyph)}
            <span>{label}</span>
        </button>
    }
}
