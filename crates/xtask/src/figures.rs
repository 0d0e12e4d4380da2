//! Measured figures: names and numbers, handed from whoever measures to whoever checks.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::place;

/// Figures by the name that `lines.toml` gives them.
pub type Figures = BTreeMap<String, f64>;

/// An empty place for a suite that measures in another process, as a JSON object of numbers.
pub fn fresh_file(measured_by: &str) -> Result<PathBuf> {
    let folder = place::target().join("figures");
    fs::create_dir_all(&folder)?;
    let file = folder.join(format!("{measured_by}.json"));
    fs::write(&file, "{}")?;
    Ok(file)
}

/// Reads what was measured.
pub fn read(file: &Path) -> Result<Figures> {
    let text =
        fs::read_to_string(file).with_context(|| format!("no figures in {}", file.display()))?;
    serde_json::from_str(&text)
        .with_context(|| format!("{} is not an object of numbers", file.display()))
}
