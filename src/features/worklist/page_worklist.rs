//! The worklist: filters that stay in sight, rows below. The filter is kept in the address, so
//! that Back from a form finds the same list; what was searched for is not, because it is a name.

use chrono::NaiveDate;
use domain::api::follow_ups::{
    Bucket, BucketCounts, DueCard, DueList, DueQuery, ListDue, RecordFollowUp,
};
use leptos::prelude::*;

use super::model;
use super::waiting::WaitingPart;
use crate::features::shared::{ColourMark, Loaded, said};
use crate::i18n::texts::worklist as words;
use crate::i18n::{format, t};
use crate::platform::nav;
use crate::routes::{Route, query_value};
use crate::store::{self, Standing, use_query, use_query_of};
use crate::ui::{
    Button, Empty, List, ListRow, Opt, Page, SearchBox, Segmented, Select, Status, SyncMark,
    SyncState, icon,
};

/// Whose follow-up is due.
#[component]
pub fn WorklistPage() -> impl IntoView {
    let asked = |name| query_value(&untrack(nav::query), name).filter(|value| !value.is_empty());
    let bucket = RwSignal::new(asked("due").and_then(|due| model::read(&due)));
    let village = RwSignal::new(asked("village"));
    let wanted = RwSignal::new(String::new());
    let filter = move || DueQuery {
        bucket: bucket.get(),
        village: village.get(),
        q: Some(wanted.get()).filter(|q| !q.is_empty()),
        cursor: None,
    };
    let due = use_query_of::<ListDue>(move || Some(((), filter())));
    // An address without a filter stays as short as the menu writes it.
    Effect::new(move |_| {
        let (due, village) = (
            model::written(bucket.get()),
            village.get().unwrap_or_default(),
        );
        let query: Vec<_> = [("due", due), ("village", village.as_str())]
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .collect();
        nav::replace(&Route::Worklist.href_with(&query));
    });
    let known = Memo::new(move |before: Option<&Option<DueList>>| {
        due.data().or_else(|| before.cloned().flatten())
    });
    let counts =
        Signal::derive(move || known.with(|list| list.as_ref().map(|list| list.counts.clone())));
    view! {
        <Page title=words::TITLE>
            <WaitingPart />
            <SearchBox label=words::SEARCH placeholder=words::SEARCH_HINT value=wanted />
            <Buckets counts=counts bucket=bucket />
            <Villages list=known village=village />
            <Loaded query=due rows=6 let:list>
                <Rows list=list filter=untrack(filter) first=true />
            </Loaded>
        </Page>
    }
}

/// The buckets with how many are in each.
#[component]
fn Buckets(
    counts: Signal<Option<BucketCounts>>,
    bucket: RwSignal<Option<Bucket>>,
) -> impl IntoView {
    let count = |of: fn(&BucketCounts) -> u32| {
        Signal::derive(move || {
            counts.with(|counts| {
                counts
                    .as_ref()
                    .map(|counts| of(counts).to_string())
                    .unwrap_or_default()
            })
        })
    };
    let options = vec![
        Opt::new(None, words::ALL),
        Opt::new(Some(Bucket::Urgent), words::URGENT).note(count(|counts| counts.urgent)),
        Opt::new(Some(Bucket::Overdue), words::OVERDUE).note(count(|counts| counts.overdue)),
        Opt::new(Some(Bucket::Soon), words::SOON).note(count(|counts| counts.soon)),
    ];
    view! { <Segmented label=words::SHOW options=options value=bucket /> }
}

/// The villages, where there is more than one.
#[component]
fn Villages(list: Memo<Option<DueList>>, village: RwSignal<Option<String>>) -> impl IntoView {
    let villages = Memo::new(move |_| {
        list.with(|list| {
            list.as_ref()
                .map(|list| list.villages.clone())
                .unwrap_or_default()
        })
    });
    move || {
        let villages = villages.get();
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

/// The rows of one page, and the next page below it once it is asked for.
#[component]
fn Rows(list: DueList, filter: DueQuery, #[prop(optional)] first: bool) -> AnyView {
    let DueList {
        today, items, next, ..
    } = list;
    if first && items.is_empty() {
        let all = filter == DueQuery::default();
        return if all {
            view! { <Empty title=words::NONE hint=words::NONE_HINT glyph=icon::DONE /> }.into_any()
        } else {
            view! { <Empty title=words::NONE_FOUND hint=words::NONE_FOUND_HINT glyph=icon::SEARCH /> }.into_any()
        };
    }
    let rows = items
        .into_iter()
        .map(|card| view! { <Row card=card today=today /> })
        .collect_view();
    let further = RwSignal::new(false);
    let more = next.map(|cursor| {
        let filter = DueQuery {
            cursor: Some(cursor),
            ..filter
        };
        move || {
            if further.get() {
                view! { <Further filter=filter.clone() /> }.into_any()
            } else {
                view! { <Button label=words::MORE on_press=move |()| further.set(true) /> }
                    .into_any()
            }
        }
    });
    view! {
        <List>{rows}</List>
        {more}
    }
    .into_any()
}

#[component]
fn Further(filter: DueQuery) -> AnyView {
    let due = use_query::<ListDue>((), filter.clone());
    view! {
        <Loaded query=due let:list>
            <Rows list=list filter=filter.clone() />
        </Loaded>
    }
    .into_any()
}

#[component]
fn Row(card: DueCard, today: NaiveDate) -> impl IntoView {
    let resident = card.person.resident_id;
    let name = card.person.name.clone();
    let age = card.person.age;
    let title = Signal::derive(move || [name.as_str(), " ", &format::age(age)].concat());
    let programme = card.programme.clone();
    let colour = card.colour;
    let route = Route::FollowUpForm(resident, programme.clone());
    let card = StoredValue::new(card);
    let detail = Signal::derive(move || {
        card.with_value(|card| {
            let title = said(&card.title).to_owned();
            let parts = [
                Some(title),
                model::last_value(card),
                Some(card.person.village.clone()),
            ];
            parts
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(format::DOT)
        })
    });
    let tone = card.with_value(|card| model::why(card, today).0);
    let why = Signal::derive(move || card.with_value(|card| model::why(card, today).1));
    // What was recorded without network stays in the list until the backend has it.
    let unsent = Memo::new(move |_| {
        let standing = store::standing_at::<RecordFollowUp>(&(resident, programme.clone()));
        standing.map(|standing| match standing {
            Standing::Here => SyncState::OnDevice,
            Standing::Sending => SyncState::Sent,
            Standing::Refused(_) => SyncState::NeedsYou,
            Standing::Accepted(_) => SyncState::Accepted,
        })
    });
    let end = move || match unsent.get() {
        Some(state) => view! { <SyncMark state=Signal::stored(state) /> }.into_any(),
        None => view! { <strong>{t(words::VISIT)}</strong> }.into_any(),
    };
    view! {
        <ListRow title=title detail=detail href=route.href()>
            {colour.map(|colour| view! { <ColourMark colour=colour /> })}
            <Status tone=tone label=why />
            {end}
        </ListRow>
    }
}
