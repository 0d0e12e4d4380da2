//! The head of a page, the same on each: back at the left, title, and at the right what helps to
//! read it: large text, reading aloud, somebody on the phone.

use super::icon::{self, Glyph, icon};
use crate::{
    i18n::{Text, t, texts::ui as words},
    platform::{
        nav,
        settings::{self, Size},
        speech,
    },
};
use leptos::{ev::MouseEvent, prelude::*};

/// The number that "help by phone" dials; provided once by the app as a context, so that the
/// link stands at the same place of every page (WCAG 3.2.6).
#[derive(Clone, Copy)]
pub struct HelpPhone(pub Signal<String>);

/// Begins to read the page aloud; provided once by the app as a context, where the browser has a
/// voice.
#[derive(Clone, Copy)]
pub struct ReadAloud(pub Callback<()>);

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
    on_cleanup(speech::stop);
    let aloud = use_context::<ReadAloud>();
    let phone = use_context::<HelpPhone>();
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
        .into_any()
    });
    view! {
        <header class="page-header">
            {back}
            <h1 id="page-title" tabindex="-1">{move || title.get()}</h1>
            <div class="page-tools">{move || tools(aloud, phone)}</div>
        </header>
        <div class="page">{children()}</div>
    }
}

/// What helps to read a page. Large text stands first and on every page, because whoever cannot read
/// it does not find the settings; a voice only beside large text, where it has room.
fn tools(aloud: Option<ReadAloud>, phone: Option<HelpPhone>) -> Vec<AnyView> {
    let large = settings::size() == Size::Elder;
    let (word, other) = if large {
        (words::SIZE_STANDARD, Size::Standard)
    } else {
        (words::SIZE_LARGE, Size::Elder)
    };
    let resize = Callback::new(move |()| settings::set_size(other));
    let mut tools = vec![tool(icon::TEXT_SIZE, word, resize)];
    if let Some(ReadAloud(begin)) = aloud.filter(|_| large) {
        tools.push(if speech::reading() {
            let stop = Callback::new(|()| speech::stop());
            tool(icon::SILENCE, words::STOP_READING, stop)
        } else {
            tool(icon::ALOUD, words::READ_ALOUD, begin)
        });
    }
    // Known with the session's answer, so not at once.
    let phone = phone.map(|HelpPhone(phone)| phone.get());
    if let Some(phone) = phone.filter(|phone| !phone.is_empty()) {
        let help = view! {
            <a class="page-tool page-help" href=["tel:", &phone].concat()>
                {symbol(icon::PHONE, words::HELP)}
            </a>
        };
        tools.push(help.into_any());
    }
    tools
}

fn tool(glyph: Glyph, label: Text, press: Callback<()>) -> AnyView {
    view! {
        <button class="page-tool" type="button" on:click=move |_| press.run(())>
            {symbol(glyph, label)}
        </button>
    }
    .into_any()
}

/// A symbol over its word.
fn symbol(glyph: Glyph, label: Text) -> AnyView {
    view! {
        {icon(glyph)}
        <span>{label.get()}</span>
    }
    .into_any()
}
