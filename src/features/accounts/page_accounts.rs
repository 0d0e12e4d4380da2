//! The accounts of one's scope, searched and by state.

use domain::api::staff::{ListStaff, StaffAccount, StaffQuery, StaffState};
use leptos::prelude::*;

use crate::features::shared::{Loaded, word};
use crate::i18n::format;
use crate::i18n::texts::{accounts as words, quarantine};
use crate::platform::nav;
use crate::routes::{Route, query_value};
use crate::store::use_query_of;
use crate::ui::{
    Button, ButtonLink, ButtonLook, Empty, List, ListRow, Opt, Page, SearchBox, Segmented, Status,
    Tone, icon,
};

/// Search, filter, list.
#[component]
pub fn AccountsPage() -> impl IntoView {
    let asked = query_value(&untrack(nav::query), "q").unwrap_or_default();
    let wanted = RwSignal::new(asked);
    let state = RwSignal::new(None::<StaffState>);
    let states = [
        StaffState::Active,
        StaffState::Invited,
        StaffState::Disabled,
    ];
    let mut options = vec![Opt::new(None, words::ALL)];
    options.extend(states.map(|one| Opt::new(Some(one), words::state(one))));
    view! {
        <Page title=words::TITLE>
            <ButtonLink label=words::INVITE look=ButtonLook::Primary href=Route::Invite.href() />
            <SearchBox label=words::SEARCH placeholder=words::SEARCH_HINT value=wanted />
            <Segmented label=words::WHICH options=options value=state />
            {move || {
                let q = Some(wanted.get()).filter(|q| !q.is_empty());
                let query = StaffQuery { q, state: state.get(), ..StaffQuery::default() };
                view! { <Rows query=query first=true /> }
            }}
            <List>
                <ListRow title=words::RULES glyph=icon::CLOCK href=Route::StaffRules.href() />
                <ListRow
                    title=quarantine::OF_STAFF
                    glyph=icon::ON_DEVICE
                    href=Route::HandedIn.href()
                />
                <ListRow title=words::INSTITUTIONS glyph=icon::PIN href=Route::Institutions.href() />
            </List>
        </Page>
    }
}

/// One page of the list, and the next below it once it is asked for.
#[component]
fn Rows(query: StaffQuery, first: bool) -> AnyView {
    let asked = query.clone();
    let accounts = use_query_of::<ListStaff>(move || Some(((), asked.clone())));
    let further = RwSignal::new(false);
    view! {
        <Loaded query=accounts rows=6 let:page>
            {if first && page.items.is_empty() {
                view! { <Empty title=words::NONE hint=words::NONE_HINT glyph=icon::SEARCH /> }.into_any()
            } else {
                let rows = page.items.into_iter().map(|account| view! { <Row account=account /> });
                view! { <List>{rows.collect_view()}</List> }.into_any()
            }}
            {
                let query = query.clone();
                page.next.map(move |next| {
                    let query = StaffQuery { cursor: Some(next), ..query };
                    move || if further.get() {
                        view! { <Rows query=query.clone() first=false /> }.into_any()
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
fn Row(account: StaffAccount) -> impl IntoView {
    let StaffAccount {
        staff_id,
        name,
        title,
        role,
        institution,
        state,
        ..
    } = account;
    let detail = Signal::derive(move || {
        let role = word(role.zh(), role.en());
        let parts = [title.as_deref(), Some(role), Some(&institution)];
        parts
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(format::DOT)
    });
    view! {
        <ListRow
            title=Signal::stored(name.clone())
            detail=detail
            avatar=name
            href=Route::Account(staff_id).href()
        >
            <Status tone=tone(state) label=words::state(state) />
        </ListRow>
    }
}

/// How an account's state looks.
pub(super) fn tone(state: StaffState) -> Tone {
    match state {
        StaffState::Invited => Tone::Info,
        StaffState::Active => Tone::Ok,
        StaffState::Disabled => Tone::Neutral,
    }
}
