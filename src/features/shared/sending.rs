//! Where a write stands, in words, at the foot of its form.

use domain::endpoint::Endpoint;
use domain::problem::{FieldError, Problem};
use leptos::prelude::*;

use crate::i18n::Text;
use crate::i18n::texts::problem;
use crate::store::{Action, Progress, Standing};
use crate::ui::{Banner, BannerKind, SyncState};

const WAITING: Text = Text {
    zh: "已存在这部手机上，有网络时会自动发出，可以放心离开",
    en: "Kept on this phone; it will be sent by itself once there is a network. You may leave.",
};

/// What a mark says of where something stands that was submitted.
#[must_use]
pub fn sync_state(standing: &Standing) -> SyncState {
    match standing {
        Standing::Here => SyncState::OnDevice,
        Standing::Sending => SyncState::Sent,
        Standing::Refused(_) => SyncState::NeedsYou,
        Standing::Accepted(_) => SyncState::Accepted,
    }
}

/// What to say of a text that is longer than it may be, before it is sent.
#[must_use]
pub fn too_long(text: &str, most: usize) -> Option<String> {
    let is_long = text.trim().chars().count() > most;
    is_long.then(|| problem::field(&FieldError::new("", "too_long").with_limit(most)))
}

/// The problem of one field of the last submission, for a control's `error`.
///
/// `<TextInput error=field_error(send, "note") …/>`
#[must_use]
pub fn field_error<E: Endpoint + 'static>(
    action: Action<E>,
    field: &'static str,
) -> Signal<Option<String>> {
    Signal::derive(move || {
        action
            .refused()
            .and_then(|problem| problem::field_of(&problem, field))
    })
}

/// Says what became of the last submission where a person has to know: it waits for the network,
/// or was refused and why.
///
/// `<Outcome action=book/>`
#[component]
pub fn Outcome<E: Endpoint + 'static>(
    /// The write.
    action: Action<E>,
) -> impl IntoView {
    let progress = Signal::derive(move || action.progress());
    outcome(progress)
}

fn outcome(progress: Signal<Progress>) -> impl IntoView {
    move || match progress.get() {
        Progress::Waiting => {
            Some(view! { <Banner kind=BannerKind::Offline text=WAITING /> }.into_any())
        }
        Progress::Refused(problem) => Some(refused(&problem)),
        Progress::Idle | Progress::Saving | Progress::Sending | Progress::Accepted => None,
    }
}

fn refused(problem: &Problem) -> AnyView {
    let text = Signal::stored(problem::sentence(problem));
    view! { <Banner kind=BannerKind::Error text=text /> }.into_any()
}
