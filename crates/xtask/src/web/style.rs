//! Two style sheets out of `style/`, in an order that a reader can predict: what the first page
//! needs, and what comes with the first part that is loaded later.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::{Files, glue};
use crate::setup::Node;
use crate::{place, step};

/// Name of the first page's sheet in the release's folder.
pub const FILE: &str = "app.css";

/// Name of the sheet that the later parts come with; the page's script asks for it by this name.
const LATER_FILE: &str = "later.css";

/// What the first page shows, whoever opens it: its frame, home and welcome, what may stand over any
/// page, and how a read or a part is waited for or failed. `e2e/first_page` finds out what is missing.
const FIRST: [&str; 18] = [
    "tokens.css",
    "base.css",
    "actions.css",
    "avatar.css",
    "banner.css",
    "big_button.css",
    "button.css",
    "card.css",
    "empty.css",
    "for_whom.css",
    "layout.css",
    "list.css",
    "loading.css",
    "over_page.css",
    "page.css",
    "section.css",
    "status.css",
    "toast.css",
];

/// Concatenates and minifies the style sheets, by the names of their files.
pub fn build(node: &Node) -> Result<Files> {
    let (first, later): (Vec<_>, Vec<_>) = names()?
        .into_iter()
        .partition(|name| FIRST.iter().any(|first| name == Path::new(first)));
    if first.len() != FIRST.len() {
        bail!("the first page names a style sheet that is not in style/");
    }
    let mut files = Files::new();
    for (file, names) in [(FILE, first), (LATER_FILE, later)] {
        let made = step::step(format!("Join {} style sheets", names.len()), || {
            glue::minified(node, &joined(&names)?, glue::Kind::Style)
        })?;
        files.insert(file.to_owned(), made.into_bytes());
    }
    Ok(files)
}

fn joined(names: &[PathBuf]) -> Result<String> {
    let folder = place::root().join("style");
    let mut source = String::new();
    for name in names {
        source.push_str(&fs::read_to_string(folder.join(name))?);
        source.push('\n');
    }
    Ok(source)
}

/// The style sheets under `style/`, in the order in which they apply.
pub fn names() -> Result<Vec<PathBuf>> {
    let folder = place::root().join("style");
    let mut names = Vec::new();
    collect(&folder, Path::new(""), &mut names)?;
    if names.is_empty() {
        bail!("no style sheet in {}", folder.display());
    }
    names.sort_by_key(|name| rank(name));
    Ok(names)
}

fn collect(folder: &Path, under: &Path, names: &mut Vec<PathBuf>) -> Result<()> {
    let here = folder.join(under);
    for entry in fs::read_dir(&here).with_context(|| format!("cannot read {}", here.display()))? {
        let entry = entry?;
        let name = under.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            collect(folder, &name, names)?;
        } else if name.extension().is_some_and(|ending| ending == "css") {
            names.push(name);
        }
    }
    Ok(())
}

/// Names before rules, rules for all before rules for one component, paper last, since it undoes.
fn rank(name: &Path) -> (u8, PathBuf) {
    let place = match name.to_str() {
        Some("tokens.css") => 0,
        Some("base.css") => 1,
        Some("print.css") => 3,
        _ => 2,
    };
    (place, name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_come_first_and_paper_last() {
        let mut names = [
            "ui/button.css",
            "print.css",
            "base.css",
            "card.css",
            "ui/app.css",
            "tokens.css",
        ]
        .map(PathBuf::from);
        names.sort_by_key(|name| rank(name));
        let expected = [
            "tokens.css",
            "base.css",
            "card.css",
            "ui/app.css",
            "ui/button.css",
            "print.css",
        ];
        assert_eq!(names, expected.map(PathBuf::from));
    }
}
