//! Codes that are handed over on paper or by word: ten characters of an alphabet without
//! look-alikes, 48 bits and a little, good once. Storage has a keyed hash.

use domain::ids::StaffId;
use domain::person::half_width;

use crate::failure::Failure;
use crate::seal::{self, Keys, Purpose};

/// Without 0 and O, 1, I and L; neither vowels that would make words.
const ALPHABET: &[u8; 28] = b"23456789BCDFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 10;

/// What a code opens; the code of one does not open the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opens {
    /// A first or another password.
    Password,
    /// The door, without the authenticator.
    Recovery,
}

impl Opens {
    fn word(self) -> &'static str {
        match self {
            Opens::Password => "password",
            Opens::Recovery => "recovery",
        }
    }
}

/// A new code as it is shown: `BCDFG-23456`.
pub fn new() -> Result<String, Failure> {
    let mut code = String::with_capacity(LENGTH + 1);
    let mut drawn = 0;
    while drawn < LENGTH {
        let [byte] = seal::random::<1>()?;
        // 252 is the greatest multiple of 28 in a byte: all characters are equally likely.
        if byte < 252 {
            if drawn == LENGTH / 2 {
                code.push('-');
            }
            code.push(char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]));
            drawn += 1;
        }
    }
    Ok(code)
}

/// What storage has of a code, however it was typed.
#[must_use]
pub fn hash(keys: &Keys, opens: Opens, staff: StaffId, typed: &str) -> Vec<u8> {
    let code: String = typed
        .chars()
        .map(half_width)
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let together = format!("{}|{staff}|{code}", opens.word());
    keys.index(Purpose::Code, together.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::Uuid;

    #[test]
    fn a_code_is_read_as_people_type_it_and_opens_one_thing_of_one_person() {
        let keys = Keys::ephemeral().unwrap();
        let code = new().unwrap();
        assert_eq!(code.len(), 11, "{code}");
        let staff = |n| StaffId(Uuid::from([n; 16]));
        let stored = hash(&keys, Opens::Password, staff(1), &code);
        let typed = format!(" {} ", code.to_lowercase().replace('-', " "));
        assert_eq!(stored, hash(&keys, Opens::Password, staff(1), &typed));
        assert_ne!(stored, hash(&keys, Opens::Password, staff(2), &code));
        assert_ne!(stored, hash(&keys, Opens::Recovery, staff(1), &code));
        assert_ne!(code, new().unwrap());
    }
}
