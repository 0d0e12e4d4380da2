//! One's own record on this phone, by choice: to be read where there is no network.

use domain::codes::Function;
use leptos::prelude::*;

use crate::i18n::format;
use crate::i18n::texts::area as words;
use crate::platform::timer;
use crate::session;
use crate::store::{self, Own};
use crate::ui::{Banner, BannerKind, Card, Section, Switch};

/// The switch, and since when what is here is so.
#[component]
pub(super) fn OwnRecord() -> impl IntoView {
    let state = Memo::new(|_| store::own_record());
    let on = RwSignal::new(untrack(|| matches!(state.get(), Own::Kept(_))));
    // It may be found on the phone, or find no room there, after the page stands.
    Effect::new(move |_| {
        let kept = matches!(state.get(), Own::Kept(_));
        if on.get_untracked() != kept {
            on.set(kept);
        }
    });
    Effect::new(move |before: Option<bool>| {
        let wanted = on.get();
        let kept = untrack(|| matches!(state.get(), Own::Kept(_)));
        if before.is_some_and(|before| before != wanted) && wanted != kept {
            if wanted {
                timer::spawn(store::keep_own(untrack(readable)));
            } else {
                timer::spawn(store::forget_own());
            }
        }
        wanted
    });
    let line = move || match state.get() {
        Own::Kept(Some(as_of)) => words::until(&format::date_time(as_of)),
        Own::Kept(None) => words::FETCHING.get().to_owned(),
        Own::Off | Own::NoRoom | Own::Broken => String::new(),
    };
    let why = Memo::new(move |_| match state.get() {
        Own::NoRoom => Some(words::OWN_NO_ROOM),
        Own::Broken => Some(words::OWN_BROKEN),
        Own::Off | Own::Kept(_) => None,
    });
    view! {
        <Section title=words::TITLE>
            {move || why.get().map(|text| view! {
                <Banner kind=BannerKind::Warn text=text />
            })}
            <Card>
                <Switch label=words::OWN hint=words::OWN_HINT value=on />
                <p class="muted" role="status">{line}</p>
            </Card>
        </Section>
    }
}

/// Whose records this phone may read.
fn readable() -> Vec<domain::ids::ResidentId> {
    let persons = session::account().map(|account| account.persons);
    let persons = persons.unwrap_or_default().into_iter();
    let may = persons.filter(|person| person.functions.has(Function::Record));
    may.map(|person| person.resident_id).collect()
}
