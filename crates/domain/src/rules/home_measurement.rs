//! Blood pressure and glucose that a resident measures at home (自测). What can be, what is asked about once
//! and what is an emergency stand in the definitions of hypertension and diabetes, whose figures the service
//! hands out as [`Figures`]; client and service judge by the same ones. Pure.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::problem::FieldError;
use crate::programme::{Definition, Facts, Kind};

/// What is measured at home.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum HomeKind {
    /// 血压, mmHg; `value` systolic, `second` diastolic.
    BloodPressure,
    /// 血糖, tenths of mmol/L.
    Glucose,
}

/// When a glucose was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// 空腹.
    Fasting,
    /// 餐后2小时.
    AfterMeal,
    /// 其他时间.
    Other,
}

/// One reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reading {
    /// What.
    pub kind: HomeKind,
    /// Systolic pressure, or glucose.
    pub value: u16,
    /// Diastolic pressure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<u16>,
    /// When a glucose was measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moment: Option<Moment>,
    /// The instant of the measurement.
    #[serde(deserialize_with = "crate::time::instant")]
    pub taken_at: DateTime<Utc>,
    /// Whether somebody has looked again at a value that is possible but rare.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub checked: bool,
}

/// What may stand in a number, least and most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Span {
    /// What is accepted.
    pub legal: [u16; 2],
    /// What is not asked about again.
    pub usual: [u16; 2],
}

/// The figures of the definitions in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Figures {
    /// Systolic pressure.
    pub sbp: Span,
    /// Diastolic pressure.
    pub dbp: Span,
    /// Glucose, tenths of mmol/L.
    pub glucose: Span,
    /// Systolic pressure from which on it is an emergency.
    pub sbp_urgent: u16,
    /// Diastolic pressure from which on it is an emergency.
    pub dbp_urgent: u16,
    /// Glucose from which on it is an emergency.
    pub glucose_high: u16,
    /// Glucose down from which it is an emergency.
    pub glucose_low: u16,
    /// Where the figures of an emergency come from.
    pub source: String,
}

/// A reading that is an emergency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Alert {
    /// Blood pressure far too high.
    PressureHigh,
    /// Glucose far too high.
    GlucoseHigh,
    /// Glucose too low.
    GlucoseLow,
}

/// Days after which a reading can still be written down.
const BACK_DAYS: i64 = 31;
/// How far a phone's clock may go before the service's.
const AHEAD: TimeDelta = TimeDelta::minutes(10);

impl Figures {
    /// The figures of an edition of hypertension and one of diabetes; `None` where they do not have them.
    #[must_use]
    pub fn of(pressure: &Facts<'_>, glucose: &Facts<'_>) -> Option<Self> {
        let size = |number: i32| u16::try_from(number).ok();
        let pair = |[least, most]: [i32; 2]| Some([size(least)?, size(most)?]);
        let span = |definition: &Definition, key: &str| match &definition.field(key)?.kind {
            Kind::Number(number) => Some(Span {
                legal: pair(number.legal)?,
                usual: pair(number.usual)?,
            }),
            _ => None,
        };
        let figure = |facts: &Facts<'_>, key: &str| size(facts.quantity(key)?);
        let source = |facts: &Facts<'_>, key: &str| {
            let threshold = facts.definition.threshold(key)?;
            Some(threshold.source.clone())
        };
        let (one, other) = (
            source(pressure, "sbp_urgent")?,
            source(glucose, "glucose_high")?,
        );
        Some(Self {
            sbp: span(pressure.definition, "sbp")?,
            dbp: span(pressure.definition, "dbp")?,
            glucose: span(glucose.definition, "fasting_glucose")?,
            sbp_urgent: figure(pressure, "sbp_urgent")?,
            dbp_urgent: figure(pressure, "dbp_urgent")?,
            glucose_high: figure(glucose, "glucose_high")?,
            glucose_low: figure(glucose, "glucose_low")?,
            source: if one == other {
                one
            } else {
                [one, other].join("；")
            },
        })
    }

    /// Each number of a reading with the name of its field and what may stand in it.
    fn numbers(&self, reading: &Reading) -> [Option<(&'static str, u16, Span)>; 2] {
        match reading.kind {
            HomeKind::BloodPressure => [
                Some(("value", reading.value, self.sbp)),
                reading.second.map(|second| ("second", second, self.dbp)),
            ],
            HomeKind::Glucose => [Some(("value", reading.value, self.glucose)), None],
        }
    }

    /// What is wrong with a reading, field by field; nothing of it can be kept then.
    #[must_use]
    pub fn check(&self, reading: &Reading, now: DateTime<Utc>) -> Vec<FieldError> {
        let mut errors = Vec::new();
        for (field, number, span) in self.numbers(reading).into_iter().flatten() {
            let [least, most] = span.legal;
            if number < least {
                errors.push(FieldError::new(field, "too_low").with_limit(least));
            } else if number > most {
                errors.push(FieldError::new(field, "too_high").with_limit(most));
            }
        }
        match (reading.kind, reading.second) {
            (HomeKind::BloodPressure, None) => errors.push(FieldError::new("second", "required")),
            (HomeKind::BloodPressure, Some(second)) if second >= reading.value => {
                errors.push(FieldError::new("second", "not_below_systolic"));
            }
            (HomeKind::Glucose, Some(_)) => errors.push(FieldError::new("second", "unknown")),
            _ => {}
        }
        match (reading.kind, reading.moment) {
            (HomeKind::Glucose, None) => errors.push(FieldError::new("moment", "required")),
            (HomeKind::BloodPressure, Some(_)) => errors.push(FieldError::new("moment", "unknown")),
            _ => {}
        }
        if reading.taken_at > now + AHEAD {
            errors.push(FieldError::new("taken_at", "in_future"));
        } else if (now - reading.taken_at).num_days() > BACK_DAYS {
            errors.push(FieldError::new("taken_at", "too_early").with_limit(BACK_DAYS));
        }
        if errors.is_empty() && self.unusual(reading) && !reading.checked {
            errors.push(FieldError::new("checked", "required"));
        }
        errors
    }

    /// Whether a number is possible but rare: somebody is asked once whether it is right.
    #[must_use]
    pub fn unusual(&self, reading: &Reading) -> bool {
        let mut numbers = self.numbers(reading).into_iter().flatten();
        numbers.any(|(_, number, span)| {
            let [least, most] = span.usual;
            !(least..=most).contains(&number)
        })
    }

    /// Whether the reading is an emergency.
    #[must_use]
    pub fn alert(&self, reading: &Reading) -> Option<Alert> {
        match reading.kind {
            HomeKind::BloodPressure => {
                let second = reading.second.unwrap_or(0);
                let high = reading.value >= self.sbp_urgent || second >= self.dbp_urgent;
                high.then_some(Alert::PressureHigh)
            }
            HomeKind::Glucose if reading.value >= self.glucose_high => Some(Alert::GlucoseHigh),
            HomeKind::Glucose if reading.value <= self.glucose_low => Some(Alert::GlucoseLow),
            HomeKind::Glucose => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::Sex;
    use crate::programme::national::DEFINITIONS;
    use crate::programme::{Answers, Known};

    fn figures() -> Figures {
        let read = |programme: &str| {
            let all = DEFINITIONS.iter();
            let mut all = all.map(|text| serde_json::from_str::<Definition>(text).unwrap());
            all.find(|one| one.programme.as_str() == programme).unwrap()
        };
        let (pressure, glucose) = (read("hypertension"), read("diabetes"));
        let known = Known {
            born: "1958-03-12".parse().unwrap(),
            sex: Sex::Female,
            height: None,
        };
        let answers = Answers::default().with("visit_date", "2026-11-24");
        let facts = |definition| Facts::new(definition, &answers, &known, None).unwrap();
        Figures::of(&facts(&pressure), &facts(&glucose)).unwrap()
    }

    fn now() -> DateTime<Utc> {
        "2026-11-24T02:00:00Z".parse().unwrap()
    }

    fn pressure(value: u16, second: u16) -> Reading {
        Reading {
            kind: HomeKind::BloodPressure,
            value,
            second: Some(second),
            moment: None,
            taken_at: now(),
            checked: true,
        }
    }

    fn glucose(value: u16) -> Reading {
        Reading {
            kind: HomeKind::Glucose,
            second: None,
            moment: Some(Moment::Fasting),
            ..pressure(value, 0)
        }
    }

    fn said(reading: &Reading) -> Vec<(String, String)> {
        let errors = figures().check(reading, now());
        errors
            .into_iter()
            .map(|one| (one.field, one.reason))
            .collect()
    }

    #[test]
    fn an_emergency_begins_at_the_figure_of_the_definition() {
        let figures = figures();
        for (reading, expected) in [
            (pressure(179, 109), None),
            (pressure(180, 90), Some(Alert::PressureHigh)),
            (pressure(150, 110), Some(Alert::PressureHigh)),
            (glucose(166), None),
            (glucose(167), Some(Alert::GlucoseHigh)),
            (glucose(40), None),
            (glucose(39), Some(Alert::GlucoseLow)),
        ] {
            assert_eq!(figures.alert(&reading), expected, "{reading:?}");
        }
        assert!(!figures.source.is_empty());
    }

    #[test]
    fn what_cannot_be_is_refused_at_its_boundary() {
        let none: Vec<(String, String)> = Vec::new();
        assert_eq!(said(&pressure(300, 200)), none);
        assert_eq!(said(&pressure(301, 200))[0].1, "too_high");
        assert_eq!(said(&pressure(49, 20))[0].1, "too_low");
        assert_eq!(said(&pressure(120, 19))[0].0, "second");
        assert_eq!(said(&pressure(120, 120))[0].1, "not_below_systolic");
        assert_eq!(said(&pressure(120, 119)), none);
        let [least, most] = figures().glucose.legal;
        assert_eq!(said(&glucose(least)), none);
        assert_eq!(said(&glucose(least - 1))[0].1, "too_low");
        assert_eq!(said(&glucose(most)), none);
        assert_eq!(said(&glucose(most + 1))[0].1, "too_high");
    }

    #[test]
    fn what_is_rare_is_asked_about_once() {
        let [_, most] = figures().sbp.usual;
        let asked = |value| Reading {
            checked: false,
            ..pressure(value, 80)
        };
        assert!(said(&asked(most)).is_empty());
        assert_eq!(
            said(&asked(most + 1)),
            [("checked".to_owned(), "required".to_owned())]
        );
        assert!(said(&pressure(most + 1, 80)).is_empty());
    }

    #[test]
    fn a_reading_has_what_belongs_to_it_and_a_day_that_can_be() {
        assert_eq!(
            said(&Reading {
                second: None,
                ..pressure(120, 0)
            })[0]
                .1,
            "required"
        );
        assert_eq!(
            said(&Reading {
                moment: None,
                ..glucose(60)
            })[0]
                .0,
            "moment"
        );
        let at = |minutes| Reading {
            taken_at: now() + TimeDelta::minutes(minutes),
            ..glucose(60)
        };
        assert!(said(&at(10)).is_empty());
        assert_eq!(said(&at(11))[0].1, "in_future");
        let days = |days| Reading {
            taken_at: now() - TimeDelta::days(days),
            ..glucose(60)
        };
        assert!(said(&days(31)).is_empty());
        assert_eq!(said(&days(32))[0].1, "too_early");
    }
}
