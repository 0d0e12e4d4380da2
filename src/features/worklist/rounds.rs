//! The headings of a round from door to door, and putting a household elsewhere in it.

use domain::api::households::{PlaceHousehold, PlaceHouseholdBody};
use domain::ids::HouseholdId;
use leptos::prelude::*;

use super::grouping::{Behind, Door, place_behind};
use super::page_worklist::Shared;
use crate::i18n::t;
use crate::i18n::texts::worklist as words;
use crate::store::submit;
use crate::ui::{Button, ButtonLook};

/// A village with how many are due in it.
pub(super) fn village(name: &str, due: u32) -> AnyView {
    let name = name.to_owned();
    view! { <h2 class="due-village">{move || words::village(&name, due)}</h2> }.into_any()
}

/// A household with how many are due in it.
pub(super) fn door(door: Door, shared: Shared) -> AnyView {
    let Door {
        id,
        head,
        due,
        by_hand,
        up,
        down,
    } = door;
    let named = id.is_some();
    let title = move || {
        if named {
            words::household(&head, due)
        } else {
            words::no_household(due)
        }
    };
    let button = |label, behind: Option<Behind>| {
        id.zip(behind).map(|(id, behind)| {
            let press = move |()| put(id, behind, shared);
            view! { <Button label=label look=ButtonLook::Quiet on_press=press /> }
        })
    };
    view! {
        <div class="due-door">
            <h3>{title}</h3>
            {by_hand.then(|| view! { <span class="muted">{t(words::BY_HAND)}</span> })}
            {button(words::MOVE_UP, up)}
            {button(words::MOVE_DOWN, down.map(Behind::One))}
        </div>
    }
    .into_any()
}

/// Puts a household behind another one: here at once, at the backend as soon as it can be reached.
fn put(id: HouseholdId, behind: Behind, shared: Shared) {
    let place = shared.listed.with_untracked(|listed| {
        shared.whole.with_untracked(|whole| {
            shared
                .moved
                .with_untracked(|moved| place_behind(&listed.lines, &whole.people, moved, behind))
        })
    });
    let after = match behind {
        Behind::Nobody => None,
        Behind::One(other) => Some(other),
    };
    // Whatever becomes of it stands among what is unsent.
    drop(submit::<PlaceHousehold>(id, PlaceHouseholdBody { after }));
    shared.moved.update(|moved| {
        moved.insert(id, place);
    });
}
