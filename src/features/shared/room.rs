//! Says that the phone is nearly full, before anything has to go.

use leptos::prelude::*;

use crate::i18n::texts::area as words;
use crate::store::{self, Room};
use crate::ui::{Banner, BannerKind};

/// A sentence where there is little room; nothing where there is enough.
#[component]
pub fn LittleRoom() -> impl IntoView {
    let little = Memo::new(|_| store::room() == Room::Little);
    move || {
        little
            .get()
            .then(|| view! { <Banner kind=BannerKind::Warn text=words::LITTLE_ROOM /> })
    }
}
