//! What of the form is opened later: the list of drugs, another judgement than the rules', a meter. A part of its
//! own, fetched while the form is looked at and beside the form's own part, so that it is there without network.

use domain::meters::{self, Reading};
use domain::programme::Decision;
use leptos::prelude::*;

use super::parts::{Work, class, drugs};
use super::sheet::DrugLine;
use crate::platform::bluetooth::{self, NoReading};
use crate::platform::part::NotFetched;
use crate::platform::timer;
use crate::ui::{Failed, Loading};

/// A reading of a meter, or why there is none.
pub(super) type Asked = std::pin::Pin<Box<dyn Future<Output = Result<Reading, NoReading>>>>;

/// What the part holds.
#[derive(Clone, Copy)]
pub(super) struct More {
    /// The drugs as they are taken from now on: key of the field, whether by time of day.
    pub(super) drugs: fn(Work, &str, bool, RwSignal<Vec<DrugLine>>) -> AnyView,
    /// The doctor's own class.
    pub(super) class: fn(Work, Memo<Option<Decision>>) -> AnyView,
    /// Asks a meter of one of these services.
    pub(super) meter: fn(Vec<(u16, u16)>) -> Asked,
}

/// Where the fetching of the part stands.
#[derive(Clone, Copy)]
enum Standing {
    Fetching,
    There(More),
    Failed,
}

thread_local! {
    static STANDING: ArcRwSignal<Option<Standing>> = ArcRwSignal::new(None);
}

fn standing() -> ArcRwSignal<Option<Standing>> {
    STANDING.with(ArcRwSignal::clone)
}

/// Fetches the part, unless it is there or on its way.
pub fn fetch() {
    let standing = standing();
    if let Some(Standing::Fetching | Standing::There(_)) = standing.get_untracked() {
        return;
    }
    standing.set(Some(Standing::Fetching));
    timer::spawn(async move {
        standing.set(Some(match part().await {
            Ok(more) => Standing::There(more),
            Err(NotFetched) => Standing::Failed,
        }));
    });
}

/// The part, if it is there.
pub(super) fn there() -> Option<More> {
    match standing().get_untracked() {
        Some(Standing::There(more)) => Some(more),
        _ => None,
    }
}

/// Draws something of the part, once it is there.
pub(super) fn later(draw: impl Fn(More) -> AnyView + Send + Sync + 'static) -> AnyView {
    let standing = standing();
    (move || match standing.get() {
        Some(Standing::There(more)) => untrack(|| draw(more)),
        Some(Standing::Failed) => view! { <Failed on_retry=move |()| fetch() /> }.into_any(),
        Some(Standing::Fetching) | None => view! { <Loading rows=1 /> }.into_any(),
    })
    .into_any()
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
        drugs: drugs::list,
        class: class::own,
        meter: |services| Box::pin(async move { bluetooth::read(&services, meters::read).await }),
    })
}
