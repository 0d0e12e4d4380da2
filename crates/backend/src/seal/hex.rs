//! Bytes as text, in key files and checksums.

/// Lower-case hexadecimal.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// 32 bytes from 64 hexadecimal digits.
pub(crate) fn from_hex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    // The standard library's own reader takes `+f` for a number of two digits.
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_digits_are_read_and_they_are_written_back() {
        let text = "00ff".repeat(16);
        let bytes = from_hex(&text).unwrap();
        assert_eq!(to_hex(&bytes), text);
        assert_eq!(from_hex(&text.to_uppercase()), Some(bytes));
        for bad in ["", "+f", "00f", "0g", "é"] {
            assert_eq!(from_hex(&text.replacen("00", bad, 1)), None, "{bad}");
        }
    }
}
