//! Backups: one encrypted file with a manifest and the database in it, made from a snapshot while
//! the service goes on; read back whole to verify it; restored into an empty folder. The database
//! in it is an SQLite file on either engine, so that a backup of one may be restored to the other.
//!
//! The file: `JIAYI-BACKUP-1`, a salt, then blocks sealed as [`blocks`] says. In the blocks: the
//! length of the manifest, the manifest, the database, and the field keys where they were asked
//! for. The backup key is a file of its own; without it a backup is noise. Without the field keys,
//! which are not in it unless asked for, what identifies people in it stays sealed.

mod blocks;
mod key;
mod manifest;

use std::fs::{File, OpenOptions};
use std::io::{BufReader, BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

pub use blocks::Sealing;
pub use key::BackupKey;
pub use manifest::Manifest;

use crate::db::{MoveError, OpenError, Place, Snapshot, Store, copy_in, copy_out};
use crate::disk::sync_folder_of;
use crate::failure::Failure;

/// Why a backup could not be made, read or restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The storage cannot be read.
    #[error(transparent)]
    Storage(#[from] OpenError),
    /// Rows could not be carried from or to a PostgreSQL database.
    #[error(transparent)]
    Moving(#[from] MoveError),
    /// The sealed fields cannot be counted.
    #[error("the sealed fields cannot be read: {0}")]
    Fields(#[from] Failure),
    /// Not a backup, or not under this key, or not whole.
    #[error("{0} does not open: it is no backup, or under another key, or damaged")]
    Unreadable(String),
    /// It opens, and is not what its manifest says.
    #[error("the backup is not what its manifest says: {0}")]
    Differs(String),
    /// The folder to restore into holds something.
    #[error("{0} is not empty; a backup is restored into an empty folder only")]
    NotEmpty(String),
    /// Not a backup key.
    #[error("{0} is no backup key; make one with `jiayi-backend backup key --to FILE`")]
    NotAKey(String),
}

/// Makes a backup of a place, which a server may be using; gives its manifest.
pub fn make(
    from: impl Into<Place>,
    to: &Path,
    key: &BackupKey,
    field_keys: Option<&Path>,
    now: DateTime<Utc>,
) -> Result<Manifest, BackupError> {
    let keys = match field_keys {
        Some(path) => std::fs::read(path).map_err(at(path))?,
        None => Vec::new(),
    };
    let plain = Passing::beside(to, "snapshot")?;
    let from = from.into();
    match from.url() {
        Some(url) => copy_out(url, &plain.0)?,
        None => Snapshot::take(from.folder(), &plain.0)?,
    }
    let (bytes, sha256) = digest(&plain.0)?;
    let manifest = Manifest::new(&plain.0, bytes, sha256, keys.len() as u64, now)?;

    let part = Passing::beside(to, "part")?;
    let file = OpenOptions::new()
        .write(true)
        .open(&part.0)
        .map_err(at(&part.0))?;
    let write = || -> std::io::Result<File> {
        let mut out = Sealing::new(BufWriter::new(file), key)?;
        let head = serde_json::to_vec(&manifest)?;
        out.write_all(&u32::try_from(head.len()).unwrap_or(u32::MAX).to_be_bytes())?;
        out.write_all(&head)?;
        std::io::copy(&mut BufReader::new(File::open(&plain.0)?), &mut out)?;
        out.write_all(&keys)?;
        let file = out.finish()?.into_inner().map_err(std::io::Error::other)?;
        file.sync_all()?;
        Ok(file)
    };
    write().map_err(at(&part.0))?;
    // A link, because it refuses to replace another backup.
    std::fs::hard_link(&part.0, to).map_err(at(to))?;
    sync_folder_of(to).map_err(at(to))?;
    Ok(manifest)
}

/// Reads a whole backup and compares it with its manifest.
pub fn verify(backup: &Path, key: &BackupKey) -> Result<Manifest, BackupError> {
    let plain = Passing::beside(backup, "verify")?;
    let (manifest, _) = unpack(backup, key, &plain.0)?;
    manifest.compare(&plain.0)?;
    Ok(manifest)
}

/// Restores a backup into an empty folder, or into an empty database beside one, and compares what
/// stands there with its manifest. `keys` is where the field keys go, where the backup has them.
pub fn restore(
    backup: &Path,
    key: &BackupKey,
    to: impl Into<Place>,
    keys: &Path,
) -> Result<Manifest, BackupError> {
    let to = to.into();
    let data = to.folder();
    if data.exists() {
        let mut files = std::fs::read_dir(data).map_err(at(data))?;
        if files.any(|file| file.map_or(true, |file| file.path() != keys)) {
            return Err(BackupError::NotEmpty(data.display().to_string()));
        }
    }
    Store::make_folder(data)?;
    let database = Snapshot::file(data);
    let part = Passing::beside(&database, "part")?;
    let (manifest, field_keys) = unpack(backup, key, &part.0)?;
    manifest.compare(&part.0)?;
    if to.url().is_some() {
        // Before anything else: it may be refused.
        copy_in(&part.0, &to)?;
    }
    if !field_keys.is_empty() {
        let write = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(keys)
            .and_then(|mut file| file.write_all(&field_keys).and_then(|()| file.sync_all()));
        write.map_err(at(keys))?;
    }
    if to.url().is_some() {
        return Ok(manifest);
    }
    std::fs::rename(&part.0, &database).map_err(at(&database))?;
    sync_folder_of(&database).map_err(at(&database))?;
    Ok(manifest)
}

/// Decrypts a backup; the database goes to a file, the manifest and the field keys come back.
fn unpack(
    backup: &Path,
    key: &BackupKey,
    database: &Path,
) -> Result<(Manifest, Vec<u8>), BackupError> {
    let unreadable = |_| BackupError::Unreadable(backup.display().to_string());
    let file = File::open(backup).map_err(at(backup))?;
    let mut blocks = blocks::Opening::new(BufReader::new(file), key).map_err(unreadable)?;
    let mut length = [0; 4];
    blocks.read_exact(&mut length).map_err(unreadable)?;
    let mut head = Vec::new();
    let length = u64::from(u32::from_be_bytes(length));
    (&mut blocks)
        .take(length)
        .read_to_end(&mut head)
        .map_err(unreadable)?;
    let manifest: Manifest = serde_json::from_slice(&head)
        .map_err(|_| BackupError::Unreadable(backup.display().to_string()))?;

    let mut out = OpenOptions::new()
        .write(true)
        .open(database)
        .map_err(at(database))?;
    let mut hash = Sha256::new();
    let mut left = manifest.database_bytes;
    let mut buffer = vec![0; 64 * 1024];
    while left > 0 {
        let wanted = usize::try_from(left).map_or(buffer.len(), |left| left.min(buffer.len()));
        let read = blocks.read(&mut buffer[..wanted]).map_err(unreadable)?;
        if read == 0 {
            return Err(BackupError::Differs("the database ends early".to_owned()));
        }
        hash.update(&buffer[..read]);
        out.write_all(&buffer[..read]).map_err(at(database))?;
        left -= read as u64;
    }
    out.sync_all().map_err(at(database))?;
    if crate::seal::to_hex(&hash.finalize()) != manifest.database_sha256 {
        return Err(BackupError::Differs("the database's SHA-256".to_owned()));
    }
    let mut keys = Vec::new();
    blocks.read_to_end(&mut keys).map_err(unreadable)?;
    if keys.len() as u64 != manifest.keys_bytes {
        return Err(BackupError::Differs("the field keys".to_owned()));
    }
    Ok((manifest, keys))
}

/// Length and SHA-256 of a file.
fn digest(path: &Path) -> Result<(u64, String), BackupError> {
    let mut hash = Sha256::new();
    let mut file = File::open(path).map_err(at(path))?;
    let mut buffer = vec![0; 64 * 1024];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut buffer).map_err(at(path))?;
        if read == 0 {
            return Ok((bytes, crate::seal::to_hex(&hash.finalize())));
        }
        hash.update(&buffer[..read]);
        bytes += read as u64;
    }
}

/// A new file that is the owner's alone, and gone when this is dropped.
struct Passing(PathBuf);

impl Passing {
    fn beside(path: &Path, what: &str) -> Result<Self, BackupError> {
        let mut name = path.as_os_str().to_owned();
        // By process: what one left behind when it was killed is not in the way of the next.
        name.push(format!(".{what}-{}", std::process::id()));
        let path = PathBuf::from(name);
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .map_err(at(&path))?;
        Ok(Self(path))
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        // Renamed away, most often.
        let _ = std::fs::remove_file(&self.0);
    }
}

fn at(path: &Path) -> impl Fn(std::io::Error) -> BackupError + use<'_> {
    move |source| BackupError::File {
        path: path.display().to_string(),
        source,
    }
}
