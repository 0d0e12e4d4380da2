//! The data folder's lock: two processes never write to one folder. It is the operating system's
//! lock on a file, so it is gone when its holder is, however that ended.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use super::store::OpenError;

/// Held for as long as this process may write to the folder.
#[derive(Debug)]
pub struct DataLock {
    _file: File,
}

impl DataLock {
    /// Takes the lock, or says that another process has it.
    pub fn take(folder: &Path) -> Result<Self, OpenError> {
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join("lock"))
            .map_err(OpenError::Folder)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(OpenError::Locked),
            Err(TryLockError::Error(error)) => Err(OpenError::Folder(error)),
        }
    }
}
