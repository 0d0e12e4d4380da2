//! For whom a phone acts: one phone may serve a family.

use domain::api::session::{PersonCard, Session};
use domain::codes::Function;
use domain::ids::ResidentId;
use leptos::prelude::*;

use crate::platform::settings;

thread_local! {
    static CHOSEN: ArcRwSignal<Option<ResidentId>> = ArcRwSignal::new(None);
}

/// The person that the phone acts for; `None` until one is chosen; reactive.
#[must_use]
pub fn person() -> Option<PersonCard> {
    let chosen = CHOSEN.with(|chosen| chosen.get())?;
    super::account()?
        .persons
        .into_iter()
        .find(|person| person.resident_id == chosen)
}

/// The id of that person; reactive.
#[must_use]
pub fn resident_id() -> Option<ResidentId> {
    person().map(|person| person.resident_id)
}

/// Whether the phone may do this for that person; everything while none is chosen; reactive.
#[must_use]
pub fn may(function: Function) -> bool {
    person().is_none_or(|person| person.functions.has(function))
}

/// Acts for this person from now on.
pub fn choose(resident: ResidentId) {
    settings::choose_person(&resident.to_string());
    CHOSEN.with(|chosen| chosen.set(Some(resident)));
}

/// Takes up the earlier choice; somebody alone on their phone is not asked.
pub(super) fn settle(session: &Session) {
    let persons = session
        .account
        .as_ref()
        .map(|account| account.persons.as_slice())
        .unwrap_or_default();
    let earlier = CHOSEN
        .with(|chosen| chosen.get_untracked())
        .or_else(|| settings::chosen_person().and_then(|id| id.parse().ok()))
        .filter(|id| persons.iter().any(|person| person.resident_id == *id));
    let only = match persons {
        [only] => Some(only.resident_id),
        _ => None,
    };
    settings::keep_alone(&only.map(|id| id.to_string()).unwrap_or_default());
    let chosen = earlier.or(only);
    CHOSEN.with(|signal| {
        if signal.get_untracked() != chosen {
            signal.set(chosen);
        }
    });
}
