//! A person's body and habits, as far as forms and measurements show them: what stays alike from
//! visit to visit, and how far a single value strays from it.

use domain::person::Sex;
use domain::programme::bmi_tenths;

use super::chance::Chance;

/// Body and habits of one person.
#[derive(Clone, Debug)]
pub struct Body {
    /// Height, tenths of cm.
    pub height: u16,
    /// Usual weight, tenths of kg.
    pub weight: u16,
    /// Waist, tenths of cm.
    pub waist: u16,
    /// Heart rate at rest, beats a minute.
    pub heart_rate: u16,
    /// Cigarettes a day.
    pub smoke: u16,
    /// Spirit, tenths of 两 a day.
    pub drink: u16,
    /// Exercise, times a week.
    pub exercise: u16,
    /// 摄盐情况, a code.
    pub salt: &'static str,
    /// 心理调整, a code.
    pub psych: &'static str,
    /// 服药依从性, a code.
    pub compliance: &'static str,
}

impl Body {
    /// An adult's body; `heavy` for those whose illness goes with weight.
    #[must_use]
    pub fn adult(chance: &mut Chance, sex: Sex, age: u16, heavy: bool) -> Self {
        let woman = sex == Sex::Female;
        let shrunk = i32::from(age.saturating_sub(60)) * 2;
        let height = if woman { 1580 } else { 1690 } + chance.wobble(110) - shrunk;
        let bmi = if heavy { 252 } else { 226 } + chance.wobble(50);
        let weight = bmi * height / 1000 * height / 1000;
        let smokes = chance.percent(if woman { 2 } else { 38 });
        let drinks = chance.percent(if woman { 4 } else { 30 });
        Self {
            height: positive(height),
            weight: positive(weight),
            waist: positive(bmi * 33 / 10 + chance.wobble(60)),
            heart_rate: positive(72 + chance.wobble(10)),
            smoke: if smokes {
                positive(chance.between(1, 4) * 5)
            } else {
                0
            },
            drink: if drinks {
                positive(chance.between(2, 20))
            } else {
                0
            },
            exercise: positive(chance.between(0, 7)),
            salt: chance.pick(&["light", "medium", "medium", "heavy"]),
            psych: chance.pick(&["good", "good", "good", "fair"]),
            compliance: chance.pick(&["regular", "regular", "regular", "irregular"]),
        }
    }

    /// A child's body by age in years.
    #[must_use]
    pub fn child(chance: &mut Chance, age: u16) -> Self {
        let age = i32::from(age);
        let adult = Self::adult(chance, Sex::Unknown, 0, false);
        let height = if age < 2 {
            680 + age * 130
        } else {
            750 + age * 65
        };
        Self {
            height: positive(height + chance.wobble(30)),
            weight: positive(85 + age * 22 + chance.wobble(12)),
            waist: positive(480 + age * 12 + chance.wobble(20)),
            heart_rate: positive(104 - age * 2 + chance.wobble(8)),
            smoke: 0,
            drink: 0,
            ..adult
        }
    }

    /// The weight on one day, tenths of kg.
    #[must_use]
    pub fn weight_today(&self, chance: &mut Chance) -> u16 {
        self.weight
            .saturating_add_signed(i16::try_from(chance.wobble(15)).unwrap_or(0))
    }

    /// The heart rate at one moment.
    #[must_use]
    pub fn heart_rate_now(&self, chance: &mut Chance) -> u16 {
        self.heart_rate
            .saturating_add_signed(i16::try_from(chance.wobble(6)).unwrap_or(0))
    }

    /// BMI in tenths at this weight.
    #[must_use]
    pub fn bmi(&self, weight: u16) -> Option<u16> {
        bmi_tenths(weight, self.height)
    }
}

/// A measure that cannot be negative.
pub fn positive(value: i32) -> u16 {
    u16::try_from(value.max(0)).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use domain::programme::{Answers, unusual};

    use super::*;
    use crate::demo::chance::Subject;

    #[test]
    fn bodies_of_all_ages_are_usual_ones() {
        let programme = "hypertension".parse().unwrap();
        let day = "2026-11-24".parse().unwrap();
        let definition = crate::programmes::in_force(&programme, day).unwrap();
        for n in 0..500 {
            let mut chance = Chance::of(3, Subject::History, n);
            let sex = chance.pick(&[Sex::Female, Sex::Male]);
            let age = positive(chance.between(18, 99));
            let adult = Body::adult(&mut chance, sex, age, n % 2 == 0);
            let answers = Answers::default()
                .with("weight", i32::from(adult.weight))
                .with("heart_rate", i32::from(adult.heart_rate));
            assert!(unusual(definition, &answers).is_empty(), "{adult:?}");
            assert!(
                (170..340).contains(&adult.bmi(adult.weight).unwrap()),
                "{adult:?}"
            );
            let child = Body::child(&mut chance, age % 7);
            assert!(
                (110..230).contains(&child.bmi(child.weight).unwrap()),
                "{age} {child:?}"
            );
        }
    }
}
