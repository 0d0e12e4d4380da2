//! Pinyin initials of a name (`阿依古丽·买买提` → `ayglmmt`), by which staff find a resident.
//! Written when a name is, by the import, the desk and the demo; never computed in a search.

use pinyin::ToPinyin;

/// Surnames whose reading differs from the usual one of their character.
const SURNAMES: [(char, char); 14] = [
    ('曾', 'z'),
    ('单', 's'),
    ('翟', 'z'),
    ('仇', 'q'),
    ('解', 'x'),
    ('查', 'z'),
    ('朴', 'p'),
    ('区', 'o'),
    ('种', 'c'),
    ('重', 'c'),
    ('员', 'y'),
    ('盖', 'g'),
    ('缪', 'm'),
    ('乐', 'y'),
];

/// The initials, lower case. Letters of other names count as they stand, one a word; a character
/// without a reading and the separator are left out.
#[must_use]
pub fn initials(name: &str) -> String {
    let mut letters = String::new();
    let mut before = None;
    for character in name.chars() {
        letters.extend(letter(character, before));
        before = Some(character);
    }
    letters
}

fn letter(character: char, before: Option<char>) -> Option<char> {
    if let (None, Some((_, letter))) = (before, SURNAMES.iter().find(|(c, _)| *c == character)) {
        return Some(*letter);
    }
    if let Some(reading) = character.to_pinyin() {
        return reading.first_letter().chars().next();
    }
    let begins_word = before.is_none_or(|before| !before.is_alphanumeric());
    (begins_word && character.is_alphanumeric()).then(|| character.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_character_gives_the_first_letter_of_its_reading() {
        for (name, expected) in [
            ("王芳", "wf"),
            ("阿依古丽·买买提", "ayglmmt"),
            ("姚春华", "ych"),
            ("Anna Maria Müller", "amm"),
            ("", ""),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }

    #[test]
    fn a_character_is_read_as_a_surname_only_where_it_is_one() {
        assert_eq!(initials("曾强"), "zq");
        assert_eq!(initials("王曾"), "wc");
        assert_eq!(initials("单乐"), "sl");
    }
}
