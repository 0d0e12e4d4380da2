//! Into `dist/`: one folder a release, named by its content, every file compressed beside itself.
//!
//! Former releases stay, because a page that is open in a phone still loads its parts from them.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use super::{Asset, Files, Release, glue, page};
use crate::setup::ReleaseTools;
use crate::{place, step};

/// A release a day or so: a page left open over a long weekend still finds its parts.
const KEPT_RELEASES: usize = 5;

/// Endings worth compressing; pictures are compressed already.
const TEXT: [&str; 9] = [
    "css",
    "html",
    "js",
    "json",
    "svg",
    "txt",
    "wasm",
    "webmanifest",
    "xml",
];

/// Writes the files, the page and `public/`, and tells what was written.
pub fn publish(tools: &ReleaseTools, files: &Files) -> Result<Release> {
    let dist = place::dist();
    let build = name(files);
    let source = fs::read_to_string(place::root().join("src/index.html"))
        .context("src/index.html cannot be read")?;
    let page = page::finished(&source, &build, |text, kind| {
        glue::minified(&tools.node, text, kind)
    })?;
    let mut assets = Vec::new();

    let folder = format!("r/{build}");
    step::step(format!("Compress {} files", files.len()), || {
        for (name, content) in files {
            assets.push(write(&dist, &format!("{folder}/{name}"), content)?);
        }
        Ok(())
    })?;
    let first_page = first_page(&page.html, &build, files)?;
    publish_public(
        &dist,
        &place::root().join("public"),
        "",
        &|text| with_first_page(&page::filled(text, &build), &first_page),
        &mut assets,
    )?;
    assets.push(write(&dist, "index.html", page.html.as_bytes())?);

    let release = Release {
        build,
        toolchain: tools.target.version().to_owned(),
        script_hashes: page.script_hashes,
        style_hashes: page.style_hashes,
        assets,
        first_page,
    };
    fs::write(
        dist.join("build.json"),
        serde_json::to_string_pretty(&release)?,
    )?;
    forget_old_releases(&dist.join("r"), &release.build)?;
    step::note(format!("The client is in dist/, build {}", release.build));
    Ok(release)
}

/// A name made of the files' names and contents: the same content has the same name everywhere.
fn name(files: &Files) -> String {
    let mut digest = Sha256::new();
    for (name, content) in files {
        digest.update(name);
        digest.update([0]);
        digest.update(Sha256::digest(content));
    }
    short(&digest.finalize())
}

/// Enough of a digest to name something among a few.
pub fn short(digest: &[u8]) -> String {
    digest
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// What the first useful page loads: what the page names.
fn first_page(html: &str, build: &str, files: &Files) -> Result<Vec<String>> {
    let mut paths = vec!["index.html".to_owned()];
    for name in page::named_files(html, build) {
        if !files.contains_key(&name) {
            bail!("src/index.html names {name}, which no build step makes");
        }
        paths.push(format!("r/{build}/{name}"));
    }
    Ok(paths)
}

/// Puts the addresses of the first page's files, beside the page itself, where a script asks.
fn with_first_page(text: &str, first_page: &[String]) -> String {
    let files: Vec<String> = first_page
        .iter()
        .filter(|path| path.starts_with("r/"))
        .map(|path| format!("/{path}"))
        .collect();
    text.replace("{{first_page}}", &format!("{files:?}"))
}

fn publish_public(
    dist: &Path,
    folder: &Path,
    under: &str,
    fill: &dyn Fn(&str) -> String,
    assets: &mut Vec<Asset>,
) -> Result<()> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(());
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if under.is_empty() {
            name
        } else {
            format!("{under}/{name}")
        };
        if entry.file_type()?.is_dir() {
            publish_public(dist, &entry.path(), &path, fill, assets)?;
            continue;
        }
        let content = fs::read(entry.path())?;
        let content = match String::from_utf8(content) {
            Ok(text) => fill(&text).into_bytes(),
            Err(bytes) => bytes.into_bytes(),
        };
        if path == "index.html" || path.starts_with("r/") || path == "build.json" {
            bail!("public/{path} would hide a file that the build makes");
        }
        assets.push(write(dist, &path, &content)?);
    }
    Ok(())
}

/// Lays the compressed twin beside each file of a folder that somebody else has built.
pub fn compress_all(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let ending = path.extension().and_then(std::ffi::OsStr::to_str);
        if path.is_dir() {
            compress_all(&path)?;
        } else if ending.is_some_and(|ending| TEXT.contains(&ending)) {
            let mut twin = path.clone().into_os_string();
            twin.push(".br");
            fs::write(twin, compressed(&fs::read(&path)?)?)?;
        }
    }
    Ok(())
}

/// Writes a file and, where that helps, its compressed twin. A file already there with the same
/// content is left alone: compressing as well as possible takes seconds.
fn write(dist: &Path, path: &str, content: &[u8]) -> Result<Asset> {
    let file = dist.join(path);
    let twin = dist.join(format!("{path}.br"));
    let raw = content.len() as u64;
    let unchanged = fs::read(&file).is_ok_and(|there| there == content);
    let compresses = path
        .rsplit('.')
        .next()
        .is_some_and(|ending| TEXT.contains(&ending));
    if unchanged && (!compresses || twin.is_file()) {
        let brotli = if compresses {
            fs::metadata(&twin)?.len()
        } else {
            raw
        };
        return Ok(Asset {
            path: path.to_owned(),
            raw,
            brotli,
        });
    }
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut brotli = raw;
    if compresses {
        let compressed = compressed(content)?;
        brotli = compressed.len() as u64;
        replace(&twin, &compressed)?;
    }
    replace(&file, content)?;
    Ok(Asset {
        path: path.to_owned(),
        raw,
        brotli,
    })
}

/// In one move, since a backend may be serving the folder.
fn replace(file: &Path, content: &[u8]) -> Result<()> {
    let mut unfinished = file.as_os_str().to_owned();
    unfinished.push(".new");
    fs::write(&unfinished, content)?;
    fs::rename(&unfinished, file).with_context(|| format!("cannot write {}", file.display()))
}

fn compressed(content: &[u8]) -> Result<Vec<u8>> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 4096, 11, 22);
    writer.write_all(content)?;
    Ok(writer.into_inner())
}

fn forget_old_releases(releases: &Path, current: &str) -> Result<()> {
    let mut others = Vec::new();
    for entry in fs::read_dir(releases)? {
        let entry = entry?;
        if entry.file_name() != current {
            others.push((
                entry
                    .metadata()?
                    .modified()
                    .unwrap_or(SystemTime::UNIX_EPOCH),
                entry.path(),
            ));
        }
    }
    others.sort();
    others.reverse();
    for (_, folder) in others.into_iter().skip(KEPT_RELEASES - 1) {
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(entries: &[(&str, &str)]) -> Files {
        entries
            .iter()
            .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
            .collect()
    }

    #[test]
    fn a_release_is_named_by_what_is_in_it() {
        let one = name(&files(&[("a.js", "1"), ("b.js", "2")]));
        assert_eq!(one.len(), 12);
        assert_eq!(one, name(&files(&[("b.js", "2"), ("a.js", "1")])));
        assert_ne!(one, name(&files(&[("a.js", "1"), ("b.js", "3")])));
        assert_ne!(one, name(&files(&[("a.js", "1b.js2")])));
    }

    #[test]
    fn the_first_page_counts_what_the_page_names_and_no_part() {
        let files = files(&[("app.js", ""), ("split_staff.wasm", "")]);
        let found = first_page("import('/r/x/app.js')", "x", &files).unwrap();
        assert_eq!(found, ["index.html", "r/x/app.js"]);
        assert!(first_page("<link href=\"/r/x/gone.css\">", "x", &files).is_err());
    }

    #[test]
    fn the_worker_keeps_every_file_of_the_first_page() {
        let paths = ["index.html", "r/x/app.js", "r/x/app_bg.wasm"].map(str::to_owned);
        assert_eq!(
            with_first_page("[...{{first_page}}]", &paths),
            "[...[\"/r/x/app.js\", \"/r/x/app_bg.wasm\"]]"
        );
    }

    #[test]
    fn five_releases_are_kept_and_the_current_one_always() {
        let folder = std::env::temp_dir().join(format!("jiayi-releases-{}", std::process::id()));
        for at in 0..8 {
            fs::create_dir_all(folder.join(format!("build{at}"))).unwrap();
        }
        forget_old_releases(&folder, "build0").unwrap();
        assert_eq!(fs::read_dir(&folder).unwrap().count(), KEPT_RELEASES);
        assert!(folder.join("build0").is_dir());
        fs::remove_dir_all(folder).unwrap();
    }
}
