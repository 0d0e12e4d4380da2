//! What a staff password must be. The client says it while one types, the backend asks again.

/// Fewest characters.
pub const SHORTEST: usize = 10;
/// Most bytes; more are refused before they are hashed.
pub const LONGEST_BYTES: usize = 256;

/// What everybody tries first, without what stands between its letters and digits.
const COMMON: &[&str] = &[
    "1234567890",
    "0123456789",
    "0987654321",
    "12345678910",
    "1122334455",
    "1qaz2wsx3edc",
    "qwertyuiop",
    "qwerty12345",
    "asdfghjkl123",
    "administrator",
    "admin12345",
    "admin123456",
    "password123",
    "password1234",
    "password12345",
    "abcd123456",
    "abc1234567",
    "a123456789",
    "aa123456789",
    "woaini1314",
    "woaini520520",
    "5201314520",
    "iloveyou123",
    "changeme123",
    "welcome123",
    "jiayi12345",
    "jiayi123456",
    "家庭医生家庭医生",
];

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weak {
    /// Fewer than [`SHORTEST`] characters.
    Short,
    /// More than [`LONGEST_BYTES`] bytes.
    Long,
    /// Made of the sign-in name or of the person's name.
    Named,
    /// One of those that everybody tries first, or hardly more than one character.
    Common,
}

impl Weak {
    /// The stable word of a field's refusal.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Weak::Short => "password_short",
            Weak::Long => "too_long",
            Weak::Named => "password_named",
            Weak::Common => "password_common",
        }
    }
}

/// Whether a password is taken for the person of this sign-in name and name.
///
/// # Errors
/// The first reason that it is not.
pub fn judge(password: &str, login: &str, name: &str) -> Result<(), Weak> {
    if password.len() > LONGEST_BYTES {
        return Err(Weak::Long);
    }
    if password.chars().count() < SHORTEST {
        return Err(Weak::Short);
    }
    let bare = bare(password);
    let account = login.split('.').next().unwrap_or(login);
    for own in [login, account, name].map(self::bare) {
        // What is left beside the own name must be a password by itself.
        let long = own.chars().count() > 1;
        if long && bare.contains(&own) && bare.replace(&own, "").chars().count() < 6 {
            return Err(Weak::Named);
        }
    }
    let mut kinds: Vec<char> = bare.chars().collect();
    kinds.sort_unstable();
    kinds.dedup();
    if kinds.len() < 4 || COMMON.contains(&bare.as_str()) {
        return Err(Weak::Common);
    }
    Ok(())
}

/// Letters and digits alone, in lower case.
fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_and_neither_a_name_nor_common() {
        for (password, expected) in [
            ("青竹小院七株桂花", Err(Weak::Short)),
            ("青竹小院七株桂花开了", Ok(())),
            ("123456789", Err(Weak::Short)),
            ("1234567890", Err(Weak::Common)),
            ("1234-5678-90", Err(Weak::Common)),
            ("Password123!", Err(Weak::Common)),
            ("aaaaaaaaaaaa", Err(Weak::Common)),
            ("gp.yuetang1", Err(Weak::Named)),
            ("GP-Yuetang-22", Err(Weak::Named)),
            ("彭海燕1234567", Ok(())),
            ("彭海燕 彭海燕 彭海燕 1", Err(Weak::Named)),
            ("hetang-2026", Ok(())),
        ] {
            assert_eq!(
                judge(password, "gp.yuetang", "彭海燕"),
                expected,
                "{password}"
            );
        }
        assert_eq!(judge(&"长".repeat(100), "gp", "彭海燕"), Err(Weak::Long));
    }
}
