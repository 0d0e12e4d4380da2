//! What of an earlier visit a form can begin with. What is measured never is.

use chrono::{Days, Months, NaiveDate};

use super::{Answers, Carry, Definition, Facts, Field, From, Kind, Known, Stage, Value};
use crate::api::follow_ups::Carried;

/// What can be carried over from the last visit, each with the day on which it was first answered so. Drugs
/// are not among them: those taken now stand in the record.
///
/// What has [`Carry::Asked`] is among them, for the press that takes it over.
#[must_use]
pub fn carried(definition: &Definition, last: &Answers, on: NaiveDate) -> Vec<Carried> {
    let since = |key: &str| match last.get("carried") {
        Some(Value::Map(days)) => days.day(key).unwrap_or(on),
        _ => on,
    };
    let carries = |field: &&Field| {
        matches!(field.carry, Carry::Last | Carry::Asked) && field.kind != Kind::Drugs
    };
    let mut carried = Vec::new();
    for field in definition.fields().filter(carries) {
        for key in std::iter::once(&field.key).chain(&field.target) {
            if let Some(value) = last.get(key).filter(|_| last.filled(key)) {
                carried.push(Carried {
                    key: key.clone(),
                    value: value.clone(),
                    since: since(key),
                });
            }
        }
    }
    carried
}

/// What the form begins with where the code behind the one of last time is meant ([`Carry::Next`]).
#[must_use]
pub fn following<'d>(definition: &'d Definition, field: &Field, last: &Answers) -> Option<&'d str> {
    let options = definition.options(&field.key);
    let code = last
        .text(&field.key)
        .filter(|_| field.carry == Carry::Next)?;
    let at = options.iter().position(|option| option.code == code)?;
    options.get(at + 1).map(|option| option.code.as_str())
}

/// The code that a form of that day begins with ([`super::Proposed`]); `None` where none is proposed.
#[must_use]
pub fn proposed<'d>(
    definition: &Definition,
    field: &'d Field,
    known: &Known,
    last: Option<&Answers>,
    day: NaiveDate,
) -> Option<&'d str> {
    let stages = &field.proposed.as_ref()?.stages;
    let holds = |stage: &Stage| {
        let from = stage.from.as_ref();
        let begun = from.is_none_or(|from| begins(from, known, last).is_some_and(|on| on <= day));
        let after = stage.last.as_ref().is_none_or(|when| {
            let facts = last.and_then(|last| Facts::new(definition, last, known, None));
            facts.is_some_and(|facts| when.holds(&facts))
        });
        begun && after
    };
    let now = stages.iter().rposition(holds);
    let code = last.and_then(|last| last.text(&field.key));
    let before = stages
        .iter()
        .position(|stage| Some(stage.code.as_str()) == code);
    let at = now.max(before)?;
    stages.get(at).map(|stage| stage.code.as_str())
}

/// The day from which on a stage is proposed.
fn begins(from: &From, known: &Known, last: Option<&Answers>) -> Option<NaiveDate> {
    let start = match (from.day.as_str(), last) {
        ("born", _) => known.born,
        (key, Some(last)) => match last.number(key) {
            Some(months) => {
                let full = u32::try_from(months - 1).unwrap_or(0);
                last.day("visit_date")?
                    .checked_sub_months(Months::new(full))?
            }
            None => last.day(key)?,
        },
        (_, None) => return None,
    };
    start
        .checked_add_months(Months::new(from.months.into()))?
        .checked_add_days(Days::new(from.days.into()))
}
