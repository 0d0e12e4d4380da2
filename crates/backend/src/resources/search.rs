//! What a member of staff types to find somebody: the last four digits of a phone, pinyin
//! initials, or a part of the name. Owns the reading of that text and the values that the
//! statements of the lists take; the statements stand where the lists are.

use domain::person::half_width;

use crate::call::Call;
use crate::db::Val;
use crate::seal::Purpose;

/// How people are looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Search {
    /// By name or pinyin initials; two patterns in lower case for `LIKE … ESCAPE '\'`, which minds
    /// case on one engine only. Everybody matches where nothing was typed.
    Name {
        /// Anywhere in the name, spaces and separators left out.
        anywhere: String,
        /// From the beginning of the initials.
        initials: String,
    },
    /// By the blind index of the last four digits of the phone.
    LastFour(Vec<u8>),
}

impl Search {
    /// Reads what was typed.
    #[must_use]
    pub fn of(call: &Call, typed: Option<&str>) -> Self {
        let text = plain(typed.unwrap_or_default());
        if text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()) {
            return Search::LastFour(call.keys.index(Purpose::PhoneLast4, text.as_bytes()));
        }
        let name = pattern(&text.to_ascii_lowercase());
        Search::Name {
            anywhere: format!("%{name}%"),
            initials: format!("{name}%"),
        }
    }

    /// The values of this search, in the order of its statement.
    #[must_use]
    pub fn values(&self) -> Vec<Val> {
        match self {
            Search::Name { anywhere, initials } => vec![anywhere.into(), initials.into()],
            Search::LastFour(index) => vec![index.clone().into()],
        }
    }
}

/// Half-width, without what names are searched without.
fn plain(typed: &str) -> String {
    let searched = |c: &char| !c.is_whitespace() && !matches!(c, '·' | '•' | '・' | '.');
    typed.chars().map(half_width).filter(searched).collect()
}

/// With the signs of a pattern taken for themselves.
pub(super) fn pattern(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_searched_without_spaces_and_separators() {
        assert_eq!(plain(" 阿依古丽 · 买买提"), "阿依古丽买买提");
        assert_eq!(plain("ＷＸＭ"), "WXM");
        assert_eq!(plain("１２３４"), "1234");
    }

    #[test]
    fn a_sign_of_a_pattern_finds_only_itself() {
        assert_eq!(pattern("a%b_c\\"), "a\\%b\\_c\\\\");
    }
}
