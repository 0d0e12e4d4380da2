//! Search and list of the residents in one's scope.

use domain::api::residents::{ListResidents, ResidentCard, ResidentQuery};
use domain::ids::ResidentId;
use leptos::prelude::*;

use crate::features::shared::{ColourMark, DepartureMark, Loaded, person_line, said, word};
use crate::i18n::texts::residents as words;
use crate::platform::nav;
use crate::routes::{Route, query_value};
use crate::store::use_query_of;
use crate::ui::{Button, Empty, List, ListRow, SearchBox, icon};

/// The search and what it finds; `chosen` is marked.
#[component]
pub(super) fn ResidentList(
    /// Whose page stands beside the list.
    chosen: Option<ResidentId>,
) -> impl IntoView {
    let asked = query_value(&untrack(nav::query), "q").unwrap_or_default();
    let wanted = RwSignal::new(asked);
    view! {
        <SearchBox label=words::SEARCH placeholder=words::SEARCH_HINT value=wanted />
        {move || {
            let q = Some(wanted.get()).filter(|q| !q.is_empty());
            let query = ResidentQuery { q, ..ResidentQuery::default() };
            view! { <Rows query=query chosen=chosen first=true /> }
        }}
    }
}

/// One page of the list, and the next below it once it is asked for.
#[component]
fn Rows(query: ResidentQuery, chosen: Option<ResidentId>, first: bool) -> AnyView {
    let asked = query.clone();
    let residents = use_query_of::<ListResidents>(move || Some(((), asked.clone())));
    let further = RwSignal::new(false);
    view! {
        <Loaded query=residents rows=6 let:page>
            {if first && page.items.is_empty() {
                view! { <Empty title=words::NONE hint=words::NONE_HINT glyph=icon::SEARCH /> }.into_any()
            } else {
                let rows = page
                    .items
                    .into_iter()
                    .map(|card| view! { <Row card=card chosen=chosen /> })
                    .collect_view();
                view! { <List>{rows}</List> }.into_any()
            }}
            {
                let query = query.clone();
                page.next.map(move |next| {
                    let query = ResidentQuery { cursor: Some(next), ..query };
                    move || if further.get() {
                        view! { <Rows query=query.clone() chosen=chosen first=false /> }.into_any()
                    } else {
                        view! { <Button label=words::MORE on_press=move |()| further.set(true) /> }.into_any()
                    }
                })
            }
        </Loaded>
    }
    .into_any()
}

#[component]
fn Row(card: ResidentCard, chosen: Option<ResidentId>) -> impl IntoView {
    let ResidentCard {
        person,
        programmes,
        colour,
        departure,
        ..
    } = card;
    let resident = person.resident_id;
    let name = person.name.clone();
    let line = Signal::derive(move || person_line(&person));
    let programmes = move || {
        let names = programmes.iter().map(|one| said(&one.title));
        names.collect::<Vec<_>>().join(word("、", ", "))
    };
    view! {
        <ListRow
            title=Signal::stored(name.clone())
            detail=line
            avatar=name
            href=Route::Resident(resident).href()
            current=chosen == Some(resident)
        >
            {departure.map(|left| view! { <DepartureMark departure=left /> })}
            {colour.map(|colour| view! { <ColourMark colour=colour /> })}
            <span class="muted">{programmes}</span>
        </ListRow>
    }
}
