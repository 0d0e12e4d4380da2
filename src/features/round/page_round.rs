//! The page: whom, what, and whoever was entered already.

use domain::api::residents::{ListResidents, PersonHeader, ResidentCard, ResidentQuery};
use leptos::prelude::*;

use super::entry::Entry;
use crate::features::shared::{LittleRoom, Loaded, person_line};
use crate::i18n::t;
use crate::i18n::texts::{residents, round as words};
use crate::routes::Route;
use crate::store::use_query_of;
use crate::ui::{Button, Empty, List, ListRow, Page, SearchBox, Section, icon};

/// One after another.
#[component]
pub fn RoundPage() -> impl IntoView {
    let chosen = RwSignal::new(None::<PersonHeader>);
    let done = RwSignal::new(Vec::<(PersonHeader, String)>::new());
    let wanted = RwSignal::new(String::new());
    let finished = move |said: String| {
        if let Some(person) = chosen.get_untracked() {
            done.update(|done| done.insert(0, (person, said)));
        }
        wanted.set(String::new());
        chosen.set(None);
    };
    view! {
        <Page title=words::TITLE back=Route::StaffMe.href()>
            {move || match chosen.get() {
                Some(person) => view! {
                    <Entry person=person on_done=finished on_other=move |()| chosen.set(None) />
                }
                .into_any(),
                None => view! { <Whom chosen=chosen wanted=wanted done=done /> }.into_any(),
            }}
        </Page>
    }
}

#[component]
fn Whom(
    chosen: RwSignal<Option<PersonHeader>>,
    wanted: RwSignal<String>,
    done: RwSignal<Vec<(PersonHeader, String)>>,
) -> impl IntoView {
    let some = Memo::new(move |_| done.with(|done| !done.is_empty()));
    view! {
        <LittleRoom />
        <p class="muted">{t(words::WHO)}</p>
        <SearchBox label=residents::SEARCH placeholder=residents::SEARCH_HINT value=wanted />
        {move || {
            let q = Some(wanted.get()).filter(|q| !q.is_empty());
            let query = ResidentQuery { q, ..ResidentQuery::default() };
            view! { <Rows query=query chosen=chosen /> }
        }}
        {move || some.get().then(|| {
            let rows = done.get().into_iter().map(|(person, said)| view! {
                <ListRow title=Signal::stored(person.name) detail=Signal::stored(said) glyph=icon::CHECK />
            });
            view! {
                <Section title=words::DONE_TODAY>
                    <p class="muted">{move || words::count(done.with(Vec::len))}</p>
                    <List>{rows.collect_view()}</List>
                </Section>
            }
        })}
    }
}

/// One page of people, and the next below it once it is asked for.
#[component]
fn Rows(query: ResidentQuery, chosen: RwSignal<Option<PersonHeader>>) -> AnyView {
    let asked = query.clone();
    let people = use_query_of::<ListResidents>(move || Some(((), asked.clone())));
    let further = RwSignal::new(false);
    view! {
        <Loaded query=people rows=6 let:page>
            {if page.items.is_empty() {
                view! { <Empty title=residents::NONE hint=residents::NONE_HINT glyph=icon::SEARCH /> }
                    .into_any()
            } else {
                let rows = page.items.into_iter().map(move |card| view! { <Row card=card chosen=chosen /> });
                view! { <List>{rows.collect_view()}</List> }.into_any()
            }}
            {
                let query = query.clone();
                page.next.map(move |next| {
                    let query = ResidentQuery { cursor: Some(next), ..query };
                    move || if further.get() {
                        view! { <Rows query=query.clone() chosen=chosen /> }.into_any()
                    } else {
                        view! { <Button label=residents::MORE on_press=move |()| further.set(true) /> }
                            .into_any()
                    }
                })
            }
        </Loaded>
    }
    .into_any()
}

#[component]
fn Row(card: ResidentCard, chosen: RwSignal<Option<PersonHeader>>) -> impl IntoView {
    let person = card.person;
    let (name, line) = (person.name.clone(), person.clone());
    let line = Signal::derive(move || person_line(&line));
    view! {
        <ListRow
            title=Signal::stored(name.clone())
            detail=line
            avatar=name
            on_press=move |()| chosen.set(Some(person.clone()))
        />
    }
}
