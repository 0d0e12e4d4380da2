//! What a programme and its editions are called: short words that stand in paths, files and rows.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The text is no name of a programme or of an edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAName;

impl fmt::Display for NotAName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a name of a programme or of an edition")
    }
}

impl std::error::Error for NotAName {}

/// Longest name, in characters.
const LONGEST: usize = 40;

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident $allowed:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The name as it is written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Whether it is written as names are: what was read from JSON is not looked at.
            #[must_use]
            pub fn is_sound(&self) -> bool {
                self.0.parse::<Self>().is_ok()
            }
        }

        impl FromStr for $name {
            type Err = NotAName;

            fn from_str(text: &str) -> Result<Self, NotAName> {
                let allowed: fn(u8) -> bool = $allowed;
                let long = text.is_empty() || text.len() > LONGEST;
                if long || !text.bytes().all(allowed) {
                    return Err(NotAName);
                }
                Ok(Self(text.to_owned()))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

names! {
    /// A programme: lower-case letters, digits and `_`, for instance `hypertension`.
    ProgrammeCode |byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    /// An edition of a programme's definition: letters, digits, `-`, `_` and `.`, for instance
    /// `NBPHS-3-2017`. What was published under the name of an edition is never changed.
    Edition |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_short_plain_words_are_names() {
        for good in ["hypertension", "tb_first", "local_2026"] {
            assert_eq!(good.parse::<ProgrammeCode>().unwrap().as_str(), good);
        }
        for bad in ["", "Hyper", "a/b", "a b", "高血压", &"a".repeat(41)] {
            assert!(bad.parse::<ProgrammeCode>().is_err(), "{bad}");
        }
        assert!("NBPHS-3-2017".parse::<Edition>().is_ok());
        assert!("../2017".parse::<Edition>().is_err());
    }
}
