//! The worklist: filters that stay in sight, rows below. The filter is kept in the address, so
//! that Back from a form finds the same list; what was searched for is not, because it is a name.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::api::follow_ups::{Bucket, BucketCounts};
use domain::ids::ResidentId;
use domain::programme::ProgrammeCode;
use domain::rules::three_colours::Colour;
use leptos::prelude::*;

use super::address::{Filter, Order, Whose};
use super::gather::{Whole, gather};
use super::grouping::{Line, Listed, Moved, listed};
use super::more::{self, later};
use super::rounds::{door, village};
use super::row::due_row;
use super::waiting::WaitingPart;
use crate::i18n::texts::worklist as words;
use crate::platform::nav;
use crate::ui::{Disclosure, Empty, Opt, Page, SearchBox, Segmented, VirtualList, icon};

/// What is asked for, each by itself.
#[derive(Clone, Copy)]
pub(super) struct Filters {
    pub(super) bucket: RwSignal<Option<Bucket>>,
    pub(super) programme: RwSignal<Option<ProgrammeCode>>,
    pub(super) village: RwSignal<Option<String>>,
    pub(super) colour: RwSignal<Option<Colour>>,
    pub(super) whose: RwSignal<Option<Whose>>,
    pub(super) order: RwSignal<Order>,
    pub(super) typed: RwSignal<String>,
}

impl Filters {
    fn of(asked: Filter) -> Self {
        Self {
            bucket: RwSignal::new(asked.bucket),
            programme: RwSignal::new(asked.programme),
            village: RwSignal::new(asked.village),
            colour: RwSignal::new(asked.colour),
            whose: RwSignal::new(asked.whose),
            order: RwSignal::new(asked.order),
            typed: RwSignal::new(asked.typed),
        }
    }

    /// All of them together; reactive.
    fn get(self) -> Filter {
        Filter {
            bucket: self.bucket.get(),
            programme: self.programme.get(),
            village: self.village.get(),
            colour: self.colour.get(),
            whose: self.whose.get(),
            order: self.order.get(),
            typed: self.typed.get(),
        }
    }
}

/// What the rows share with the page.
#[derive(Clone, Copy)]
pub(super) struct Shared {
    pub(super) whole: RwSignal<Whole>,
    pub(super) listed: Memo<Listed>,
    pub(super) moved: RwSignal<Moved>,
    pub(super) filters: Filters,
    /// Whether people are being chosen, for a reminder or for a colleague.
    pub(super) choosing: RwSignal<bool>,
    pub(super) chosen: RwSignal<BTreeSet<ResidentId>>,
}

/// Whose follow-up is due.
#[component]
pub fn WorklistPage() -> impl IntoView {
    more::fetch();
    let filters = Filters::of(Filter::read(&untrack(nav::query)));
    let filter = Memo::new(move |_| filters.get());
    let address = Memo::new(move |_| filter.with(Filter::href));
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
        filters,
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
        let narrow = filter.with(|f| {
            *f != Filter {
                bucket: f.bucket,
                order: f.order,
                ..Filter::default()
            }
        });
        all.filter(|_| !narrow)
            .unwrap_or_else(|| listed.with(|listed| listed.counts.clone()))
    });
    view! {
        <Page title=words::TITLE>
            <WaitingPart />
            <SearchBox
                label=words::SEARCH
                placeholder=words::SEARCH_HINT
                value=filters.typed
                at_once=true
            />
            <Buckets counts=counts bucket=filters.bucket />
            <Disclosure summary=words::MORE_TOOLS>
                {later(move |more| (more.tools)(shared))}
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
