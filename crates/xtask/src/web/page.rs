//! The boot page: its placeholders filled, its inline pieces minified and hashed for the policy.
//!
//! Pure but for the minifier that it is handed, so that its rules are tested without a browser.

use std::fs;

use anyhow::{Context, Result, bail};
use base64::Engine;
use sha2::{Digest, Sha256};

use super::Files;
use super::glue::Kind;
use crate::place;

/// The page of a release.
pub struct Page {
    /// The HTML text.
    pub html: String,
    /// `sha256-…` of each inline script.
    pub script_hashes: Vec<String>,
    /// `sha256-…` of each inline style.
    pub style_hashes: Vec<String>,
}

/// What stands on one page before the program has come: the page's script asks for it there.
const BESIDE: &str = "sign_in.js";

/// The scripts of `src/boot/`, as files of the release.
pub fn beside(minify: impl Fn(&str, Kind) -> Result<String>) -> Result<Files> {
    let source = fs::read_to_string(place::root().join("src/boot").join(BESIDE))
        .with_context(|| format!("src/boot/{BESIDE} cannot be read"))?;
    let script = minify(&source, Kind::Script)?;
    Ok(Files::from([(BESIDE.to_owned(), script.into_bytes())]))
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
    let html = without_trunk(&without_comments(&filled(source, build))?);
    if let Some(at) = html.find("{{") {
        let rest: String = html[at..].chars().take(30).collect();
        bail!("src/index.html has a placeholder that nobody fills: {rest}");
    }
    let mut script_hashes = Vec::new();
    let html = with_inline(&html, "script", |head, text| {
        // An engine that knows modules knows what our oldest engines know.
        let kind = if head.contains("type=\"module\"") {
            Kind::Script
        } else {
            Kind::InlineScript
        };
        let text = minify(text, kind)?;
        script_hashes.push(hash(&text));
        Ok(text)
    })?;
    let mut style_hashes = Vec::new();
    let html = with_inline(&html, "style", |_, text| {
        let text = minify(text, Kind::Style)?;
        style_hashes.push(hash(&text));
        Ok(text)
    })?;
    Ok(Page {
        html,
        script_hashes,
        style_hashes,
    })
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

/// Gives each `<tag data-boot>`, its head and its text, to `change`; a piece without the mark would be blocked by the policy.
fn with_inline(
    html: &str,
    tag: &str,
    mut change: impl FnMut(&str, &str) -> Result<String>,
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
            done.push_str(&change(head, text)?);
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

/// Drops what only the development loop reads.
fn without_trunk(html: &str) -> String {
    let kept = html.lines().filter(|line| !line.contains(" data-trunk"));
    kept.collect::<Vec<_>>().join("\n")
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
        <link data-trunk rel=\"rust\" href=\"../Cargo.toml\">\n<style data-boot>a { b: c }</style>\n\
        <script data-boot>import(\"/r/{{build}}/app.js\")</script>\n";

    fn as_it_is(text: &str, _: Kind) -> Result<String> {
        Ok(text.to_owned())
    }

    #[test]
    fn every_placeholder_is_filled_and_what_is_for_trunk_is_gone() {
        let page = finished(SOURCE, "abc", as_it_is).unwrap();
        assert_eq!(
            page.html,
            "<!doctype html>\n\n<link rel=\"stylesheet\" href=\"/r/abc/app.css\">\n\
             <style>a { b: c }</style>\n<script>import(\"/r/abc/app.js\")</script>"
        );
        assert_eq!(named_files(&page.html, "abc"), ["app.css", "app.js"]);
    }

    #[test]
    fn trunks_loop_shows_the_same_styles_in_the_same_order_as_a_release() {
        let source = include_str!("../../../../src/index.html");
        let named: Vec<&str> = source
            .lines()
            .filter(|line| line.contains("data-trunk rel=\"css\""))
            .filter_map(|line| line.split("../style/").nth(1)?.split('"').next())
            .collect();
        let there = super::super::style::names().unwrap();
        let there: Vec<&str> = there.iter().filter_map(|name| name.to_str()).collect();
        assert_eq!(
            named, there,
            "src/index.html names the style sheets for `serve --dev`"
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
