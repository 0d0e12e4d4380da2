//! Who may do what with whose data. The only place that decides it: the backend asks before it
//! acts, and turns [`scope`], the same rule as a filter, into SQL. The client never decides; it
//! shows what a reply allows.

mod action;
mod scope;

use crate::codes::Role;
use crate::grant::Grant;
use crate::ids::{AccountId, InstitutionId, ResidentId, StaffId, TeamId};
use crate::rules::three_colours::Level;

pub use action::Action;
use scope::in_care;
pub use scope::{Scope, StaffScope, scope, staff_scope};

/// Whoever acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody signed in.
    Visitor,
    /// A resident's phone.
    Account {
        /// The account.
        account_id: AccountId,
        /// For whom the phone may act at this moment, as what, and what it may do for them.
        grants: Vec<Grant>,
    },
    /// A member of staff.
    Staff {
        /// The member of staff.
        staff_id: StaffId,
        /// Role.
        role: Role,
        /// Institution of work.
        institution_id: InstitutionId,
        /// Teams.
        teams: Vec<TeamId>,
        /// A village doctor's villages; other roles serve all of their teams' villages.
        villages: Option<Vec<String>>,
        /// Themselves as a resident, and those who act for them or for whom their phone acts.
        family: Vec<ResidentId>,
    },
}

impl Actor {
    /// What lets this phone act for a resident; `None` for staff and visitors.
    #[must_use]
    pub fn grant(&self, resident: ResidentId) -> Option<&Grant> {
        match self {
            Actor::Account { grants, .. } => {
                grants.iter().find(|grant| grant.resident_id == resident)
            }
            Actor::Visitor | Actor::Staff { .. } => None,
        }
    }
}

/// Who cares for a resident: what a decision about their data rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Care {
    /// The resident.
    pub resident_id: ResidentId,
    /// Responsible institution.
    pub institution_id: InstitutionId,
    /// Responsible team: the contracted one, else the one that serves the village.
    pub team_id: TeamId,
    /// Community or village.
    pub village: String,
    /// Team of a higher level that has accepted the person and follows them up (三色标).
    pub raised_team_id: Option<TeamId>,
}

impl Care {
    /// Whose list the person's follow-ups stand on.
    #[must_use]
    pub fn follow_up_team(&self) -> TeamId {
        self.raised_team_id.unwrap_or(self.team_id)
    }
}

/// What is acted on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Object<'a> {
    /// A resident or anything that hangs on their record.
    Resident(&'a Care),
    /// A contract, addressed to a team.
    Contract {
        /// The resident.
        care: &'a Care,
        /// The team it is addressed to.
        team_id: TeamId,
    },
    /// A booking in a doctor's session.
    Booking {
        /// The resident.
        care: &'a Care,
        /// Institution of the session.
        institution_id: InstitutionId,
        /// Team of the session's doctor.
        team_id: TeamId,
    },
    /// A person who is pushed to another level.
    Push {
        /// The resident.
        care: &'a Care,
        /// The team that is asked.
        team_id: TeamId,
        /// At which level.
        level: Level,
    },
    /// A registration at an institution's desk.
    Registration {
        /// Whose desk.
        institution_id: InstitutionId,
    },
    /// An account of a member of staff.
    StaffAccount {
        /// Institution that answers for them.
        institution_id: InstitutionId,
        /// Their role.
        role: Role,
    },
    /// What all of a district's staff are bound by.
    StaffPolicy,
    /// What the district says of an institution.
    Institution(InstitutionId),
    /// A team.
    Team {
        /// The team.
        team_id: TeamId,
        /// Its institution.
        institution_id: InstitutionId,
        /// Who leads it.
        leader_id: StaffId,
    },
}

/// The decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Yes.
    Allow,
    /// The object is answered as if it did not exist.
    Hidden,
    /// The object is known to this person, the action is not theirs.
    Denied,
    /// A member of staff does not do this for themselves or their family; a colleague does.
    OwnFamily,
}

fn staff_account(actor: &Actor, at: InstitutionId, whose: Role) -> Verdict {
    match staff_scope(actor) {
        StaffScope::District => Verdict::Allow,
        StaffScope::Institution(own) if own == at && whose == Role::DistrictAdmin => {
            Verdict::Denied
        }
        StaffScope::Institution(own) if own == at => Verdict::Allow,
        StaffScope::Institution(_) | StaffScope::Nobody => Verdict::Hidden,
    }
}

/// Whether the actor may do this with that.
#[must_use]
pub fn may(actor: &Actor, action: Action, object: &Object<'_>) -> Verdict {
    match decide(actor, action, object) {
        Verdict::Allow if of_own_family(actor, action, object) => Verdict::OwnFamily,
        verdict => verdict,
    }
}

/// Whether staff would decide for themselves or their family, or look in office into what these
/// may keep from them. A number that the desk keeps is such a decision, and so is who came: a
/// missed appointment has consequences, and what was given can be rated.
fn of_own_family(actor: &Actor, action: Action, object: &Object<'_>) -> bool {
    let apart = matches!(
        action,
        Action::ReadRecord
            | Action::Reveal
            | Action::AnswerContract
            | Action::FollowUp
            | Action::SetColour
            | Action::AnswerPush
            | Action::Export
            | Action::Grant
            | Action::Book
            | Action::Attend
    );
    match (actor, object) {
        (
            Actor::Staff { family, .. },
            Object::Resident(care)
            | Object::Contract { care, .. }
            | Object::Booking { care, .. }
            | Object::Push { care, .. },
        ) => apart && family.contains(&care.resident_id),
        _ => false,
    }
}

fn decide(actor: &Actor, action: Action, object: &Object<'_>) -> Verdict {
    match object {
        Object::Resident(care) => resident(actor, action, care),
        Object::Contract { care, team_id } => contract(actor, action, care, *team_id),
        Object::Booking {
            care,
            institution_id,
            team_id,
        } => booking(actor, action, care, *institution_id, *team_id),
        Object::Push {
            care,
            team_id,
            level,
        } => push(actor, action, care, *team_id, *level),
        Object::Registration { institution_id } => match actor {
            Actor::Staff {
                role: Role::Desk,
                institution_id: own,
                ..
            } if own == institution_id => {
                if action == Action::Register {
                    Verdict::Allow
                } else {
                    Verdict::Denied
                }
            }
            _ => Verdict::Hidden,
        },
        Object::StaffAccount {
            institution_id,
            role,
        } => match action {
            Action::ManageStaff => staff_account(actor, *institution_id, *role),
            _ => Verdict::Hidden,
        },
        Object::StaffPolicy => match (action, staff_scope(actor)) {
            (Action::ManageStaff | Action::SetLevel, StaffScope::District) => Verdict::Allow,
            _ => Verdict::Denied,
        },
        // Everybody knows of it.
        Object::Institution(at) => match (action, staff_scope(actor)) {
            (Action::KeepDirectory, StaffScope::District) => Verdict::Allow,
            (Action::KeepDirectory, StaffScope::Institution(own)) if own == *at => Verdict::Allow,
            _ => Verdict::Denied,
        },
        Object::Team {
            team_id,
            institution_id,
            leader_id,
        } => team(actor, action, *team_id, *institution_id, *leader_id),
    }
}

/// A team's leader and whoever keeps the institution's accounts arrange who covers for it; the
/// latter alone hand its residents over.
fn team(
    actor: &Actor,
    action: Action,
    team_id: TeamId,
    at: InstitutionId,
    leader_id: StaffId,
) -> Verdict {
    let keeps = match staff_scope(actor) {
        StaffScope::District => true,
        StaffScope::Institution(own) => own == at,
        StaffScope::Nobody => false,
    };
    let (leads, belongs) = match actor {
        Actor::Staff {
            staff_id, teams, ..
        } => (*staff_id == leader_id, teams.contains(&team_id)),
        Actor::Visitor | Actor::Account { .. } => (false, false),
    };
    match action {
        Action::ArrangeCover if keeps || leads => Verdict::Allow,
        Action::HandOver if keeps => Verdict::Allow,
        _ if keeps || leads || belongs => Verdict::Denied,
        _ => Verdict::Hidden,
    }
}

fn resident(actor: &Actor, action: Action, care: &Care) -> Verdict {
    if scope(actor, action).covers(care) {
        Verdict::Allow
    } else if known(actor, care) {
        Verdict::Denied
    } else {
        Verdict::Hidden
    }
}

/// Whether the actor knows of the resident at all, so that a refusal gives nothing away.
fn known(actor: &Actor, care: &Care) -> bool {
    match actor {
        Actor::Visitor => false,
        Actor::Account { .. } => actor.grant(care.resident_id).is_some(),
        Actor::Staff { .. } => scope(actor, Action::List).covers(care),
    }
}

fn contract(actor: &Actor, action: Action, care: &Care, addressed: TeamId) -> Verdict {
    match actor {
        // A request is addressed to a team that may not have the resident in its care yet.
        Actor::Staff {
            role,
            teams,
            villages,
            ..
        } if *role != Role::Desk
            && !role.keeps_accounts()
            && teams.contains(&addressed)
            && villages
                .as_ref()
                .is_none_or(|names| names.contains(&care.village)) =>
        {
            match action {
                Action::ReadContract if in_care(*role, action) => Verdict::Allow,
                Action::AnswerContract if in_care(*role, action) => Verdict::Allow,
                _ => Verdict::Denied,
            }
        }
        Actor::Staff { .. } if action == Action::AnswerContract => {
            match resident(actor, Action::ReadContract, care) {
                Verdict::Allow => Verdict::Denied,
                other => other,
            }
        }
        _ => resident(actor, action, care),
    }
}

/// Whoever follows people up at the level that is asked answers, whether or not the person is in their care
/// already; those who see the person otherwise know of the push.
fn push(actor: &Actor, action: Action, care: &Care, asked: TeamId, level: Level) -> Verdict {
    let answers = match actor {
        Actor::Staff {
            role,
            teams,
            villages,
            ..
        } => {
            teams.contains(&asked)
                && in_care(*role, Action::FollowUp)
                && (*role == Role::VillageDoctor) == (level == Level::Village)
                && villages
                    .as_ref()
                    .is_none_or(|names| names.contains(&care.village))
        }
        Actor::Visitor | Actor::Account { .. } => false,
    };
    match (action, answers) {
        (Action::AnswerPush, true) => Verdict::Allow,
        (Action::AnswerPush, false) => match resident(actor, Action::FollowUp, care) {
            Verdict::Allow => Verdict::Denied,
            other => other,
        },
        _ => resident(actor, action, care),
    }
}

fn booking(
    actor: &Actor,
    action: Action,
    care: &Care,
    at_institution: InstitutionId,
    with_team: TeamId,
) -> Verdict {
    match actor {
        // Whoever holds the session sees who comes, in their care or not.
        Actor::Staff {
            role,
            teams,
            institution_id,
            ..
        } => {
            let holds = match role {
                Role::Desk => *institution_id == at_institution,
                _ => teams.contains(&with_team),
            };
            match action {
                Action::ReadBooking | Action::Attend if holds && in_care(*role, action) => {
                    Verdict::Allow
                }
                Action::Attend => match resident(actor, Action::ReadBooking, care) {
                    Verdict::Allow => Verdict::Denied,
                    other => other,
                },
                _ => resident(actor, action, care),
            }
        }
        _ => resident(actor, action, care),
    }
}

#[cfg(test)]
mod agreement;
#[cfg(test)]
mod tests;
