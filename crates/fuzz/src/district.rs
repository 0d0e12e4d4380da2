//! The smallest district there is, in memory where the machine has a folder for that: what files are
//! made of that only the service itself can write.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use backend::db::{IfEmpty, Store};
use backend::district::{District, DistrictId};
use backend::seal::Keys;
use chrono::{DateTime, NaiveDate, Utc};
use tempfile::TempDir;

/// Keys that everybody knows, so that what was found with them is found again.
pub const KEYS: &str = r#"{"current":1,"seal":{"1":"101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f"},"index":"303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f"}"#;

/// Tuesday, 10:00 in the district.
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_485_600, 0).unwrap_or_default()
}

/// The day of [`now`].
pub fn today() -> NaiveDate {
    backend::clock::date_in_district(now())
}

/// A folder of our own, in memory where there is such a place: what is tried a thousand times a
/// second waits for no disk.
pub fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        tempfile::tempdir_in(memory).unwrap()
    } else {
        tempfile::tempdir().unwrap()
    }
}

/// [`KEYS`], read from a file in this folder, as the service reads them.
pub fn keys(folder: &Path) -> Keys {
    let file = folder.join("keys.json");
    std::fs::write(&file, KEYS).unwrap();
    Keys::load(&file).unwrap()
}

/// An empty district.
pub struct Empty {
    pub store: Store,
    pub keys: Arc<Keys>,
    folder: TempDir,
}

impl Empty {
    /// Makes one.
    pub fn new() -> Self {
        let folder = folder();
        let keys = Arc::new(keys(folder.path()));
        let store = Store::open(&folder.path().join("data"), IfEmpty::Create).unwrap();
        let district = District {
            id: DistrictId::new("430202"),
            name: "荷塘区".to_owned(),
            service_phone: "0731-28480000".to_owned(),
            demo: true,
        };
        let sealing = keys.clone();
        store
            .write_here(move |tx| district.create(tx, &sealing, now()))
            .unwrap();
        Self {
            store,
            keys,
            folder,
        }
    }

    /// A place for a file beside its data.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}
