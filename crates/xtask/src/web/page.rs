//! The boot page: its placeholders filled, its inline pieces minified and hashed for the policy.
//!
//! Pure but for the minifier that it is handed, so that its rules are tested without a browser.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use base64::Engine;
use sha2::{Digest, Sha256};

use super::glue::Kind;

/// The page of a release.
pub struct Page {
    /// The HTML text.
    pub html: String,
    /// `sha256-…` of each inline script.
    pub script_hashes: Vec<String>,
    /// `sha256-…` of each inline style.
    pub style_hashes: Vec<String>,
}

/// Puts the name of the build, and where its style is, in the places that ask for them.
pub fn filled(source: &str, build: &str) -> String {
    source
        .replace("{{css}}", &format!("/r/{build}/{}", super::style::FILE))
        .replace("{{build}}", build)
}

/// Makes the page of a release out of `src/index.html`.
pub fn finished(
    source: &str,
    build: &str,
    minify: impl Fn(&str, Kind) -> Result<String>,
) -> Result<Page> {
    let html = without_comments(&filled(source, build))?;
    if let Some(at) = html.find("{{") {
        let rest: String = html[at..].chars().take(30).collect();
        bail!("src/index.html has a placeholder that nobody fills: {rest}");
    }
    let mut hashes = [Vec::new(), Vec::new()];
    let mut html = html;
    for (slot, tag, kind) in [(0, "script", Kind::InlineScript), (1, "style", Kind::Style)] {
        html = with_inline(&html, tag, |text| {
            let text = minify(text, kind)?;
            hashes[slot].push(hash(&text));
            Ok(text)
        })?;
    }
    let [script_hashes, style_hashes] = hashes;
    let html = html
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n");
    Ok(Page {
        html,
        script_hashes,
        style_hashes,
    })
}

/// The page of the development loop: Trunk brings code, styles and files in its own way, so what
/// names the release's files goes. The boot script stays, with `{{build}}` unfilled, by which it
/// knows that somebody else starts the client.
pub fn for_trunk(source: &str, up: &str, styles: &[PathBuf]) -> Result<String> {
    let source = without_comments(source)?;
    let kept: Vec<&str> = source
        .lines()
        .filter(|line| !(line.contains("<link") && line.contains("{{")))
        .collect();
    let mut links =
        format!("<link data-trunk rel=\"rust\" href=\"{up}Cargo.toml\" data-bin=\"jiayi\">\n");
    for style in styles {
        links.push_str(&format!(
            "<link data-trunk rel=\"css\" href=\"{up}style/{}\">\n",
            style.display()
        ));
    }
    links.push_str(&format!(
        "<link data-trunk rel=\"copy-dir\" href=\"{up}public\" data-target-path=\".\">\n"
    ));
    Ok(kept
        .join("\n")
        .replacen("</head>", &format!("{links}</head>"), 1))
}

/// The paths under `/r/<build>/` that the page names.
pub fn named_files(html: &str, build: &str) -> Vec<String> {
    let folder = format!("/r/{build}/");
    let mut names: Vec<String> = html
        .split(&folder)
        .skip(1)
        .map(|rest| {
            rest.chars()
                .take_while(|c| c.is_ascii_alphanumeric() || "._-".contains(*c))
                .collect()
        })
        .filter(|name: &String| !name.is_empty())
        .collect();
    names.sort();
    names.dedup();
    names
}

/// Gives each `<tag data-boot>` to `change`; a piece without the mark would be blocked by the policy.
fn with_inline(
    html: &str,
    tag: &str,
    mut change: impl FnMut(&str) -> Result<String>,
) -> Result<String> {
    let (open, close) = (format!("<{tag}"), format!("</{tag}>"));
    let mut done = String::new();
    let mut rest = html;
    while let Some(start) = rest.find(&open) {
        let body = start
            + rest[start..]
                .find('>')
                .with_context(|| format!("a <{tag}> is not closed"))?
            + 1;
        let end = body
            + rest[body..]
                .find(&close)
                .with_context(|| format!("a <{tag}> has no end"))?;
        let head = &rest[start..body];
        let text = &rest[body..end];
        done.push_str(&rest[..start]);
        if head.contains(" data-boot") {
            done.push_str(&head.replacen(" data-boot", "", 1));
            done.push_str(&change(text)?);
        } else if head.contains(" src=") {
            done.push_str(head);
        } else {
            bail!(
                "src/index.html has a <{tag}> without data-boot, which the policy would block: {head}"
            );
        }
        done.push_str(&close);
        rest = &rest[end + close.len()..];
    }
    done.push_str(rest);
    Ok(done)
}

/// Comments are for readers of the source.
fn without_comments(html: &str) -> Result<String> {
    let mut done = String::new();
    let mut rest = html;
    while let Some(start) = rest.find("<!--") {
        let end = rest[start..]
            .find("-->")
            .context("a comment in src/index.html has no end")?;
        done.push_str(&rest[..start]);
        rest = &rest[start + end + 3..];
    }
    done.push_str(rest);
    Ok(done)
}

fn hash(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    format!(
        "sha256-{}",
        base64::engine::general_purpose::STANDARD.encode(digest)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "<!doctype html>\n<!-- why -->\n<link rel=\"stylesheet\" href=\"{{css}}\">\n\
        <style data-boot>a { b: c }</style>\n\
        <script data-boot>import(\"/r/{{build}}/app.js\")</script>\n";

    fn as_it_is(text: &str, _: Kind) -> Result<String> {
        Ok(text.to_owned())
    }

    #[test]
    fn every_placeholder_is_filled_and_comments_are_gone() {
        let page = finished(SOURCE, "abc", as_it_is).unwrap();
        assert_eq!(
            page.html,
            "<!doctype html>\n<link rel=\"stylesheet\" href=\"/r/abc/app.css\">\n\
             <style>a { b: c }</style>\n<script>import(\"/r/abc/app.js\")</script>"
        );
        assert_eq!(named_files(&page.html, "abc"), ["app.css", "app.js"]);
    }

    #[test]
    fn the_development_page_lets_trunk_bring_code_and_styles() {
        let source = SOURCE.replacen("<style", "</head><style", 1);
        let page = for_trunk(&source, "../../", &[PathBuf::from("tokens.css")]).unwrap();
        assert!(!page.contains("{{css}}") && !page.contains("why"), "{page}");
        let links = "<link data-trunk rel=\"css\" href=\"../../style/tokens.css\">";
        assert!(page.find(links).unwrap() < page.find("</head>").unwrap());
        assert!(
            page.contains("import(\"/r/{{build}}/app.js\")"),
            "the boot script must see that nothing is filled"
        );
    }

    #[test]
    fn an_inline_piece_is_hashed_as_the_browser_sees_it() {
        let page = finished("<script data-boot>alert(1)</script>", "abc", as_it_is).unwrap();
        // echo -n 'alert(1)' | openssl sha256 -binary | base64
        assert_eq!(
            page.script_hashes,
            ["sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI="]
        );
        assert!(page.style_hashes.is_empty());
    }

    #[test]
    fn a_piece_that_the_policy_would_block_is_refused() {
        assert!(finished("<script>alert(1)</script>", "abc", as_it_is).is_err());
        assert!(finished("<p>{{unknown}}</p>", "abc", as_it_is).is_err());
    }
}
