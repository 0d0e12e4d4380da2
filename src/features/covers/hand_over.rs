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
use crate::ui::{Actions, Button, Card, Opt, Question, Section, Select, use_confirm, use_toasts};

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
    let (givers, takers) = (
        teams.iter().map(option).collect::<Vec<_>>(),
        teams.iter().map(option).collect::<Vec<_>>(),
    );
    let villages = move || {
        let chosen = from.get();
        village.set(None);
        let served = teams.iter().find(|team| Some(team.team_id) == chosen);
        served.map(|team| {
            let options = team.villages.iter();
            let options = options
                .map(|name| Opt::new(name.clone(), Signal::stored(name.clone())))
                .collect();
            view! { <Select label=words::VILLAGE options=options value=village /> }
        })
    };
    view! {
        <Select label=words::FROM_TEAM options=givers value=from />
        {villages}
        <Select label=words::TO_TEAM options=takers value=to />
        {move || match (from.get(), to.get()) {
            (Some(from), Some(to)) if from != to => {
                let village = village.get();
                Some(view! { <Move from=from to=to village=village /> })
            }
            _ => None,
        }}
    }
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

#[component]
fn Move(from: TeamId, to: TeamId, village: Option<String>) -> impl IntoView {
    let query = HandoverQuery {
        village: village.clone(),
    };
    let preview = use_query_of::<GetHandover>(move || Some((from, query.clone())));
    let deed = use_deed::<PostHandover>();
    let left = RwSignal::new(None::<u32>);
    let confirm = use_confirm();
    let toasts = use_toasts();
    let done = Callback::new(move |()| {
        toasts.say(words::HANDED_OVER);
        store::refresh();
    });
    let ask = move |()| {
        let body = HandOver {
            to,
            village: village.clone(),
        };
        let question = Question::new(
            words::HAND_OVER_ASK,
            words::HAND_OVER_HINT,
            words::HAND_OVER,
        );
        confirm.ask(question.dangerous(), move |yes| {
            if yes {
                go_on(deed, from, body.clone(), left, done);
            }
        });
    };
    let rest = move || left.get().filter(|left| *left > 0).map(words::left);
    view! {
        <Loaded query=preview rows=1 let:preview>
            <p><strong>{move || words::preview(preview.residents, preview.plans)}</strong></p>
        </Loaded>
        <p role="status">{rest}</p>
        {deed.outcome(|_| None)}
        <Actions><Button label=words::HAND_OVER busy=deed.busy() on_press=ask /></Actions>
    }
}
