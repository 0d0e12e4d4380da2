//! The members of a team who follow people up, each with what decides whom.

use std::collections::BTreeMap;

use domain::access::{self, Action, Actor, Care, Object, Verdict};
use domain::api::passing_on::{StaffName, TeamColleague};
use domain::codes::Role;
use domain::ids::{StaffId, TeamId};

use crate::call::Call;
use crate::db::{Tx, Val};
use crate::failure::Failure;

/// A member of a team.
pub(crate) struct Member {
    /// Who it is.
    pub(crate) name: StaffName,
    role: Role,
    team_id: TeamId,
    team: String,
    actor: Actor,
}

impl Member {
    /// Asks [`domain::access::may`] about the member.
    pub(crate) fn may(&self, action: Action, object: &Object<'_>) -> bool {
        access::may(&self.actor, action, object) == Verdict::Allow
    }

    /// Whether the member may follow somebody up.
    pub(crate) fn may_follow_up(&self, care: &Care) -> bool {
        self.may(Action::FollowUp, &Object::Resident(care))
    }

    /// As colleagues see the member.
    pub(crate) fn card(self, me: StaffId) -> TeamColleague {
        TeamColleague {
            oneself: self.name.staff_id == me,
            colleague: self.name,
            role: self.role,
            team_id: self.team_id,
            team: self.team,
        }
    }
}

/// The members of a team who follow anybody up, by name.
pub(crate) fn members_of(
    tx: &mut dyn Tx,
    call: &Call,
    team: TeamId,
) -> Result<Vec<Member>, Failure> {
    let of_team: [Val; 2] = [(&call.district).into(), team.into()];
    let mut villages: BTreeMap<StaffId, Vec<String>> = BTreeMap::new();
    for row in tx.rows(
        "SELECT v.staff_id, v.village FROM team_member m
         JOIN staff_village v ON v.district_id = m.district_id AND v.staff_id = m.staff_id
         WHERE m.district_id = $1 AND m.team_id = $2 ORDER BY v.staff_id, v.village",
        &of_team,
    )? {
        let of = villages.entry(row.get("staff_id")?).or_default();
        of.push(row.get("village")?);
    }
    let rows = tx.rows(
        "SELECT s.id, s.name, s.role, s.institution_id, t.name AS team FROM team_member m
         JOIN staff s ON s.district_id = m.district_id AND s.id = m.staff_id
         JOIN team t ON t.district_id = m.district_id AND t.id = m.team_id
         WHERE m.district_id = $1 AND m.team_id = $2 AND s.active = 1 ORDER BY s.name, s.id",
        &of_team,
    )?;
    let mut members = Vec::new();
    for row in &rows {
        let (staff_id, role): (StaffId, Role) = (row.get("id")?, row.word("role")?);
        let own = villages.remove(&staff_id).unwrap_or_default();
        let actor = Actor::Staff {
            staff_id,
            role,
            institution_id: row.get("institution_id")?,
            teams: vec![team],
            villages: (role == Role::VillageDoctor).then_some(own),
            // Their own family they leave to a colleague again when they come to it.
            family: Vec::new(),
        };
        if access::scope(&actor, Action::FollowUp) == access::Scope::Nobody {
            continue;
        }
        members.push(Member {
            name: StaffName {
                staff_id,
                name: row.get("name")?,
            },
            role,
            team_id: team,
            team: row.get("team")?,
            actor,
        });
    }
    Ok(members)
}
