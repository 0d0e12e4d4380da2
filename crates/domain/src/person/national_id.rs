//! The resident identity number (居民身份证号, GB 11643-1999; domain.md §3.1): 6 digits of
//! division, 8 of birth date, 3 of sequence (odd = male), one check character.

use std::str::FromStr;

use chrono::{Datelike, NaiveDate};

use super::{Sex, as_text, half_width};

const LENGTH: usize = 18;
const FIRST_GENERATION_LENGTH: usize = 15;
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// Nobody alive was born earlier; a smaller year is a slip of the hand.
const EARLIEST_YEAR: i32 = 1900;

/// An identity number whose form, birth date and check character are right. A division that no
/// list knows is accepted, because codes are retired and merged.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NationalId {
    text: String,
    birth_date: NaiveDate,
    sex: Sex,
}

/// Why a text is no identity number; the first of these that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NationalIdError {
    /// Not 18 characters once spaces are gone; how many there were.
    Length(usize),
    /// Something other than digits, or an X that is not the last character.
    Characters,
    /// The 7th to 14th digits are no day of the calendar, or one before 1900.
    BirthDate,
    /// The birth date is after today.
    BornInFuture,
    /// The last character does not follow from the others.
    CheckDigit,
}

impl std::fmt::Display for NationalIdError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Length(_) => "not 18 characters",
            Self::Characters => "not digits with a digit or X at the end",
            Self::BirthDate => "no birth date from 1900 on",
            Self::BornInFuture => "a birth date after today",
            Self::CheckDigit => "the check character does not fit",
        })
    }
}

impl NationalId {
    /// Reads a number as people type it: spaces anywhere, full-width digits, a small x.
    ///
    /// # Errors
    /// The first check that fails, in the order of [`NationalIdError`] with `BornInFuture`
    /// before `CheckDigit`.
    pub fn parse(text: &str, today: NaiveDate) -> Result<Self, NationalIdError> {
        Self::check(plain(text), Some(today))
    }

    /// Reads a number of 18 characters, or one of the first generation with 15 digits (valid
    /// until 2013, all born in the 20th century), which becomes its 18-character successor.
    /// Only for importing old tables: a person who signs in has an 18-character card.
    ///
    /// # Errors
    /// As [`NationalId::parse`].
    pub fn parse_either_generation(text: &str, today: NaiveDate) -> Result<Self, NationalIdError> {
        let mut text = plain(text);
        if text.len() == FIRST_GENERATION_LENGTH && text.bytes().all(|b| b.is_ascii_digit()) {
            text.insert_str(6, "19");
            text.push(check_character(&text).ok_or(NationalIdError::Characters)?);
        }
        Self::check(text, Some(today))
    }

    fn check(text: String, today: Option<NaiveDate>) -> Result<Self, NationalIdError> {
        let length = text.chars().count();
        if length != LENGTH {
            return Err(NationalIdError::Length(length));
        }
        let (body, last) = text
            .split_at_checked(LENGTH - 1)
            .ok_or(NationalIdError::Characters)?;
        let right_characters = !body.starts_with('0')
            && body.bytes().all(|b| b.is_ascii_digit())
            && last.bytes().all(|b| b.is_ascii_digit() || b == b'X');
        if !right_characters {
            return Err(NationalIdError::Characters);
        }
        let birth_date = body
            .get(6..14)
            .and_then(|digits| NaiveDate::parse_from_str(digits, "%Y%m%d").ok())
            .filter(|date| date.year() >= EARLIEST_YEAR)
            .ok_or(NationalIdError::BirthDate)?;
        if today.is_some_and(|today| birth_date > today) {
            return Err(NationalIdError::BornInFuture);
        }
        if check_character(body) != last.chars().next() {
            return Err(NationalIdError::CheckDigit);
        }
        let odd = body.bytes().last().is_some_and(|digit| digit % 2 == 1);
        let sex = if odd { Sex::Male } else { Sex::Female };
        Ok(Self {
            text,
            birth_date,
            sex,
        })
    }

    /// The 18 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The birth date that the number states.
    #[must_use]
    pub fn birth_date(&self) -> NaiveDate {
        self.birth_date
    }

    /// The sex that the sequence states.
    #[must_use]
    pub fn sex(&self) -> Sex {
        self.sex
    }

    /// The county-level division that first issued the number, six digits (GB/T 2260).
    #[must_use]
    pub fn division(&self) -> &str {
        self.text.get(..6).unwrap_or_default()
    }
}

/// Reads as [`NationalId::parse`] does, except that a birth date after today cannot be seen
/// without a clock; whoever takes a number from outside checks that too.
impl FromStr for NationalId {
    type Err = NationalIdError;

    fn from_str(text: &str) -> Result<Self, NationalIdError> {
        Self::check(plain(text), None)
    }
}

as_text!(
    NationalId,
    "expected an identity number of 18 characters",
    "^[1-9]\\d{16}[\\dX]$"
);

/// Without spaces, half-width, with a capital X.
fn plain(text: &str) -> String {
    text.chars()
        .map(half_width)
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// The check character of the first 17 digits.
fn check_character(digits: &str) -> Option<char> {
    let weighted = WEIGHTS.iter().zip(digits.chars());
    let sum: u32 = weighted
        .map(|(weight, digit)| digit.to_digit(10).map(|n| n * weight))
        .sum::<Option<_>>()?;
    match (12 - sum % 11) % 11 {
        10 => Some('X'),
        check => char::from_digit(check, 10),
    }
}

#[cfg(test)]
#[path = "national_id_tests.rs"]
mod tests;
