//! What of an identifying value may be shown (domain.md §5.1). The birth date inside an ID
//! number is always hidden.

use super::{NationalId, PersonName, Phone};

impl NationalId {
    /// The first four characters, ten stars, the last four: `4302**********0134`.
    #[must_use]
    pub fn masked(&self) -> String {
        let text = self.as_str();
        let (first, last) = (text.get(..4), text.get(14..));
        format!(
            "{}**********{}",
            first.unwrap_or_default(),
            last.unwrap_or_default()
        )
    }
}

impl Phone {
    /// `138****5678`; a landline keeps its area code, as `0731-****4245`.
    #[must_use]
    pub fn masked(&self) -> String {
        match self.parts() {
            ("", mobile) => {
                format!(
                    "{}****{}",
                    mobile.get(..3).unwrap_or_default(),
                    self.last_four()
                )
            }
            (area, _) => format!("{area}-****{}", self.last_four()),
        }
    }
}

impl PersonName {
    /// For screens that others can see: `王*`, `王*明`, `欧**娜`, and `阿依***提` from six
    /// characters on, where the stars no longer tell the length.
    #[must_use]
    pub fn masked(&self) -> String {
        let chars: Vec<char> = self.as_str().chars().collect();
        match chars.as_slice() {
            [] | [_] => "*".to_owned(),
            [first, _] => format!("{first}*"),
            [first, second, hidden @ .., last] if hidden.len() >= 3 => {
                format!("{first}{second}***{last}")
            }
            [first, hidden @ .., last] => format!("{first}{}{last}", "*".repeat(hidden.len())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_number_shows_four_and_four() {
        let id: NationalId = "430202195803120134".parse().unwrap();
        assert_eq!(id.masked(), "4302**********0134");
    }

    #[test]
    fn a_phone_hides_its_middle() {
        for (number, mask) in [
            ("13812345678", "138****5678"),
            ("0731-27484245", "0731-****4245"),
            ("010-12345678-99", "010-****5678"),
        ] {
            assert_eq!(number.parse::<Phone>().unwrap().masked(), mask);
        }
    }

    #[test]
    fn a_name_keeps_enough_to_be_recognised_by_its_owner() {
        for (name, mask) in [
            ("䶮", "*"),
            ("王芳", "王*"),
            ("王小明", "王*明"),
            ("欧阳娜娜", "欧**娜"),
            ("泽仁·扎西", "泽***西"),
            ("买买提·艾力", "买买***力"),
            ("阿依古丽·买买提", "阿依***提"),
            ("Anna Maria Müller", "An***r"),
        ] {
            assert_eq!(name.parse::<PersonName>().unwrap().masked(), mask);
        }
    }
}
