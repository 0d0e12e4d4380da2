//! Reading days and instants as they stand in JSON, and nothing else.
//!
//! chrono's own reader understands every format there is and weighs more than a page of the
//! client; the types of the first page name these functions in `deserialize_with`. Writing is
//! left to chrono.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// A number of exactly the digits of `text`.
fn digits(text: &str) -> Option<u32> {
    let all = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if all { text.parse().ok() } else { None }
}

/// `2026-11-24`.
#[must_use]
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || [year.len(), month.len(), day.len()] != [4, 2, 2] {
        return None;
    }
    NaiveDate::from_ymd_opt(
        i32::try_from(digits(year)?).ok()?,
        digits(month)?,
        digits(day)?,
    )
}

/// `2026-11-24T02:00:00Z`, with or without a fraction: UTC, as the service writes it (RFC 3339).
#[must_use]
pub fn parse_instant(text: &str) -> Option<DateTime<Utc>> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let (clock, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let mut parts = clock.split(':');
    let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || [hour.len(), minute.len(), second.len()] != [2, 2, 2] {
        return None;
    }
    let scale = 9_u32.checked_sub(u32::try_from(fraction.len()).ok()?)?;
    let nanos = digits(fraction)?.checked_mul(10_u32.checked_pow(scale)?)?;
    let time =
        NaiveTime::from_hms_nano_opt(digits(hour)?, digits(minute)?, digits(second)?, nanos)?;
    Some(parse_date(date)?.and_time(time).and_utc())
}

fn read<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    parse: fn(&str) -> Option<T>,
) -> Result<T, D::Error> {
    let text = Cow::<str>::deserialize(deserializer)?;
    parse(&text).ok_or_else(|| D::Error::custom("expected a date or an instant"))
}

/// A day, for `deserialize_with`.
///
/// # Errors
/// When the text is no day.
pub fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    read(deserializer, parse_date)
}

/// An instant, for `deserialize_with`.
///
/// # Errors
/// When the text is no instant in UTC.
pub fn instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime<Utc>, D::Error> {
    read(deserializer, parse_instant)
}

/// A day that may be absent, for `deserialize_with` beside `default`.
///
/// # Errors
/// When the text is no day.
pub fn date_if_any<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<NaiveDate>, D::Error> {
    match Option::<Cow<str>>::deserialize(deserializer)? {
        None => Ok(None),
        Some(text) => parse_date(&text)
            .map(Some)
            .ok_or_else(|| D::Error::custom("expected a date")),
    }
}

/// An instant that may be absent, for `deserialize_with` beside `default`.
///
/// # Errors
/// When the text is no instant in UTC.
pub fn instant_if_any<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<DateTime<Utc>>, D::Error> {
    match Option::<Cow<str>>::deserialize(deserializer)? {
        None => Ok(None),
        Some(text) => parse_instant(&text)
            .map(Some)
            .ok_or_else(|| D::Error::custom("expected an instant")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_the_written_forms_are_read() {
        for bad in [
            "",
            "2026-11-4",
            "2026-02-30",
            "26-11-24",
            "2026-11-24-1",
            "+026-11-24",
        ] {
            assert_eq!(parse_date(bad), None, "{bad}");
        }
        for bad in [
            "2026-11-24T02:00:00",
            "2026-11-24T25:00:00Z",
            "2026-11-24 02:00:00Z",
            "2026-11-24T02:00Z",
            "2026-11-24T2:00:00Z",
            "2026-11-24T002:00:00Z",
            "2026-11-24T02:00:0Z",
            "2026-11-24T02:00:00.Z",
            "2026-11-24T02:00:00.1234567890Z",
        ] {
            assert_eq!(parse_instant(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn whatever_chrono_writes_is_read_back(ms in 0_i64..4_102_444_800_000) {
            let instant = DateTime::<Utc>::from_timestamp_millis(ms).unwrap();
            let text = serde_json::to_string(&instant).unwrap();
            prop_assert_eq!(parse_instant(text.trim_matches('"')), Some(instant));
            let day = instant.date_naive();
            prop_assert_eq!(parse_date(&day.to_string()), Some(day));
        }
    }
}
