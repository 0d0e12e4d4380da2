//! What the rules of an edition say of a visit. The client shows the answer while somebody types, the service
//! takes the same decision again.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Answers, Definition, Facts, Interval, Kind, Known, NumberKind, Rule};

/// Whether and how fast the person is referred.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Referral {
    /// Not referred.
    #[default]
    No,
    /// Advised; checked within 14 days.
    Advised,
    /// At once, after first treatment; checked within 14 days.
    Urgent,
}

/// What the rules say of a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Decision {
    /// Code of the class of this visit.
    pub class: String,
    /// Referral.
    pub referral: Referral,
    /// The latest next date; a doctor may choose an earlier one. Absent where no visit follows.
    #[serde(
        default,
        deserialize_with = "crate::time::date_if_any",
        skip_serializing_if = "Option::is_none"
    )]
    pub latest_next: Option<NaiveDate>,
    /// Rules that hold, the most pressing first.
    pub reasons: Vec<String>,
}

/// Class, referral and latest next date of a visit, with the rules that make them; `previous` is the class of
/// the visit before. `None` while the visit has no day, or the definition no class.
///
/// An answer that is missing fulfils no condition: what a half-filled form decides can only become
/// more severe. Whether it is enough to be shown as the decision says [`Facts::decisive`].
#[must_use]
pub fn decide(
    definition: &Definition,
    answers: &Answers,
    known: &Known,
    previous: Option<&str>,
) -> Option<Decision> {
    let mut facts = Facts::new(definition, answers, known, previous)?;
    let place = |rule: &Rule| {
        let code = rule.class.as_deref()?;
        definition
            .classes
            .iter()
            .position(|class| class.code == code)
    };
    let classing = definition.rules.iter().filter(|rule| rule.class.is_some());
    let worst = classing
        .filter(|rule| rule.when.holds(&facts))
        .filter_map(place)
        .max();
    let class = definition.classes.get(worst.unwrap_or(0))?;
    facts.class = Some(&class.code);

    let holding = || {
        definition
            .rules
            .iter()
            .filter(|rule| rule.when.holds(&facts))
    };
    let sooner = holding()
        .filter_map(|rule| facts.after(rule.within.as_ref()?))
        .min();
    let ends = holding().any(|rule| rule.ends);
    Some(Decision {
        class: class.code.clone(),
        referral: holding()
            .map(|rule| rule.referral)
            .max()
            .unwrap_or_default(),
        latest_next: match facts.routine().filter(|_| !ends) {
            Some(routine) => Some(sooner.map_or(routine, |sooner| sooner.min(routine))),
            None => sooner,
        },
        reasons: holding().map(|rule| rule.id.clone()).collect(),
    })
}

impl Facts<'_> {
    /// Whether all that the rules wait for stands there and is possible.
    #[must_use]
    pub fn decisive(&self) -> bool {
        let mut waited = self
            .definition
            .fields()
            .filter(|field| field.decides && self.asks(field));
        waited.all(|field| match &field.kind {
            Kind::Number(kind) => self
                .answers
                .number(&field.key)
                .is_some_and(|n| kind.accepts(n)),
            _ => self.answers.filled(&field.key),
        })
    }

    /// The latest next visit where no rule says sooner.
    fn routine(&self) -> Option<NaiveDate> {
        let steps = self.definition.schedule.iter();
        let mut holding =
            steps.filter(|step| step.when.as_ref().is_none_or(|when| when.holds(self)));
        holding.find_map(|step| self.after(&step.within))
    }

    /// The day that lies so far away; `None` where it does not lie after the visit.
    fn after(&self, interval: &Interval) -> Option<NaiveDate> {
        let months =
            |from: NaiveDate, months: u16| from.checked_add_months(Months::new(months.into()));
        let days = |from: NaiveDate, days: u16| from.checked_add_days(Days::new(days.into()));
        let day = match interval {
            Interval::Days(many) => days(self.day, *many),
            Interval::Months(many) => months(self.day, *many),
            Interval::YearEnd(years) => {
                NaiveDate::from_ymd_opt(self.day.year().checked_add((*years).into())?, 12, 31)
            }
            Interval::From(from) => {
                let start = match from.day.as_str() {
                    "born" => Some(self.known.born),
                    key => self.answers.day(key),
                };
                days(months(start?, from.months)?, from.days)
            }
        };
        day.filter(|day| *day > self.day)
    }

    /// A text with the numbers that it names: 高压没有低于 `{sbp_limit}`.
    #[must_use]
    pub fn say(&self, text: &str) -> String {
        let mut said = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, tail)) = rest.split_once('{') {
            said.push_str(before);
            let (key, after) = tail.split_once('}').unwrap_or((tail, ""));
            if let Some(number) = self.quantity(key) {
                said.push_str(&written(number, self.scale(key)));
            }
            rest = after;
        }
        said.push_str(rest);
        said
    }

    fn scale(&self, key: &str) -> u8 {
        let of_threshold = || self.definition.threshold(key).map(|one| one.scale);
        let of_field = self.definition.field(key).map(super::Field::scale);
        of_field.or_else(of_threshold).unwrap_or_default()
    }
}

impl NumberKind {
    /// Whether the value can be at all.
    #[must_use]
    pub fn accepts(&self, value: i32) -> bool {
        let [least, most] = self.legal;
        (least..=most).contains(&value)
    }
}

/// A whole number in its scale as people write it: 70 in scale 1 is 7.0.
#[must_use]
fn written(number: i32, scale: u8) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let mut digits = number.unsigned_abs().to_string();
    let behind = usize::from(scale);
    while digits.len() <= behind {
        digits.insert(0, '0');
    }
    if behind > 0 {
        digits.insert(digits.len() - behind, '.');
    }
    [sign, &digits].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_with_the_digits_of_its_scale() {
        for (number, scale, text) in [
            (70, 1, "7.0"),
            (5, 1, "0.5"),
            (140, 0, "140"),
            (-5, 2, "-0.05"),
        ] {
            assert_eq!(written(number, scale), text);
        }
    }
}
