//! What of the worklist shows after a press: reminding several at once, and how far the month is. A part of its
//! own, fetched beside the list's, so that it is there without network.

use leptos::prelude::*;

use super::page_worklist::Shared;
use super::{month, remind};
use crate::features::shared::Later;
use crate::platform::part::NotFetched;

/// What the part holds.
#[derive(Clone, Copy)]
pub(super) struct More {
    /// What to do with those who are chosen.
    pub(super) remind: fn(Shared) -> AnyView,
    /// How far the month is.
    pub(super) month: fn() -> AnyView,
}

thread_local! {
    static MORE: Later<More> = Later::new(|| Box::pin(part()));
}

/// Fetches the part, unless it is there or on its way.
pub fn fetch() {
    MORE.with(Later::fetch);
}

/// Draws something of the part, once it is there.
pub(super) fn later(draw: impl Fn(More) -> AnyView + Send + Sync + 'static) -> AnyView {
    MORE.with(|more| more.draw(draw))
}

async fn part() -> Result<More, NotFetched> {
    let part = worklist_more();
    #[cfg(feature = "split")]
    let part = part.await;
    part
}

#[cfg_attr(
    feature = "split",
    leptos::wasm_split::wasm_split(worklist_more, fallible, wasm_split_path = ::leptos::wasm_split)
)]
fn worklist_more() -> Result<More, NotFetched> {
    Ok(More {
        remind: remind::reminding,
        month: month::progress,
    })
}
