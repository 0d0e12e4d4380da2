//! Somebody who lives here no more: moved away (迁出) or died (死亡), on which day, and what that makes of a
//! visit that is written down.
//!
//! The national rules name both as ends of a person's management (domain.md §2.0 转归: 1 死亡 2 迁出). That a
//! visit after the death is refused, and that one after the move takes the move back, is this project's
//! [proposal].

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::problem::FieldError;

/// Longest reason, in characters.
pub const REASON_MAX: usize = 200;

/// How somebody left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Leaving {
    /// 迁出: lives elsewhere for good.
    Moved,
    /// 死亡.
    Died,
}

/// That somebody lives here no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Departure {
    /// How.
    pub how: Leaving,
    /// The day, where it is known.
    #[serde(
        default,
        deserialize_with = "crate::time::date_if_any",
        skip_serializing_if = "Option::is_none"
    )]
    pub on: Option<NaiveDate>,
    /// The day on which it was heard of: it was no later.
    #[serde(deserialize_with = "crate::time::date")]
    pub known_on: NaiveDate,
}

/// What a departure makes of a visit of some day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visit {
    /// It was before: brought late, it stands, and the person stays departed.
    Before,
    /// It was after the move: the person is back.
    Back,
    /// It cannot have been.
    Impossible,
}

impl Departure {
    /// The last day that may have been one here.
    #[must_use]
    pub fn last_day(&self) -> NaiveDate {
        self.on.unwrap_or(self.known_on)
    }

    /// What it makes of a visit.
    #[must_use]
    pub fn visit(&self, on: NaiveDate) -> Visit {
        match self.how {
            _ if on <= self.last_day() => Visit::Before,
            Leaving::Moved => Visit::Back,
            Leaving::Died => Visit::Impossible,
        }
    }
}

/// Why a day on which somebody is said to have been seen is refused, where they have died before.
#[must_use]
pub fn visit_fault(
    field: &str,
    departure: Option<&Departure>,
    on: NaiveDate,
) -> Option<FieldError> {
    let departure = departure.filter(|one| one.visit(on) == Visit::Impossible)?;
    Some(FieldError::new(field, "after_death").with_limit(departure.last_day()))
}

/// Fields of a mark that cannot be accepted. A mark without `how` takes an earlier one back and has no day.
#[must_use]
pub fn check(
    how: Option<Leaving>,
    on: Option<NaiveDate>,
    reason: &str,
    born: NaiveDate,
    today: NaiveDate,
) -> Vec<FieldError> {
    let mut errors = Vec::new();
    match (how, on) {
        (Some(_), None) => errors.push(FieldError::new("on", "required")),
        (Some(_), Some(on)) if on > today => {
            errors.push(FieldError::new("on", "in_future").with_limit(today));
        }
        (Some(_), Some(on)) if on < born => {
            errors.push(FieldError::new("on", "before_birth").with_limit(born));
        }
        (None, Some(_)) => errors.push(FieldError::new("on", "unknown")),
        _ => {}
    }
    match reason.trim().chars().count() {
        0 => errors.push(FieldError::new("reason", "required")),
        long if long > REASON_MAX => {
            errors.push(FieldError::new("reason", "too_long").with_limit(REASON_MAX));
        }
        _ => {}
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn departure(how: Leaving, on: Option<&str>) -> Departure {
        Departure {
            how,
            on: on.map(day),
            known_on: day("2026-11-24"),
        }
    }

    #[test]
    fn a_visit_until_the_day_stands_and_one_after_it_is_judged_by_how_somebody_left() {
        use Leaving::{Died, Moved};
        for (how, on, visit, expected) in [
            (Died, Some("2026-11-20"), "2026-11-19", Visit::Before),
            (Died, Some("2026-11-20"), "2026-11-20", Visit::Before),
            (Died, Some("2026-11-20"), "2026-11-21", Visit::Impossible),
            // The day is not known: it was no later than it was heard of.
            (Died, None, "2026-11-24", Visit::Before),
            (Died, None, "2026-11-25", Visit::Impossible),
            (Moved, Some("2026-11-20"), "2026-11-20", Visit::Before),
            (Moved, Some("2026-11-20"), "2026-11-21", Visit::Back),
            (Moved, None, "2026-11-25", Visit::Back),
        ] {
            let left = departure(how, on);
            assert_eq!(left.visit(day(visit)), expected, "{how:?} {on:?} {visit}");
            let fault = visit_fault("visit_date", Some(&left), day(visit));
            assert_eq!(fault.is_some(), expected == Visit::Impossible);
        }
        assert_eq!(visit_fault("visit_date", None, day("2026-11-25")), None);
        let died = departure(Died, Some("2026-11-20"));
        let fault = visit_fault("visit_date", Some(&died), day("2026-11-21")).unwrap();
        assert_eq!(
            (
                fault.field.as_str(),
                fault.reason.as_str(),
                fault.limit.as_deref()
            ),
            ("visit_date", "after_death", Some("2026-11-20"))
        );
    }

    #[test]
    fn a_mark_has_a_day_between_birth_and_today_and_a_reason() {
        let faults = |how, on: Option<&str>, reason: &str| {
            let born = day("1958-03-12");
            check(how, on.map(day), reason, born, day("2026-11-24"))
                .into_iter()
                .map(|error| format!("{}: {}", error.field, error.reason))
                .collect::<Vec<_>>()
        };
        let died = Some(Leaving::Died);
        for (how, on, expected) in [
            (died, Some("2026-11-24"), vec![]),
            (died, Some("2026-11-25"), vec!["on: in_future"]),
            (died, Some("1958-03-12"), vec![]),
            (died, Some("1958-03-11"), vec!["on: before_birth"]),
            (died, None, vec!["on: required"]),
            (None, None, vec![]),
            (None, Some("2026-11-24"), vec!["on: unknown"]),
        ] {
            assert_eq!(faults(how, on, "女儿来说的"), expected, "{how:?} {on:?}");
        }
        assert_eq!(faults(None, None, "  "), ["reason: required"]);
        assert!(faults(None, None, &"长".repeat(200)).is_empty());
        assert_eq!(faults(None, None, &"长".repeat(201)), ["reason: too_long"]);
    }
}
