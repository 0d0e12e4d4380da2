//! Files that are kept beside the data: the keys of sealed fields, the key of backups, and the newest
//! links of the trail. The first byte of an input says which one the rest is.

use std::sync::LazyLock;

use backend::audit::heads::{Head, Heads};
use backend::audit::seal::Link;
use backend::backup::BackupKey;
use backend::seal::file::rotate;
use backend::seal::{KeyFileError, Keys, Place};

use super::Target;
use crate::district::{Empty, KEYS, now};

pub const TARGET: Target = Target {
    name: "kept",
    one,
    seeds,
    words,
};

static EMPTY: LazyLock<Empty> = LazyLock::new(Empty::new);

fn one(bytes: &[u8]) {
    match bytes.split_first() {
        Some((0, file)) => keys(file),
        Some((1, file)) => backup_key(file),
        Some((_, file)) => heads(file),
        None => {}
    }
}

/// Keys that are read seal and open; another one can be added, and is the current one then.
fn keys(file: &[u8]) {
    let path = EMPTY.beside("keys");
    std::fs::write(&path, file).unwrap();
    let Ok(keys) = Keys::load(&path) else { return };
    assert!(keys.numbers().contains(&keys.current()));
    let place = Place {
        district: "430202",
        table: "resident",
        column: "name",
        row: b"1",
    };
    let sealed = keys.seal(place, b"plain").unwrap();
    assert_eq!(keys.open(place, &sealed).as_deref(), Ok(&b"plain"[..]));
    let every_digit = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let written: serde_json::Value = serde_json::from_slice(file).unwrap();
    let seal = written["seal"]
        .as_object()
        .into_iter()
        .flat_map(|seal| seal.values());
    for key in seal.chain([&written["index"]]) {
        assert!(key.as_str().is_some_and(every_digit), "{key}");
    }
    match rotate(&path) {
        Ok(number) => {
            assert!(!keys.numbers().contains(&number));
            assert_eq!(Keys::load(&path).unwrap().current(), number);
        }
        Err(KeyFileError::NoMoreNumbers) => assert!(keys.numbers().contains(&u16::MAX)),
        Err(other) => panic!("{other}"),
    }
}

/// A key is 64 digits and nothing else.
fn backup_key(file: &[u8]) {
    let path = EMPTY.beside("backup.key");
    std::fs::write(&path, file).unwrap();
    if BackupKey::load(&path).is_ok() {
        let digits = file
            .trim_ascii()
            .iter()
            .filter(|byte| byte.is_ascii_hexdigit());
        assert_eq!(digits.count(), 64);
    }
}

/// Whatever stands in the file, the next link is appended to whole lines and found again.
fn heads(file: &[u8]) {
    let path = EMPTY.beside("heads");
    std::fs::write(&path, file).unwrap();
    let mut heads = Heads::open(&path).unwrap();
    let link = Link {
        seq: heads.last().saturating_add(1),
        hash: vec![7; 32],
    };
    let head = Head::new("430202", &link, now(), &EMPTY.keys);
    assert!(head.is_genuine(&EMPTY.keys));
    heads.append(&head).unwrap();
    assert_eq!(Heads::open(&path).unwrap().last(), link.seq);
    let now = std::fs::read(&path).unwrap();
    let whole = file
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    assert_eq!(&now[..whole], &file[..whole]);
    assert_eq!(
        serde_json::from_slice::<Head>(&now[whole..]).ok(),
        Some(head)
    );
}

fn seeds() -> Vec<Vec<u8>> {
    let link = Link {
        seq: 7,
        hash: vec![7; 32],
    };
    let head = serde_json::to_string(&Head::new("430202", &link, now(), &EMPTY.keys)).unwrap();
    let key = "101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f";
    let two = KEYS.replace("\"seal\":{", &format!("\"seal\":{{\"65535\":\"{key}\","));
    [
        (0, KEYS),
        (0, &two),
        (1, key),
        (2, &format!("{head}\n{head}\n")),
        (2, &head[..40]),
    ]
    .map(|(which, text)| [&[which], text.as_bytes()].concat())
    .into()
}

fn words() -> Vec<Vec<u8>> {
    super::words(&[
        "\"current\":",
        "\"seal\":{",
        "\"index\":",
        "65535",
        "0",
        "+1",
        "\"seq\":",
        "-9223372036854775808",
        "9223372036854775807",
        "\n",
    ])
}
