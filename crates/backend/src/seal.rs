//! Sealing what identifies a person. Owns the district's keys, the sealed form of a field, and
//! the blind index by which a sealed field is still found exactly.
//!
//! The keys live in a file of their own (mode 0600), outside of the database, and are never
//! logged: [`Keys`] has no readable debug form.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

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
    /// A sign-in code, together with its phone.
    Code,
    /// A code by which a resident lets somebody act.
    Invitation,
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
            Purpose::Code => "code",
            Purpose::Invitation => "invitation",
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

/// Why a key file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// Cannot be read or made.
    #[error("the key file {path} cannot be used: {source}")]
    File {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// Not a key file.
    #[error("{0} is not a key file")]
    NotKeys(String),
    /// The system gave no random bytes.
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// The key file: one JSON object, keys in hexadecimal.
#[derive(Serialize, Deserialize)]
struct KeyFile {
    /// Key that new fields are sealed with.
    current: u16,
    /// All keys that fields may be sealed with, by their number.
    seal: BTreeMap<u16, String>,
    /// Key of the blind indexes.
    index: String,
}

/// A district's keys.
#[derive(Clone)]
pub struct Keys {
    current: u16,
    seal: BTreeMap<u16, Aes256Gcm>,
    index: Hmac<Sha256>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(…)")
    }
}

impl Keys {
    /// Reads a key file.
    pub fn load(path: &Path) -> Result<Self, KeyFileError> {
        let text = std::fs::read_to_string(path).map_err(|source| file_error(path, source))?;
        let not_keys = || KeyFileError::NotKeys(path.display().to_string());
        let file: KeyFile = serde_json::from_str(&text).map_err(|_| not_keys())?;
        let mut seal = BTreeMap::new();
        for (number, key) in &file.seal {
            seal.insert(
                *number,
                from_hex(key).map(|key| cipher(&key)).ok_or_else(not_keys)?,
            );
        }
        let index = from_hex(&file.index).ok_or_else(not_keys)?;
        if !seal.contains_key(&file.current) {
            return Err(not_keys());
        }
        Ok(Self {
            current: file.current,
            seal,
            index: mac(&index),
        })
    }

    /// Makes a key file, readable by its owner alone. Never overwrites one.
    pub fn create(path: &Path) -> Result<Self, KeyFileError> {
        let file = KeyFile {
            current: 1,
            seal: BTreeMap::from([(1, to_hex(&random::<32>()?))]),
            index: to_hex(&random::<32>()?),
        };
        let text =
            serde_json::to_string_pretty(&file).map_err(|error| file_error(path, error.into()))?;
        std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .and_then(|mut new| {
                new.write_all(text.as_bytes())?;
                new.sync_all()
            })
            .map_err(|source| file_error(path, source))?;
        Self::load(path)
    }

    /// Keys that nobody keeps, for tests.
    pub fn ephemeral() -> Result<Self, SealError> {
        let seal = BTreeMap::from([(1, cipher(&random()?))]);
        Ok(Self {
            current: 1,
            seal,
            index: mac(&random()?),
        })
    }

    /// Seals a value for its place.
    pub fn seal(&self, place: Place<'_>, value: &[u8]) -> Result<Vec<u8>, SealError> {
        let nonce = random::<NONCE>()?;
        let cipher = self
            .seal
            .get(&self.current)
            .ok_or(SealError::UnknownKey(self.current))?;
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
        field.extend_from_slice(&self.current.to_be_bytes());
        field.extend_from_slice(&nonce);
        field.extend_from_slice(&sealed);
        Ok(field)
    }

    /// Opens a value at its place.
    pub fn open(&self, place: Place<'_>, field: &[u8]) -> Result<Vec<u8>, SealError> {
        let (&version, rest) = field.split_first().ok_or(SealError::Unreadable)?;
        let (number, rest) = rest.split_first_chunk::<2>().ok_or(SealError::Unreadable)?;
        let (nonce, sealed) = rest
            .split_first_chunk::<NONCE>()
            .ok_or(SealError::Unreadable)?;
        if version != VERSION {
            return Err(SealError::Unreadable);
        }
        let number = u16::from_be_bytes(*number);
        let cipher = self
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

fn file_error(path: &Path, source: std::io::Error) -> KeyFileError {
    KeyFileError::File {
        path: path.display().to_string(),
        source,
    }
}

/// Lower-case hexadecimal.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// 32 bytes from 64 hexadecimal digits.
pub(crate) fn from_hex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 {
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

    const PLACE: Place<'_> = Place {
        district: "430202",
        table: "resident",
        column: "phone_sealed",
        row: &[7; 16],
    };

    #[test]
    fn a_sealed_value_opens_in_its_place_only() {
        let keys = Keys::ephemeral().unwrap();
        let field = keys.seal_text(PLACE, "13873300001").unwrap();
        assert_eq!(keys.open_text(PLACE, &field).unwrap(), "13873300001");
        for elsewhere in [
            Place {
                district: "430203",
                ..PLACE
            },
            Place {
                table: "account",
                ..PLACE
            },
            Place {
                column: "address_sealed",
                ..PLACE
            },
            Place {
                row: &[8; 16],
                ..PLACE
            },
        ] {
            assert_eq!(keys.open(elsewhere, &field), Err(SealError::Broken));
        }
    }

    #[test]
    fn a_changed_field_does_not_open() {
        let keys = Keys::ephemeral().unwrap();
        let field = keys.seal(PLACE, b"x").unwrap();
        for at in 0..field.len() {
            let mut changed = field.clone();
            changed[at] ^= 1;
            assert!(keys.open(PLACE, &changed).is_err(), "byte {at}");
        }
        assert_eq!(keys.open(PLACE, &field[..10]), Err(SealError::Unreadable));
        assert_eq!(
            Keys::ephemeral().unwrap().open(PLACE, &field),
            Err(SealError::Broken)
        );
    }

    #[test]
    fn equal_values_have_equal_indexes_under_one_purpose_only() {
        let keys = Keys::ephemeral().unwrap();
        let index = keys.index(Purpose::Phone, b"13873300001");
        assert_eq!(index, keys.index(Purpose::Phone, b"13873300001"));
        assert_ne!(index, keys.index(Purpose::NationalId, b"13873300001"));
        assert_ne!(
            index,
            Keys::ephemeral()
                .unwrap()
                .index(Purpose::Phone, b"13873300001")
        );
    }

    #[test]
    fn a_key_file_is_private_and_never_overwritten() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.json");
        let made = Keys::create(&path).unwrap();
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert!(Keys::create(&path).is_err());
        let field = made.seal(PLACE, b"x").unwrap();
        assert_eq!(
            Keys::load(&path).unwrap().open(PLACE, &field).unwrap(),
            b"x"
        );
        assert_eq!(format!("{made:?}"), "Keys(…)");
    }
}
