//! What of the worklist shows after a press: filters, how far the month is, reminding several at once and handing
//! them over. A part of its
//! own, fetched beside the list's, so that it is there without network.

use leptos::prelude::*;

use super::page_worklist::Shared;
use super::{remind, tools};
use crate::features::shared::Later;
use crate::platform::part::NotFetched;

/// What the part holds.
#[derive(Clone, Copy)]
pub(super) struct More {
    /// Filters, order, and what can be done with the list as a whole.
    pub(super) tools: fn(Shared) -> AnyView,
    /// What to do with those who are chosen.
    pub(super) remind: fn(Shared) -> AnyView,
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
        tools: tools::tools,
        remind: remind::reminding,
    })
}
