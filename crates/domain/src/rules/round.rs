//! A round's quick entry (巡诊快速录入): what may be entered of one person, and what cannot wait until the
//! next visit. Version [`VERSION`]; ranges are this project's [proposal] (domain.md §2.0), the emergencies those of
//! NBPHS-3-2017 (hypertension §4: 收缩压 ≥ 180 或舒张压 ≥ 110; diabetes §4: 空腹血糖 ≥ 16.7 或 ≤ 3.9).

use std::ops::RangeInclusive;

use chrono::{Days, NaiveDate};

use crate::api::rounds::RoundEntryBody;
use crate::problem::FieldError;

/// Version of this rule.
pub const VERSION: &str = "2026-11";
/// Systolic pressure, mmHg.
pub const SBP: RangeInclusive<u16> = 50..=300;
/// Diastolic pressure, mmHg.
pub const DBP: RangeInclusive<u16> = 20..=200;
/// Heart rate, beats a minute.
pub const HEART_RATE: RangeInclusive<u16> = 20..=250;
/// Fasting glucose, tenths of mmol/L.
pub const GLUCOSE: RangeInclusive<u16> = 5..=500;
/// Longest complaint or advice, in characters.
pub const LONGEST_TEXT: usize = 200;
/// A phone that was without network may bring what is so many days old, no older.
pub const OLDEST_DAYS: u64 = 60;

/// What cannot be accepted; empty where all can.
#[must_use]
pub fn check(entry: &RoundEntryBody, today: NaiveDate) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut judge = |field: &str, value: Option<u16>, range: RangeInclusive<u16>| {
        let Some(value) = value else { return };
        if value < *range.start() {
            errors.push(FieldError::new(field, "too_low").with_limit(range.start()));
        } else if value > *range.end() {
            errors.push(FieldError::new(field, "too_high").with_limit(range.end()));
        }
    };
    judge("sbp", entry.sbp, SBP);
    judge("dbp", entry.dbp, DBP);
    judge("heart_rate", entry.heart_rate, HEART_RATE);
    judge("glucose_tenths", entry.glucose_tenths, GLUCOSE);
    match (entry.sbp, entry.dbp) {
        (Some(_), None) => errors.push(FieldError::new("dbp", "required")),
        (None, Some(_)) => errors.push(FieldError::new("sbp", "required")),
        (Some(sbp), Some(dbp)) if dbp >= sbp => {
            errors.push(FieldError::new("dbp", "not_below_sbp"));
        }
        _ => {}
    }
    for (field, text) in [("complaint", &entry.complaint), ("advice", &entry.advice)] {
        let long = text
            .as_ref()
            .is_some_and(|text| text.chars().count() > LONGEST_TEXT);
        if long {
            errors.push(FieldError::new(field, "too_long").with_limit(LONGEST_TEXT));
        }
    }
    let said = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
    let measured =
        entry.sbp.is_some() || entry.heart_rate.is_some() || entry.glucose_tenths.is_some();
    if !measured && entry.dbp.is_none() && !said(&entry.complaint) && !said(&entry.advice) {
        errors.push(FieldError::new("sbp", "required"));
    }
    if entry.on > today {
        errors.push(FieldError::new("on", "in_future"));
    } else if today
        .checked_sub_days(Days::new(OLDEST_DAYS))
        .is_some_and(|oldest| entry.on < oldest)
    {
        errors.push(FieldError::new("on", "too_early"));
    }
    errors
}

/// What cannot wait: tell the person at once, and refer them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgent {
    /// The pressure is dangerously high.
    Pressure,
    /// The glucose is dangerously high.
    GlucoseHigh,
    /// The glucose is dangerously low.
    GlucoseLow,
}

/// What of an entry cannot wait.
#[must_use]
pub fn urgent(sbp: Option<u16>, dbp: Option<u16>, glucose_tenths: Option<u16>) -> Vec<Urgent> {
    let mut found = Vec::new();
    if sbp.is_some_and(|sbp| sbp >= 180) || dbp.is_some_and(|dbp| dbp >= 110) {
        found.push(Urgent::Pressure);
    }
    if glucose_tenths.is_some_and(|glucose| glucose >= 167) {
        found.push(Urgent::GlucoseHigh);
    }
    if glucose_tenths.is_some_and(|glucose| glucose <= 39) {
        found.push(Urgent::GlucoseLow);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn entry(sbp: u16, dbp: u16) -> RoundEntryBody {
        RoundEntryBody {
            id: Uuid::v7(1, [1; 10]).into(),
            on: day("2026-11-24"),
            sbp: Some(sbp),
            dbp: Some(dbp),
            heart_rate: None,
            glucose_tenths: None,
            complaint: None,
            advice: None,
        }
    }

    fn faults(entry: &RoundEntryBody) -> Vec<(String, String)> {
        let errors = check(entry, day("2026-11-24")).into_iter();
        errors.map(|error| (error.field, error.reason)).collect()
    }

    #[test]
    fn both_sides_of_each_emergency() {
        assert_eq!(urgent(Some(179), Some(109), Some(166)), []);
        assert_eq!(urgent(Some(180), Some(80), None), [Urgent::Pressure]);
        assert_eq!(urgent(Some(140), Some(110), None), [Urgent::Pressure]);
        assert_eq!(urgent(None, None, Some(167)), [Urgent::GlucoseHigh]);
        assert_eq!(urgent(None, None, Some(40)), []);
        assert_eq!(urgent(None, None, Some(39)), [Urgent::GlucoseLow]);
    }

    #[test]
    fn both_sides_of_each_bound_and_half_a_pressure() {
        assert_eq!(faults(&entry(50, 20)), []);
        assert_eq!(faults(&entry(300, 200)), []);
        let of = |field: &str, reason: &str| vec![(field.to_owned(), reason.to_owned())];
        assert_eq!(faults(&entry(49, 20)), of("sbp", "too_low"));
        assert_eq!(faults(&entry(301, 90)), of("sbp", "too_high"));
        assert_eq!(faults(&entry(120, 120)), of("dbp", "not_below_sbp"));
        let half = RoundEntryBody {
            dbp: None,
            ..entry(120, 80)
        };
        assert_eq!(faults(&half), of("dbp", "required"));
        let nothing = RoundEntryBody {
            sbp: None,
            dbp: None,
            ..entry(0, 0)
        };
        assert_eq!(faults(&nothing), of("sbp", "required"));
        let told = RoundEntryBody {
            complaint: Some("头晕".to_owned()),
            ..nothing
        };
        assert_eq!(faults(&told), []);
    }

    #[test]
    fn what_a_phone_brings_is_of_the_last_sixty_days() {
        let on = |on: &str| RoundEntryBody {
            on: day(on),
            ..entry(120, 80)
        };
        assert_eq!(faults(&on("2026-09-25")), []);
        assert_eq!(faults(&on("2026-09-24"))[0].1, "too_early");
        assert_eq!(faults(&on("2026-11-25"))[0].1, "in_future");
    }
}
