//! The rule as a filter: whose residents and whose accounts of staff an actor reaches at all. The
//! backend turns it into SQL for lists; [`super::may`] rests on it for a single one.

use super::{Action, Actor, Care};
use crate::codes::Role;
use crate::ids::{InstitutionId, ResidentId, TeamId};

/// The rule as a filter over residents; [`Scope::covers`] agrees with [`super::may`] on
/// [`super::Object::Resident`], but for the own family of staff, which a list shows like others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Nobody.
    Nobody,
    /// These residents.
    Residents(Vec<ResidentId>),
    /// Residents in the care of these teams, in these villages where they are named.
    Teams {
        /// Teams.
        teams: Vec<TeamId>,
        /// Villages, or all.
        villages: Option<Vec<String>>,
    },
    /// Residents of an institution.
    Institution(InstitutionId),
}

impl Scope {
    /// Whether a resident in this care falls into the scope.
    #[must_use]
    pub fn covers(&self, care: &Care) -> bool {
        match self {
            Scope::Nobody => false,
            Scope::Residents(residents) => residents.contains(&care.resident_id),
            Scope::Teams { teams, villages } => {
                let raised = care.raised_team_id;
                raised.is_some_and(|team| teams.contains(&team))
                    || teams.contains(&care.team_id)
                        && villages
                            .as_ref()
                            .is_none_or(|names| names.contains(&care.village))
            }
            Scope::Institution(institution_id) => *institution_id == care.institution_id,
        }
    }
}

/// Residents whose data the actor may use for an action.
#[must_use]
pub fn scope(actor: &Actor, action: Action) -> Scope {
    match actor {
        Actor::Visitor => Scope::Nobody,
        Actor::Account { grants, .. } => {
            let open = grants.iter().filter(|grant| grant.allows(action));
            let residents: Vec<_> = open.map(|grant| grant.resident_id).collect();
            if residents.is_empty() {
                Scope::Nobody
            } else {
                Scope::Residents(residents)
            }
        }
        Actor::Staff { role, .. } if !in_care(*role, action) => Scope::Nobody,
        Actor::Staff {
            role: Role::Desk,
            institution_id,
            ..
        } => Scope::Institution(*institution_id),
        Actor::Staff {
            teams, villages, ..
        } => Scope::Teams {
            teams: teams.clone(),
            villages: villages.clone(),
        },
    }
}

/// What a role may do with residents in its care.
pub(super) fn in_care(role: Role, action: Action) -> bool {
    match role {
        Role::Gp if action == Action::SetColour => true,
        // The visits of all residents in one file are for whoever answers for the team's figures.
        Role::Gp | Role::PublicHealth if action == Action::Export => true,
        Role::Gp | Role::Nurse => matches!(
            action,
            Action::List
                | Action::ReadRecord
                | Action::Reveal
                | Action::ReadContract
                | Action::AnswerContract
                | Action::ReadBooking
                | Action::Attend
                | Action::FollowUp
        ),
        Role::PublicHealth | Role::VillageDoctor => matches!(
            action,
            Action::List
                | Action::ReadRecord
                | Action::Reveal
                | Action::ReadContract
                | Action::ReadBooking
                | Action::Attend
                | Action::FollowUp
        ),
        Role::Specialist => {
            matches!(
                action,
                Action::List
                    | Action::ReadRecord
                    | Action::ReadBooking
                    | Action::Attend
                    | Action::FollowUp
                    | Action::SetColour
            )
        }
        Role::Desk => matches!(
            action,
            Action::List
                | Action::Reveal
                | Action::ReadContract
                | Action::ReadBooking
                | Action::Book
                | Action::Attend
                | Action::Grant
        ),
        Role::InstitutionAdmin | Role::DistrictAdmin => false,
    }
}

/// Institutions whose staff accounts the actor keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaffScope {
    /// None.
    Nobody,
    /// Those of one institution.
    Institution(InstitutionId),
    /// Those of the whole district.
    District,
}

/// Whose accounts the actor keeps; [`super::may`] on [`super::Object::StaffAccount`] agrees, but for the
/// district's administrators, whom an institution's own may not touch.
#[must_use]
pub fn staff_scope(actor: &Actor) -> StaffScope {
    match actor {
        Actor::Staff {
            role: Role::InstitutionAdmin,
            institution_id,
            ..
        } => StaffScope::Institution(*institution_id),
        Actor::Staff {
            role: Role::DistrictAdmin,
            ..
        } => StaffScope::District,
        Actor::Visitor | Actor::Account { .. } | Actor::Staff { .. } => StaffScope::Nobody,
    }
}
