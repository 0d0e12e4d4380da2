//! Who may write over a visit that somebody else has recorded or corrected, and which two visits are
//! taken for one.
//!
//! No document of the field says it. [proposal], version [`VERSION`]: a district that wants another
//! order changes [`rank`]'s table and the version.

use crate::codes::Role;

/// Version of this rule.
pub const VERSION: &str = "2026-11";

/// Two visits of one programme to one person that lie no more days apart are taken for one visit that two
/// people wrote down.
pub const TWIN_DAYS: u64 = 0;

/// Whether somebody in the role `mine` may write over a visit that somebody in the role `theirs` has
/// signed. Everybody writes over their own.
#[must_use]
pub fn may_overwrite(own: bool, mine: Role, theirs: Role) -> bool {
    own || rank(mine) >= rank(theirs)
}

/// How far the word of a role goes against another's.
fn rank(role: Role) -> u8 {
    match role {
        Role::Gp | Role::Specialist => 3,
        Role::Nurse | Role::PublicHealth => 2,
        Role::VillageDoctor => 1,
        Role::Desk | Role::InstitutionAdmin | Role::DistrictAdmin => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doctor_writes_over_a_nurse_and_nobody_over_a_doctor_but_a_doctor() {
        let may = |mine, theirs| may_overwrite(false, mine, theirs);
        assert!(may(Role::Gp, Role::Nurse) && may(Role::Gp, Role::Gp));
        assert!(may(Role::Nurse, Role::VillageDoctor));
        assert!(!may(Role::Nurse, Role::Gp) && !may(Role::VillageDoctor, Role::Nurse));
        for mine in Role::ALL {
            assert!(may_overwrite(true, *mine, Role::Gp), "{mine:?}: their own");
        }
    }
}
