//! The list as it comes: the first page at once, the others behind it, page by page, until all of it is
//! here. Then filters, order and search ask nobody any more.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use domain::api::follow_ups::{
    BucketCounts, DUE_ROWS_MAX, DueList, DueQuery, ListDue, VillageCount,
};
use domain::ids::ResidentId;
use leptos::prelude::*;

use super::grouping::Due;
use crate::features::shared::Loaded;
use crate::store::{Query, use_query};

/// A page as it was answered.
#[derive(Clone)]
struct Gathered {
    people: Arc<[Arc<Due>]>,
    ended: bool,
}

/// All that is here of the list.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Whole {
    /// In the order of the list.
    pub(super) people: Arc<[Arc<Due>]>,
    /// Whether nothing is still to come.
    pub(super) whole: bool,
    /// The day the list is for; `None` before anything is here.
    pub(super) today: Option<NaiveDate>,
    /// How many in all.
    pub(super) counts: BucketCounts,
    pub(super) villages: Vec<VillageCount>,
}

/// Reads the list, page by page, for as long as the calling component lives. What has to be shown of the
/// reading itself (grey rows, a failure, an old answer) is the view that comes with it.
pub(super) fn gather(whole: RwSignal<Whole>) -> AnyView {
    let pages = RwSignal::new(Vec::<Gathered>::new());
    Effect::new(move |_| {
        pages.with(|pages| {
            whole.update(|whole| {
                whole.people = together(pages);
                whole.whole = pages.last().is_some_and(|page| page.ended);
            });
        });
    });
    let first = use_query::<ListDue>((), DueQuery::default());
    Effect::new(move |_| {
        if let Some(list) = first.data() {
            whole.update(|whole| {
                whole.today = Some(list.today);
                whole.counts = list.counts;
                whole.villages = list.villages;
            });
        }
    });
    let rest = page(first, 0, pages);
    view! {
        <Loaded query=first rows=6 let:_list>""</Loaded>
        {rest}
    }
    .into_any()
}

/// Whoever stands on two pages, because the list changed between them, is shown once. Of whoever is due in
/// several programmes each row says so.
fn together(pages: &[Gathered]) -> Arc<[Arc<Due>]> {
    let mut known = BTreeSet::new();
    let mut programmes: BTreeMap<ResidentId, u32> = BTreeMap::new();
    let people = pages.iter().flat_map(|page| page.people.iter());
    let people: Vec<&Arc<Due>> = people
        .filter(|due| known.insert((due.resident(), due.card.programme.clone())))
        .inspect(|due| *programmes.entry(due.resident()).or_default() += 1)
        .collect();
    people
        .into_iter()
        .map(|due| match programmes.get(&due.resident()) {
            Some(many) if *many > 1 => Arc::new(due.due_in(*many)),
            _ => due.clone(),
        })
        .collect()
}

/// Keeps a page as it comes, and reads the next one behind it.
fn page(query: Query<DueList>, nth: usize, pages: RwSignal<Vec<Gathered>>) -> AnyView {
    let next = Memo::new(move |_| query.data().map(|list| list.next));
    Effect::new(move |_| {
        let Some(list) = query.data() else { return };
        let gathered = Gathered {
            people: list.items.into_iter().map(Due::new).map(Arc::new).collect(),
            ended: list.next.is_none(),
        };
        pages.update(|pages| {
            if gathered.ended {
                pages.truncate(nth);
            }
            match pages.get_mut(nth) {
                Some(known) => *known = gathered,
                None => pages.push(gathered),
            }
        });
    });
    let rest = move || {
        let cursor = next.get().flatten()?;
        let query = DueQuery {
            cursor: Some(cursor),
            rows: Some(DUE_ROWS_MAX),
            ..DueQuery::default()
        };
        Some(page(use_query::<ListDue>((), query), nth + 1, pages))
    };
    view! { {rest} }.into_any()
}
