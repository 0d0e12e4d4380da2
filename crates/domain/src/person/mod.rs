//! What identifies a person: ID number, name, phone, sex, age (domain.md §3.1–3.6), and what of
//! it may be shown (§5.1).
//!
//! Every type here is made by parsing, so whoever holds one holds a sound value in its one
//! written form. It must never read a clock, and `Debug` prints the masked form, so that a
//! stray log line tells nothing. Called by sign-in, by registration, by the import and by every
//! screen that shows a person.

mod age;
mod mask;
mod name;
mod national_id;
mod phone;
mod sex;

pub use age::age_on;
pub use name::{NameError, PersonName};
pub use national_id::{NationalId, NationalIdError};
pub use phone::{NotAPhone, Phone};
pub use sex::Sex;

/// The half-width form of a full-width letter, digit, sign or space, as Chinese input methods
/// and old tables write them; other characters as they are.
#[must_use]
pub fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// Serialises a parsed type as its text and reads it back by parsing.
macro_rules! as_text {
    ($name:ident, $expected:literal, $pattern:literal) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.masked()).finish()
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(|_| serde::de::Error::custom($expected))
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "pattern": $pattern })
            }
        }
    };
}
use as_text;
