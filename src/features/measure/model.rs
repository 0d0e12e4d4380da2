//! From what is typed to a reading, and what a reading says. Pure: the moment comes in.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::api::records::BpTarget;
use domain::rules::home_measurement::{Alert, HomeKind, Moment, Reading};

use crate::i18n::Text;
use crate::i18n::texts::measure as words;
use crate::ui::{Tone, plain_number};

/// When it was measured, as people say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    Now,
    ThisMorning,
    YesterdayEvening,
}

/// What was typed.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    pub(super) kind: HomeKind,
    pub(super) first: String,
    pub(super) second: String,
    pub(super) moment: Option<Moment>,
    pub(super) when: When,
}

/// The district's hour of a day (UTC+8).
fn hour(day: NaiveDate, hour: u32) -> Option<DateTime<Utc>> {
    Some((day.and_hms_opt(hour, 0, 0)? - TimeDelta::hours(8)).and_utc())
}

/// The moment that somebody means; never one that lies ahead.
pub(super) fn taken_at(when: When, today: NaiveDate, now: DateTime<Utc>) -> DateTime<Utc> {
    let meant = match when {
        When::Now => None,
        When::ThisMorning => hour(today, 7),
        When::YesterdayEvening => today
            .checked_sub_days(Days::new(1))
            .and_then(|day| hour(day, 20)),
    };
    meant.map_or(now, |meant| meant.min(now))
}

/// A number in tenths: 7.8 is 78. More digits than one behind the point are none.
fn tenths(typed: &str) -> Option<u16> {
    let plain = plain_number(typed);
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if part.len() != 1 || !digits(whole) || !digits(part) {
        return None;
    }
    let whole: u16 = whole.parse().ok()?;
    whole.checked_mul(10)?.checked_add(part.parse().ok()?)
}

fn whole(typed: &str) -> Option<u16> {
    plain_number(typed).parse().ok()
}

/// The fields that hold no number.
pub(super) fn not_numbers(typed: &Typed) -> [bool; 2] {
    match typed.kind {
        HomeKind::BloodPressure => [
            whole(&typed.first).is_none(),
            whole(&typed.second).is_none(),
        ],
        HomeKind::Glucose => [tenths(&typed.first).is_none(), false],
    }
}

/// The reading that is meant; `None` while a number is missing.
pub(super) fn reading(
    typed: &Typed,
    today: NaiveDate,
    now: DateTime<Utc>,
    checked: bool,
) -> Option<Reading> {
    let taken_at = taken_at(typed.when, today, now);
    Some(match typed.kind {
        HomeKind::BloodPressure => Reading {
            kind: typed.kind,
            value: whole(&typed.first)?,
            second: Some(whole(&typed.second)?),
            moment: None,
            taken_at,
            checked,
        },
        HomeKind::Glucose => Reading {
            kind: typed.kind,
            value: tenths(&typed.first)?,
            second: None,
            moment: typed.moment,
            taken_at,
            checked,
        },
    })
}

/// How a reading stands, in a word.
pub(super) fn standing(
    reading: &Reading,
    alert: Option<Alert>,
    target: &BpTarget,
) -> Option<(Tone, Text)> {
    if alert.is_some() {
        return Some((Tone::Bad, words::URGENT));
    }
    match reading.kind {
        HomeKind::BloodPressure => {
            let below = reading.value < target.sbp_below
                && reading
                    .second
                    .is_some_and(|second| second < target.dbp_below);
            Some(if below {
                (Tone::Ok, words::GOOD)
            } else {
                (Tone::Warn, words::HIGH)
            })
        }
        // Which glucose is good depends on the meal and on the person: that is the doctor's to say.
        HomeKind::Glucose => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-11-24T02:30:00Z".parse().unwrap()
    }

    fn today() -> NaiveDate {
        "2026-11-24".parse().unwrap()
    }

    fn typed(kind: HomeKind, first: &str, second: &str) -> Typed {
        Typed {
            kind,
            first: first.to_owned(),
            second: second.to_owned(),
            moment: Some(Moment::Fasting),
            when: When::Now,
        }
    }

    #[test]
    fn what_is_typed_becomes_whole_numbers_in_their_scale() {
        let read = |typed: &Typed| {
            let reading = reading(typed, today(), now(), false)?;
            Some((reading.value, reading.second))
        };
        use HomeKind::{BloodPressure, Glucose};
        for (typed, expected) in [
            (typed(BloodPressure, "132", "８４"), Some((132, Some(84)))),
            (typed(BloodPressure, "132", ""), None),
            (typed(Glucose, "7.8", ""), Some((78, None))),
            (typed(Glucose, "7", ""), Some((70, None))),
            (typed(Glucose, "7。8", ""), Some((78, None))),
            (typed(Glucose, "7.85", ""), None),
            (typed(Glucose, "", ""), None),
            (typed(Glucose, "99999", ""), None),
        ] {
            assert_eq!(read(&typed), expected, "{typed:?}");
        }
    }

    #[test]
    fn a_moment_is_the_districts_and_never_ahead() {
        assert_eq!(taken_at(When::Now, today(), now()), now());
        let morning: DateTime<Utc> = "2026-11-23T23:00:00Z".parse().unwrap();
        assert_eq!(taken_at(When::ThisMorning, today(), now()), morning);
        let early: DateTime<Utc> = "2026-11-23T22:00:00Z".parse().unwrap();
        assert_eq!(taken_at(When::ThisMorning, today(), early), early);
        let evening: DateTime<Utc> = "2026-11-23T12:00:00Z".parse().unwrap();
        assert_eq!(taken_at(When::YesterdayEvening, today(), now()), evening);
    }

    #[test]
    fn a_pressure_is_on_target_below_both_limits() {
        let target = BpTarget {
            sbp_below: 140,
            dbp_below: 90,
        };
        let told = |value, second, alert| {
            let reading = Reading {
                kind: HomeKind::BloodPressure,
                value,
                second: Some(second),
                moment: None,
                taken_at: now(),
                checked: false,
            };
            standing(&reading, alert, &target).map(|(tone, _)| tone)
        };
        assert_eq!(told(139, 89, None), Some(Tone::Ok));
        assert_eq!(told(140, 89, None), Some(Tone::Warn));
        assert_eq!(told(139, 90, None), Some(Tone::Warn));
        assert_eq!(told(184, 104, Some(Alert::PressureHigh)), Some(Tone::Bad));
    }
}
