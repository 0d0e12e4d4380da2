//! The parts of the program that are loaded when first needed.
//!
//! A part is a function that, once loaded, gives back the function that builds its pages: so a
//! page is built under the reactive owner of the place it stands in, and only the loading waits.
//! Without the feature `split` everything is in one piece and loading is done at once.

use leptos::prelude::*;

use super::{pages, titles};
use crate::i18n::Text;
use crate::platform::{boot, timer};
use crate::routes::{Part, Route};

/// The pages of a part.
#[derive(Clone, Copy)]
pub(super) struct Pages {
    /// Builds the page of a route.
    pub view: fn(&Route) -> AnyView,
    /// Its title.
    pub title: fn(&Route) -> Text,
}

/// Where the loading of a part stands.
#[derive(Clone, Copy)]
pub(super) enum Loaded {
    Loading,
    Ready(Pages),
    Failed,
}

/// The code could not be fetched.
pub(super) struct PartError;

impl From<leptos::wasm_split::SplitLoaderError> for PartError {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

thread_local! {
    static ENTRY: ArcRwSignal<Option<Loaded>> = ArcRwSignal::new(None);
    static RESIDENT: ArcRwSignal<Option<Loaded>> = ArcRwSignal::new(None);
    static STAFF: ArcRwSignal<Option<Loaded>> = ArcRwSignal::new(None);
}

fn state(part: Part) -> Option<ArcRwSignal<Option<Loaded>>> {
    match part {
        Part::Main => None,
        Part::Entry => Some(ENTRY.with(Clone::clone)),
        Part::Resident => Some(RESIDENT.with(Clone::clone)),
        Part::Staff => Some(STAFF.with(Clone::clone)),
    }
}

/// Where the part stands, and its loading begun if it was not; reactive.
pub(super) fn loaded(part: Part) -> Loaded {
    let Some(state) = state(part) else {
        return Loaded::Ready(Pages {
            view: pages::main,
            title: titles::main,
        });
    };
    state.get().unwrap_or_else(|| {
        load(part);
        Loaded::Loading
    })
}

/// Loads the part, again if that failed before.
pub(super) fn load(part: Part) {
    let Some(state) = state(part) else { return };
    timer::spawn(async move {
        state.set(Some(Loaded::Loading));
        let styled = boot::styles();
        let pages = match part {
            Part::Staff => staff().await,
            Part::Entry => entry().await,
            Part::Resident | Part::Main => resident().await,
        };
        let styled = styled.await;
        state.set(Some(match pages {
            Ok(pages) if styled => Loaded::Ready(pages),
            _ => Loaded::Failed,
        }));
    });
}

#[cfg(feature = "split")]
async fn entry() -> Result<Pages, PartError> {
    entry_part().await
}

#[cfg(feature = "split")]
async fn resident() -> Result<Pages, PartError> {
    resident_part().await
}

#[cfg(feature = "split")]
async fn staff() -> Result<Pages, PartError> {
    staff_part().await
}

#[cfg(not(feature = "split"))]
async fn entry() -> Result<Pages, PartError> {
    entry_part()
}

#[cfg(not(feature = "split"))]
async fn resident() -> Result<Pages, PartError> {
    resident_part()
}

#[cfg(not(feature = "split"))]
async fn staff() -> Result<Pages, PartError> {
    staff_part()
}

#[cfg_attr(
    feature = "split",
    leptos::wasm_split::wasm_split(
        entry,
        fallible,
        wasm_split_path = ::leptos::wasm_split
    )
)]
fn entry_part() -> Result<Pages, PartError> {
    Ok(Pages {
        view: pages::entry,
        title: titles::entry,
    })
}

#[cfg_attr(feature = "split", leptos::wasm_split::wasm_split(resident, fallible, wasm_split_path = ::leptos::wasm_split))]
fn resident_part() -> Result<Pages, PartError> {
    Ok(Pages {
        view: pages::resident,
        title: titles::resident,
    })
}

#[cfg_attr(feature = "split", leptos::wasm_split::wasm_split(staff, fallible, wasm_split_path = ::leptos::wasm_split))]
fn staff_part() -> Result<Pages, PartError> {
    Ok(Pages {
        view: pages::staff,
        title: titles::staff,
    })
}
