//! What stands around every page: the way to skip, the main navigation, and the page's place.

use super::{
    Count,
    icon::{Glyph, icon},
};
use crate::i18n::{t, texts::ui as words};
use leptos::prelude::*;

/// One entry of the main navigation.
#[derive(Clone)]
pub struct NavItem {
    label: Signal<String>,
    glyph: Glyph,
    href: String,
    count: Signal<u32>,
}

impl NavItem {
    /// An entry with its word, its symbol and where it leads.
    pub fn new(label: impl Into<Signal<String>>, glyph: Glyph, href: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            glyph,
            href: href.into(),
            count: Signal::default(),
        }
    }

    /// Shows how many things wait there.
    #[must_use]
    pub fn count(mut self, count: impl Into<Signal<u32>>) -> Self {
        self.count = count.into();
        self
    }
}

/// The frame around all pages of one kind of user: a bar at the bottom of a phone, and with
/// `side_bar` a bar at the left from 1024 px on.
///
/// `<Shell items=vec![NavItem::new(HOME, icon::HOME, "/")] here=Signal::derive(move || …)>…</Shell>`
#[component]
pub fn Shell(
    /// The entries, four at most.
    items: Vec<NavItem>,
    /// The place in `items` of the page shown, `None` for a page outside the navigation.
    #[prop(into)]
    here: Signal<Option<usize>>,
    /// Moves the bar to the left side, and uses the whole width, where there is room.
    #[prop(optional)]
    side_bar: bool,
    /// Leaves the bottom bar away, such as on a page that has one thing to do.
    #[prop(into, optional)]
    no_bar: Signal<bool>,
    /// The page.
    children: Children,
) -> impl IntoView {
    let main = NodeRef::<leptos::html::Main>::new();
    // Done by hand, since a link to `#main` would be a navigation to the router.
    let skip = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        event.stop_propagation();
        if let Some(main) = main.get_untracked() {
            let _ = main.focus();
        }
    };
    let item = |(place, item): (usize, NavItem)| {
        let NavItem {
            label,
            glyph,
            href,
            count,
        } = item;
        view! {
            <li>
                <a href=href aria-current=move || (here.get() == Some(place)).then_some("page")>
                    <span class="nav-icon">{icon(glyph)} <Count count=count /></span>
                    <span>{move || label.get()}</span>
                </a>
            </li>
        }
        .into_any()
    };
    let items = items.into_iter().enumerate().map(item).collect_view();
    view! {
        <div class="shell" class:shell-side=side_bar class:shell-no-bar=move || no_bar.get()>
            <a class="skip-link" href="#main" on:click=skip>{t(words::SKIP)}</a>
            <nav class="nav" aria-label=t(words::NAVIGATION)>
                <ul>{items}</ul>
            </nav>
            <main id="main" tabindex="-1" node_ref=main>{children()}</main>
        </div>
    }
}

/// The frame around pages before sign-in: no navigation, one column.
///
/// `<PlainShell>…</PlainShell>`
#[component]
pub fn PlainShell(
    /// The page.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="shell shell-no-bar">
            <main id="main" tabindex="-1">{children()}</main>
        </div>
    }
}
