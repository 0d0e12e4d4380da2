//! The key of backups: 32 random bytes in a file of its own, as hexadecimal. Kept where the backups
//! are not.

use std::fmt;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use aes_gcm::{Aes256Gcm, KeyInit};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::{BackupError, at};
use crate::seal::{from_hex, random, to_hex};

/// A backup key.
pub struct BackupKey([u8; 32]);

impl fmt::Debug for BackupKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BackupKey(…)")
    }
}

impl BackupKey {
    /// Reads a key file.
    pub fn load(path: &Path) -> Result<Self, BackupError> {
        let text = std::fs::read_to_string(path).map_err(at(path))?;
        from_hex(text.trim())
            .map(Self)
            .ok_or_else(|| BackupError::NotAKey(path.display().to_string()))
    }

    /// Makes a key file, readable by its owner alone. Never overwrites one.
    pub fn create(path: &Path) -> Result<Self, BackupError> {
        let key = random::<32>()
            .map_err(std::io::Error::other)
            .map_err(at(path))?;
        std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .and_then(|mut file| {
                writeln!(file, "{}", to_hex(&key))?;
                file.sync_all()
            })
            .map_err(at(path))?;
        Ok(Self(key))
    }

    /// The cipher of one file: each has a key of its own, so that no nonce is ever used twice.
    pub(super) fn cipher(&self, salt: &[u8]) -> Result<Aes256Gcm, std::io::Error> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).map_err(std::io::Error::other)?;
        mac.update(b"jiayi backup");
        mac.update(salt);
        Aes256Gcm::new_from_slice(&mac.finalize().into_bytes()).map_err(std::io::Error::other)
    }
}
