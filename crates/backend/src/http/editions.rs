//! Bodies of an older edition, brought up to today's: the one place where a change of a request's shape is
//! written down.
//!
//! A phone keeps what it wrote for weeks, and says of which edition it is (`Jiayi-Edition`). When a body
//! changes its shape, `domain::api::EDITION` rises by one and a [`Conversion`] is added here; it is never
//! removed while a phone may still hold such a body. A path that goes away stays as an alias of the new one.
//! The key of a repeated request is made of what was sent, so that a conversion changes no answer.

use std::borrow::Cow;

use domain::api::EDITION;
use domain::problem::{Code, Problem};
use serde_json::Value;

/// One change of one body, from an edition to the next.
pub(super) struct Conversion {
    /// The edition that it still has.
    pub(super) from: u32,
    /// The endpoint's operation.
    pub(super) operation: &'static str,
    /// Makes the next edition's body of it.
    pub(super) convert: fn(Value) -> Value,
}

/// All that there were. None yet: there is one edition, and what was added to it since may be left out.
const CONVERSIONS: &[Conversion] = &[];

/// The body in today's edition; `edition` is what its request says, today's where it says nothing.
pub(super) fn current<'a>(
    operation: &str,
    edition: Option<u32>,
    body: &'a [u8],
) -> Result<Cow<'a, [u8]>, Problem> {
    brought_up(CONVERSIONS, EDITION, operation, edition, body)
}

fn brought_up<'a>(
    conversions: &[Conversion],
    today: u32,
    operation: &str,
    edition: Option<u32>,
    body: &'a [u8],
) -> Result<Cow<'a, [u8]>, Problem> {
    let edition = edition.unwrap_or(today);
    let mut ours: Vec<&Conversion> = conversions
        .iter()
        .filter(|one| one.operation == operation && (edition..today).contains(&one.from))
        .collect();
    if ours.is_empty() {
        return Ok(Cow::Borrowed(body));
    }
    ours.sort_by_key(|one| one.from);
    let read: Value = serde_json::from_slice(body)
        .map_err(|_| Problem::new(Code::Malformed).detail("the body is not JSON"))?;
    let value = ours.iter().fold(read, |value, one| (one.convert)(value));
    Ok(Cow::Owned(value.to_string().into_bytes()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Made up: edition 2 calls `pressure` `sbp`, edition 3 counts it in tenths.
    const MADE_UP: &[Conversion] = &[
        Conversion {
            from: 2,
            operation: "measure",
            convert: |mut body| {
                let tenths = body["sbp"].as_i64().unwrap_or_default() * 10;
                body["sbp"] = tenths.into();
                body
            },
        },
        Conversion {
            from: 1,
            operation: "measure",
            convert: |mut body| {
                let pressure = body["pressure"].take();
                json!({ "sbp": pressure })
            },
        },
    ];

    fn measured(edition: Option<u32>, body: &Value) -> Value {
        let body = body.to_string();
        let current = brought_up(MADE_UP, 3, "measure", edition, body.as_bytes()).unwrap();
        serde_json::from_slice(&current).unwrap()
    }

    #[test]
    fn a_body_of_each_edition_becomes_todays() {
        let today = json!({ "sbp": 1380 });
        assert_eq!(measured(Some(1), &json!({ "pressure": 138 })), today);
        assert_eq!(measured(Some(2), &json!({ "sbp": 138 })), today);
        assert_eq!(measured(Some(3), &today), today);
        assert_eq!(
            measured(None, &today),
            today,
            "who says nothing speaks of today"
        );
    }

    #[test]
    fn another_operation_is_left_as_it_came_to_the_byte() {
        let body = br#"{ "pressure": 138 }"#;
        let same = brought_up(MADE_UP, 3, "book", Some(1), body).unwrap();
        assert!(matches!(same, Cow::Borrowed(same) if same == body));
        let broken = brought_up(MADE_UP, 3, "measure", Some(1), b"{").unwrap_err();
        assert_eq!(broken.code, Code::Malformed);
    }

    #[test]
    fn every_conversion_is_of_an_edition_that_was() {
        for one in CONVERSIONS {
            assert!(one.from < EDITION, "{} from {}", one.operation, one.from);
        }
    }
}
