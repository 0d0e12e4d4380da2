//! Large text without looking for it: where the holder of a phone is old, the product begins large
//! and asks, once, whether that suits.

use domain::codes::Relation;
use leptos::prelude::*;

use crate::i18n::texts::shared as words;
use crate::platform::settings::{self, Size};
use crate::session;
use crate::ui::{Actions, Banner, BannerKind, Button};

/// From this age on: 老年人 of the national service norm.
const OLD_FROM: u16 = 65;

/// Follows who holds the phone. Whoever only acts for an old person keeps the size they are used to.
pub(super) fn start() {
    Effect::new(|_| {
        if let Some(account) = session::account() {
            let holder = |relation| relation == Relation::Oneself;
            let old = account
                .persons
                .iter()
                .any(|person| holder(person.relation) && person.age >= OLD_FROM);
            settings::suggest_large(old);
        }
    });
}

/// Asks whether the large text suits, until it is answered.
#[component]
pub(super) fn SizeQuestion() -> impl IntoView {
    let asked = move || settings::size_suggested() && session::account().is_some();
    let asked = Memo::new(move |_| asked());
    move || {
        asked.get().then(|| {
            view! {
                <Banner kind=BannerKind::Info text=words::SIZE_SUITS>
                    <Actions>
                        <Button label=words::SIZE_KEEP on_press=|()| settings::set_size(Size::Elder) />
                        <Button
                            label=words::SIZE_STANDARD
                            on_press=|()| settings::set_size(Size::Standard)
                        />
                    </Actions>
                </Banner>
            }
        })
    }
}
