//! The release pipeline of the client: source → parts → `dist/`, as the backend serves it.
//!
//! Trunk cannot split a client in parts, so a release is made here: compile, cut, bind, shrink
//! ([`parts`]); its styles ([`style`]); the page ([`page`]); compressed under the name of its
//! content ([`publish`]). What did not change is not made again.

mod glue;
mod group;
mod page;
mod parts;
mod publish;
mod stub;
mod style;
mod wasm;

use std::collections::BTreeMap;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::setup;

pub use publish::{compress_all, short};

/// Files of a release by name, without their folder.
type Files = BTreeMap<String, Vec<u8>>;

/// What `dist/build.json` tells the backend and `cargo xtask size` about a release.
#[derive(Debug, Serialize, Deserialize)]
pub struct Release {
    /// Name of the release's folder under `dist/r/`, made from its content.
    pub build: String,
    /// The compiler that built it; sizes are only comparable with it.
    pub toolchain: String,
    /// What a strict content security policy must allow: the page's inline scripts.
    pub script_hashes: Vec<String>,
    /// And its inline styles.
    pub style_hashes: Vec<String>,
    /// Every file of this release.
    pub assets: Vec<Asset>,
    /// Paths of those that the first useful page loads.
    pub first_page: Vec<String>,
}

/// One file of a release.
#[derive(Debug, Serialize, Deserialize)]
pub struct Asset {
    /// Path under `dist/`, with `/`.
    pub path: String,
    /// Bytes of the file.
    pub raw: u64,
    /// Bytes as a browser gets them, compressed with brotli 11.
    pub brotli: u64,
}

/// Builds the client and leaves it in `dist/`.
pub fn release() -> Result<Release> {
    let tools = setup::release_tools()?;
    let mut files = parts::build(&tools)?;
    files.extend(style::build(&tools.node)?);
    files.extend(page::beside(|text, kind| {
        glue::minified(&tools.node, text, kind)
    })?);
    publish::publish(&tools, &files)
}
