//! What of an earlier visit a form can begin with. What is measured never is.

use chrono::NaiveDate;

use super::{Answers, Carry, Definition, Kind, Value};
use crate::api::follow_ups::Carried;

/// What can be carried over from the last visit, each with the day on which it was first answered so. Drugs
/// are not among them: those taken now stand in the record.
#[must_use]
pub fn carried(definition: &Definition, last: &Answers, on: NaiveDate) -> Vec<Carried> {
    let since = |key: &str| match last.get("carried") {
        Some(Value::Map(days)) => days.day(key).unwrap_or(on),
        _ => on,
    };
    let carries = |field: &&super::Field| field.carry == Carry::Last && field.kind != Kind::Drugs;
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
