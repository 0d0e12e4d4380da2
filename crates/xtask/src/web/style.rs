//! One style sheet out of `style/`, in an order that a reader can predict.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::glue;
use crate::setup::Node;
use crate::{place, step};

/// Its name in the release's folder.
pub const FILE: &str = "app.css";

/// Concatenates and minifies the style sheets.
pub fn build(node: &Node) -> Result<Vec<u8>> {
    let folder = place::root().join("style");
    let names = names()?;
    let mut source = String::new();
    for name in &names {
        source.push_str(&fs::read_to_string(folder.join(name))?);
        source.push('\n');
    }
    step::step(format!("Join {} style sheets", names.len()), || {
        glue::minified(node, &source, glue::Kind::Style).map(String::into_bytes)
    })
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
