//! Which level an institution is of, and whose people a team of a higher one takes (三色标 goes up from the township
//! to the hospital). A team stands strictly higher than those who ask it, so that nobody is ever asked in a circle.

use super::three_colours::Level;
use crate::problem::FieldError;

/// What an administrator enters of an institution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entered {
    /// Its level.
    pub level: Level,
    /// The level of the institution whose team takes its difficult cases; `None` where no team is named.
    pub upper: Option<Level>,
    /// The highest level of those that name a team of this institution; `None` where none does.
    pub asked_by: Option<Level>,
}

/// What of it cannot be.
#[must_use]
pub fn faults(entered: &Entered) -> Vec<FieldError> {
    let Entered {
        level,
        upper,
        asked_by,
    } = *entered;
    let mut errors = Vec::new();
    if level == Level::Village {
        // A village's doctor is one of the township's team.
        errors.push(FieldError::new("level", "unknown"));
    }
    if asked_by.is_some_and(|asked_by| asked_by >= level) {
        errors.push(FieldError::new("level", "asked_by_others"));
    }
    if upper.is_some_and(|upper| upper <= level) {
        errors.push(FieldError::new("upper_team", "not_higher"));
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_team_that_is_asked_stands_higher_than_those_who_ask() {
        use Level::{Hospital, Township, Village};
        for (level, upper, asked_by, expected) in [
            (Township, None, None, vec![]),
            (Township, Some(Hospital), None, vec![]),
            (
                Township,
                Some(Township),
                None,
                vec!["upper_team not_higher"],
            ),
            (Hospital, None, Some(Township), vec![]),
            (
                Hospital,
                Some(Hospital),
                None,
                vec!["upper_team not_higher"],
            ),
            (
                Hospital,
                Some(Township),
                None,
                vec!["upper_team not_higher"],
            ),
            (
                Township,
                None,
                Some(Township),
                vec!["level asked_by_others"],
            ),
            (Village, None, None, vec!["level unknown"]),
        ] {
            let found = faults(&Entered {
                level,
                upper,
                asked_by,
            });
            let found: Vec<_> = found
                .iter()
                .map(|error| format!("{} {}", error.field, error.reason))
                .collect();
            assert_eq!(found, expected, "{level:?} {upper:?} {asked_by:?}");
        }
    }
}
