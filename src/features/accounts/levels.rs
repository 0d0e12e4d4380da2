//! Which institution is a hospital, and whose people its teams take: entered by the district's administrator.

use domain::api::levels::{InstitutionLevel, ListLevels, SetLevel, SetLevelBody, UpperTeam};
use domain::ids::TeamId;
use domain::problem::Code;
use domain::rules::three_colours::Level;
use leptos::prelude::*;

use crate::features::shared::{Loaded, use_deed};
use crate::i18n::texts::{accounts as words, colours};
use crate::i18n::{Text, format, t};
use crate::store::{self, use_query};
use crate::ui::{
    Actions, Button, ButtonLook, Card, Choice, Dialog, Form, KeyValue, KeyValues, Opt, Section,
    Select, use_toasts,
};

/// The levels of all institutions.
#[component]
pub(super) fn LevelsPart() -> impl IntoView {
    let levels = use_query::<ListLevels>((), ());
    view! {
        <Section title=words::LEVELS>
            <p class="muted">{t(words::LEVELS_HINT)}</p>
            <Loaded query=levels rows=4 let:levels>
                {
                    let teams = StoredValue::new(levels.teams);
                    let one = |place| view! { <One place=place teams=teams /> };
                    levels.institutions.into_iter().map(one).collect_view()
                }
            </Loaded>
        </Section>
    }
}

/// `总医院慢病管理团队 · 总医院`.
fn team_name(team: &UpperTeam) -> String {
    [team.team.as_str(), &team.institution].join(format::DOT)
}

#[component]
fn One(place: InstitutionLevel, teams: StoredValue<Vec<UpperTeam>>) -> impl IntoView {
    let InstitutionLevel {
        institution_id,
        name,
        level,
        upper,
        version,
    } = place;
    let shown = upper.as_ref().map(team_name);
    let open = RwSignal::new(false);
    let wanted = RwSignal::new(Some(level));
    // The outer one is what the control needs; no team is one of the choices.
    let team = RwSignal::new(Some(upper.map(|upper| upper.team_id)));
    let set = use_deed::<SetLevel>();
    let toasts = use_toasts();
    let save = move |()| {
        let Some(level) = wanted.get_untracked() else {
            return;
        };
        let upper_team = team.get_untracked().flatten();
        let body = SetLevelBody {
            level,
            upper_team: upper_team.filter(|_| level == Level::Township),
        };
        set.send(Some(version), institution_id, body, move |_| {
            open.set(false);
            toasts.say(words::SAVED);
            store::refresh();
        });
    };
    let levels = || {
        let all = [Level::Township, Level::Hospital].into_iter();
        all.map(|level| Opt::new(level, colours::level(level)))
            .collect::<Vec<_>>()
    };
    let options = move || {
        teams.with_value(|teams| {
            let named = teams
                .iter()
                .map(|team| Opt::new(Some(team.team_id), Signal::stored(team_name(team))));
            let none = Opt::new(None::<TeamId>, words::NO_UPPER_TEAM);
            std::iter::once(none).chain(named).collect::<Vec<_>>()
        })
    };
    let level_error = set.field("level", reason);
    let team_error = set.field("upper_team", reason);
    let quicker = |code| (code == Code::Conflict).then_some(words::LEVEL_CHANGED);
    view! {
        <Card>
            <h3>{name}</h3>
            <KeyValues>
                <KeyValue label=words::LEVEL>{t(colours::level(level))}</KeyValue>
                {(level == Level::Township).then(|| view! {
                    <KeyValue label=words::UPPER_TEAM>
                        {shown.map_or_else(
                            || view! { <span class="muted">{t(words::NO_UPPER_TEAM)}</span> }.into_any(),
                            |shown| view! { <span>{shown}</span> }.into_any(),
                        )}
                    </KeyValue>
                })}
            </KeyValues>
            <Actions row=true>
                <Button
                    label=words::CHANGE_LEVEL
                    look=ButtonLook::Quiet
                    on_press=move |()| open.set(true)
                />
            </Actions>
            <Dialog open=open title=words::CHANGE_LEVEL>
                <Form on_submit=save>
                    <Choice
                        label=words::LEVEL
                        options=levels()
                        value=wanted
                        error=level_error
                        required=true
                    />
                    {move || (wanted.get() == Some(Level::Township)).then(|| view! {
                        <Select
                            label=words::UPPER_TEAM
                            options=options()
                            value=team
                            error=team_error
                        />
                    })}
                    {set.outcome(quicker)}
                    <Actions>
                        <Button
                            label=words::SAVE
                            look=ButtonLook::Primary
                            submit=true
                            busy=set.busy()
                        />
                    </Actions>
                </Form>
            </Dialog>
        </Card>
    }
}

/// Why something entered cannot be.
fn reason(reason: &str) -> Option<Text> {
    match reason {
        "asked_by_others" => Some(words::ASKED_BY_OTHERS),
        "not_higher" => Some(words::NOT_HIGHER),
        _ => None,
    }
}
