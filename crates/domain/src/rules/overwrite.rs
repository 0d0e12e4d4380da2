//! Who may write over a visit that somebody else has recorded or corrected, and which two visits are
//! taken for one.
//!
//! No document of the field says it. [proposal], version [`VERSION`]: a district that wants another
//! order changes [`rank`]'s table and the version.

use crate::api::conflicts::VisitBase;
use crate::codes::Role;
use crate::ids::FollowUpId;

/// Version of this rule.
pub const VERSION: &str = "2026-11";

/// Two visits of one programme to one person that lie no more days apart are taken for one visit that two
/// people wrote down, or one person on two phones.
pub const TWIN_DAYS: u64 = 0;

/// A visit of the same programme, person and days that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct There {
    /// The visit.
    pub id: FollowUpId,
    /// Its version.
    pub version: i64,
    /// Whether the author of the coming one signed it.
    pub own: bool,
}

/// Which of the visits that are there, the newest first, stands in the way of one whose author knew of `base`:
/// one that they cannot have known. Whoever knew of a visit knew of those before it; of their own they know
/// those that the same phone has written down.
#[must_use]
pub fn in_the_way(base: &VisitBase, there: &[There]) -> Option<There> {
    for one in there {
        let began_with = base.follow_up_id == Some(one.id);
        if began_with && (one.own || base.version == one.version) {
            return None;
        }
        let from_here = match &base.own {
            Some(own) => own.contains(&one.id),
            None => true,
        };
        if !(one.own && from_here) {
            return Some(*one);
        }
    }
    None
}

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

    fn visit(number: u64) -> FollowUpId {
        crate::ids::Uuid::v7(number, [1; 10]).into()
    }

    #[test]
    fn a_visit_stands_in_the_way_of_one_whose_author_cannot_have_known_it() {
        let theirs = |number, version| There {
            id: visit(number),
            version,
            own: false,
        };
        let mine = |number| There {
            own: true,
            ..theirs(number, 1)
        };
        let base = |known: Option<(u64, i64)>, own: Option<&[u64]>| VisitBase {
            follow_up_id: known.map(|(number, _)| visit(number)),
            version: known.map_or(0, |(_, version)| version),
            own: own.map(|own| own.iter().map(|number| visit(*number)).collect()),
        };
        let none = || base(None, Some(&[]));
        for (what, base, there, found) in [
            ("nothing is there", none(), vec![], None),
            ("somebody was quicker", none(), vec![theirs(7, 1)], Some(7)),
            (
                "it was known",
                base(Some((7, 1)), None),
                vec![theirs(7, 1)],
                None,
            ),
            (
                "it was changed since",
                base(Some((7, 1)), None),
                vec![theirs(7, 2)],
                Some(7),
            ),
            (
                "the newest was known",
                base(Some((8, 1)), None),
                vec![theirs(8, 1), theirs(7, 1)],
                None,
            ),
            (
                "the own one of another phone",
                none(),
                vec![mine(7)],
                Some(7),
            ),
            (
                "the own one of this phone",
                base(None, Some(&[7])),
                vec![mine(7)],
                None,
            ),
            (
                "one of each phone",
                base(None, Some(&[8])),
                vec![mine(8), mine(7)],
                Some(7),
            ),
            (
                "the form began with the own one",
                base(Some((7, 0)), Some(&[])),
                vec![mine(7)],
                None,
            ),
            (
                "a program that does not say",
                base(None, None),
                vec![mine(7)],
                None,
            ),
            (
                "another's behind the own",
                base(None, Some(&[8])),
                vec![mine(8), theirs(7, 1)],
                Some(7),
            ),
        ] {
            let id = in_the_way(&base, &there).map(|one| one.id);
            assert_eq!(id, found.map(visit), "{what}");
        }
    }

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
