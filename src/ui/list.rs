//! Rows on a white sheet: each is a fact, a link or a button.

use super::icon::{self, Glyph, icon};
use leptos::prelude::*;

/// A sheet of [`ListRow`]s.
///
/// `<List><ListRow title=NAME/></List>`
#[component]
pub fn List(
    /// The rows.
    children: Children,
) -> impl IntoView {
    view! { <ul class="list">{children()}</ul> }
}

/// One row: a title, a quieter line below, something at its right, and an arrow when it leads on.
///
/// `<ListRow title="王建国 68 岁" detail="血压上次 152/94" href=href><Status …/></ListRow>`
///
/// With `href` it is a link, with `on_press` a button, with neither it is only read.
#[component]
pub fn ListRow(
    /// What the row is about.
    #[prop(into)]
    title: Signal<String>,
    /// A quieter line below.
    #[prop(into, optional)]
    detail: Option<Signal<String>>,
    /// A symbol at the left.
    #[prop(optional)]
    glyph: Option<Glyph>,
    /// A name whose first character stands at the left in a circle.
    #[prop(into, optional)]
    avatar: Option<String>,
    /// Where the row leads.
    #[prop(into, optional)]
    href: Option<String>,
    /// What a press does.
    #[prop(into, optional)]
    on_press: Option<Callback<()>>,
    /// Marks the row whose detail is open beside the list.
    #[prop(into, optional)]
    current: Signal<bool>,
    /// What stands at the right: a status, a value, a number.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let row = row(
        title, detail, glyph, avatar, href, on_press, current, children,
    );
    view! { <li>{row}</li> }
}

/// What stands in a [`ListRow`], for a list that makes its rows itself
/// ([`VirtualList`](super::VirtualList)).
#[component]
pub fn ListCell(
    /// What the row is about.
    #[prop(into)]
    title: Signal<String>,
    /// A quieter line below.
    #[prop(into, optional)]
    detail: Option<Signal<String>>,
    /// Where the row leads.
    #[prop(into)]
    href: String,
    /// What stands at the right: a status, a value, a number.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let here = Signal::default();
    row(title, detail, None, None, Some(href), None, here, children)
}

#[allow(clippy::too_many_arguments)] // the pieces of a row, in their order
fn row(
    title: Signal<String>,
    detail: Option<Signal<String>>,
    glyph: Option<Glyph>,
    avatar: Option<String>,
    href: Option<String>,
    on_press: Option<Callback<()>>,
    current: Signal<bool>,
    children: Option<Children>,
) -> AnyView {
    let leads_on = href.is_some() || on_press.is_some();
    let body = view! {
        {glyph.map(|glyph| view! { <span class="list-row-icon">{icon(glyph)}</span> }.into_any())}
        {avatar.map(|name| view! { <super::Avatar name=name /> })}
        <span class="list-row-words">
            <span class="list-row-title">{move || title.get()}</span>
            {detail.map(|detail| view! { <span class="muted">{move || detail.get()}</span> }.into_any())}
        </span>
        {children.map(|children| view! { <span class="list-row-end">{children()}</span> }.into_any())}
        {leads_on.then(|| view! { <span class="list-row-arrow">{icon(icon::FORWARD)}</span> }.into_any())}
    };
    match (href, on_press) {
        (Some(href), _) => {
            view! { <a class="list-row" href=href aria-current=move || current.get().then_some("true")>{body}</a> }.into_any()
        }
        (None, Some(on_press)) => view! {
            <button class="list-row" type="button" aria-current=move || current.get().then_some("true") on:click=move |_| on_press.run(())>
                {body}
            </button>
        }
        .into_any(),
        (None, None) => view! { <div class="list-row">{body}</div> }.into_any(),
    }
}
