//! The chain's newest link, kept outside of the database: a file that only grows, one JSON object a
//! line, each with a code under a key that is outside too. Whoever cuts rows off the end of the
//! trail would have to take the same lines out of every copy of this file. Whoever runs the service
//! copies it elsewhere, as a log is copied.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use super::seal::Link;
use crate::seal::{Keys, Purpose, to_hex};

/// Name of the file in a data folder, where no other was given.
pub const FILE: &str = "audit-heads.jsonl";

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// District.
    pub district: String,
    /// Number of the newest sealed row.
    pub seq: i64,
    /// Its hash, in hexadecimal.
    pub hash: String,
    /// When the line was written.
    pub at: String,
    /// Code over the four above, in hexadecimal.
    pub mac: String,
}

impl Head {
    /// A line about this link.
    #[must_use]
    pub fn new(district: &str, link: &Link, at: DateTime<Utc>, keys: &Keys) -> Self {
        let mut head = Self {
            district: district.to_owned(),
            seq: link.seq,
            hash: to_hex(&link.hash),
            at: at.to_rfc3339_opts(SecondsFormat::Secs, true),
            mac: String::new(),
        };
        head.mac = head.code(keys);
        head
    }

    /// Whether the line was written with these keys, and is as it was written.
    #[must_use]
    pub fn is_genuine(&self, keys: &Keys) -> bool {
        self.mac == self.code(keys)
    }

    fn code(&self, keys: &Keys) -> String {
        let text = format!("{}|{}|{}|{}", self.district, self.seq, self.hash, self.at);
        to_hex(&keys.index(Purpose::AuditHead, text.as_bytes()))
    }
}

/// The open file.
#[derive(Debug)]
pub struct Heads {
    file: File,
    last: i64,
}

impl Heads {
    /// Opens the file at its end, or makes it. Half a line, left by a power cut, is taken away.
    pub fn open(path: &Path) -> Result<Self, std::io::Error> {
        let mut last = 0;
        let mut whole = 0;
        if path.exists() {
            for line in lines(path)? {
                let line = line?;
                if line.ends_with(b"\n") {
                    whole += line.len() as u64;
                    last = read(&line).map_or(last, |head| head.seq);
                }
            }
        }
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(path)?;
        file.set_len(whole)?;
        Ok(Self { file, last })
    }

    /// Number of the row that the last line is about; 0 in a new file.
    #[must_use]
    pub fn last(&self) -> i64 {
        self.last
    }

    /// Appends a line, and waits for the disk.
    pub fn append(&mut self, head: &Head) -> Result<(), std::io::Error> {
        let mut line = serde_json::to_vec(head)?;
        line.push(b'\n');
        self.file.write_all(&line)?;
        self.file.sync_data()?;
        self.last = head.seq;
        Ok(())
    }
}

/// The lines of a file, with their ends, one at a time.
pub(super) fn lines(
    path: &Path,
) -> Result<impl Iterator<Item = Result<Vec<u8>, std::io::Error>> + use<>, std::io::Error> {
    let mut reader = BufReader::new(File::open(path)?);
    Ok(std::iter::from_fn(move || {
        let mut line = Vec::new();
        match reader.read_until(b'\n', &mut line) {
            Ok(0) => None,
            Ok(_) => Some(Ok(line)),
            Err(error) => Some(Err(error)),
        }
    }))
}

/// A line as it was written, or `None`.
pub(super) fn read(line: &[u8]) -> Option<Head> {
    serde_json::from_slice(line).ok()
}
