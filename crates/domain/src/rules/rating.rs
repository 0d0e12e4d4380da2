//! Rules of rating (domain.md §4.5, [proposal]): fifteen days after the service, once, and no
//! average of fewer than five.

use chrono::{Days, NaiveDate};

use crate::api::ratings::{RateBody, STEPS, WORDS_MAX};
use crate::problem::FieldError;

/// Days after the service in which it can be rated.
pub const WINDOW_DAYS: u64 = 15;

/// Ratings below which no average is shown.
pub const PUBLISH_FROM: u32 = 5;

/// Last day to rate a service of that day.
#[must_use]
pub fn rate_until(service: NaiveDate) -> NaiveDate {
    service
        .checked_add_days(Days::new(WINDOW_DAYS))
        .unwrap_or(NaiveDate::MAX)
}

/// Fields that cannot be accepted.
#[must_use]
pub fn check(body: &RateBody) -> Vec<FieldError> {
    let aspects = &body.aspects;
    let steps = [
        ("overall", Some(body.overall)),
        ("aspects.attitude", aspects.attitude),
        ("aspects.explanation", aspects.explanation),
        ("aspects.waiting", aspects.waiting),
        ("aspects.result", aspects.result),
    ];
    let mut errors: Vec<FieldError> = steps
        .iter()
        .filter(|(_, step)| step.is_some_and(|step| !STEPS.contains(&step)))
        .map(|(field, _)| FieldError::new(field, "out_of_range").with_limit("1..5"))
        .collect();
    if body
        .words
        .as_deref()
        .is_some_and(|words| words.chars().count() > WORDS_MAX)
    {
        errors.push(FieldError::new("words", "too_long").with_limit(WORDS_MAX));
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ratings::Aspects;
    use crate::ids::{RatingId, Uuid};

    fn body(overall: u8, words: Option<String>) -> RateBody {
        let id = RatingId(Uuid::v7(0, [0; 10]));
        RateBody {
            id,
            overall,
            aspects: Aspects::default(),
            words,
            anonymous: false,
        }
    }

    #[test]
    fn steps_run_from_one_to_five() {
        assert!(check(&body(1, None)).is_empty());
        assert!(check(&body(5, None)).is_empty());
        assert_eq!(check(&body(0, None)).len(), 1);
        assert_eq!(check(&body(6, None)).len(), 1);
    }

    #[test]
    fn words_are_counted_as_characters() {
        assert!(check(&body(3, Some("好".repeat(500)))).is_empty());
        assert_eq!(check(&body(3, Some("好".repeat(501)))).len(), 1);
    }

    #[test]
    fn rating_closes_on_the_fifteenth_day() {
        let day: NaiveDate = "2026-11-24".parse().unwrap();
        assert_eq!(rate_until(day).to_string(), "2026-12-09");
    }
}
