//! From texts as typed to answers, with what is no number. Pure; called by `model`, which judges what was
//! read.

use domain::api::records::Drug;
use domain::problem::FieldError;
use domain::programme::{Answers, Definition, Kind, Value};

use super::sheet::DrugLine;
use crate::ui::plain_number;

/// Reads what is typed, and notes what is none of its kind. What is empty is no answer.
pub(super) fn read(definition: &Definition, typed: &Answers) -> (Answers, Vec<FieldError>) {
    let (mut answers, mut errors) = (Answers::default(), Vec::new());
    for field in definition.fields() {
        for key in std::iter::once(&field.key).chain(&field.target) {
            if !typed.filled(key) {
                continue;
            }
            let value = match &field.kind {
                Kind::Number(kind) => {
                    let number = number(typed.text(key).unwrap_or_default(), kind.scale);
                    if number.is_none() {
                        errors.push(FieldError::new(key, "not_a_number"));
                    }
                    number.map(Value::Number)
                }
                Kind::Text => typed.text(key).map(|text| text.trim().into()),
                Kind::Drugs => Some(drugs(key, &DrugLine::all(typed, key), &mut errors)),
                _ => typed.get(key).cloned(),
            };
            let empty = |value: &Value| matches!(value, Value::List(list) if list.is_empty());
            answers.set(key, value.filter(|value| !empty(value)));
        }
    }
    (answers, errors)
}

/// A number with at most `scale` digits behind the point, as a whole number in that scale. More digits than
/// fit count as the greatest, so that the field's own limit says what is wrong.
pub(super) fn number(typed: &str, scale: u8) -> Option<i32> {
    let plain = plain_number(typed);
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let scale = usize::from(scale);
    if whole.is_empty() || part.len() > scale || !digits(whole) || !digits(part) {
        return None;
    }
    let zeros = "0".repeat(scale - part.len());
    Some([whole, part, &zeros].concat().parse().unwrap_or(i32::MAX))
}

/// The drugs; a row that was left empty is none.
fn drugs(key: &str, lines: &[DrugLine], errors: &mut Vec<FieldError>) -> Value {
    let mut drugs: Vec<Drug> = Vec::new();
    for line in lines {
        let (name, dose) = (line.name.trim(), line.dose.trim());
        if name.is_empty() && dose.is_empty() {
            continue;
        }
        let mut fault = |part: &str, reason| {
            let place = [key, ".", &line.key.to_string(), ".", part].concat();
            errors.push(FieldError::new(&place, reason));
        };
        if name.is_empty() {
            fault("name", "required");
        }
        if drugs.iter().any(|other| other.name == name) {
            fault("name", "twice");
        }
        let times = plain_number(&line.times)
            .parse::<u8>()
            .ok()
            .filter(|times| (1..=24).contains(times));
        if times.is_none() {
            fault("times", "not_a_number");
        }
        drugs.push(Drug {
            name: name.to_owned(),
            times_a_day: times.unwrap_or(0),
            dose: dose.to_owned(),
        });
    }
    drugs.into()
}
