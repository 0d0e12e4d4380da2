//! Arranging a cover: who, from when, until when.

use chrono::NaiveDate;
use domain::api::covers::{ArrangeCover, Colleague, ListColleagues, PostCover};
use domain::api::directory::{ListTeams, TeamQuery};
use domain::codes::Role;
use domain::ids::{CoverId, StaffId, TeamId};
use leptos::prelude::*;

use crate::features::shared::{Loaded, use_deed, word};
use crate::i18n::texts::covers as words;
use crate::i18n::{format, t};
use crate::platform::{clock, id};
use crate::session;
use crate::store::{self, use_query};
use crate::ui::{
    Actions, Button, ButtonLook, Card, DateField, Form, Opt, Section, Select, use_toasts,
};

/// For administrators: the team first.
#[component]
pub(super) fn ArrangeForAny() -> impl IntoView {
    let own = untrack(session::staff)
        .filter(|card| card.role == Role::InstitutionAdmin)
        .map(|card| card.institution_id);
    let teams = use_query::<ListTeams>((), TeamQuery { institution: own });
    let team = RwSignal::new(None::<TeamId>);
    view! {
        <Section title=words::ARRANGE>
            <Card>
                <Loaded query=teams rows=1 let:teams>
                    <Select
                        label=words::TEAM
                        options=teams
                            .into_iter()
                            .map(|team| Opt::new(team.team_id, Signal::stored(team.name)))
                            .collect()
                        value=team
                    />
                </Loaded>
            </Card>
        </Section>
        {move || team.get().map(|team| view! { <Arrange team=team /> })}
    }
}

/// The form for one team. `quiet` shows nothing to those who may not arrange its cover.
#[component]
pub(super) fn Arrange(team: TeamId, #[prop(optional)] quiet: bool) -> impl IntoView {
    let colleagues = use_query::<ListColleagues>(team, ());
    let data = Memo::new(move |_| colleagues.data());
    let form = move || {
        data.get()
            .map(|colleagues| view! { <ArrangeForm team=team colleagues=colleagues /> })
    };
    if quiet {
        view! { {form} }.into_any()
    } else {
        view! {
            <Loaded query=colleagues rows=2 let:colleagues>
                <ArrangeForm team=team colleagues=colleagues />
            </Loaded>
        }
        .into_any()
    }
}

#[component]
fn ArrangeForm(team: TeamId, colleagues: Vec<Colleague>) -> impl IntoView {
    let cover_id = RwSignal::new(id::new::<CoverId>());
    let who = RwSignal::new(None::<StaffId>);
    let from = RwSignal::new(None::<NaiveDate>);
    let until = RwSignal::new(None::<NaiveDate>);
    let missing = RwSignal::new(false);
    let arrange = use_deed::<PostCover>();
    let toasts = use_toasts();
    let submit = move || {
        missing.set(true);
        let (Some(staff_id), Some(first), Some(last)) = (
            who.get_untracked(),
            from.get_untracked(),
            until.get_untracked(),
        ) else {
            return;
        };
        let body = ArrangeCover {
            id: cover_id.get_untracked(),
            team_id: team,
            staff_id,
            from: first,
            until: last,
        };
        arrange.send(None, (), body, move |_| {
            missing.set(false);
            cover_id.set(id::new());
            who.set(None);
            from.set(None);
            until.set(None);
            toasts.say(words::DONE);
            store::refresh();
        });
    };
    let options = colleagues
        .into_iter()
        .map(|colleague| {
            let Colleague {
                staff_id,
                name,
                title,
                role,
            } = colleague;
            // Two may have one name.
            let label = Signal::derive(move || {
                let known = title
                    .as_deref()
                    .unwrap_or_else(|| word(role.zh(), role.en()));
                [&name, format::DOT, known].concat()
            });
            Opt::new(staff_id, label)
        })
        .collect();
    let error = move |name: &'static str, empty: Signal<bool>| {
        let refused = arrange.field(name, words::reason);
        Signal::derive(move || {
            let needed = (missing.get() && empty.get()).then(|| words::NEEDED.get().to_owned());
            needed.or_else(|| refused.get())
        })
    };
    let least = Some(clock::today());
    view! {
        <Section title=words::ARRANGE>
            <Form on_submit=move |()| submit()>
                <Card>
                    <p>{t(words::ARRANGE_HINT)}</p>
                    <Select
                        label=words::WHO
                        options=options
                        value=who
                        error=error("staff_id", Signal::derive(move || who.get().is_none()))
                        required=true
                    />
                    <DateField
                        label=words::FROM
                        value=from
                        least=least
                        error=error("from", Signal::derive(move || from.get().is_none()))
                        required=true
                    />
                    <DateField
                        label=words::UNTIL
                        value=until
                        least=least
                        error=error("until", Signal::derive(move || until.get().is_none()))
                        required=true
                    />
                </Card>
                {arrange.outcome(|_| None)}
                <Actions>
                    <Button label=words::DO look=ButtonLook::Primary submit=true busy=arrange.busy() />
                </Actions>
            </Form>
        </Section>
    }
}
