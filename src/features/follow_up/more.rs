//! What of the form shows after the first look: the decision in full, what folded lines open, what the service
//! objects to, a meter. A part of its own, fetched beside the form's, so that it is there without network.

use domain::problem::Problem;
use domain::programme::Field;
use leptos::prelude::*;

use super::parts::{Work, decision, folded};
use super::{meter, objection};
use crate::features::shared::Later;
use crate::platform::part::NotFetched;

/// What the part holds.
#[derive(Clone, Copy)]
pub(super) struct More {
    /// What the rules say, and what the doctor adds to it.
    pub(super) decision: fn(Work) -> AnyView,
    /// What a folded line of a field opens.
    pub(super) folded: fn(Work, &Field) -> AnyView,
    /// In what the service decided otherwise.
    pub(super) objection: fn(Work, Signal<Option<Problem>>) -> AnyView,
    /// The button that asks a meter.
    pub(super) meter: fn(StoredValue<Vec<Work>>) -> AnyView,
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
    let part = form_more();
    #[cfg(feature = "split")]
    let part = part.await;
    part
}

#[cfg_attr(
    feature = "split",
    leptos::wasm_split::wasm_split(form_more, fallible, wasm_split_path = ::leptos::wasm_split)
)]
fn form_more() -> Result<More, NotFetched> {
    Ok(More {
        decision: decision::decided,
        folded: folded::opened,
        objection: objection::objected,
        meter: meter::button,
    })
}
