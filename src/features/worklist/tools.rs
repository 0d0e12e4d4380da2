//! What opens below the buckets: filters, the order, how far the month is, and what is done with several at once.

use std::collections::BTreeMap;

use domain::api::passing_on::StaffName;
use domain::ids::StaffId;
use domain::rules::three_colours::Colour;
use leptos::prelude::*;

use super::address::{Order, Whose};
use super::gather::Whole;
use super::month::Month;
use super::page_worklist::{Filters, Shared};
use crate::features::shared::{ColourMark, said};
use crate::i18n::texts::passing_on;
use crate::i18n::texts::worklist as words;
use crate::routes::Route;
use crate::ui::{Actions, Button, ButtonLink, Opt, Segmented, Select, icon};

/// Everything that opens.
pub(super) fn tools(shared: Shared) -> AnyView {
    let Filters {
        programme,
        village,
        order,
        colour,
        whose,
        ..
    } = shared.filters;
    let whole = shared.whole;
    let choose = move |()| shared.choosing.set(true);
    let busy = Signal::derive(move || shared.choosing.get());
    view! {
        <div class="due-filters">
            {programmes(whole, programme)}
            {villages(whole, village)}
            {doctors(whole, whose)}
        </div>
        {colours(colour)}
        {orders(order)}
        <Month />
        <Actions row=true>
            <Button label=words::REMIND_SEVERAL glyph=icon::BELL blocked=busy on_press=choose />
            <ButtonLink label=words::CLOSED glyph=icon::FILE href=Route::ClosedFollowUps.href() />
        </Actions>
    }
    .into_any()
}

fn orders(order: RwSignal<Order>) -> AnyView {
    let options = Order::ALL
        .into_iter()
        .map(|one| {
            let label = match one {
                Order::Pressing => words::BY_PRESSING,
                Order::Round => words::BY_ROUND,
                Order::Name => words::BY_NAME,
            };
            Opt::new(one, label)
        })
        .collect();
    view! { <Segmented label=words::ORDER options=options value=order /> }.into_any()
}

/// The three colours, each with its word and its shape; a second press shows all again.
fn colours(colour: RwSignal<Option<Colour>>) -> AnyView {
    let marks = Colour::ALL.map(|one| {
        let chosen = move || colour.get() == Some(one);
        let press = move |_| colour.set(Some(one).filter(|_| !untrack(chosen)));
        view! {
            <button
                type="button"
                class="due-colour"
                aria-pressed=move || if chosen() { "true" } else { "false" }
                on:click=press
            >
                <ColourMark colour=one />
            </button>
        }
    });
    view! {
        <div class="due-colours" role="group" aria-label=move || words::COLOUR.get()>
            {marks.into_iter().collect_view()}
        </div>
    }
    .into_any()
}

/// The programmes in which somebody is due, where there is more than one.
fn programmes(
    whole: RwSignal<Whole>,
    programme: RwSignal<Option<domain::programme::ProgrammeCode>>,
) -> impl IntoView {
    let known = Memo::new(move |_| {
        whole.with(|whole| {
            let mut known = BTreeMap::new();
            for due in whole.people.iter() {
                let card = &due.card;
                known
                    .entry(card.programme.as_str().to_owned())
                    .or_insert_with(|| (card.programme.clone(), card.title.clone()));
            }
            known.into_values().collect::<Vec<_>>()
        })
    });
    move || {
        let known = known.get();
        (known.len() > 1).then(|| {
            let options = known
                .into_iter()
                .map(|(code, title)| {
                    Opt::new(code, Signal::derive(move || said(&title).to_owned()))
                })
                .collect();
            view! { <Select label=words::PROGRAMME hint=words::ALL_PROGRAMMES options=options value=programme /> }
        })
    }
}

/// The villages, where there is more than one.
fn villages(whole: RwSignal<Whole>, village: RwSignal<Option<String>>) -> impl IntoView {
    let known = Memo::new(move |_| whole.with(|whole| whole.villages.clone()));
    move || {
        let villages = known.get();
        (villages.len() > 1).then(|| {
            let options = villages
                .into_iter()
                .map(|one| {
                    let name = one.village.clone();
                    Opt::new(one.village, Signal::derive(move || words::village(&name, one.due)))
                })
                .collect();
            view! { <Select label=words::VILLAGE hint=words::ALL_VILLAGES options=options value=village /> }
        })
    }
}

/// Who follows somebody of the list up, as far as anybody is named.
fn doctors(whole: RwSignal<Whole>, whose: RwSignal<Option<Whose>>) -> impl IntoView {
    let named = |one: &StaffName| ((one.name.clone(), one.staff_id), one.clone());
    // Whoever was named stays: the filter does not vanish with the last person whom it shows.
    let known = Memo::new(move |before: Option<&Vec<StaffName>>| {
        whole.with(|whole| {
            let mut known: BTreeMap<(String, StaffId), StaffName> =
                before.into_iter().flatten().map(named).collect();
            let doctors = whole
                .people
                .iter()
                .filter_map(|due| due.card.doctor.as_ref());
            known.extend(doctors.map(|doctor| named(&doctor.colleague)));
            known.into_values().collect::<Vec<_>>()
        })
    });
    move || {
        let known = known.get();
        (!known.is_empty() || whose.with_untracked(Option::is_some)).then(|| {
            let nobody = Opt::new(Whose::Nobody, passing_on::UNNAMED);
            let options = known
                .into_iter()
                .map(|one| Opt::new(Whose::Of(one.staff_id), Signal::stored(one.name)))
                .chain(std::iter::once(nobody))
                .collect();
            view! { <Select label=passing_on::WHOSE hint=words::ALL_VILLAGES options=options value=whose /> }
        })
    }
}
