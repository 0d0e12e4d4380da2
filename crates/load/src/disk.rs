//! How often a second the disk takes a write for good. The wall that every durable answer stands
//! behind, so it is measured beside them.

use std::fs::{self, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use serde::Serialize;

const TIME: Duration = Duration::from_secs(2);
/// A page of the database.
const BLOCK: [u8; 4096] = [0x5a; 4096];
/// The file is written over and over, so that its length is no news to the disk.
const BLOCKS: u64 = 256;

/// What was counted.
#[derive(Serialize)]
pub struct Flushes {
    flushes_per_second: f64,
}

/// Writes a page and flushes it, again and again.
pub fn flushes(folder: &Path) -> Result<Flushes> {
    fs::create_dir_all(folder)?;
    let path = folder.join("flush-probe");
    let mut file = OpenOptions::new()
        .create(true)
        .write(true)
        .truncate(true)
        .open(&path)?;
    for _ in 0..BLOCKS {
        file.write_all(&BLOCK)?;
    }
    file.sync_all()?;
    let begun = Instant::now();
    let mut count = 0;
    while begun.elapsed() < TIME {
        file.seek(SeekFrom::Start(count % BLOCKS * BLOCK.len() as u64))?;
        file.write_all(&BLOCK)?;
        file.sync_data()?;
        count += 1;
    }
    let per_second = count as f64 / begun.elapsed().as_secs_f64();
    fs::remove_file(path)?;
    Ok(Flushes {
        flushes_per_second: per_second,
    })
}
