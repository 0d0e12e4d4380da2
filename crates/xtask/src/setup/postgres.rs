//! PostgreSQL, for the tests of the second engine and nothing else.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::debian;

/// Where Debian puts the programs of each version.
const VERSIONS: &str = "/usr/lib/postgresql";

/// Where its programs are.
pub struct Postgres {
    /// Folder of `initdb`, `postgres` and `pg_isready`.
    pub programs: PathBuf,
}

/// Finds PostgreSQL (`JIAYI_POSTGRES` names another folder of programs), or installs Debian's.
pub fn ensure() -> Result<Postgres> {
    if find().is_none() {
        debian::ensure(
            &["postgresql"],
            "the second database engine, which the backend's tests run on as well",
        )?;
    }
    let programs = find().context("PostgreSQL is installed but its programs are not found")?;
    Ok(Postgres { programs })
}

fn find() -> Option<PathBuf> {
    let whole = |folder: &Path| folder.join("initdb").is_file();
    if let Some(named) = env::var_os("JIAYI_POSTGRES").map(PathBuf::from) {
        return Some(named).filter(|folder| whole(folder));
    }
    let version = |folder: &Path| folder.file_name()?.to_str()?.parse::<u32>().ok();
    fs::read_dir(VERSIONS)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|folder| whole(&folder.join("bin")))
        .max_by_key(|folder| version(folder))
        .map(|folder| folder.join("bin"))
}
