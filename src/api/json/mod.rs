//! JSON between the types of `domain` and text.
//!
//! A reader and a writer of our own, because a general one is compiled anew for each type together
//! with its words for all that can be wrong, and those outweigh the types. Here a text is read or
//! it is not; arrays in place of objects, numbers with a fraction and anything that no type of ours
//! asks for are not. Pure; `api` and `store` call it.

mod read;
mod write;

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// What is read from the text; `None` when it has another shape.
#[must_use]
pub fn read<T: DeserializeOwned>(json: &str) -> Option<T> {
    let mut reader = read::Reader::new(json);
    let value = T::deserialize(&mut reader).ok()?;
    reader.ended().then_some(value)
}

/// The value as text, as `serde_json` would write it. Only types that hold something else than
/// texts, whole numbers, truth values and collections of them cannot be written; ours do not.
#[must_use]
pub fn written<T: Serialize>(value: &T) -> String {
    let mut out = String::new();
    // What cannot be written is an empty text, which no reader takes for a value.
    if value.serialize(write::Writer(&mut out)).is_err() {
        out.clear();
    }
    out
}

/// Names and values of a flat object as text, without those that are null.
#[must_use]
pub fn members(json: &str) -> Vec<(Cow<'_, str>, Cow<'_, str>)> {
    let mut reader = read::Reader::new(json);
    let mut members = Vec::new();
    let mut first = true;
    if reader.take(b'{') {
        while let Ok(true) = reader.next(&mut first, b'}') {
            let (Ok(name), Ok(value)) = (reader.name(), reader.scalar()) else {
                break;
            };
            members.extend(value.map(|value| (name, value)));
        }
    }
    members
}

/// It has another shape. Nothing is said of where and why: nobody would read it.
#[derive(Debug)]
pub(super) struct Unreadable;

impl fmt::Display for Unreadable {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Unreadable {}

impl serde::ser::Error for Unreadable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

// Each is answered here, so that no words are put together for it.
impl serde::de::Error for Unreadable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
    fn invalid_type(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self
    }
    fn invalid_value(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self
    }
    fn invalid_length(_: usize, _: &dyn serde::de::Expected) -> Self {
        Self
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn missing_field(_: &'static str) -> Self {
        Self
    }
    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

// The values are made up by a crate that browsers do without.
#[cfg(all(test, not(target_family = "wasm")))]
mod tests;
