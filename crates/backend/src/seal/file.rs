//! The key file: one JSON object, keys in hexadecimal, readable by its owner alone. It is changed by
//! putting a new one in its place, so that a running server reads the old one or the new one.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, fchown};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Keys, SealError, cipher, from_hex, random, to_hex};
use crate::disk::sync_folder_of;

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
    /// Another index key: what is sealed here was never found by it.
    #[error("{0} holds the keys of another district")]
    OtherDistrict(String),
    /// The key of this number is not there.
    #[error("{0} has no key {1}")]
    Lacks(String, u16),
    /// The key that new fields are sealed with is not taken away.
    #[error("key {0} is the current one; make another with `keys rotate` first")]
    Current(u16),
    /// Two keys of one number.
    #[error("key {0} is another one in each of the two files")]
    Clash(u16),
    /// Somebody else changes the file.
    #[error("{0} is there: another command changes the keys, or one was killed; then remove it")]
    Changing(String),
    /// 65,535 keys were made.
    #[error("there are no more numbers for keys")]
    NoMoreNumbers,
    /// The system gave no random bytes.
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// What stands in the file; all of it is keys.
#[derive(Serialize, Deserialize)]
struct Written {
    /// Key that new fields are sealed with.
    current: u16,
    /// All keys that fields may be sealed with, by their number.
    seal: BTreeMap<u16, String>,
    /// Key of the blind indexes.
    index: String,
}

/// A key file whose keys were all read.
pub(super) struct KeyFile {
    written: Written,
    seal: BTreeMap<u16, [u8; 32]>,
    index: [u8; 32],
}

impl From<KeyFile> for Keys {
    fn from(file: KeyFile) -> Self {
        let seal = file.seal.iter().map(|(n, key)| (*n, cipher(key))).collect();
        Self::of(file.written.current, seal, &file.index)
    }
}

pub(super) fn read(path: &Path) -> Result<KeyFile, KeyFileError> {
    let text = std::fs::read_to_string(path).map_err(at(path))?;
    let not_keys = || KeyFileError::NotKeys(path.display().to_string());
    let written: Written = serde_json::from_str(&text).map_err(|_| not_keys())?;
    let seal = written
        .seal
        .iter()
        .map(|(number, key)| Some((*number, from_hex(key)?)))
        .collect::<Option<BTreeMap<_, _>>>()
        .ok_or_else(not_keys)?;
    let index = from_hex(&written.index).ok_or_else(not_keys)?;
    if !seal.contains_key(&written.current) {
        return Err(not_keys());
    }
    Ok(KeyFile {
        written,
        seal,
        index,
    })
}

pub(super) fn create(path: &Path) -> Result<KeyFile, KeyFileError> {
    let written = Written {
        current: 1,
        seal: BTreeMap::from([(1, to_hex(&random::<32>()?))]),
        index: to_hex(&random::<32>()?),
    };
    write(path, &written).map_err(at(path))?;
    read(path)
}

/// Adds a key and makes it the current one; gives its number, which none had before.
pub fn rotate(path: &Path) -> Result<u16, KeyFileError> {
    change(path, |file| {
        let newest = file.seal.last_key_value().map_or(0, |(number, _)| *number);
        let next = newest.checked_add(1).ok_or(KeyFileError::NoMoreNumbers)?;
        file.seal.insert(next, to_hex(&random::<32>()?));
        file.current = next;
        Ok(next)
    })
}

/// Takes a key out of the file, into a key file of its own which opens what was backed up before.
pub fn retire(path: &Path, number: u16, to: &Path) -> Result<(), KeyFileError> {
    change(path, |file| {
        if file.current == number {
            return Err(KeyFileError::Current(number));
        }
        let key = file
            .seal
            .remove(&number)
            .ok_or_else(|| KeyFileError::Lacks(path.display().to_string(), number))?;
        let retired = Written {
            current: number,
            seal: BTreeMap::from([(number, key)]),
            index: file.index.clone(),
        };
        write(to, &retired).map_err(at(to))?;
        sync_folder_of(to).map_err(at(to))
    })
}

/// Adds the keys of another file of the district, for opening; gives the numbers that are new.
pub fn join(path: &Path, other: &Path) -> Result<Vec<u16>, KeyFileError> {
    let other_file = read(other)?.written;
    change(path, |file| {
        if file.index != other_file.index {
            return Err(KeyFileError::OtherDistrict(other.display().to_string()));
        }
        let mut new = Vec::new();
        for (number, key) in other_file.seal {
            match file.seal.get(&number) {
                Some(there) if *there != key => return Err(KeyFileError::Clash(number)),
                Some(_) => {}
                None => {
                    file.seal.insert(number, key);
                    new.push(number);
                }
            }
        }
        Ok(new)
    })
}

/// Puts a changed file in the place of one, durable before anything is sealed with it. The file it
/// is written to keeps others from changing it at the same time.
fn change<T>(
    path: &Path,
    change: impl FnOnce(&mut Written) -> Result<T, KeyFileError>,
) -> Result<T, KeyFileError> {
    let new = beside(path);
    let file = private().open(&new).map_err(|source| match source.kind() {
        ErrorKind::AlreadyExists => KeyFileError::Changing(new.display().to_string()),
        _ => at(&new)(source),
    })?;
    let put = || {
        let mut written = read(path)?.written;
        let outcome = change(&mut written)?;
        fill(&file, &written)
            .and_then(|()| keep_readers(path, &file))
            .and_then(|()| std::fs::rename(&new, path))
            .map_err(at(path))?;
        Ok(outcome)
    };
    let outcome = put().inspect_err(|_: &KeyFileError| {
        // Where even that fails, the next command says which file is in its way.
        let _ = std::fs::remove_file(&new);
    })?;
    sync_folder_of(path).map_err(at(path))?;
    Ok(outcome)
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    name.into()
}

/// Whoever could read the old file can read the new one: the service, above all, when an
/// administrator has changed it.
fn keep_readers(of: &Path, file: &File) -> std::io::Result<()> {
    let (old, new) = (std::fs::metadata(of)?, file.metadata()?);
    if (old.uid(), old.gid()) != (new.uid(), new.gid()) {
        fchown(file, Some(old.uid()), Some(old.gid()))?;
    }
    file.set_permissions(old.permissions())
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode(0o600);
    options
}

fn write(path: &Path, written: &Written) -> std::io::Result<()> {
    fill(&private().open(path)?, written)
}

fn fill(mut file: &File, written: &Written) -> std::io::Result<()> {
    file.write_all(serde_json::to_string_pretty(written)?.as_bytes())?;
    file.sync_all()
}

fn at(path: &Path) -> impl Fn(std::io::Error) -> KeyFileError + use<'_> {
    move |source| KeyFileError::File {
        path: path.display().to_string(),
        source,
    }
}
