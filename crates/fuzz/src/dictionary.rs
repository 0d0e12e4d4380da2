//! Words as libFuzzer's `-dict` reads them: what it puts into inputs besides single bytes.

/// A dictionary of these words, one a line.
#[must_use]
pub fn dictionary(words: &[Vec<u8>]) -> String {
    let mut text = String::new();
    for word in words.iter().filter(|word| !word.is_empty()) {
        text.push('"');
        for byte in word {
            match byte {
                b'"' | b'\\' => text.extend(['\\', char::from(*byte)]),
                b' '..=b'~' => text.push(char::from(*byte)),
                other => text.push_str(&format!("\\x{other:02X}")),
            }
        }
        text.push_str("\"\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::dictionary;

    #[test]
    fn what_is_no_plain_letter_is_written_as_its_number() {
        let words = ["a\"b\\".into(), "张\n".into(), Vec::new()];
        assert_eq!(
            dictionary(&words),
            "\"a\\\"b\\\\\"\n\"\\xE5\\xBC\\xA0\\x0A\"\n"
        );
    }
}
