//! What of an earlier visit a form can begin with. What is measured never is.

use chrono::NaiveDate;

use super::{Answers, Carry, Definition, Kind, Value};
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
    let carries = |field: &&super::Field| {
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
pub fn following<'d>(
    definition: &'d Definition,
    field: &super::Field,
    last: &Answers,
) -> Option<&'d str> {
    let options = definition.options(&field.key);
    let code = last
        .text(&field.key)
        .filter(|_| field.carry == Carry::Next)?;
    let at = options.iter().position(|option| option.code == code)?;
    options.get(at + 1).map(|option| option.code.as_str())
}
