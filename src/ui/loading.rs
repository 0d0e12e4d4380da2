//! The shape of what is coming, shown while it is fetched.

use crate::i18n::{t, texts::ui as words};
use leptos::prelude::*;

/// Grey rows in the shape of a list; they appear only when the wait is longer than a blink.
///
/// `<Loading rows=4/>`
#[component]
pub fn Loading(
    /// How many rows to hint at.
    #[prop(default = 3)]
    rows: usize,
) -> impl IntoView {
    let row = || {
        view! {
            <div class="loading-row" aria-hidden="true">
                <span class="skeleton skeleton-long"></span>
                <span class="skeleton skeleton-short"></span>
            </div>
        }
        .into_any()
    };
    view! {
        <div class="loading" role="status">
            <span class="visually-hidden">{t(words::LOADING)}</span>
            {(0..rows).map(|_| row()).collect_view()}
        </div>
    }
}
