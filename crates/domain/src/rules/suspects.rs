//! Who may have a chronic disease and is in no programme of it (疑似病例): readings at or over the figure of
//! the screening on several days. Pure; whoever calls brings the readings, and knows who is in a programme.
//!
//! Version [`VERSION`]. Hypertension is NBPHS-3-2017's screening (domain.md §2.1 [F9]: 收缩压 ≥ 140 和(或)
//! 舒张压 ≥ 90, 非同日 3 次 → 初步诊断, to be confirmed above and looked after within 2 weeks; from 35 years).
//! For diabetes domain.md names only the limit of control (§2.2: fasting 7.0 mmol/L), which is the limit of the
//! diagnosis too: that it takes two days, 11.1 mmol/L at any other time of the day and the same age is the
//! field's [known]. That a reading of home counts like one of staff, and the year that is looked back on, is
//! this project's [proposal]. All figures stand in [`RULES`], so that a district can change them.

use chrono::{Days, NaiveDate};

use crate::api::suspects::{DecideSuspectBody, Evidence, ExcludeReason, NOTE_MAX, Verdict};
use crate::problem::FieldError;
use crate::rules::home_measurement::{HomeKind, Moment};

/// Version of the figures; who was looked at by another one is looked at again.
pub const VERSION: &str = "2026-11";

/// The figures of one disease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Code of the programme that follows such people up.
    pub programme: &'static str,
    /// What is measured.
    pub kind: HomeKind,
    /// Systolic pressure in mmHg, or fasting glucose in tenths of mmol/L, from which on a reading counts.
    pub from: u16,
    /// Diastolic pressure in mmHg, or glucose at any other time in tenths of mmol/L, from which on it counts.
    pub or_from: u16,
    /// On how many different days.
    pub days: usize,
    /// From which age on.
    pub age: u16,
    /// Document and place in it.
    pub source: &'static str,
}

/// The figures in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Of each disease.
    pub figures: [Figures; 2],
    /// How many days back readings count.
    pub look_back_days: u64,
    /// Days by which somebody who is taken into a programme has to be seen.
    pub first_visit_days: u64,
}

/// The figures in force.
pub const RULES: Rules = Rules {
    figures: [
        Figures {
            programme: "hypertension",
            kind: HomeKind::BloodPressure,
            from: 140,
            or_from: 90,
            days: 3,
            age: 35,
            source: "NBPHS-3-2017 高血压患者健康管理服务规范 §二（一）筛查",
        },
        Figures {
            programme: "diabetes",
            kind: HomeKind::Glucose,
            from: 70,
            or_from: 111,
            days: 2,
            age: 35,
            source: "NBPHS-3-2017 2型糖尿病患者健康管理服务规范; WS 397-2012 §4 [known]",
        },
    ],
    look_back_days: 365,
    first_visit_days: 14,
};

/// Days that are shown as evidence, the newest first.
pub const EVIDENCE_MAX: usize = 10;

impl Figures {
    /// Whether a reading is at or over the figure.
    #[must_use]
    pub fn reached(&self, reading: &Evidence) -> bool {
        if reading.kind != self.kind {
            return false;
        }
        match reading.kind {
            HomeKind::BloodPressure => {
                reading.value >= self.from
                    || reading.second.is_some_and(|second| second >= self.or_from)
            }
            HomeKind::Glucose if reading.moment == Some(Moment::Fasting) => {
                reading.value >= self.from
            }
            HomeKind::Glucose => reading.value >= self.or_from,
        }
    }

    /// What makes somebody of this age suspect: of each day the highest reading, the newest day first; `None`
    /// where it is not enough.
    #[must_use]
    pub fn evidence(
        &self,
        rules: &Rules,
        readings: &[Evidence],
        age: u16,
        today: NaiveDate,
    ) -> Option<Vec<Evidence>> {
        if age < self.age {
            return None;
        }
        let since = today.checked_sub_days(Days::new(rules.look_back_days))?;
        let mut high: Vec<&Evidence> = readings
            .iter()
            .filter(|one| one.on >= since && one.on <= today && self.reached(one))
            .collect();
        high.sort_by_key(|one| std::cmp::Reverse((one.on, one.value, one.second)));
        high.dedup_by_key(|one| one.on);
        let enough = high.len() >= self.days;
        enough.then(|| high.into_iter().take(EVIDENCE_MAX).cloned().collect())
    }
}

/// Whether evidence holds although somebody was excluded: a later reading has reached the figure.
#[must_use]
pub fn holds_again(evidence: &[Evidence], excluded_through: Option<NaiveDate>) -> bool {
    let newest = evidence.iter().map(|one| one.on).max();
    match (newest, excluded_through) {
        (Some(newest), Some(through)) => newest > through,
        (newest, None) => newest.is_some(),
        (None, Some(_)) => false,
    }
}

/// The last day for the first visit of somebody who is taken into a programme.
#[must_use]
pub fn latest_first_visit(rules: &Rules, today: NaiveDate) -> NaiveDate {
    today
        .checked_add_days(Days::new(rules.first_visit_days))
        .unwrap_or(today)
}

/// Fields of a decision that cannot be accepted.
#[must_use]
pub fn check(rules: &Rules, body: &DecideSuspectBody, today: NaiveDate) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let note = body.note.as_deref().map(str::trim).unwrap_or_default();
    match body.verdict {
        Verdict::Enrolled => {
            let latest = latest_first_visit(rules, today);
            match body.first_visit {
                None => errors.push(FieldError::new("first_visit", "required")),
                Some(day) if day < today => errors.push(FieldError::new("first_visit", "in_past")),
                Some(day) if day > latest => {
                    errors.push(FieldError::new("first_visit", "too_late").with_limit(latest));
                }
                Some(_) => {}
            }
        }
        Verdict::Excluded => match body.reason {
            None => errors.push(FieldError::new("reason", "required")),
            Some(ExcludeReason::Other) if note.is_empty() => {
                errors.push(FieldError::new("note", "required"));
            }
            Some(_) => {}
        },
    }
    if body.seen_through > today {
        errors.push(FieldError::new("seen_through", "in_future").with_limit(today));
    }
    if note.chars().count() > NOTE_MAX {
        errors.push(FieldError::new("note", "too_long").with_limit(NOTE_MAX));
    }
    errors
}

#[cfg(test)]
#[path = "suspects_tests.rs"]
mod tests;
