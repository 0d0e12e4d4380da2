//! The file that keeps the trail while the storage takes none. The first byte of an input says what the
//! rest is: changes of a file with three rows in it (place, two bytes, and the new byte, each time), the
//! whole file, or one row as JSON, sealed as the service seals it.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use backend::audit::Entry;
use backend::audit::spill::{FILE, Spill, SpillError, keys_in};
use tokio::runtime::Runtime;

use super::Target;
use crate::district::Empty;

pub const TARGET: Target = Target {
    name: "spill",
    one,
    seeds,
    words,
};

/// Room for the rows of this target, and no more.
const SIZE: u64 = 4096;

const ENTRY: &str = r#"{"district":"430202","id":"0198f0c0-0000-7000-8000-000000000001","at_ms":1795485600000,"actor_kind":"staff","actor_id":"0198f0c0-0000-7000-8000-000000000002","role":"gp","institution_id":"0198f0c0-0000-7000-8000-000000000003","operation":"get_record","action":"read_record","purpose":"record","result":"ok","residents":1,"request_id":"0198f0c0-0000-7000-8000-000000000004","device_id":"0198f0c0-0000-7000-8000-000000000005","address":"192.0.2.1","client":"微信 · 安卓","about":["0198f0c0-0000-7000-8000-000000000006"]}"#;

static EMPTY: LazyLock<Empty> = LazyLock::new(Empty::new);
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

/// A file with three rows in it, and where each of them ends.
static WHOLE: LazyLock<(Vec<u8>, [u64; 4])> = LazyLock::new(|| {
    let folder = place(&[]);
    let spill = Arc::new(open(&folder).unwrap());
    let entry: Entry = serde_json::from_str(ENTRY).unwrap();
    let mut ends = [0; 4];
    for end in &mut ends[1..] {
        RUNTIME
            .block_on(spill.clone().put([entry.clone()].into()))
            .unwrap();
        *end = spill.used();
    }
    (std::fs::read(folder.join(FILE)).unwrap(), ends)
});

fn one(bytes: &[u8]) {
    match bytes.split_first() {
        Some((0, changes)) => changed(changes),
        Some((1, file)) => {
            look(&place(file));
        }
        Some((_, json)) => row(json),
        None => {}
    }
}

/// Rows before the first change are there; what was changed is damage, or was never written.
fn changed(changes: &[u8]) {
    let (whole, ends) = &*WHOLE;
    let mut file = whole.clone();
    for change in changes.chunks_exact(3) {
        let at = usize::from(u16::from_be_bytes([change[0], change[1]]));
        if let Some(byte) = file.get_mut(at) {
            *byte = change[2];
        }
    }
    let first = file
        .iter()
        .zip(whole)
        .position(|(now, before)| now != before);
    let untouched = first.map_or(u64::MAX, |first| first as u64);
    let before = ends.iter().rposition(|end| *end <= untouched).unwrap_or(0);
    if let Some(used) = look(&place(&file)) {
        assert!(
            ends[before..].contains(&used),
            "{used} of {ends:?}, changed at {first:?}"
        );
    }
}

/// Opens the file of a folder twice; how much of it is in use.
fn look(folder: &Path) -> Option<u64> {
    let numbers = keys_in(folder).unwrap();
    let used = match open(folder) {
        Ok(spill) => spill.used(),
        Err(SpillError::Damaged { .. }) => return None,
        Err(other) => panic!("{other}"),
    };
    assert!(used <= SIZE);
    assert!(used == 0 || numbers.contains(&1));
    assert_eq!(open(folder).map(|spill| spill.used()).ok(), Some(used));
    assert_eq!(keys_in(folder).unwrap().is_empty(), used == 0);
    assert!(keys_in(folder).unwrap().is_subset(&BTreeSet::from([1])));
    Some(used)
}

/// A row of the trail is the same after it was kept; it goes into the storage, or is refused there.
fn row(json: &[u8]) {
    let Ok(entry) = serde_json::from_slice::<Entry>(json) else {
        return;
    };
    let written = serde_json::to_vec(&entry).unwrap();
    assert_eq!(
        serde_json::from_slice::<Entry>(&written).ok().as_ref(),
        Some(&entry)
    );
    let folder = place(&[]);
    let spill = Arc::new(open(&folder).unwrap());
    match RUNTIME.block_on(spill.clone().put([entry].into())) {
        Ok(()) => {
            assert_eq!(look(&folder), Some(spill.used()));
            if RUNTIME.block_on(spill.clone().drain(&EMPTY.store)).is_ok() {
                assert_eq!(spill.used(), 0);
            }
        }
        Err(SpillError::Full) => assert!(written.len() as u64 > SIZE - 64),
        Err(other) => panic!("{other}"),
    }
}

/// The folder with this file in it.
fn place(file: &[u8]) -> std::path::PathBuf {
    let folder = EMPTY.beside("spill");
    // There from the input before.
    let _ = std::fs::create_dir(&folder);
    std::fs::write(folder.join(FILE), file).unwrap();
    folder
}

fn open(folder: &Path) -> Result<Spill, SpillError> {
    Spill::open(folder, EMPTY.keys.clone(), SIZE)
}

fn seeds() -> Vec<Vec<u8>> {
    let (whole, ends) = &*WHOLE;
    let end = ends[1].to_be_bytes();
    let used = usize::try_from(ends[3]).unwrap_or_default();
    vec![
        vec![0],
        // A byte of the first row, the length of the second one.
        vec![0, 0, 40, 1],
        vec![0, end[6], end[7], 1],
        [&[1], &whole[..used]].concat(),
        [&[1], &whole[..used / 2]].concat(),
        vec![1, 0, 0, 0, 3, 1, 0, 1],
        [&[2], ENTRY.as_bytes()].concat(),
    ]
}

fn words() -> Vec<Vec<u8>> {
    super::words(&[
        "\"about_staff\":\"0198f0c0-0000-7000-8000-000000000007\"",
        "null",
        "\"about\":[",
        "\\u0000",
        "-1",
    ])
}
