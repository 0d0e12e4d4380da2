//! Chromium as phones had it years ago, from the npm package `@sparticuz/chromium`, which brings a
//! headless one for each of its versions: one that the client opens in, one that is too old.

use std::fs;
use std::io::{BufReader, BufWriter};
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::node;
use crate::{place, process, step};

/// Versions of the package; the first number of each is Chromium's own.
const VERSIONS: [(u32, &str); 2] = [(106, "106.0.2"), (92, "92.0.0")];

/// A browser of former years.
pub struct OldBrowser {
    /// Chromium's own version.
    pub version: u32,
    /// The program.
    pub chromium: PathBuf,
}

/// Finds them in the tools folder, or puts them there.
pub fn ensure_all() -> Result<Vec<OldBrowser>> {
    let each = VERSIONS.map(|(version, package)| ensure(version, package));
    each.into_iter().collect()
}

fn ensure(version: u32, package: &str) -> Result<OldBrowser> {
    let folder = place::tools().join(format!("chromium-{package}"));
    let chromium = folder.join("chromium");
    if !chromium.is_file() {
        let what =
            format!("Install Chromium {version} from npm: what the client does on old phones");
        step::step(what, || {
            node::install(&folder, &[format!("@sparticuz/chromium@{package}")])?;
            // Comes compressed, for a service that unpacks it at each start.
            let packed = folder.join("node_modules/@sparticuz/chromium/bin/chromium.br");
            let packed = fs::File::open(packed).context("the package holds no Chromium")?;
            let unfinished = folder.join("unpacking");
            brotli::BrotliDecompress(
                &mut BufReader::new(packed),
                &mut BufWriter::new(fs::File::create(&unfinished)?),
            )?;
            process::run_quietly(process::program("chmod").arg("+x").arg(&unfinished))?;
            fs::rename(&unfinished, &chromium)?;
            // 50 MB that nobody asks for again.
            fs::remove_dir_all(folder.join("node_modules"))
                .context("the packed Chromium cannot be removed")
        })?;
    }
    Ok(OldBrowser { version, chromium })
}
