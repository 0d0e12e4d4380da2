//! A person's name (domain.md §3.6; 民委发〔2016〕33号): the whole GB 18030 repertoire, one
//! separator `·`, up to 50 code points. Surname and given name are never split: people with a
//! single name exist.

use std::str::FromStr;

use super::{as_text, half_width};

/// The one separator in names, U+00B7.
const SEPARATOR: char = '·';
const MAX_CODE_POINTS: usize = 50;

/// A name in its one written form.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonName(String);

/// Why a text is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameError {
    /// Nothing but spaces.
    Missing,
    /// More than 50 code points.
    TooLong,
    /// A character that stands in no name: a digit, a sign.
    Character(char),
    /// `·` at the beginning, at the end, or twice in a row.
    Separator,
}

impl std::fmt::Display for NameError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Missing => "no name",
            Self::TooLong => "a name of more than 50 characters",
            Self::Character(_) => "a character that stands in no name",
            Self::Separator => "a misplaced separator",
        })
    }
}

impl PersonName {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name without separators and spaces, under which it is searched.
    #[must_use]
    pub fn search_form(&self) -> String {
        self.0
            .chars()
            .filter(|c| *c != SEPARATOR && *c != ' ')
            .collect()
    }
}

/// Reads a name as people type it: any of the look-alikes of `·`, spaces around it or between
/// Chinese characters (`王  芳`), full-width letters.
impl FromStr for PersonName {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let name = one_form(text);
        let mut before = None;
        for c in name.chars() {
            match c {
                SEPARATOR if before.is_none_or(|c| c == SEPARATOR) => {
                    return Err(NameError::Separator);
                }
                SEPARATOR | ' ' => {}
                '-' | '\'' | '.' if before.is_some_and(is_latin) => {}
                _ if is_han(c) || is_latin(c) => {}
                _ => return Err(NameError::Character(c)),
            }
            before = Some(c);
        }
        match before {
            None => Err(NameError::Missing),
            Some(SEPARATOR) => Err(NameError::Separator),
            Some(_) if name.chars().count() > MAX_CODE_POINTS => Err(NameError::TooLong),
            Some(_) => Ok(Self(name)),
        }
    }
}

as_text!(
    PersonName,
    "expected a name of at most 50 characters",
    "^.{1,50}$"
);

/// One separator, half-width letters, no spaces but single ones between Latin words.
fn one_form(text: &str) -> String {
    let half: Vec<char> = text.trim().chars().map(one_character).collect();
    let mut tight = Vec::with_capacity(half.len());
    for (i, c) in half.iter().enumerate() {
        let parts_words = |c: Option<&char>| c.is_some_and(|c| !is_han(*c) && *c != SEPARATOR);
        let rest = half.get(i + 1..).unwrap_or_default();
        let next = rest.iter().find(|c| !c.is_whitespace());
        if !c.is_whitespace() {
            tight.push(*c);
        } else if tight.last() != Some(&' ') && parts_words(tight.last()) && parts_words(next) {
            tight.push(' ');
        }
    }
    let between_han = |i: usize| {
        let han = |i: Option<usize>| i.and_then(|i| tight.get(i)).is_some_and(|c| is_han(*c));
        han(i.checked_sub(1)) && han(i.checked_add(1))
    };
    let dotted = |(i, c): (usize, &char)| {
        if *c == '.' && between_han(i) {
            SEPARATOR
        } else {
            *c
        }
    };
    tight.iter().enumerate().map(dotted).collect()
}

fn one_character(c: char) -> char {
    match c {
        '•' | '‧' | '∙' | '⋅' | '・' | '･' | '．' => SEPARATOR,
        c => half_width(c),
    }
}

/// Chinese characters: the basic block, extension A, the compatibility block, 〇, and planes 2
/// and 3, which hold nothing else.
fn is_han(c: char) -> bool {
    matches!(c,
        '〇' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3fffd}')
}

/// Latin letters with their diacritics, as pinyin and foreigners' names need them.
fn is_latin(c: char) -> bool {
    c.is_alphabetic()
        && (c.is_ascii() || matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_look_alike_of_the_separator_becomes_the_one() {
        for dot in ['·', '•', '‧', '∙', '⋅', '・', '･', '．', '.'] {
            let name: PersonName = format!("阿依古丽{dot}买买提").parse().unwrap();
            assert_eq!(name.as_str(), "阿依古丽·买买提", "U+{:04X}", u32::from(dot));
            assert_eq!(name.search_form(), "阿依古丽买买提");
        }
    }

    #[test]
    fn spaces_stay_between_latin_words_only() {
        for (typed, written) in [
            (" 廖春勇\u{3000}", "廖春勇"),
            ("王 芳", "王芳"),
            ("王 . 芳", "王·芳"),
            ("泽仁 · 扎西", "泽仁·扎西"),
            ("  Anna   Maria Müller ", "Anna Maria Müller"),
            ("J. R. O'Neill-Smith", "J. R. O'Neill-Smith"),
            ("ＡＮＮＡ", "ANNA"),
        ] {
            assert_eq!(
                typed.parse::<PersonName>().unwrap().as_str(),
                written,
                "{typed}"
            );
        }
    }

    #[test]
    fn rare_characters_and_single_names_are_names() {
        for name in [
            "䶮",
            "𬭎华",
            "王𬎆",
            "\u{30edd}\u{30ede}",
            "〇一",
            "\u{fa0e}",
        ] {
            assert_eq!(name.parse::<PersonName>().unwrap().as_str(), name);
        }
    }

    #[test]
    fn code_points_are_counted_up_to_fifty() {
        for (length, sound) in [(1, true), (50, true), (51, false)] {
            let name = "𬭎".repeat(length).parse::<PersonName>();
            assert_eq!(name.is_ok(), sound, "{length} code points");
        }
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for (text, fault) in [
            ("", NameError::Missing),
            (" \u{3000}\t", NameError::Missing),
            ("·买买提", NameError::Separator),
            ("阿依古丽·", NameError::Separator),
            ("阿依··买买提", NameError::Separator),
            ("王芳1", NameError::Character('1')),
            ("王芳（女）", NameError::Character('(')),
            ("-Anna", NameError::Character('-')),
            ("王🙂", NameError::Character('🙂')),
        ] {
            assert_eq!(text.parse::<PersonName>(), Err(fault), "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_written_form_is_read_back(text in "[王芳依䶮A-Ca-c. ·•．　']{0,12}") {
            if let Ok(name) = text.parse::<PersonName>() {
                prop_assert_eq!(name.as_str().parse::<PersonName>(), Ok(name.clone()));
                prop_assert!(name.masked().contains('*'));
                prop_assert_ne!(name.masked(), name.as_str());
            }
        }

        #[test]
        fn no_text_makes_the_reader_fail(text in "\\PC{0,60}") {
            let _ = text.parse::<PersonName>();
        }
    }
}
