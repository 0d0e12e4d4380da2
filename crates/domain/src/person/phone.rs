//! Phone numbers of the mainland (domain.md §3.4). A phone may serve a whole family and may
//! change hands: it never identifies a person.

use std::str::FromStr;

use super::{as_text, half_width};

/// A mobile number as `13812345678`, or a landline as `0731-27484245`, with `-123` for an
/// extension.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

/// The text is neither a mobile number nor a landline with its area code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAPhone;

impl std::fmt::Display for NotAPhone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not a mobile number, nor a landline with its area code")
    }
}

impl Phone {
    /// The number in its one written form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether text messages reach it.
    #[must_use]
    pub fn is_mobile(&self) -> bool {
        self.0.starts_with('1')
    }

    /// Area code of a landline, and its number without extension; a mobile has no area.
    pub(super) fn parts(&self) -> (&str, &str) {
        let mut parts = self.0.split('-');
        let first = parts.next().unwrap_or_default();
        parts.next().map_or(("", first), |number| (first, number))
    }

    /// The last four digits, extension left out: what staff type to find somebody.
    #[must_use]
    pub fn last_four(&self) -> &str {
        let (_, number) = self.parts();
        number
            .len()
            .checked_sub(4)
            .and_then(|start| number.get(start..))
            .unwrap_or(number)
    }

    fn mobile(digits: &str) -> Option<Self> {
        let second = digits.strip_prefix('1')?.bytes().next()?;
        (digits.len() == 11 && (b'3'..=b'9').contains(&second)).then(|| Self(digits.to_owned()))
    }

    fn landline(text: &str) -> Option<Self> {
        let (area, rest) = text.split_at_checked(area_length(text)?)?;
        let rest = rest.strip_prefix('-').unwrap_or(rest);
        let (number, extension) = match rest.split_once('-') {
            Some((number, extension)) => (number, Some(extension)),
            None => (rest, None),
        };
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let sound = digits(area)
            && digits(number)
            && (7..=8).contains(&number.len())
            && extension.is_none_or(|text| digits(text) && (1..=6).contains(&text.len()));
        sound.then(|| match extension {
            Some(extension) => Self(format!("{area}-{number}-{extension}")),
            None => Self(format!("{area}-{number}")),
        })
    }
}

/// Reads a number as people type it: spaces, full-width digits, `+86` or `0086` before it, and
/// `-` between any digits of a mobile.
impl FromStr for Phone {
    type Err = NotAPhone;

    fn from_str(text: &str) -> Result<Self, NotAPhone> {
        let plain: String = text
            .chars()
            .map(half_width)
            .map(|c| {
                if matches!(c, '‐' | '‑' | '–' | '—' | '−') {
                    '-'
                } else {
                    c
                }
            })
            .filter(|c| !c.is_whitespace())
            .collect();
        let abroad = plain
            .strip_prefix("+86")
            .or_else(|| plain.strip_prefix("0086"));
        let local = abroad.unwrap_or(&plain).trim_start_matches('-');
        let digits: String = local.chars().filter(|c| *c != '-').collect();
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotAPhone);
        }
        // From abroad the area code is dialled without its zero.
        let area_dropped = abroad.is_some() && !local.starts_with('0');
        Phone::mobile(&digits)
            .or_else(|| match area_dropped {
                true => Phone::landline(&format!("0{local}")),
                false => Phone::landline(local),
            })
            .ok_or(NotAPhone)
    }
}

as_text!(
    Phone,
    "expected a mobile number or a landline with its area code",
    "^(1[3-9]\\d{9}|0\\d{2,3}-\\d{7,8}(-\\d{1,6})?)$"
);

/// 010 and 02x are the area codes of three digits; all others have four.
fn area_length(text: &str) -> Option<usize> {
    let mut digits = text.strip_prefix('0')?.bytes();
    match digits.next()? {
        b'1' | b'2' => Some(3),
        b'3'..=b'9' => Some(4),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_is_read_as_people_type_it() {
        for (typed, written) in [
            ("13812345678", "13812345678"),
            (" 138 1234 5678 ", "13812345678"),
            ("138-1234-5678", "13812345678"),
            ("+8613812345678", "13812345678"),
            ("+86 138 1234 5678", "13812345678"),
            ("008613812345678", "13812345678"),
            ("１３８１２３４５６７８", "13812345678"),
            ("19912345678", "19912345678"),
            ("0731-27484245", "0731-27484245"),
            ("073127484245", "0731-27484245"),
            ("0731－2748424", "0731-2748424"),
            ("010-12345678", "010-12345678"),
            ("01012345678", "010-12345678"),
            ("02112345678-123456", "021-12345678-123456"),
            ("+86 731 2748 4245", "0731-27484245"),
        ] {
            assert_eq!(typed.parse::<Phone>().unwrap().as_str(), written, "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_called_is_refused() {
        for typed in [
            "",
            "120",
            "12320",
            "12812345678",
            "1381234567",
            "138123456789",
            "27484245",
            "0731-274842",
            "0731-274842455",
            "0731-27484245-",
            "0731-27484245-1234567",
            "0031-27484245",
            "1381234567a",
            "无",
        ] {
            assert_eq!(typed.parse::<Phone>(), Err(NotAPhone), "{typed}");
        }
    }

    #[test]
    fn text_messages_reach_mobiles_only() {
        let last = |text: &str| {
            let phone = text.parse::<Phone>().unwrap();
            (phone.is_mobile(), phone.last_four().to_owned())
        };
        assert_eq!(last("13812345678"), (true, "5678".into()));
        assert_eq!(last("0731-27484245-12"), (false, "4245".into()));
    }

    #[test]
    fn json_holds_the_number_and_debug_does_not() {
        let phone: Phone = serde_json::from_str(r#""+86 138 1234 5678""#).unwrap();
        assert_eq!(serde_json::to_string(&phone).unwrap(), r#""13812345678""#);
        assert_eq!(format!("{phone:?}"), r#"Phone("138****5678")"#);
    }

    proptest! {
        #[test]
        fn the_written_form_is_read_back(typed in "(1[3-9][0-9]{9}|0[1-9][0-9]{1,2}-?[0-9]{7,8}(-[0-9]{1,6})?)") {
            if let Ok(phone) = typed.parse::<Phone>() {
                prop_assert_eq!(phone.as_str().parse::<Phone>(), Ok(phone));
            }
        }

        #[test]
        fn no_text_makes_the_reader_fail(text in "\\PC{0,24}") {
            let _ = text.parse::<Phone>();
        }
    }
}
