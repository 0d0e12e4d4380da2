//! Where rows of the trail go while the storage takes none: a file of its own, as long from the
//! start as it may ever get, so that a full disk does not stop it. Rows are sealed in it, and on
//! disk before the read is answered; [`super::keeper`] brings them into the database when that
//! writes again. When the file is full, personal reads stop.
//!
//! The file is a row of `length (4), sealed entry`, ended by a length of zero; what follows is zero.
//! Entries keep their identifiers, so one that is brought in twice is there once.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Entry;
use crate::db::{DbError, Store};
use crate::failure::Failure;
use crate::seal::{Keys, Place, SealError, number_of};

/// Name of the file in the data folder.
pub const FILE: &str = "audit-spill";
/// Size of the file where none is chosen: some ten thousand rows.
pub const SIZE: u64 = 4 * 1024 * 1024;

const LENGTH: u64 = 4;
/// Rows brought into the database in one closure.
const STEP: usize = 128;

/// Numbers of the keys that seal what waits in the file of a folder, which a server may be using.
pub fn keys_in(folder: &Path) -> Result<BTreeSet<u16>, SpillError> {
    let path = folder.join(FILE);
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(error) => return Err(failed(&path, error)),
    };
    let mut numbers = BTreeSet::new();
    let mut rest = bytes.as_slice();
    while let Some((length, behind)) = rest.split_first_chunk::<{ LENGTH as usize }>() {
        let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
        let Some((sealed, behind)) = behind.split_at_checked(length) else {
            break;
        };
        // A length of zero, or what was only half written.
        let Ok(number) = number_of(sealed) else { break };
        numbers.insert(number);
        rest = behind;
    }
    Ok(numbers)
}

/// Why rows cannot be spilled, or not be brought back.
#[derive(Debug, thiserror::Error)]
pub enum SpillError {
    /// The file is full: the storage has taken nothing for long.
    #[error("the file is full")]
    Full,
    /// The disk refuses.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// A row was changed after it was written, or belongs to other keys.
    #[error("{path} is damaged at byte {at} ({source}); move it away, its rows are lost")]
    Damaged {
        /// The file.
        path: String,
        /// Where.
        at: u64,
        /// How.
        source: SealError,
    },
    /// A row cannot be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl From<SpillError> for Failure {
    fn from(error: SpillError) -> Self {
        match error {
            SpillError::Full => DbError::Busy.into(),
            SpillError::File { source, .. } => DbError::Disk(source.to_string()).into(),
            SpillError::Damaged { .. } => Failure::broken(error.to_string()),
            SpillError::Seal(source) => source.into(),
        }
    }
}

/// The file.
#[derive(Debug)]
pub struct Spill {
    file: File,
    path: PathBuf,
    keys: Arc<Keys>,
    size: u64,
    /// Where the next entry goes.
    end: Mutex<u64>,
}

impl Spill {
    /// Opens the file of a folder, or makes it as long as it will ever be.
    pub fn open(folder: &Path, keys: Arc<Keys>, size: u64) -> Result<Self, SpillError> {
        let path = folder.join(FILE);
        let spill = Self {
            file: OpenOptions::new()
                .create(true)
                .truncate(false)
                .read(true)
                .write(true)
                .mode(0o600)
                .open(&path)
                .map_err(|source| failed(&path, source))?,
            path,
            keys,
            size,
            end: Mutex::new(0),
        };
        let found = spill.file.metadata().map_err(|e| spill.failed(e))?.len();
        let spill = Self {
            size: found.max(size),
            ..spill
        };
        spill.clear(found, spill.size)?;
        let (_, end) = spill.read(0)?;
        // What follows the last whole entry is half of one that was never answered.
        spill.clear(end, spill.size)?;
        *spill.lock() = end;
        Ok(spill)
    }

    /// Bytes in use.
    #[must_use]
    pub fn used(&self) -> u64 {
        *self.lock()
    }

    /// Bytes that there are.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Keeps rows; they are on disk when this ends.
    pub async fn put(self: Arc<Self>, entries: Arc<[Entry]>) -> Result<(), SpillError> {
        let kept = tokio::task::spawn_blocking(move || self.append(&entries)).await;
        kept.unwrap_or(Err(SpillError::Full))
    }

    fn append(&self, entries: &[Entry]) -> Result<(), SpillError> {
        let mut end = self.lock();
        let mut bytes = Vec::new();
        for entry in entries {
            let at = *end + bytes.len() as u64;
            let plain = serde_json::to_vec(entry).map_err(|error| self.failed(error.into()))?;
            let sealed = self.keys.seal(place(&at.to_be_bytes()), &plain)?;
            let length = u32::try_from(sealed.len()).map_err(|_| SpillError::Full)?;
            bytes.extend_from_slice(&length.to_be_bytes());
            bytes.extend_from_slice(&sealed);
        }
        let next = *end + bytes.len() as u64;
        if next + LENGTH > self.size {
            return Err(SpillError::Full);
        }
        self.file
            .write_all_at(&bytes, *end)
            .and_then(|()| self.file.sync_data())
            .map_err(|error| self.failed(error))?;
        *end = next;
        Ok(())
    }

    /// Brings what the file holds into the database, in the order in which it came, and empties the
    /// file. Says how many rows there were. Fails while the storage still takes nothing.
    pub async fn drain(self: Arc<Self>, store: &Store) -> Result<usize, Failure> {
        let mut brought = 0;
        let mut from = 0;
        loop {
            let spill = self.clone();
            let (entries, end) = blocking(move || spill.read(from)).await?;
            brought += entries.len();
            for step in entries.chunks(STEP) {
                let step = step.to_vec();
                store
                    .write_idempotent(move |tx| step.iter().try_for_each(|entry| entry.write(tx)))
                    .await?;
            }
            let spill = self.clone();
            if blocking(move || spill.empty(end)).await? {
                return Ok(brought);
            }
            from = end;
        }
    }

    /// Empties the file if nothing was added since it was read up to `end`.
    fn empty(&self, end: u64) -> Result<bool, SpillError> {
        let mut now = self.lock();
        if *now != end {
            return Ok(false);
        }
        self.clear(0, end)?;
        *now = 0;
        Ok(true)
    }

    /// The entries from there on, and where they end.
    fn read(&self, from: u64) -> Result<(Vec<Entry>, u64), SpillError> {
        let mut entries = Vec::new();
        let mut at = from;
        while at + LENGTH <= self.size {
            let mut length = [0; LENGTH as usize];
            self.read_at(&mut length, at)?;
            let length = u64::from(u32::from_be_bytes(length));
            if length == 0 {
                break;
            }
            let next = at + LENGTH + length;
            if next > self.size {
                break;
            }
            let mut sealed = vec![0; usize::try_from(length).unwrap_or_default()];
            self.read_at(&mut sealed, at + LENGTH)?;
            match self.keys.open(place(&at.to_be_bytes()), &sealed) {
                Ok(plain) => match serde_json::from_slice(&plain) {
                    Ok(entry) => entries.push(entry),
                    Err(error) => return Err(self.failed(error.into())),
                },
                Err(source)
                    if self.anything_after(next)? || matches!(source, SealError::UnknownKey(_)) =>
                {
                    return Err(SpillError::Damaged {
                        path: self.path.display().to_string(),
                        at,
                        source,
                    });
                }
                Err(_) => break,
            }
            at = next;
        }
        Ok((entries, at))
    }

    fn anything_after(&self, at: u64) -> Result<bool, SpillError> {
        let rest = self.size.saturating_sub(at).min(LENGTH);
        let mut bytes = vec![0; usize::try_from(rest).unwrap_or_default()];
        self.read_at(&mut bytes, at)?;
        Ok(bytes.iter().any(|byte| *byte != 0))
    }

    fn read_at(&self, bytes: &mut [u8], at: u64) -> Result<(), SpillError> {
        match self.file.read_exact_at(bytes, at) {
            // A file that was cut short holds no entries there.
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
                bytes.fill(0);
                Ok(())
            }
            done => done.map_err(|error| self.failed(error)),
        }
    }

    fn clear(&self, from: u64, to: u64) -> Result<(), SpillError> {
        if from >= to {
            return Ok(());
        }
        let zeros = vec![0; usize::try_from(to - from).unwrap_or_default()];
        self.file
            .write_all_at(&zeros, from)
            .and_then(|()| self.file.sync_all())
            .map_err(|error| self.failed(error))
    }

    fn lock(&self) -> MutexGuard<'_, u64> {
        // Whoever panicked with it had not moved the end yet.
        self.end.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn failed(&self, source: std::io::Error) -> SpillError {
        failed(&self.path, source)
    }
}

fn failed(path: &Path, source: std::io::Error) -> SpillError {
    SpillError::File {
        path: path.display().to_string(),
        source,
    }
}

/// An entry opens at its own byte only.
fn place(at: &[u8]) -> Place<'_> {
    Place {
        district: "",
        table: "audit_spill",
        column: "entry",
        row: at,
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, SpillError> + Send + 'static,
) -> Result<T, Failure> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome.map_err(Failure::from),
        Err(_) => Err(DbError::Panicked.into()),
    }
}
