//! Which residents a list may show: the scope of `domain::access` in the form that SQL takes.
//!
//! A single resident is opened by [`Call::open_resident`]; this is the same rule for many. A
//! list is read in lanes, one a team (and village, where a village doctor is named some), because
//! each lane is then one walk along an index that has the team first; the caller merges them.
//! Nothing here decides who may do what.

use domain::access::{Action, Scope, scope};
use domain::ids::{InstitutionId, TeamId};
use domain::problem::Code;

use crate::call::Call;
use crate::failure::Failure;

/// The greatest character, beyond every name of a village.
const LAST: &str = "\u{10ffff}";

/// A village, or all of them, as the two ends of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Villages {
    /// First name in the range.
    pub from: String,
    /// Last name in the range.
    pub to: String,
}

impl Villages {
    /// Whether a village is among them.
    #[must_use]
    pub fn hold(&self, village: &str) -> bool {
        (self.from.as_str()..=self.to.as_str()).contains(&village)
    }

    /// One village, or all where none is named.
    #[must_use]
    pub fn only(village: Option<&str>) -> Self {
        match village {
            Some(name) => Self {
                from: name.to_owned(),
                to: name.to_owned(),
            },
            None => Self {
                from: String::new(),
                to: LAST.to_owned(),
            },
        }
    }
}

/// Residents in the care of one team, in these villages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// The team.
    pub team: TeamId,
    /// Its villages.
    pub villages: Villages,
}

/// Whom a member of staff may list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Residents in the care of teams.
    Teams(Vec<Lane>),
    /// Residents of an institution.
    Institution(InstitutionId, Villages),
}

/// Whom the caller may list for an action, within one village where the caller asks for one.
///
/// # Errors
/// `Forbidden` where the role has no such list at all.
pub fn reach(call: &Call, action: Action, village: Option<&str>) -> Result<Reach, Failure> {
    match scope(&call.actor, action) {
        Scope::Nobody | Scope::Residents(_) => Err(Code::Forbidden.into()),
        Scope::Institution(institution) => {
            Ok(Reach::Institution(institution, Villages::only(village)))
        }
        Scope::Teams { teams, villages } => {
            let ranges = ranges(villages.as_deref(), village);
            let lanes = teams.iter().flat_map(|team| {
                ranges.iter().map(|villages| Lane {
                    team: *team,
                    villages: villages.clone(),
                })
            });
            Ok(Reach::Teams(lanes.collect()))
        }
    }
}

/// The asked village where it is among the own ones; without own ones every village is.
fn ranges(own: Option<&[String]>, asked: Option<&str>) -> Vec<Villages> {
    match own {
        None => vec![Villages::only(asked)],
        Some(names) => names
            .iter()
            .map(String::as_str)
            .filter(|name| asked.is_none_or(|asked| asked == *name))
            .map(|name| Villages::only(Some(name)))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_village_doctor_reaches_the_own_villages_and_no_other() {
        let own = ["乙村".to_owned(), "甲村".to_owned()];
        assert_eq!(ranges(Some(&own), None).len(), 2);
        assert_eq!(
            ranges(Some(&own), Some("甲村")),
            [Villages::only(Some("甲村"))]
        );
        assert_eq!(ranges(Some(&own), Some("丙村")), []);
        assert_eq!(ranges(Some(&[]), None), []);
        assert_eq!(ranges(None, Some("丙村")), [Villages::only(Some("丙村"))]);
    }

    #[test]
    fn the_range_of_all_villages_holds_every_name() {
        let all = Villages::only(None);
        for name in ["", "A", "甲村", "\u{2ffff}村"] {
            assert!(
                all.from.as_str() <= name && name <= all.to.as_str(),
                "{name}"
            );
        }
    }
}
