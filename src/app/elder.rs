//! Large text without looking for it: where the holder of a phone is old, the product begins large
//! and asks, once, whether that suits.

use domain::codes::Relation;
use leptos::prelude::*;

use super::seldom;
use crate::i18n::texts::shared as words;
use crate::platform::follow::follow;
use crate::platform::settings::{self, Size};
use crate::platform::timer;
use crate::session;
use crate::ui::{Actions, Banner, BannerKind, Button};

/// From this age on: 老年人 of the national service norm.
const OLD_FROM: u16 = 65;

/// Follows who holds the phone. Whoever only acts for an old person keeps the size they are used to.
pub(super) fn start() {
    follow(|| {
        if let Some(old) = session::account_is(|account| {
            let mut persons = account.persons.iter();
            persons.any(|person| person.relation == Relation::Oneself && person.age >= OLD_FROM)
        }) {
            settings::suggest_large(old);
        }
    });
}

/// Asks whether the large text suits, until it is answered. Without the network it is asked later.
#[component]
pub(super) fn SizeQuestion() -> impl IntoView {
    let question = RwSignal::new(None::<fn() -> AnyView>);
    follow(move || {
        if settings::size_suggested() {
            timer::spawn(async move {
                if let Ok(part) = seldom::seldom().await {
                    question.try_set(Some(part.question));
                }
            });
        } else {
            question.set(None);
        }
    });
    view! { {move || question.get().map(|question| question())} }
}

/// The question itself.
pub(super) fn question() -> AnyView {
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
    .into_any()
}
