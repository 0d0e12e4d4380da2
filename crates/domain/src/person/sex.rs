//! Sex by GB/T 2261.1.

use serde::{Deserialize, Serialize};

/// Sex, with the national digit as its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 未知
    Unknown,
    /// 男
    Male,
    /// 女
    Female,
    /// 未说明
    Unstated,
}

impl Sex {
    /// The whole list in its order.
    pub const ALL: &'static [Sex] = &[Sex::Unknown, Sex::Male, Sex::Female, Sex::Unstated];

    /// The national digit, used in storage.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Sex::Unknown => "0",
            Sex::Male => "1",
            Sex::Female => "2",
            Sex::Unstated => "9",
        }
    }

    /// The entry with this digit.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|sex| sex.code() == code)
    }

    /// The Chinese word, as on the form.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            Sex::Unknown => "未知",
            Sex::Male => "男",
            Sex::Female => "女",
            Sex::Unstated => "未说明",
        }
    }

    /// The English word.
    #[must_use]
    pub fn en(self) -> &'static str {
        match self {
            Sex::Unknown => "Unknown",
            Sex::Male => "Male",
            Sex::Female => "Female",
            Sex::Unstated => "Not stated",
        }
    }

    /// Whether the two say different things; an unknown sex contradicts nothing.
    #[must_use]
    pub fn contradicts(self, other: Sex) -> bool {
        matches!(
            (self, other),
            (Sex::Male, Sex::Female) | (Sex::Female, Sex::Male)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_digit_of_the_standard_finds_its_entry() {
        for sex in Sex::ALL {
            assert_eq!(Sex::from_code(sex.code()), Some(*sex));
        }
        for not_listed in ["", "3", "男", "01"] {
            assert_eq!(Sex::from_code(not_listed), None);
        }
    }

    #[test]
    fn only_man_and_woman_contradict_each_other() {
        assert!(Sex::Male.contradicts(Sex::Female));
        assert!(!Sex::Male.contradicts(Sex::Male));
        assert!(!Sex::Unknown.contradicts(Sex::Female));
        assert!(!Sex::Male.contradicts(Sex::Unstated));
    }
}
