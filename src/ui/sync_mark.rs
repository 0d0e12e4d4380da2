//! Where something that was written stands on its way to the server.

use super::icon::{self, Glyph, icon};
use crate::i18n::{Text, texts::ui as words};
use leptos::prelude::*;

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyncState {
    /// Only on this phone so far.
    OnDevice,
    /// On its way.
    Sent,
    /// The server has it.
    Accepted,
    /// The person must look at it: it was refused, or differs from what the server has.
    NeedsYou,
}

impl SyncState {
    fn face(self) -> (Glyph, Text, &'static str) {
        match self {
            Self::OnDevice => (
                icon::ON_DEVICE,
                words::SYNC_ON_DEVICE,
                "sync-mark tone-neutral",
            ),
            Self::Sent => (icon::SENT, words::SYNC_SENT, "sync-mark tone-info"),
            Self::Accepted => (icon::DONE, words::SYNC_ACCEPTED, "sync-mark tone-ok"),
            Self::NeedsYou => (icon::WARNING, words::SYNC_NEEDS_YOU, "sync-mark tone-warn"),
        }
    }
}

/// Says where it stands, in a symbol and words.
///
/// `<SyncMark state=state/>`
#[component]
pub fn SyncMark(
    /// Where it stands.
    #[prop(into)]
    state: Signal<SyncState>,
) -> impl IntoView {
    let class = move || state.get().face().2;
    view! {
        <span class=class role="status">
            {move || icon(state.get().face().0)}
            <span>{move || state.get().face().1.get()}</span>
        </span>
    }
}
