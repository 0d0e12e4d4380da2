//! Session tokens: 256 random bits, known to the browser alone. Storage has their SHA-256.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::seal::{SealError, from_hex, random, to_hex};

/// A session token.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Token {
    /// A new token.
    pub fn new() -> Result<Self, SealError> {
        random().map(Self)
    }

    /// Reads the text of a cookie.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        from_hex(text).map(Self)
    }

    /// The text of a cookie.
    #[must_use]
    pub fn text(&self) -> String {
        to_hex(&self.0)
    }

    /// What storage has. A token is random through and through, so no salt and no slow hash.
    #[must_use]
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0).to_vec()
    }
}
