//! A titled part of a page.

use leptos::prelude::*;

/// A part of a page under a heading of the second level, with an optional link at its right.
///
/// `<Section title=DRUGS more_href="/record/drugs" more=SEE_ALL><List>…</List></Section>`
#[component]
pub fn Section(
    /// The heading.
    #[prop(into)]
    title: Signal<String>,
    /// The words of the link beside the heading.
    #[prop(into, optional)]
    more: Option<Signal<String>>,
    /// Where that link leads.
    #[prop(into, optional)]
    more_href: Option<String>,
    /// Lists, cards, fields.
    children: Children,
) -> impl IntoView {
    let id = super::id::fresh();
    let link = more.zip(more_href);
    view! {
        <section class="section" aria-labelledby=id.clone()>
            <div class="section-head">
                <h2 id=id.clone()>{move || title.get()}</h2>
                {link.map(|(more, href)| view! {
                    <a class="section-more" href=href>{move || more.get()}</a>
                }.into_any())}
            </div>
            {children()}
        </section>
    }
}
