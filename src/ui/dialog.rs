//! A sheet over the page that must be answered or closed before going on.
//!
//! The browser's own `<dialog>`: it keeps the focus inside, closes on Escape, and gives the focus back.

use super::{IconButton, icon};
use crate::i18n::texts::ui as words;
use leptos::prelude::*;

/// A sheet that is open while `open` is true; its content exists only then.
///
/// `<Dialog open=open title=WHY_DECLINE><Form …>…</Form></Dialog>`
#[component]
pub fn Dialog(
    /// Whether it is open; set to false by Escape and by the cross.
    open: RwSignal<bool>,
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// Its content.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<leptos::html::Dialog>::new();
    let id = super::id::fresh();
    Effect::new(move |_| {
        let (Some(dialog), wanted) = (node.get(), open.get()) else {
            return;
        };
        if wanted && !dialog.open() {
            // Refused only when the element has just left the page; then there is nothing to show.
            let _ = dialog.show_modal();
        } else if !wanted && dialog.open() {
            dialog.close();
        }
    });
    let labelled_by = id.clone();
    let content = move || {
        open.get().then(|| {
            view! {
                <div class="dialog-head">
                    <h2 id=id.clone()>{move || title.get()}</h2>
                    <IconButton
                        label=words::CLOSE
                        glyph=icon::CROSS
                        on_press=move |()| open.set(false)
                    />
                </div>
                {children()}
            }
        })
    };
    view! {
        <dialog
            class="dialog"
            node_ref=node
            aria-labelledby=labelled_by
            on:close=move |_| open.set(false)
        >
            {content}
        </dialog>
    }
}
