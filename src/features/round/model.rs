//! From what is typed to an entry. Pure: the day comes in.

use chrono::NaiveDate;
use domain::api::rounds::RoundEntryBody;
use domain::ids::RoundEntryId;
use domain::problem::FieldError;
use domain::rules::round::check;
use serde::{Deserialize, Serialize};

/// The form's content, kept as a draft.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Typed {
    pub(super) sbp: String,
    pub(super) dbp: String,
    pub(super) heart_rate: String,
    pub(super) glucose: String,
    pub(super) complaint: String,
    pub(super) advice: String,
}

/// A whole number; nothing where nothing is typed.
fn whole(text: &str) -> Result<Option<u16>, ()> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| ()),
    }
}

/// A number with at most one decimal, in tenths.
fn tenths(text: &str) -> Result<Option<u16>, ()> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let number: u16 = whole.parse().map_err(|_| ())?;
    let part: u16 = match part.as_bytes() {
        [digit @ b'0'..=b'9'] => u16::from(digit - b'0'),
        _ => return Err(()),
    };
    number
        .checked_mul(10)
        .and_then(|number| number.checked_add(part))
        .map(Some)
        .ok_or(())
}

/// The entry, with what is wrong with it.
pub(super) fn read(
    typed: &Typed,
    id: RoundEntryId,
    today: NaiveDate,
) -> (RoundEntryBody, Vec<FieldError>) {
    let mut errors = Vec::new();
    let mut number = |field: &str, read: Result<Option<u16>, ()>| {
        read.unwrap_or_else(|()| {
            errors.push(FieldError::new(field, "not_a_number"));
            None
        })
    };
    let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let body = RoundEntryBody {
        id,
        on: today,
        sbp: number("sbp", whole(&typed.sbp)),
        dbp: number("dbp", whole(&typed.dbp)),
        heart_rate: number("heart_rate", whole(&typed.heart_rate)),
        glucose_tenths: number("glucose_tenths", tenths(&typed.glucose)),
        complaint: said(&typed.complaint),
        advice: said(&typed.advice),
    };
    for error in check(&body, today) {
        if !errors.iter().any(|other| other.field == error.field) {
            errors.push(error);
        }
    }
    (body, errors)
}

#[cfg(test)]
#[cfg(not(target_family = "wasm"))]
mod tests {
    use super::*;
    use domain::ids::Uuid;

    #[test]
    fn numbers_are_read_as_they_are_typed_and_others_are_said_to_be_none() {
        assert_eq!(tenths("6.8"), Ok(Some(68)));
        assert_eq!(tenths("7"), Ok(Some(70)));
        assert_eq!(tenths(" "), Ok(None));
        for wrong in ["6.85", "6.", "a", "6554", "-1"] {
            assert_eq!(tenths(wrong), Err(()), "{wrong}");
        }
        let typed = Typed {
            sbp: "13八".to_owned(),
            dbp: "84".to_owned(),
            ..Typed::default()
        };
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap_or_default();
        let (body, errors) = read(&typed, Uuid::v7(1, [1; 10]).into(), today);
        assert_eq!((body.sbp, body.dbp), (None, Some(84)));
        let reasons: Vec<&str> = errors.iter().map(|error| error.reason.as_str()).collect();
        assert_eq!(reasons, ["not_a_number"]);
    }
}
