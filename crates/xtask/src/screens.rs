//! `cargo xtask screens`: a picture of every page in every dress, and a page that shows them all.

use std::fs;

use anyhow::{Context, Result};

use crate::cli::Screens;
use crate::stage::Stage;
use crate::{place, process};

/// Takes the pictures.
pub fn run(wish: &Screens) -> Result<()> {
    let folder = wish
        .folder
        .clone()
        .unwrap_or_else(|| place::target().join("screens"));
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let stage = Stage::set("stage")?;
    let mut node = stage.node();
    node.arg(place::root().join("tests/e2e/all_pages.mjs"))
        .env("JIAYI_SCREENS", &folder)
        .env("JIAYI_PAGES", wish.pages.join(","))
        .env("JIAYI_LOOKS", wish.looks.join(","));
    process::run(&mut node)?;
    println!("All pages: {}", folder.join("index.html").display());
    Ok(())
}
