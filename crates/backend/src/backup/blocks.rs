//! The encrypted stream: blocks of 64 KiB under AES-256-GCM with a key of the file's own. A block's
//! nonce is its number and whether it is the last, so that blocks can be neither moved, nor left
//! out, nor cut off.

use std::io::{Error, ErrorKind, Read, Result, Write};

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, Nonce};

use super::key::BackupKey;
use crate::seal::random;

const MAGIC: &[u8] = b"JIAYI-BACKUP-1\n";
const SALT: usize = 16;
const BLOCK: usize = 64 * 1024;
const TAG: usize = 16;

/// A writer whose bytes are sealed on their way.
pub struct Sealing<W: Write> {
    out: W,
    cipher: Aes256Gcm,
    number: u64,
    block: Vec<u8>,
}

impl<W: Write> Sealing<W> {
    /// Begins a stream under a key.
    pub fn new(mut out: W, key: &BackupKey) -> Result<Self> {
        let salt = random::<SALT>().map_err(Error::other)?;
        out.write_all(MAGIC)?;
        out.write_all(&salt)?;
        Ok(Self {
            out,
            cipher: key.cipher(&salt)?,
            number: 0,
            block: Vec::with_capacity(BLOCK),
        })
    }

    /// Seals the last block. A stream without it does not open.
    pub fn finish(mut self) -> Result<W> {
        self.seal(true)?;
        Ok(self.out)
    }

    fn seal(&mut self, last: bool) -> Result<()> {
        let sealed = self
            .cipher
            .encrypt(&nonce(self.number, last), payload(&self.block))
            .map_err(|_| Error::other("a block cannot be sealed"))?;
        self.out.write_all(&sealed)?;
        self.block.clear();
        self.number += 1;
        Ok(())
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        if self.block.len() == BLOCK {
            self.seal(false)?;
        }
        let taken = bytes.len().min(BLOCK - self.block.len());
        self.block.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> Result<()> {
        self.out.flush()
    }
}

/// A reader of what [`Sealing`] wrote. An error is a wrong key or a changed stream.
pub(super) struct Opening<R: Read> {
    from: R,
    cipher: Aes256Gcm,
    number: u64,
    /// The next block, still sealed; empty after the last.
    ahead: Vec<u8>,
    block: Vec<u8>,
    at: usize,
}

impl<R: Read> Opening<R> {
    pub(super) fn new(mut from: R, key: &BackupKey) -> Result<Self> {
        let mut head = [0; MAGIC.len() + SALT];
        from.read_exact(&mut head)?;
        let (magic, salt) = head.split_at(MAGIC.len());
        if magic != MAGIC {
            return Err(ErrorKind::InvalidData.into());
        }
        let cipher = key.cipher(salt)?;
        let ahead = sealed_block(&mut from)?;
        let mut opening = Self {
            from,
            cipher,
            number: 0,
            ahead,
            block: Vec::new(),
            at: 0,
        };
        opening.open()?;
        Ok(opening)
    }

    fn open(&mut self) -> Result<()> {
        let next = sealed_block(&mut self.from)?;
        self.block = self
            .cipher
            .decrypt(&nonce(self.number, next.is_empty()), payload(&self.ahead))
            .map_err(|_| Error::from(ErrorKind::InvalidData))?;
        self.number += 1;
        self.at = 0;
        self.ahead = next;
        Ok(())
    }
}

impl<R: Read> Read for Opening<R> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        if self.at == self.block.len() && !self.ahead.is_empty() {
            self.open()?;
        }
        let rest = &self.block[self.at..];
        let taken = rest.len().min(into.len());
        into[..taken].copy_from_slice(&rest[..taken]);
        self.at += taken;
        Ok(taken)
    }
}

fn sealed_block(from: &mut impl Read) -> Result<Vec<u8>> {
    let mut block = Vec::with_capacity(BLOCK + TAG);
    from.take((BLOCK + TAG) as u64).read_to_end(&mut block)?;
    Ok(block)
}

fn nonce(number: u64, last: bool) -> Nonce<aes_gcm::aead::consts::U12> {
    let mut nonce = [0; 12];
    nonce[..8].copy_from_slice(&number.to_be_bytes());
    nonce[8] = u8::from(last);
    nonce.into()
}

fn payload(bytes: &[u8]) -> Payload<'_, 'static> {
    Payload {
        msg: bytes,
        aad: MAGIC,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> (BackupKey, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let key = BackupKey::create(&folder.path().join("key")).unwrap();
        (key, folder)
    }

    fn sealed(key: &BackupKey, plain: &[u8]) -> Vec<u8> {
        let mut out = Sealing::new(Vec::new(), key).unwrap();
        out.write_all(plain).unwrap();
        out.finish().unwrap()
    }

    fn opened(key: &BackupKey, sealed: &[u8]) -> Result<Vec<u8>> {
        let mut plain = Vec::new();
        Opening::new(sealed, key)?.read_to_end(&mut plain)?;
        Ok(plain)
    }

    #[test]
    fn what_goes_in_comes_out_at_every_length_around_a_block() {
        let (key, _folder) = key();
        for length in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 2 * BLOCK + 7] {
            let plain: Vec<u8> = (0..length).map(|n| n as u8).collect();
            assert_eq!(opened(&key, &sealed(&key, &plain)).unwrap(), plain);
        }
    }

    #[test]
    fn a_changed_moved_missing_or_added_block_does_not_open() {
        let (key, _folder) = key();
        let whole = sealed(&key, &vec![7; 3 * BLOCK]);
        let head = MAGIC.len() + SALT;
        let block = BLOCK + TAG;
        let mut changed = whole.clone();
        changed[head + block + 5] ^= 1;
        let mut moved = whole[..head].to_vec();
        moved.extend_from_slice(&whole[head + block..head + 2 * block]);
        moved.extend_from_slice(&whole[head..head + block]);
        moved.extend_from_slice(&whole[head + 2 * block..]);
        let mut added = whole.clone();
        added.extend_from_slice(&whole[head..head + block]);
        for bad in [
            &changed[..],
            &moved,
            &added,
            &whole[..head + 2 * block],
            &whole[..whole.len() - 1],
            &whole[..head],
            &whole[1..],
        ] {
            assert!(opened(&key, bad).is_err());
        }
    }

    #[test]
    fn another_key_does_not_open_it() {
        let ((one, _one), (other, _other)) = (key(), key());
        assert!(opened(&other, &sealed(&one, b"plain")).is_err());
    }
}
