//! One-time codes of an authenticator: TOTP (RFC 6238) with HMAC-SHA1, 30 s and six digits, which
//! is what every authenticator knows. A code holds one step longer and one earlier, for clocks
//! that differ, and each step is good once.

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use crate::failure::Failure;
use crate::seal;

/// Length of a secret: that of the hash.
pub const SECRET: usize = 20;
/// Seconds of a step.
const STEP: i64 = 30;
/// Steps that a clock may differ by.
const DRIFT: i64 = 1;
const DIGITS: u32 = 1_000_000;
/// RFC 4648 §6.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A secret that an authenticator shares with us.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; SECRET]);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// A new one.
    pub fn new() -> Result<Self, Failure> {
        Ok(Self(seal::random()?))
    }

    /// Reads what was sealed.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// What is sealed.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The key to type, in base 32 and groups of four.
    #[must_use]
    pub fn key(&self) -> String {
        let text = self.base32();
        let groups: Vec<&str> = (0..text.len())
            .step_by(4)
            .map(|at| &text[at..(at + 4).min(text.len())])
            .collect();
        groups.join(" ")
    }

    /// The address to scan, for an account of an issuer.
    #[must_use]
    pub fn address(&self, issuer: &str, login: &str) -> String {
        let encoded = |text: &str| -> String {
            form_urlencoded::byte_serialize(text.as_bytes())
                .collect::<String>()
                .replace('+', "%20")
        };
        let (issuer, login) = (encoded(issuer), encoded(login));
        let key = self.base32();
        format!("otpauth://totp/{issuer}:{login}?secret={key}&issuer={issuer}")
    }

    /// The step whose code this is, if it is one of now and newer than the last that was used.
    #[must_use]
    pub fn step_of(&self, code: &str, now: DateTime<Utc>, last: i64) -> Option<i64> {
        // Digits alone: a `+` before five of them would be read as a number, too.
        let digits = code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit());
        let typed: u32 = code.parse().ok().filter(|_| digits)?;
        let here = now.timestamp().div_euclid(STEP);
        (here - DRIFT..=here + DRIFT)
            .filter(|step| *step > last)
            .find(|step| self.code(*step) % DIGITS == typed)
    }

    /// The six digits of an instant, as an authenticator shows them.
    #[must_use]
    pub fn digits(&self, at: DateTime<Utc>) -> String {
        format!("{:06}", self.code(at.timestamp().div_euclid(STEP)) % DIGITS)
    }

    /// RFC 4226 §5.3, before it is cut to digits.
    fn code(&self, step: i64) -> u32 {
        let mut block = [0; 64];
        block[..SECRET].copy_from_slice(&self.0);
        // HMAC pads its key to a block with zeros, so this is the key itself.
        let mut mac = <Hmac<Sha1> as KeyInit>::new(&block.into());
        mac.update(&step.to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let at = usize::from(hash[19] & 0x0f);
        u32::from_be_bytes([hash[at] & 0x7f, hash[at + 1], hash[at + 2], hash[at + 3]])
    }

    fn base32(&self) -> String {
        let mut text = String::new();
        let (mut held, mut bits) = (0_u32, 0);
        for byte in self.0 {
            held = (held << 8) | u32::from(byte);
            bits += 8;
            while bits >= 5 {
                bits -= 5;
                text.push(char::from(BASE32[(held >> bits & 31) as usize]));
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    fn rfc() -> Secret {
        Secret::from_bytes(b"12345678901234567890").unwrap()
    }

    #[test]
    fn the_vectors_of_rfc_6238_hold() {
        for (second, expected) in [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130),
        ] {
            assert_eq!(
                rfc().code(second / STEP) % 100_000_000,
                expected,
                "{second}"
            );
        }
        assert_eq!(rfc().digits(at(59)), "287082");
    }

    #[test]
    fn a_code_holds_a_step_around_its_own_and_once() {
        let secret = rfc();
        let code = secret.digits(at(1_111_111_111));
        let step = 1_111_111_111 / STEP;
        assert_eq!(secret.step_of(&code, at(1_111_111_111), 0), Some(step));
        assert_eq!(secret.step_of(&code, at(1_111_111_111 + 30), 0), Some(step));
        assert_eq!(secret.step_of(&code, at(1_111_111_111 - 30), 0), Some(step));
        assert_eq!(secret.step_of(&code, at(1_111_111_111 + 60), 0), None);
        assert_eq!(secret.step_of(&code, at(1_111_111_111 - 61), 0), None);
        assert_eq!(secret.step_of(&code, at(1_111_111_111), step), None);
        assert_eq!(secret.step_of("50471", at(1_111_111_111), 0), None);
    }

    #[test]
    fn a_code_is_six_digits_and_no_number_of_another_form() {
        let (secret, now) = (rfc(), at(1_111_111_109));
        assert_eq!(secret.digits(now), "081804");
        assert!(secret.step_of("081804", now, 0).is_some());
        assert_eq!(secret.step_of("+81804", now, 0), None);
    }

    #[test]
    fn the_key_is_base_32() {
        assert_eq!(rfc().key(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert_eq!(
            rfc().address("家医", "gp"),
            "otpauth://totp/%E5%AE%B6%E5%8C%BB:gp?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=%E5%AE%B6%E5%8C%BB"
        );
    }
}
