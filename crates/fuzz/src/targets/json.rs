//! Everything that an endpoint reads or answers, as its declaration says: bodies, queries, the
//! values of paths, and the answers, which a client reads from whoever serves the document. The first
//! byte of an input says which.

use std::sync::LazyLock;

use super::Target;
use crate::endpoints::{self, Part, names};
use crate::sample::{Choice, sample};

pub const TARGET: Target = Target {
    name: "json",
    one,
    seeds,
    words,
};

type Reader = Box<dyn Fn(&[u8]) -> Option<Vec<u8>> + Send + Sync>;

/// What is read, each with samples of it.
static READERS: LazyLock<Vec<(Reader, Vec<Vec<u8>>)>> = LazyLock::new(|| {
    let mut readers: Vec<(Reader, Vec<Vec<u8>>)> = Vec::new();
    for declared in endpoints::ALL.iter() {
        for part in [&declared.body, &declared.query, &declared.reply]
            .into_iter()
            .flatten()
        {
            readers.push((Box::new(part.read), samples(part)));
        }
    }
    readers.push((Box::new(paths), samples_of_paths()));
    readers
});

/// What was read is written as what is read again.
fn one(bytes: &[u8]) {
    let Some((which, text)) = bytes.split_first() else {
        return;
    };
    let (reader, _) = &READERS[usize::from(*which) % READERS.len()];
    let Some(written) = reader(text) else { return };
    let again = reader(&written)
        .unwrap_or_else(|| panic!("{:?} is not read", String::from_utf8_lossy(&written)));
    assert_eq!(
        String::from_utf8_lossy(&again),
        String::from_utf8_lossy(&written)
    );
}

/// The values of a path, by each declaration: whoever reads them writes them alike.
fn paths(text: &[u8]) -> Option<Vec<u8>> {
    let text = str::from_utf8(text).ok()?;
    let values: Vec<&str> = text.split('/').collect();
    let mut written = None;
    for declared in endpoints::ALL.iter() {
        if let Some(values) = (declared.values)(&values) {
            let one = values.join("/");
            assert!(one.eq_ignore_ascii_case(text));
            written = Some(one.into_bytes());
        }
    }
    written
}

fn samples(part: &Part) -> Vec<Vec<u8>> {
    let of = |(whole, turn)| {
        sample(
            &part.schema,
            Choice {
                whole,
                turn,
                known: &|_| None,
            },
        )
    };
    let written = [(false, 0), (true, 0), (true, 1), (true, 2)].map(of);
    written
        .iter()
        .filter_map(|value| (part.write)(value))
        .collect()
}

fn samples_of_paths() -> Vec<Vec<u8>> {
    vec![
        b"0198f0c0-0000-7000-8000-000000000001".to_vec(),
        b"x/y".to_vec(),
    ]
}

fn seeds() -> Vec<Vec<u8>> {
    assert!(READERS.len() <= 256, "the first byte no longer reaches all");
    let numbered = READERS.iter().zip(0..=255_u8);
    numbered
        .flat_map(|((_, samples), which)| {
            samples
                .iter()
                .map(move |sample| [&[which], &sample[..]].concat())
        })
        .collect()
}

/// Names of fields and words, as they stand in the schemas, and what is strange in JSON.
fn words() -> Vec<Vec<u8>> {
    let mut words = std::collections::BTreeSet::new();
    for declared in endpoints::ALL.iter() {
        words.extend(names(declared.path).map(|name| name.as_bytes().to_vec()));
        for part in [&declared.body, &declared.query, &declared.reply]
            .into_iter()
            .flatten()
        {
            collect(&part.schema, &mut words);
        }
    }
    let strange = [
        "null",
        "true",
        "-1",
        "0",
        "1e400",
        "-0",
        "0.1",
        "9223372036854775808",
        "65536",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "{}",
        "[]",
        "2026-02-30",
        "2026-11-24",
        "9999-12-31",
        "+10000-01-01",
        "T23:59:60Z",
        ".999999999Z",
        "+08:00",
        "%00",
        "&",
        "=",
        "&&",
        "%E5%BC%A0",
    ];
    words.into_iter().chain(super::words(&strange)).collect()
}

fn collect(schema: &serde_json::Value, words: &mut std::collections::BTreeSet<Vec<u8>>) {
    use serde_json::Value;
    let mut word = |text: &Value| {
        words.extend(text.as_str().map(|text| format!("\"{text}\"").into_bytes()));
    };
    word(&schema["const"]);
    schema["enum"]
        .as_array()
        .into_iter()
        .flatten()
        .for_each(word);
    match schema {
        Value::Object(members) => {
            if let Some(Value::Object(fields)) = members.get("properties") {
                words.extend(
                    fields
                        .keys()
                        .map(|name| format!("\"{name}\":").into_bytes()),
                );
            }
            members.values().for_each(|member| collect(member, words));
        }
        Value::Array(all) => all.iter().for_each(|one| collect(one, words)),
        _ => {}
    }
}
