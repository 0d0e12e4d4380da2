//! Who may import whom. The rules are the table below; docs/ARCHITECTURE.md gives their reasons.
//!
//! Reads the source text of `src/` and the manifests of `crates/`, so a forbidden import fails here
//! even in code that only some build compiles.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)] // a file that cannot be read fails the test, as it should

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A room of `src/` and the rooms (and the crate `domain`) that it may name besides itself.
const ROOMS: [(&str, &[&str]); 9] = [
    (
        "app",
        &[
            "features", "routes", "ui", "store", "session", "i18n", "platform", "domain",
        ],
    ),
    (
        "features",
        &[
            "routes", "ui", "api", "store", "session", "i18n", "platform", "domain",
        ],
    ),
    ("routes", &["domain"]),
    ("ui", &["i18n", "platform"]),
    ("session", &["api", "store", "platform", "domain"]),
    ("store", &["api", "platform", "domain"]),
    ("api", &["platform", "domain"]),
    ("i18n", &["platform", "domain"]),
    ("platform", &["domain"]),
];

/// What each of our crates may depend on, besides crates that are not ours.
const CRATES: [(&str, &[&str]); 9] = [
    (".", &["domain"]),
    ("crates/backend", &["domain"]),
    ("crates/domain", &[]),
    // Tries what the service reads; nothing links it.
    ("crates/fuzz", &["backend", "domain"]),
    // Measures the service; nothing of it is released.
    ("crates/load", &["backend", "domain"]),
    // Keeps a server of somebody else's; knows nothing of the service.
    ("crates/scratch-postgres", &[]),
    ("crates/torture", &["backend", "domain", "scratch-postgres"]),
    // Stands in for WeChat in tests; knows nothing of the service.
    ("crates/wechat-sim", &[]),
    ("crates/xtask", &["scratch-postgres"]),
];

/// The language that both sides speak stays free of I/O and of the browser.
const DOMAIN_MAY_USE: [&str; 3] = ["chrono", "schemars", "serde"];

#[test]
fn a_room_names_only_rooms_that_it_may_know() {
    let mut wrong = Vec::new();
    for file in sources() {
        let Some(room) = room_of(&file) else { continue };
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!(
                "{}: the room `{room}` stands in no rule",
                file.display()
            ));
            continue;
        };
        for named in named_rooms(&file) {
            if named != room && !allowed.contains(&named.as_str()) {
                wrong.push(format!("{}: {room} must not know {named}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn areas_of_features_never_import_each_other() {
    let mut wrong = Vec::new();
    for file in sources() {
        let Some(area) = area_of(&file) else { continue };
        let text = code(&file);
        for path in paths_after(&text, "crate::features::") {
            // `shared` knows no area itself: what it names is checked like any other area.
            if path != area && path != "shared" {
                wrong.push(format!("{}: {area} must not know {path}", file.display()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "they meet in routes and in domain types\n{}",
        wrong.join("\n")
    );
}

#[test]
fn the_browsers_interfaces_are_touched_in_platform_only() {
    let mut wrong = Vec::new();
    for file in sources() {
        let Some(room) = room_of(&file) else { continue };
        let text = code(&file);
        let mut named: Vec<String> = paths_after(&text, "web_sys::");
        named.extend(
            paths_after(&text, "js_sys::")
                .into_iter()
                .map(|name| format!("js_sys::{name}")),
        );
        for name in named {
            // A component has to name the type of an element that it holds.
            let element = name.ends_with("Element") && room == "ui";
            if room != "platform" && !element {
                wrong.push(format!("{}: {name}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn requests_are_sent_from_api_only() {
    let elsewhere: Vec<_> = sources()
        .into_iter()
        .filter(|file| {
            room_of(file).as_deref() != Some("api") && code(file).contains("fetch::fetch")
        })
        .collect();
    assert!(elsewhere.is_empty(), "{elsewhere:?}");
}

#[test]
fn crates_depend_on_domain_and_on_nothing_else_of_ours() {
    let ours = [
        "backend",
        "domain",
        "jiayi",
        "jiayi-backend",
        "jiayi-domain",
        "jiayi-fuzz",
        "jiayi-load",
        "jiayi-scratch-postgres",
        "jiayi-torture",
        "jiayi-wechat-sim",
        "scratch-postgres",
        "wechat_sim",
        "xtask",
    ];
    for (folder, allowed) in CRATES {
        for name in dependencies(folder) {
            let other = ours.contains(&name.as_str()) && !allowed.contains(&name.as_str());
            assert!(!other, "{folder} must not depend on {name}");
        }
    }
}

#[test]
fn the_shared_language_has_no_io_and_no_browser() {
    for name in dependencies("crates/domain") {
        assert!(
            DOMAIN_MAY_USE.contains(&name.as_str()),
            "domain must not depend on {name}"
        );
    }
    let folder = root().join("crates/domain/src");
    for file in rust_files(&folder) {
        let text = code_of(&fs::read_to_string(&file).unwrap());
        for effect in [
            "std::fs",
            "std::net",
            "std::process",
            "SystemTime",
            "Instant::now",
            "Utc::now",
            "Local::now",
        ] {
            assert!(!text.contains(effect), "{}: {effect}", file.display());
        }
    }
}

#[test]
fn the_scanner_sees_every_way_to_write_an_import() {
    let seen = |text: &str| rooms_in(&code_of(text), &["features", "home", "page_home"]);
    let expect = |names: &[&str]| {
        names
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(seen("use crate::api::records;"), expect(&["api"]));
    assert_eq!(
        seen("use crate::{api::{self, records}, store::submit};"),
        expect(&["api", "store"])
    );
    assert_eq!(seen("use crate::{\n  ui,\n};"), expect(&["ui"]));
    assert_eq!(seen("let x = crate::store::now();"), expect(&["store"]));
    assert_eq!(seen("use domain::ids::Uuid;"), expect(&["domain"]));
    assert_eq!(seen("use super::super::super::api;"), expect(&["api"]));
    assert_eq!(seen("use super::parts; // crate::api"), expect(&[]));
    assert_eq!(
        seen("let a = \"crate::api\"; use my_domain::x;"),
        expect(&[])
    );
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of `src/`, relative to it.
fn sources() -> Vec<PathBuf> {
    let folder = root().join("src");
    let files = rust_files(&folder);
    assert!(!files.is_empty());
    files
        .iter()
        .map(|file| file.strip_prefix(&folder).unwrap().to_owned())
        .collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The modules of a file: `ui/button.rs` is `ui`, `button`; `ui/mod.rs` is `ui`.
fn modules(file: &Path) -> Vec<String> {
    let mut names: Vec<String> = file
        .with_extension("")
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    if names.last().is_some_and(|name| name == "mod") {
        names.pop();
    }
    names
}

/// The room of a file; `lib.rs` and `main.rs` only list and start.
fn room_of(file: &Path) -> Option<String> {
    modules(file)
        .into_iter()
        .next()
        .filter(|name| name != "lib" && name != "main")
}

fn area_of(file: &Path) -> Option<String> {
    let names = modules(file);
    (names.first()? == "features").then(|| names.get(1).cloned())?
}

fn named_rooms(file: &Path) -> BTreeSet<String> {
    let names = modules(file);
    rooms_in(
        &code(file),
        &names.iter().map(String::as_str).collect::<Vec<_>>(),
    )
}

fn rooms_in(text: &str, modules: &[&str]) -> BTreeSet<String> {
    let mut rooms: BTreeSet<String> = paths_after(text, "crate::").into_iter().collect();
    // Climbing as high as the file's own depth ends at the root of the crate.
    let climb = "super::".repeat(modules.len());
    let known = |name: &String| ROOMS.iter().any(|(room, _)| room == name);
    rooms.extend(paths_after(text, &climb).into_iter().filter(known));
    if !paths_after(text, "domain::").is_empty() {
        rooms.insert("domain".to_owned());
    }
    rooms
}

/// The first names after each `prefix`, with groups in braces looked into.
fn paths_after(text: &str, prefix: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in text.match_indices(prefix) {
        let before = text[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &text[at + prefix.len()..];
        match rest.strip_prefix('{') {
            Some(group) => names.extend(group_heads(group)),
            None => names.push(head(rest)),
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn group_heads(group: &str) -> Vec<String> {
    let mut heads = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                heads.push(head(&group[start..at]));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                heads.push(head(&group[start..at]));
                start = at + 1;
            }
            _ => (),
        }
    }
    heads
}

fn head(path: &str) -> String {
    path.trim_start()
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

fn code(file: &Path) -> String {
    code_of(&fs::read_to_string(root().join("src").join(file)).unwrap())
}

/// The text without comments and without what stands in quotes.
fn code_of(text: &str) -> String {
    let mut kept = String::new();
    for line in text.lines() {
        let mut quoted = false;
        let mut last = ' ';
        for c in line.chars() {
            if c == '"' && last != '\\' && last != '\'' {
                quoted = !quoted;
            } else if !quoted {
                kept.push(c);
                if kept.ends_with("//") {
                    kept.truncate(kept.len() - 2);
                    break;
                }
            }
            last = c;
        }
        kept.push('\n');
    }
    kept
}

/// The names under `[dependencies]` of a manifest.
fn dependencies(folder: &str) -> Vec<String> {
    let manifest = fs::read_to_string(root().join(folder).join("Cargo.toml")).unwrap();
    let lines = manifest
        .lines()
        .skip_while(|line| line.trim() != "[dependencies]")
        .skip(1);
    lines
        .take_while(|line| !line.starts_with('['))
        .filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()))
        .map(|line| {
            line.chars()
                .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
                .collect()
        })
        .collect()
}
