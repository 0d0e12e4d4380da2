//! Sealing what identifies a person. Owns the district's keys, the sealed form of a field, and
//! the blind index by which a sealed field is still found exactly.
//!
//! The keys live in a file of their own (mode 0600), outside of the database, and are never
//! logged: [`Keys`] has no readable debug form.

pub mod file;
mod hex;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;

pub use file::KeyFileError;
pub(crate) use hex::{from_hex, to_hex};

/// First byte of a sealed field: the layout `version, key id (2), nonce (12), ciphertext and tag`.
const VERSION: u8 = 1;
const NONCE: usize = 12;

/// Where a sealed value belongs. A value copied into another row or column does not open.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// District.
    pub district: &'a str,
    /// Table.
    pub table: &'a str,
    /// Column.
    pub column: &'a str,
    /// The row's id, as it is stored.
    pub row: &'a [u8],
}

impl Place<'_> {
    fn associated_data(&self) -> Vec<u8> {
        let mut data = format!("{}|{}|{}|", self.district, self.table, self.column).into_bytes();
        data.extend_from_slice(self.row);
        data
    }
}

/// What a blind index is for; the same text under two purposes has two unrelated indexes.
#[derive(Clone, Copy, Debug)]
pub enum Purpose {
    /// A full ID number, normalised.
    NationalId,
    /// A full phone number, normalised.
    Phone,
    /// The last four digits of a phone number.
    PhoneLast4,
    /// An address with its village.
    Address,
    /// A sign-in code, together with its phone.
    Code,
    /// A code by which a resident lets somebody act.
    Invitation,
    /// What WeChat's service account knows a person by.
    OpenId,
    /// A request that carries an idempotency key.
    Request,
    /// Who is being slowed down: an address, a phone, a login name.
    Throttle,
    /// A row of the audit trail, chained to the one before it.
    AuditChain,
    /// The newest row of that chain, as it is kept outside of the database.
    AuditHead,
}

impl Purpose {
    fn word(self) -> &'static str {
        match self {
            Purpose::NationalId => "national_id",
            Purpose::Phone => "phone",
            Purpose::PhoneLast4 => "phone_last4",
            Purpose::Address => "address",
            Purpose::Code => "code",
            Purpose::Invitation => "invitation",
            Purpose::OpenId => "openid",
            Purpose::Request => "request",
            Purpose::Throttle => "throttle",
            Purpose::AuditChain => "audit_chain",
            Purpose::AuditHead => "audit_head",
        }
    }
}

/// A sealed field cannot be made or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Not a sealed field of a layout that this program knows.
    #[error("not a sealed field")]
    Unreadable,
    /// Sealed under a key that is not in the key file.
    #[error("sealed under key {0}, which the key file does not have")]
    UnknownKey(u16),
    /// Changed, or moved from another place, or sealed by another key of the same number.
    #[error("the seal is broken")]
    Broken,
    /// The system gave no random bytes.
    #[error("the system gave no random bytes")]
    NoRandomness,
}

/// A district's keys. Copies share what is taken up later ([`Keys::renew`]).
#[derive(Clone)]
pub struct Keys {
    ring: Arc<RwLock<Ring>>,
    index: Hmac<Sha256>,
}

/// The keys that fields are sealed with.
struct Ring {
    current: u16,
    seal: BTreeMap<u16, Aes256Gcm>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(…)")
    }
}

impl Keys {
    /// Reads a key file.
    pub fn load(path: &Path) -> Result<Self, KeyFileError> {
        file::read(path).map(Into::into)
    }

    /// Makes a key file, readable by its owner alone. Never overwrites one.
    pub fn create(path: &Path) -> Result<Self, KeyFileError> {
        file::create(path).map(Into::into)
    }

    /// Takes up what was changed in the key file; says whether that is another current key. A file
    /// that is not this district's, or that lacks the key which is current here, changes nothing.
    pub fn renew(&self, path: &Path) -> Result<bool, KeyFileError> {
        let new = Self::load(path)?;
        if !self.same_index(&new) {
            return Err(KeyFileError::OtherDistrict(path.display().to_string()));
        }
        let current = self.current();
        let mut ring = self.ring.write().unwrap_or_else(PoisonError::into_inner);
        let mut new = new.ring.write().unwrap_or_else(PoisonError::into_inner);
        if !new.seal.contains_key(&current) {
            return Err(KeyFileError::Lacks(path.display().to_string(), current));
        }
        ring.current = new.current;
        ring.seal = std::mem::take(&mut new.seal);
        Ok(ring.current != current)
    }

    /// Number of the key that new fields are sealed with.
    #[must_use]
    pub fn current(&self) -> u16 {
        self.ring().current
    }

    /// Numbers of all keys that fields may be sealed with.
    #[must_use]
    pub fn numbers(&self) -> Vec<u16> {
        self.ring().seal.keys().copied().collect()
    }

    fn ring(&self) -> RwLockReadGuard<'_, Ring> {
        // Nothing that panics is done while it is written to.
        self.ring.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn of(current: u16, seal: BTreeMap<u16, Aes256Gcm>, index: &[u8; 32]) -> Self {
        Self {
            ring: Arc::new(RwLock::new(Ring { current, seal })),
            index: mac(index),
        }
    }

    fn same_index(&self, other: &Self) -> bool {
        self.index(Purpose::Request, b"") == other.index(Purpose::Request, b"")
    }

    /// Keys that nobody keeps, for tests.
    pub fn ephemeral() -> Result<Self, SealError> {
        let seal = BTreeMap::from([(1, cipher(&random()?))]);
        Ok(Self::of(1, seal, &random()?))
    }

    /// Seals a value for its place.
    pub fn seal(&self, place: Place<'_>, value: &[u8]) -> Result<Vec<u8>, SealError> {
        let nonce = random::<NONCE>()?;
        let ring = self.ring();
        let current = ring.current;
        let cipher = ring
            .seal
            .get(&current)
            .ok_or(SealError::UnknownKey(current))?;
        let associated = place.associated_data();
        let sealed = cipher
            .encrypt(
                &Nonce::from(nonce),
                Payload {
                    msg: value,
                    aad: &associated,
                },
            )
            .map_err(|_| SealError::Broken)?;
        let mut field = Vec::with_capacity(3 + NONCE + sealed.len());
        field.push(VERSION);
        field.extend_from_slice(&current.to_be_bytes());
        field.extend_from_slice(&nonce);
        field.extend_from_slice(&sealed);
        Ok(field)
    }

    /// Opens a value at its place.
    pub fn open(&self, place: Place<'_>, field: &[u8]) -> Result<Vec<u8>, SealError> {
        let number = number_of(field)?;
        let (nonce, sealed) = field
            .get(3..)
            .and_then(|rest| rest.split_first_chunk::<NONCE>())
            .ok_or(SealError::Unreadable)?;
        let ring = self.ring();
        let cipher = ring
            .seal
            .get(&number)
            .ok_or(SealError::UnknownKey(number))?;
        let associated = place.associated_data();
        cipher
            .decrypt(
                &Nonce::from(*nonce),
                Payload {
                    msg: sealed,
                    aad: &associated,
                },
            )
            .map_err(|_| SealError::Broken)
    }

    /// [`Keys::seal`] for text.
    pub fn seal_text(&self, place: Place<'_>, text: &str) -> Result<Vec<u8>, SealError> {
        self.seal(place, text.as_bytes())
    }

    /// [`Keys::open`] for text.
    pub fn open_text(&self, place: Place<'_>, field: &[u8]) -> Result<String, SealError> {
        String::from_utf8(self.open(place, field)?).map_err(|_| SealError::Unreadable)
    }

    /// The blind index of a normalised value: equal values have equal indexes, and without the key
    /// nobody can try them out.
    #[must_use]
    pub fn index(&self, purpose: Purpose, value: &[u8]) -> Vec<u8> {
        let mut mac = self.index.clone();
        mac.update(purpose.word().as_bytes());
        mac.update(&[0]);
        mac.update(value);
        mac.finalize().into_bytes().to_vec()
    }
}

/// Random bytes of the operating system.
pub fn random<const N: usize>() -> Result<[u8; N], SealError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| SealError::NoRandomness)?;
    Ok(bytes)
}

fn cipher(key: &[u8; 32]) -> Aes256Gcm {
    Aes256Gcm::new(&(*key).into())
}

fn mac(key: &[u8; 32]) -> Hmac<Sha256> {
    <Hmac<Sha256> as KeyInit>::new(&{
        // HMAC pads its key to a block with zeros, so this is the key itself.
        let mut block = [0; 64];
        block[..32].copy_from_slice(key);
        block.into()
    })
}

/// Number of the key that a field is sealed with.
pub fn number_of(field: &[u8]) -> Result<u16, SealError> {
    match field {
        [VERSION, high, low, ..] => Ok(u16::from_be_bytes([*high, *low])),
        _ => Err(SealError::Unreadable),
    }
}

#[cfg(test)]
mod tests;
