//! Requests and contracts of one's own team.

use domain::api::contracts::{ContractLine, ContractQuery, ContractState, ListTeamContracts};
use leptos::prelude::*;

use crate::features::shared::{Loaded, contract_tone, person_line};
use crate::i18n::format;
use crate::i18n::texts::contract as words;
use crate::routes::Route;
use crate::store::use_query_of;
use crate::ui::{Button, Empty, List, ListRow, Opt, Page, Segmented, Status, icon};

/// The inbox.
#[component]
pub fn TeamContractsPage() -> impl IntoView {
    let state = RwSignal::new(Some(ContractState::Submitted));
    let filters = vec![
        Opt::new(Some(ContractState::Submitted), words::WAITING),
        Opt::new(Some(ContractState::Active), words::IN_FORCE),
        Opt::new(None, words::ALL),
    ];
    view! {
        <Page title=words::INBOX back=Route::StaffMe.href()>
            <Segmented label=words::INBOX options=filters value=state />
            {move || view! { <Lines state=state.get() cursor=None /> }}
        </Page>
    }
}

/// One page of the list, and the next below it once it is asked for.
#[component]
fn Lines(state: Option<ContractState>, cursor: Option<String>) -> AnyView {
    let first = cursor.is_none();
    let lines = use_query_of::<ListTeamContracts>(move || {
        Some((
            (),
            ContractQuery {
                state,
                cursor: cursor.clone(),
            },
        ))
    });
    let further = RwSignal::new(false);
    view! {
        <Loaded query=lines let:page>
            {if first && page.items.is_empty() {
                view! { <Empty title=words::INBOX_EMPTY hint=words::INBOX_EMPTY_HINT glyph=icon::SIGNED /> }.into_any()
            } else {
                let rows = page.items.into_iter().map(|line| view! { <Row line=line /> }).collect_view();
                view! { <List>{rows}</List> }.into_any()
            }}
            {page.next.map(|next| view! {
                {move || if further.get() {
                    view! { <Lines state=state cursor=Some(next.clone()) /> }.into_any()
                } else {
                    view! { <Button label=words::MORE on_press=move |()| further.set(true) /> }.into_any()
                }}
            })}
        </Loaded>
    }
    .into_any()
}

#[component]
fn Row(line: ContractLine) -> impl IntoView {
    let ContractLine {
        contract_id,
        person,
        packages,
        state,
        asked_at,
        ..
    } = line;
    let name = person.name.clone();
    let detail = Signal::derive(move || {
        [
            person_line(&person),
            packages.join("、"),
            format::date_time(asked_at),
        ]
        .join(format::DOT)
    });
    view! {
        <ListRow
            title=Signal::stored(name.clone())
            detail=detail
            avatar=name
            href=Route::StaffContract(contract_id).href()
        >
            <Status tone=contract_tone(state) label=words::state(state) />
        </ListRow>
    }
}
