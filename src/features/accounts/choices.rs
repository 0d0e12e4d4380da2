//! What an account can be at: institutions, their teams, roles.

use domain::api::directory::{Institution, ListInstitutions, ListTeams, TeamQuery};
use domain::api::residents::TeamCard;
use domain::codes::Role;
use domain::ids::{InstitutionId, TeamId};
use leptos::prelude::*;

use crate::features::shared::{Loaded, word};
use crate::i18n::texts::accounts as words;
use crate::session;
use crate::store::use_query;
use crate::ui::{MultiChoice, Opt, Select};

/// Whether the administrator keeps the accounts of the whole district; reactive.
pub(super) fn of_district() -> bool {
    session::staff().is_some_and(|card| card.role == Role::DistrictAdmin)
}

/// Whether the administrator keeps what is said of this institution; reactive.
pub(super) fn keeps(institution: InstitutionId) -> bool {
    let own = session::staff().is_some_and(|card| card.institution_id == institution);
    own || of_district()
}

/// A role with its words.
pub(super) fn role_option(role: Role) -> Opt<Role> {
    Opt::new(
        role,
        Signal::derive(move || word(role.zh(), role.en()).to_owned()),
    )
}

/// Roles that the administrator may give.
pub(super) fn roles() -> Vec<Opt<Role>> {
    let all = untrack(of_district);
    Role::ALL
        .iter()
        .filter(|role| all || **role != Role::DistrictAdmin)
        .map(|role| role_option(*role))
        .collect()
}

/// Where somebody works.
#[derive(Clone, Copy)]
pub(super) struct Places {
    /// Institution that answers for them.
    pub institution: RwSignal<Option<InstitutionId>>,
    /// Further ones.
    pub sites: RwSignal<Vec<InstitutionId>>,
    /// Teams.
    pub teams: RwSignal<Vec<TeamId>>,
}

impl Places {
    pub(super) fn new(
        institution: Option<InstitutionId>,
        sites: Vec<InstitutionId>,
        teams: Vec<TeamId>,
    ) -> Self {
        Self {
            institution: RwSignal::new(institution),
            sites: RwSignal::new(sites),
            teams: RwSignal::new(teams),
        }
    }
}

/// Institution, further ones and teams. Only the district's administrator chooses institutions.
#[component]
pub(super) fn PlaceFields(
    places: Places,
    /// Whether further institutions are asked for.
    #[prop(optional)]
    with_sites: bool,
    error: Signal<Option<String>>,
    teams_error: Signal<Option<String>>,
) -> impl IntoView {
    let institutions = use_query::<ListInstitutions>((), ());
    let teams = use_query::<ListTeams>((), TeamQuery::default());
    let district = untrack(of_district);
    view! {
        <Loaded query=institutions rows=1 let:institutions>
            {district.then(|| {
                let option = |place: &Institution| {
                    Opt::new(place.institution_id, Signal::stored(place.name.clone()))
                };
                let home = institutions.iter().map(option).collect();
                let further = institutions.iter().map(option).collect();
                view! {
                    <Select
                        label=words::INSTITUTION
                        options=home
                        value=places.institution
                        error=error
                        required=true
                    />
                    {with_sites.then(|| view! {
                        <MultiChoice label=words::SITES options=further value=places.sites />
                    })}
                }
            })}
            <Loaded query=teams rows=1 let:teams>
                {
                    let institutions = institutions.clone();
                    move || {
                        let here = |team: &TeamCard| {
                            let place = institutions.iter().find(|place| place.name == team.institution);
                            place.is_some_and(|place| {
                                places.institution.get() == Some(place.institution_id)
                                    || places.sites.with(|sites| sites.contains(&place.institution_id))
                            })
                        };
                        let options: Vec<_> = teams
                            .iter()
                            .filter(|team| here(team))
                            .map(|team| Opt::new(team.team_id, Signal::stored(team.name.clone())))
                            .collect();
                        // Nothing to choose before an institution is.
                        (!options.is_empty()).then(|| view! {
                            <MultiChoice
                                label=words::TEAMS
                                options=options
                                value=places.teams
                                error=teams_error
                            />
                        })
                    }
                }
            </Loaded>
        </Loaded>
    }
}
