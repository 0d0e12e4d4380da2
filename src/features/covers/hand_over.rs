//! Handing a team's residents over, by an administrator: how many it is about first, then piece by
//! piece until nobody is left. One that was broken off is simply asked for again.

use domain::api::directory::{ListTeams, TeamQuery};
use domain::api::handovers::{GetHandover, HandOver, HandoverQuery, PostHandover};
use domain::api::residents::TeamCard;
use domain::codes::Role;
use domain::ids::TeamId;
use leptos::prelude::*;

use crate::features::shared::{Deed, Loaded, use_deed};
use crate::i18n::t;
use crate::i18n::texts::covers as words;
use crate::session;
use crate::store::{self, use_query, use_query_of};
use crate::ui::{
    Actions, Button, Card, Opt, Question, Section, Select, TextArea, use_confirm, use_toasts,
};

/// The form.
#[component]
pub(super) fn HandOverForm() -> impl IntoView {
    let own = untrack(session::staff)
        .filter(|card| card.role == Role::InstitutionAdmin)
        .map(|card| card.institution_id);
    let teams = use_query::<ListTeams>((), TeamQuery { institution: own });
    view! {
        <Section title=words::HAND_OVER>
            <Card>
                <p>{t(words::HAND_OVER_HINT)}</p>
                <Loaded query=teams rows=1 let:teams><Fields teams=teams /></Loaded>
            </Card>
        </Section>
    }
}

fn option(team: &TeamCard) -> Opt<TeamId> {
    Opt::new(team.team_id, Signal::stored(team.name.clone()))
}

#[component]
fn Fields(teams: Vec<TeamCard>) -> impl IntoView {
    let from = RwSignal::new(None::<TeamId>);
    let to = RwSignal::new(None::<TeamId>);
    let village = RwSignal::new(None::<String>);
    let picked = RwSignal::new(String::new());
    let records = Memo::new(move |_| picked.with(|typed| record_numbers(typed)));
    let (givers, takers) = (
        teams.iter().map(option).collect::<Vec<_>>(),
        teams.iter().map(option).collect::<Vec<_>>(),
    );
    let teams = StoredValue::new(teams);
    let found =
        move |id| teams.with_value(|teams| teams.iter().find(|team| team.team_id == id).cloned());
    let name = move |id| found(id).map(|team| team.name).unwrap_or_default();
    let villages = move || {
        village.set(None);
        found(from.get()?).map(|team| {
            let options = team.villages.into_iter();
            let options = options
                .map(|name| Opt::new(name.clone(), Signal::stored(name)))
                .collect();
            view! { <Select label=words::VILLAGE options=options value=village /> }
        })
    };
    view! {
        <Select label=words::FROM_TEAM options=givers value=from />
        {move || records.with(Vec::is_empty).then(villages)}
        <TextArea label=words::PICKED hint=words::PICKED_HINT limit=2000 value=picked />
        <Select label=words::TO_TEAM options=takers value=to />
        {move || match (from.get(), to.get()) {
            (Some(from), Some(to)) if from != to => {
                let records = records.get();
                let village = village.get().filter(|_| records.is_empty());
                let ask = words::hand_over_ask(&name(from), &name(to));
                Some(view! {
                    <Move from=from to=to ask=ask village=village records=records picked=picked />
                }.into_any())
            }
            (Some(from), Some(to)) if from == to => {
                Some(view! { <p role="status">{t(words::ANOTHER_TEAM)}</p> }.into_any())
            }
            _ => None,
        }}
    }
}

/// Record numbers as they were typed or pasted, one a line or parted otherwise.
fn record_numbers(typed: &str) -> Vec<String> {
    typed
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// One piece after the other; every reply says how many are left.
fn go_on(
    deed: Deed<PostHandover>,
    from: TeamId,
    body: HandOver,
    left: RwSignal<Option<u32>>,
    done: Callback<()>,
) {
    deed.send(None, from, body.clone(), move |piece| {
        left.set(Some(piece.left));
        if piece.left == 0 {
            done.run(());
        } else {
            go_on(deed, from, body, left, done);
        }
    });
}

/// What it moves, and the button; `picked` is emptied when it is done.
#[component]
fn Move(
    from: TeamId,
    to: TeamId,
    ask: String,
    village: Option<String>,
    records: Vec<String>,
    picked: RwSignal<String>,
) -> impl IntoView {
    let title = Signal::stored(ask);
    let query = HandoverQuery {
        village: village.clone(),
    };
    let by_hand = records.len();
    let preview = use_query_of::<GetHandover>(move || Some((from, query.clone())));
    let deed = use_deed::<PostHandover>();
    let left = RwSignal::new(None::<u32>);
    let confirm = use_confirm();
    let toasts = use_toasts();
    let done = Callback::new(move |()| {
        toasts.say(words::HANDED_OVER);
        picked.set(String::new());
        store::refresh();
    });
    let ask = move |()| {
        let body = HandOver {
            to,
            village: village.clone(),
            records: records.clone(),
        };
        let question = Question::new(title, words::HAND_OVER_HINT, words::HAND_OVER);
        confirm.ask(question.dangerous(), move |yes| {
            if yes {
                go_on(deed, from, body.clone(), left, done);
            }
        });
    };
    let rest = move || left.get().filter(|left| *left > 0).map(words::left);
    let strange = move || {
        let numbers = deed.named("records", "not_of_team")?;
        Some(view! { <p><strong>{move || words::not_of_team(&numbers)}</strong></p> })
    };
    view! {
        {if by_hand > 0 {
            view! { <p><strong>{move || words::picked(by_hand)}</strong></p> }.into_any()
        } else {
            view! {
                <Loaded query=preview rows=1 let:preview>
                    <p><strong>{move || words::preview(preview.residents, preview.plans)}</strong></p>
                </Loaded>
            }.into_any()
        }}
        <p role="status">{rest}</p>
        {deed.outcome(words::of_code)}
        {strange}
        <Actions><Button label=words::HAND_OVER busy=deed.busy() on_press=ask /></Actions>
    }
}
