//! Finding one of the residents whom the desk may serve, as one types.

use domain::api::residents::{ListResidents, ResidentQuery};
use domain::ids::ResidentId;
use leptos::prelude::*;

use super::{Loaded, person_line};
use crate::i18n::Text;
use crate::i18n::texts::shared as words;
use crate::routes::Route;
use crate::store::use_query_of;
use crate::ui::{Empty, List, ListRow, SearchBox, icon};

/// A search whose findings lead to the page of what is done for the person.
///
/// `<FindResident label=words::FIND to=Route::ResidentGrants/>`
#[component]
pub fn FindResident(
    /// What the person is looked for.
    label: Text,
    /// The page that a finding leads to.
    to: fn(ResidentId) -> Route,
) -> impl IntoView {
    let wanted = RwSignal::new(String::new());
    view! {
        <SearchBox label=label placeholder=words::FIND_HINT value=wanted />
        {move || {
            let q = wanted.get();
            (!q.is_empty()).then(|| view! { <Found q=q to=to /> })
        }}
    }
}

#[component]
fn Found(q: String, to: fn(ResidentId) -> Route) -> impl IntoView {
    let residents = use_query_of::<ListResidents>(move || {
        let query = ResidentQuery {
            q: Some(q.clone()),
            ..ResidentQuery::default()
        };
        Some(((), query))
    });
    view! {
        <Loaded query=residents let:page>
            {if page.items.is_empty() {
                view! { <Empty title=words::FOUND_NONE hint=words::FOUND_NONE_HINT glyph=icon::SEARCH /> }.into_any()
            } else {
                let rows = page.items.into_iter().map(move |card| {
                    let person = card.person;
                    let (resident, name) = (person.resident_id, person.name.clone());
                    let line = Signal::derive(move || person_line(&person));
                    view! {
                        <ListRow
                            title=Signal::stored(name.clone())
                            detail=line
                            avatar=name
                            href=to(resident).href()
                        />
                    }
                });
                let rows = rows.collect_view();
                view! { <List>{rows}</List> }.into_any()
            }}
        </Loaded>
    }
}
