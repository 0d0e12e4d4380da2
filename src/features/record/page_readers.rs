//! Who has read or changed my record, newest first.

use domain::api::residents::{CursorQuery, ListReaders, Reader};
use domain::codes::Capacity;
use domain::ids::ResidentId;
use leptos::prelude::*;

use crate::features::shared::{Loaded, word};
use crate::i18n::texts::readers as words;
use crate::i18n::{format, t};
use crate::routes::Route;
use crate::session;
use crate::store::use_query;
use crate::ui::{Button, Empty, List, ListRow, Page, Status, Tone, icon};

/// The trail of the record of the person this phone acts for.
#[component]
pub fn ReadersPage() -> impl IntoView {
    let resident = Memo::new(|_| session::resident_id());
    view! {
        <Page title=words::READERS back=Route::Record.href()>
            <p class="muted">{t(words::READERS_HINT)}</p>
            {move || resident.get().map(|resident| view! { <Rows resident=resident cursor=None first=true /> })}
        </Page>
    }
}

/// One page of the trail, and the next below it once it is asked for.
#[component]
fn Rows(resident: ResidentId, cursor: Option<String>, first: bool) -> AnyView {
    let readers = use_query::<ListReaders>(resident, CursorQuery { cursor });
    let further = RwSignal::new(false);
    view! {
        <Loaded query=readers rows=5 let:page>
            {if first && page.items.is_empty() {
                view! { <Empty title=words::NO_READERS hint=words::NO_READERS_HINT glyph=icon::EYE /> }.into_any()
            } else {
                let rows = page.items.into_iter().map(|reader| view! { <Row reader=reader /> }).collect_view();
                view! { <List>{rows}</List> }.into_any()
            }}
            {page.next.map(|next| view! {
                {move || if further.get() {
                    view! { <Rows resident=resident cursor=Some(next.clone()) first=false /> }.into_any()
                } else {
                    view! { <Button label=words::MORE on_press=move |()| further.set(true) /> }.into_any()
                }}
            })}
        </Loaded>
    }
    .into_any()
}

#[component]
fn Row(reader: Reader) -> impl IntoView {
    let Reader {
        at,
        who,
        role,
        institution,
        action,
        own,
        capacity,
        covering,
    } = reader;
    let family = move || match capacity {
        Some(Capacity::Oneself) | None => words::OWN.get(),
        Some(capacity) => word(capacity.zh(), capacity.en()),
    };
    let title = Signal::derive(move || {
        let role = role
            .map(|role| word(role.zh(), role.en()))
            .unwrap_or_default();
        // A phone that acts has no name, only its masked number.
        [&format::phone(&who), " ", role].concat().trim().to_owned()
    });
    let detail = Signal::derive(move || {
        let parts = [
            Some(words::action(action).get().to_owned()),
            Some(format::date_time(at)),
            institution.clone(),
        ];
        parts
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(format::DOT)
    });
    view! {
        <ListRow title=title detail=detail glyph=icon::PERSON>
            {covering.then(|| view! { <Status tone=Tone::Neutral label=words::COVERING /> })}
            {own.then(|| view! { <Status tone=Tone::Info label=Signal::derive(move || family().to_owned()) /> })}
        </ListRow>
    }
}
