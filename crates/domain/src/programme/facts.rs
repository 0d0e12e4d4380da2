//! What is known of a visit while it is judged: the answers, the person, the visit before, and the numbers
//! that follow from them.

use chrono::NaiveDate;

use super::{Answers, Computed, ComputedKind, Definition, Field, Kind, Level, Opt};
use crate::person::{Sex, age_on};

/// What is known of the person without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Day of birth.
    pub born: NaiveDate,
    /// Sex.
    pub sex: Sex,
    /// Height in tenths of cm, as last measured.
    pub height: Option<u16>,
}

/// All that a condition can ask about.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// By which edition the visit is judged.
    pub definition: &'a Definition,
    /// What was answered.
    pub answers: &'a Answers,
    /// The person.
    pub known: &'a Known,
    /// Class of the visit before.
    pub previous: Option<&'a str>,
    /// Class of this visit, once the rules have found it.
    pub class: Option<&'a str>,
    /// Day of the visit.
    pub day: NaiveDate,
}

impl<'a> Facts<'a> {
    /// What is known; `None` while the visit has no day.
    #[must_use]
    pub fn new(
        definition: &'a Definition,
        answers: &'a Answers,
        known: &'a Known,
        previous: Option<&'a str>,
    ) -> Option<Self> {
        Some(Self {
            definition,
            answers,
            known,
            previous,
            class: None,
            day: answers.day("visit_date")?,
        })
    }

    /// Whether the field of that key is asked, as far as the answers go. A field may depend on earlier
    /// ones alone, so that this comes to an end.
    #[must_use]
    pub fn asked(&self, key: &str) -> bool {
        let asks = |field: &Field| self.asks(field);
        self.definition.field(key).is_some_and(asks)
    }

    /// Whether the field is asked.
    #[must_use]
    pub fn asks(&self, field: &Field) -> bool {
        let holds = |when: &super::Condition| when.holds(self);
        field.when.as_ref().is_none_or(holds)
    }

    /// The codes under this key, where it is asked.
    pub fn codes(&self, key: &str) -> impl Iterator<Item = &'a str> {
        let asked = self.asked(key);
        self.answers.codes(key).filter(move |_| asked)
    }

    /// How many are ticked, not counting what stands alone.
    #[must_use]
    pub fn ticked(&self, key: &str) -> usize {
        let options = self.definition.options(key);
        let alone = |code: &str| options.iter().any(|one| one.alone && one.code == code);
        self.codes(key).filter(|code| !alone(code)).count()
    }

    /// The number under this key: of a field, of a threshold, or known of the person on the day of the visit
    /// (`age_years`, `age_months`, `age_days`, `age_calendar`, `height`).
    #[must_use]
    pub fn quantity(&self, key: &str) -> Option<i32> {
        if let Some(field) = self.definition.field(key) {
            if !self.asks(field) {
                return None;
            }
            return match &field.kind {
                Kind::Computed(computed) => self.computed(&computed.by),
                _ => match self.answers.get(key) {
                    Some(super::Value::Number(number)) => Some(*number),
                    Some(_) => self.score(key),
                    // The height that is not measured today is the one that is known.
                    None if key == "height" => self.known.height.map(i32::from),
                    None => None,
                },
            };
        }
        if let Some(threshold) = self.definition.threshold(key) {
            let holds =
                |case: &&super::Case| case.when.as_ref().is_none_or(|when| when.holds(self));
            return threshold.cases.iter().find(holds).map(|case| case.value);
        }
        let born = self.known.born;
        match key {
            "age_years" => Some(age_on(born, self.day).into()),
            "age_months" => Some(months_between(born, self.day)),
            "age_days" => days_between(born, self.day),
            "age_calendar" => {
                use chrono::Datelike;
                Some(self.day.year() - born.year())
            }
            "height" => self.known.height.map(i32::from),
            _ => None,
        }
    }

    /// A computed number in words: its first level that holds.
    #[must_use]
    pub fn level<'l>(&self, kind: &'l ComputedKind) -> Option<&'l Level> {
        let holds = |level: &&Level| level.when.as_ref().is_none_or(|when| when.holds(self));
        kind.levels.iter().find(holds)
    }

    /// The score of the option that is chosen, or of all that are ticked.
    fn score(&self, key: &str) -> Option<i32> {
        let options = self.definition.options(key);
        let of = |code: &str| options.iter().find(|one: &&Opt| one.code == code)?.score;
        self.codes(key).map(of).sum()
    }

    fn computed(&self, computed: &Computed) -> Option<i32> {
        match computed {
            Computed::Bmi { weight, height } => {
                let tenths = |key: &str| u16::try_from(self.quantity(key)?).ok();
                bmi_tenths(tenths(weight)?, tenths(height)?).map(i32::from)
            }
            Computed::Sum { of, reversed, from } => {
                let plain = of.iter().map(|key| self.quantity(key));
                let turned = reversed.iter().map(|key| Some(from - self.quantity(key)?));
                plain.chain(turned).sum()
            }
            Computed::DaysSince(key) => days_between(self.answers.day(key)?, self.day),
            Computed::Percent { of, whole, scale } => {
                let whole = i64::from(self.quantity(whole)?);
                let part =
                    i64::from(self.quantity(of)?) * 100 * 10_i64.pow(u32::from(*scale).min(3));
                // Rounded half up; of nothing there is no share.
                (whole > 0).then(|| i32::try_from((2 * part + whole) / (2 * whole)).ok())?
            }
        }
    }
}

/// BMI in tenths of kg/m² from weight in tenths of kg and height in tenths of cm, rounded half up.
#[must_use]
pub fn bmi_tenths(weight: u16, height: u16) -> Option<u16> {
    let height = u64::from(height);
    if height == 0 {
        return None;
    }
    // Tenths of kg / (tenths of cm)² → kg/m² is ×100,000; tenths of that.
    let numerator = u64::from(weight) * 1_000_000;
    let divisor = height * height;
    u16::try_from((numerator + divisor / 2) / divisor).ok()
}

fn days_between(from: NaiveDate, to: NaiveDate) -> Option<i32> {
    i32::try_from((to - from).num_days()).ok()
}

/// Full months from one day to another; a month that is not full does not count.
fn months_between(from: NaiveDate, to: NaiveDate) -> i32 {
    use chrono::Datelike;
    let months = |day: NaiveDate| day.year() * 12 + day.month0().cast_signed();
    months(to) - months(from) - i32::from(to.day() < from.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bmi_is_rounded_to_tenths() {
        assert_eq!(bmi_tenths(650, 1700), Some(225)); // 65.0 kg, 170.0 cm → 22.49
        assert_eq!(bmi_tenths(0, 0), None);
    }

    #[test]
    fn a_month_is_full_on_its_own_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (from, to, months) in [
            ("2026-01-31", "2026-02-28", 0),
            ("2026-01-31", "2026-03-01", 1),
            ("2025-11-23", "2026-11-22", 11),
            ("2025-11-23", "2026-11-23", 12),
        ] {
            assert_eq!(months_between(day(from), day(to)), months, "{from} {to}");
        }
    }
}
