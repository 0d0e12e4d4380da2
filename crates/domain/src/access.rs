//! Who may do what with whose data. The only place that decides it: the backend asks before it
//! acts, and turns [`scope`], the same rule as a filter, into SQL. The client never decides; it
//! shows what a reply allows.

use serde::{Deserialize, Serialize};

use crate::codes::Role;
use crate::grant::Grant;
use crate::ids::{AccountId, InstitutionId, ResidentId, StaffId, TeamId};

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

/// What is done; also what the audit trail records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// 在名单中看到: a row in a list or a search.
    List,
    /// 查看健康档案: the clinical record.
    ReadRecord,
    /// 查看完整证件和电话: identifying data in full.
    Reveal,
    /// 查看谁看过: the trail of readers.
    ReadReaders,
    /// 查看消息.
    ReadMessages,
    /// 查看签约.
    ReadContract,
    /// 申请签约, and taking the request back.
    RequestContract,
    /// 审核签约.
    AnswerContract,
    /// 查看预约.
    ReadBooking,
    /// 预约, and cancelling.
    Book,
    /// 接诊: arrived, done, not come.
    Attend,
    /// 评价.
    Rate,
    /// 随访.
    FollowUp,
    /// 打开首页: what concerns the person today, as far as the phone may see it.
    OpenHome,
    /// 关联: a phone was linked to the record, or gave it back.
    Link,
    /// 授权: letting somebody act for the person, seeing who may, and taking it back.
    Grant,
    /// 建档审核.
    Register,
    /// 导入: the record came or changed by an import.
    Import,
    /// 提醒: the service itself put a message into the inbox.
    Remind,
    /// 账号管理: accounts of staff, and what they must sign in with.
    ManageStaff,
    /// 安排代班: who cares for a team's residents for some days.
    ArrangeCover,
    /// 移交居民: from one team to another for good.
    HandOver,
}

impl Action {
    /// Every action, for tests and the published document.
    pub const ALL: &'static [Action] = &[
        Action::List,
        Action::ReadRecord,
        Action::Reveal,
        Action::ReadReaders,
        Action::ReadMessages,
        Action::ReadContract,
        Action::RequestContract,
        Action::AnswerContract,
        Action::ReadBooking,
        Action::Book,
        Action::Attend,
        Action::Rate,
        Action::FollowUp,
        Action::OpenHome,
        Action::Link,
        Action::Grant,
        Action::Register,
        Action::Import,
        Action::Remind,
        Action::ManageStaff,
        Action::ArrangeCover,
        Action::HandOver,
    ];

    /// The word as it stands in JSON and in the audit trail.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Action::List => "list",
            Action::ReadRecord => "read_record",
            Action::Reveal => "reveal",
            Action::ReadReaders => "read_readers",
            Action::ReadMessages => "read_messages",
            Action::ReadContract => "read_contract",
            Action::RequestContract => "request_contract",
            Action::AnswerContract => "answer_contract",
            Action::ReadBooking => "read_booking",
            Action::Book => "book",
            Action::Attend => "attend",
            Action::Rate => "rate",
            Action::FollowUp => "follow_up",
            Action::OpenHome => "open_home",
            Action::Link => "link",
            Action::Grant => "grant",
            Action::Register => "register",
            Action::Import => "import",
            Action::Remind => "remind",
            Action::ManageStaff => "manage_staff",
            Action::ArrangeCover => "arrange_cover",
            Action::HandOver => "hand_over",
        }
    }

    /// The action of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|action| action.as_str() == word)
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

/// The rule as a filter over residents; [`Scope::covers`] agrees with [`may`] on
/// [`Object::Resident`], but for the own family of staff, which a list shows like others.
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
                teams.contains(&care.team_id)
                    && villages
                        .as_ref()
                        .is_none_or(|names| names.contains(&care.village))
            }
            Scope::Institution(institution_id) => *institution_id == care.institution_id,
        }
    }
}

/// What a role may do with residents in its care.
fn in_care(role: Role, action: Action) -> bool {
    match role {
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
                Action::List | Action::ReadRecord | Action::ReadBooking | Action::Attend
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

/// Whose accounts the actor keeps; [`may`] on [`Object::StaffAccount`] agrees, but for the
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

/// Whether the actor may do this with that.
#[must_use]
pub fn may(actor: &Actor, action: Action, object: &Object<'_>) -> Verdict {
    match decide(actor, action, object) {
        Verdict::Allow if of_own_family(actor, action, object) => Verdict::OwnFamily,
        verdict => verdict,
    }
}

/// Whether staff would decide for themselves or their family, or look in office into what these
/// may keep from them.
fn of_own_family(actor: &Actor, action: Action, object: &Object<'_>) -> bool {
    let apart = matches!(
        action,
        Action::ReadRecord
            | Action::Reveal
            | Action::AnswerContract
            | Action::FollowUp
            | Action::Grant
    );
    match (actor, object) {
        (
            Actor::Staff { family, .. },
            Object::Resident(care) | Object::Contract { care, .. } | Object::Booking { care, .. },
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
            (Action::ManageStaff, StaffScope::District) => Verdict::Allow,
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
#[path = "access_tests.rs"]
mod tests;
