//! The form of a programme, as far as it is the same for each.

use chrono::NaiveDate;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Decision, Referral};
use crate::api::records::Drug;
use crate::api::residents::Habits;
use crate::codes::{Compliance, ControlClass, Grade, Programme, VisitWay};
use crate::problem::FieldError;
use crate::rules::limits::{self, Limit, Verdict};

/// A follow-up's form, with the rules that it is judged by.
pub trait Form: Clone + PartialEq + Serialize + DeserializeOwned + 'static {
    /// The programme it belongs to.
    const PROGRAMME: Programme;
    /// Beginning of the catalogue's codes of services that such a follow-up fulfils.
    const PLAN_ITEM: &'static str;

    /// What it has in common with the others.
    fn common(&self) -> Common<'_>;

    /// What the edition of that name decides for a person born on that day; `None` where there is no
    /// such edition. `previous` is the class of the visit before.
    fn decide(
        &self,
        version: &str,
        born: NaiveDate,
        previous: Option<ControlClass>,
    ) -> Option<Decision>;

    /// The habits that it tells.
    fn habits(&self) -> Habits;

    /// The habits that were agreed on for the next time.
    fn targets(&self) -> Habits;

    /// Faults that this form alone can have.
    fn own_faults(&self, today: NaiveDate) -> Vec<FieldError>;

    /// Numbers that this form alone asks for, with their ranges.
    fn own_numbers(&self) -> Vec<Number> {
        Vec::new()
    }

    /// All its numbers with their ranges.
    fn numbers(&self) -> Vec<Number> {
        let form = self.common();
        let (now, agreed) = (self.habits(), self.targets());
        let mut numbers = vec![
            ("fasting_glucose", form.fasting_glucose, limits::GLUCOSE),
            ("sbp", Some(form.sbp), limits::SBP),
            ("dbp", Some(form.dbp), limits::DBP),
            ("heart_rate", form.heart_rate, limits::HEART_RATE),
            ("weight", form.weight, limits::WEIGHT),
            ("weight_target", form.weight_target, limits::WEIGHT),
            ("smoke", now.smoke, limits::SMOKE),
            ("smoke_target", agreed.smoke, limits::SMOKE),
            ("drink", now.drink, limits::DRINK),
            ("drink_target", agreed.drink, limits::DRINK),
            ("exercise_times", now.exercise_times, limits::EXERCISE_TIMES),
            (
                "exercise_times_target",
                agreed.exercise_times,
                limits::EXERCISE_TIMES,
            ),
            (
                "exercise_minutes",
                now.exercise_minutes,
                limits::EXERCISE_MINUTES,
            ),
            (
                "exercise_minutes_target",
                agreed.exercise_minutes,
                limits::EXERCISE_MINUTES,
            ),
            ("staple", now.staple, limits::STAPLE),
            ("staple_target", agreed.staple, limits::STAPLE),
        ];
        numbers.extend(self.own_numbers());
        numbers
    }

    /// Fields that cannot be accepted, each with its reason and limit; empty when the form is sound.
    fn check(&self, decision: &Decision, today: NaiveDate) -> Vec<FieldError> {
        let mut errors = self.common().faults(decision, today);
        errors.extend(out_of_range(&self.numbers()));
        errors.extend(self.own_faults(today));
        errors
    }

    /// Fields whose values are possible but unusual; the form asks to check them.
    fn unusual(&self) -> Vec<&'static str> {
        let unusual = |(_, value, limit): &Number| {
            value.is_some_and(|value| limit.judge(value) == Verdict::Unusual)
        };
        let numbers = self.numbers().into_iter().filter(unusual);
        numbers.map(|(field, ..)| field).collect()
    }
}

/// A number of a form: its field, its value where one is given, its range.
pub type Number = (&'static str, Option<u16>, Limit);

/// A word of a code list in Chinese and in English.
pub type Words = (&'static str, &'static str);

/// What every form has.
#[derive(Clone, Debug)]
pub struct Common<'a> {
    /// Day of the visit.
    pub visit_date: NaiveDate,
    /// How.
    pub way: VisitWay,
    /// Symptoms that are ticked, in Chinese and English.
    pub symptoms: Vec<Words>,
    /// Whether "none" is among them.
    pub no_symptom: bool,
    /// Whether "other" is among them.
    pub other_symptom: bool,
    /// Danger signs that were seen, in Chinese and English.
    pub danger_signs: Vec<Words>,
    /// Pregnant or breast-feeding.
    pub pregnant_or_lactating: bool,
    /// Systolic pressure, mmHg.
    pub sbp: u16,
    /// Diastolic pressure, mmHg.
    pub dbp: u16,
    /// Weight, tenths of kg.
    pub weight: Option<u16>,
    /// Target weight, tenths of kg.
    pub weight_target: Option<u16>,
    /// Heart rate, beats a minute, where the form asks for it.
    pub heart_rate: Option<u16>,
    /// Fasting glucose, tenths of mmol/L, where the form asks for it.
    pub fasting_glucose: Option<u16>,
    /// 心理调整.
    pub psych: Option<Grade>,
    /// 遵医行为.
    pub obey: Option<Grade>,
    /// 服药依从性.
    pub compliance: Compliance,
    /// Class recorded.
    pub class: ControlClass,
    /// Drugs.
    pub drugs: &'a [Drug],
    /// Next date agreed.
    pub next_date: NaiveDate,
    /// All texts with their fields.
    pub texts: Vec<(&'static str, Option<&'a str>)>,
}

impl Common<'_> {
    /// What stands in a field of text.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<&str> {
        let text = self.texts.iter().find(|(name, _)| *name == field);
        text.and_then(|(_, text)| *text)
    }

    /// What of it cannot be accepted, each with its reason and limit.
    fn faults(&self, decision: &Decision, today: NaiveDate) -> Vec<FieldError> {
        let mut errors = Vec::new();
        if self.visit_date > today {
            errors.push(FieldError::new("visit_date", "in_future").with_limit(today));
        }
        if self.sbp <= self.dbp {
            errors.push(FieldError::new("dbp", "not_below_systolic"));
        }
        if self.symptoms.is_empty() {
            errors.push(FieldError::new("symptoms", "required"));
        }
        if self.symptoms.len() > 1 && self.no_symptom {
            errors.push(FieldError::new("symptoms", "none_stands_alone"));
        }
        if self.other_symptom && !self.says("symptom_other") {
            errors.push(FieldError::new("symptom_other", "required"));
        }
        if self.class != decision.class && !self.says("class_reason") {
            errors.push(FieldError::new("class_reason", "required"));
        }
        if decision.referral != Referral::No && !self.says("referral_to") {
            errors.push(FieldError::new("referral_to", "required"));
        }
        if self.next_date <= self.visit_date {
            let limit = self.visit_date;
            errors.push(FieldError::new("next_date", "not_after_visit").with_limit(limit));
        } else if self.next_date > decision.latest_next {
            let limit = decision.latest_next;
            errors.push(FieldError::new("next_date", "too_late").with_limit(limit));
        }
        errors
    }

    fn says(&self, field: &str) -> bool {
        self.text(field).is_some_and(is_text)
    }
}

/// Numbers outside what is accepted.
fn out_of_range(numbers: &[Number]) -> impl Iterator<Item = FieldError> {
    numbers
        .iter()
        .filter_map(|(field, value, limit)| match limit.judge((*value)?) {
            Verdict::TooLow => Some(FieldError::new(field, "too_low").with_limit(limit.min)),
            Verdict::TooHigh => Some(FieldError::new(field, "too_high").with_limit(limit.max)),
            Verdict::Usual | Verdict::Unusual => None,
        })
}

/// Whether there is a text and not only blanks.
pub(in crate::rules) fn filled(text: &Option<String>) -> bool {
    text.as_deref().is_some_and(is_text)
}

fn is_text(text: &str) -> bool {
    !text.trim().is_empty()
}
