//! Backup files. The first byte of an input says what the rest is: changes of a real one (place, four
//! bytes, and the new byte, each time), a whole file, the inside of one, sealed under its key, or the
//! manifest before a real database, sealed too.

use std::io::Write;
use std::sync::LazyLock;

use backend::backup::{BackupKey, Manifest, Sealing, make, verify};

use super::Target;
use crate::district::{Empty, now};

pub const TARGET: Target = Target {
    name: "backup",
    one,
    seeds,
    words,
};

static REAL: LazyLock<Real> = LazyLock::new(Real::new);

/// A backup of an empty district.
struct Real {
    empty: Empty,
    key: BackupKey,
    manifest: Manifest,
    file: Vec<u8>,
    database: Vec<u8>,
}

impl Real {
    fn new() -> Self {
        let empty = Empty::new();
        let (key_file, file) = (empty.beside("backup.key"), empty.beside("real.backup"));
        std::fs::write(&key_file, "42".repeat(32)).unwrap();
        let key = BackupKey::load(&key_file).unwrap();
        let manifest = make(empty.store.folder(), &file, &key, None, now()).unwrap();
        let database = empty.beside("database");
        std::fs::write(&database, b"").unwrap();
        backend::db::Snapshot::take(empty.store.folder(), &database).unwrap();
        Self {
            file: std::fs::read(&file).unwrap(),
            database: std::fs::read(&database).unwrap(),
            empty,
            key,
            manifest,
        }
    }

    /// The manifest of a file of these bytes, where it is a sound backup.
    fn verify(&self, bytes: &[u8]) -> Option<Manifest> {
        let file = self.empty.beside("tried.backup");
        std::fs::write(&file, bytes).unwrap();
        verify(&file, &self.key).ok()
    }

    /// A backup with this inside.
    fn sealed(&self, inside: &[&[u8]]) -> Vec<u8> {
        let mut out = Sealing::new(Vec::new(), &self.key).unwrap();
        for part in inside {
            out.write_all(part).unwrap();
        }
        out.finish().unwrap()
    }
}

fn one(bytes: &[u8]) {
    match bytes.split_first() {
        Some((0, changes)) => changed(changes),
        Some((1, file)) => assert!(REAL.verify(file).is_none()),
        Some((2, inside)) => assert!(REAL.verify(&REAL.sealed(&[inside])).is_none()),
        Some((_, manifest)) => around(manifest),
        None => {}
    }
}

/// A changed file does not open.
fn changed(changes: &[u8]) {
    let mut file = REAL.file.clone();
    for change in changes.chunks_exact(5) {
        let at = u32::from_be_bytes([change[0], change[1], change[2], change[3]]);
        let at = usize::try_from(at).unwrap_or_default() % file.len();
        file[at] = change[4];
    }
    let same = file == REAL.file;
    assert_eq!(REAL.verify(&file).is_some(), same);
}

/// A manifest is believed only where it says of the database what is so.
fn around(manifest: &[u8]) {
    let length = u32::try_from(manifest.len())
        .unwrap_or(u32::MAX)
        .to_be_bytes();
    let file = REAL.sealed(&[&length, manifest, &REAL.database]);
    if let Some(believed) = REAL.verify(&file) {
        let Manifest {
            schema,
            tables,
            database_bytes,
            database_sha256,
            ..
        } = &REAL.manifest;
        assert_eq!((&believed.schema, &believed.tables), (schema, tables));
        assert_eq!(
            (believed.database_bytes, &believed.database_sha256),
            (*database_bytes, database_sha256)
        );
        assert_eq!(believed.keys_bytes, 0);
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let manifest = serde_json::to_vec(&REAL.manifest).unwrap();
    // As little as is believed of it: every table it names is one to be compared.
    let head = &REAL.file[..4096.min(REAL.file.len())];
    vec![
        vec![0],
        vec![0, 0, 0, 0, 20, 1],
        [&[1], head].concat(),
        [&[2], &[0, 0, 0, 2][..], b"{}", b"SQLite format 3\0"].concat(),
        [&[3], &manifest[..]].concat(),
    ]
}

fn words() -> Vec<Vec<u8>> {
    super::words(&[
        "\"program\":",
        "\"made_at\":",
        "\"districts\":",
        "\"schema\":",
        "\"tables\":",
        "\"database_bytes\":",
        "\"database_sha256\":",
        "\"seal_keys\":",
        "\"keys_bytes\":",
        "\"name\":",
        "\"rows\":",
        "\"sha256\":",
        "18446744073709551615",
        "-1",
        "[]",
        "JIAYI-BACKUP-1\n",
    ])
}
