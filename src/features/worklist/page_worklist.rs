//! The worklist: filters that stay in sight, rows below. The filter is kept in the address, so
//! that Back from a form finds the same list; what was searched for is not, because it is a name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::api::follow_ups::{Bucket, BucketCounts};
use domain::ids::ResidentId;
use leptos::prelude::*;

use super::address::{Filter, Order};
use super::gather::{Whole, gather};
use super::grouping::{Line, Listed, Moved, listed};
use super::month::Month;
use super::more::{self, later};
use super::rounds::{door, village};
use super::row::due_row;
use super::waiting::WaitingPart;
use crate::features::shared::said;
use crate::i18n::texts::worklist as words;
use crate::platform::nav;
use crate::routes::Route;
use crate::ui::{
    Actions, Button, ButtonLink, Disclosure, Empty, Opt, Page, SearchBox, Segmented, Select,
    VirtualList, icon,
};

/// What the rows share with the page.
#[derive(Clone, Copy)]
pub(super) struct Shared {
    pub(super) whole: RwSignal<Whole>,
    pub(super) listed: Memo<Listed>,
    pub(super) moved: RwSignal<Moved>,
    /// Whether people are being chosen for a reminder.
    pub(super) choosing: RwSignal<bool>,
    pub(super) chosen: RwSignal<BTreeSet<ResidentId>>,
}

/// Whose follow-up is due.
#[component]
pub fn WorklistPage() -> impl IntoView {
    more::fetch();
    let asked = Filter::read(&untrack(nav::query));
    let bucket = RwSignal::new(asked.bucket);
    let programme = RwSignal::new(asked.programme);
    let place = RwSignal::new(asked.village);
    let order = RwSignal::new(asked.order);
    let typed = RwSignal::new(String::new());
    let filter = Memo::new(move |_| Filter {
        bucket: bucket.get(),
        programme: programme.get(),
        village: place.get(),
        order: order.get(),
        typed: typed.get(),
    });
    let address =
        Memo::new(move |_| filter.with(|filter| Route::Worklist.href_with(&filter.query())));
    Effect::new(move |_| nav::replace(&address.get()));

    let whole = RwSignal::new(Whole::default());
    let reading = gather(whole);
    let moved = RwSignal::new(Moved::new());
    let listed = Memo::new(move |_| {
        whole.with(|whole| moved.with(|moved| filter.with(|f| listed(&whole.people, f, moved))))
    });
    let shared = Shared {
        whole,
        listed,
        moved,
        choosing: RwSignal::new(false),
        chosen: RwSignal::new(BTreeSet::new()),
    };
    let filtered = Memo::new(move |_| {
        filter.with(|filter| {
            *filter
                != Filter {
                    order: filter.order,
                    ..Filter::default()
                }
        })
    });
    // Until all of it is here, the service knows better how many there are.
    let counts = Signal::derive(move || {
        let all = whole.with(|whole| (!whole.whole).then(|| whole.counts.clone()));
        let narrow =
            filter.with(|f| f.programme.is_some() || f.village.is_some() || !f.typed.is_empty());
        all.filter(|_| !narrow)
            .unwrap_or_else(|| listed.with(|listed| listed.counts.clone()))
    });
    view! {
        <Page title=words::TITLE>
            <WaitingPart />
            <SearchBox label=words::SEARCH placeholder=words::SEARCH_HINT value=typed at_once=true />
            <Buckets counts=counts bucket=bucket />
            <Disclosure summary=words::MORE_TOOLS>
                <div class="due-filters">
                    {programmes(whole, programme)}
                    {villages(whole, place)}
                </div>
                <Orders order=order />
                <Month />
                <Tools shared=shared />
            </Disclosure>
            {move || shared.choosing.get().then(|| later(move |more| (more.remind)(shared)))}
            {reading}
            <Standing shared=shared />
            <Rows shared=shared address=address filtered=filtered />
        </Page>
    }
}

/// The buckets with how many are in each.
#[component]
fn Buckets(counts: Signal<BucketCounts>, bucket: RwSignal<Option<Bucket>>) -> impl IntoView {
    let count = |of: fn(&BucketCounts) -> u32| {
        Signal::derive(move || counts.with(|counts| of(counts).to_string()))
    };
    let options = vec![
        Opt::new(None, words::ALL),
        Opt::new(Some(Bucket::Urgent), words::URGENT).note(count(|counts| counts.urgent)),
        Opt::new(Some(Bucket::Overdue), words::OVERDUE).note(count(|counts| counts.overdue)),
        Opt::new(Some(Bucket::Soon), words::SOON).note(count(|counts| counts.soon)),
    ];
    view! { <Segmented label=words::SHOW options=options value=bucket /> }
}

#[component]
fn Orders(order: RwSignal<Order>) -> impl IntoView {
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
    view! { <Segmented label=words::ORDER options=options value=order /> }
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

/// How many people the list shows, and how much of it is here.
#[component]
fn Standing(shared: Shared) -> impl IntoView {
    let here = Memo::new(move |_| {
        shared.whole.with(|whole| {
            let people = u32::try_from(whole.people.len()).unwrap_or(u32::MAX);
            (
                people,
                whole.whole,
                whole.counts.all(),
                whole.today.is_some(),
            )
        })
    });
    let people = move || shared.listed.with(|listed| listed.people);
    let line = move || {
        let (loaded, whole, all, any) = here.get();
        match (any, whole) {
            (false, _) => String::new(),
            (true, true) => words::people(people()),
            (true, false) => words::loading(loaded, all),
        }
    };
    view! { <p class="muted" role="status">{line}</p> }
}

/// What can be done with the list as a whole.
#[component]
fn Tools(shared: Shared) -> impl IntoView {
    let choose = move |()| shared.choosing.set(true);
    let busy = Signal::derive(move || shared.choosing.get());
    view! {
        <Actions row=true>
            <Button label=words::REMIND_SEVERAL glyph=icon::BELL blocked=busy on_press=choose />
            <ButtonLink label=words::CLOSED glyph=icon::FILE href=Route::ClosedFollowUps.href() />
        </Actions>
    }
}

#[component]
fn Rows(shared: Shared, address: Memo<String>, filtered: Memo<bool>) -> impl IntoView {
    let rows = Signal::derive(move || shared.listed.with(|listed| listed.rows.clone()));
    let more = Signal::derive(move || shared.whole.with(|whole| !whole.whole));
    let nobody = Memo::new(move |_| {
        let here = shared
            .whole
            .with(|whole| whole.today.is_some() && whole.whole);
        here && shared.listed.with(|listed| listed.people == 0)
    });
    let draw = move |at: usize| {
        let line = shared.listed.with_untracked(|listed| {
            let lines: &Arc<[Line]> = &listed.lines;
            lines.get(at).cloned()
        });
        match line {
            Some(Line::Due(due)) => due_row(due, shared),
            Some(Line::Village(name, due)) => village(&name, due),
            Some(Line::Door(one)) => door(one, shared),
            None => ().into_any(),
        }
    };
    let empty = move || {
        nobody.get().then(|| {
            if filtered.get() {
                view! { <Empty title=words::NONE_FOUND hint=words::NONE_FOUND_HINT glyph=icon::SEARCH /> }.into_any()
            } else {
                view! { <Empty title=words::NONE hint=words::NONE_HINT glyph=icon::DONE /> }.into_any()
            }
        })
    };
    view! {
        {empty}
        <VirtualList label=words::TITLE name=address rows=rows more=more draw=draw />
    }
}
