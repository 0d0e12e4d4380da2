//! `cargo xtask size`: what a browser has to load, file by file and for the first useful page.

use anyhow::{Result, bail};
use serde::Serialize;

use crate::cli;
use crate::figures::Figures;
use crate::lines::{self, Verdict};
use crate::web::{self, Asset, Release};

/// Builds the client, shows its sizes, and checks them when asked to.
pub fn run(wish: &cli::Size) -> Result<()> {
    let release = web::release()?;
    let figures = figures(&release);
    let verdicts = lines::check("size", &figures)?;
    if wish.json {
        println!(
            "{}",
            serde_json::to_string_pretty(&Report {
                release: &release,
                figures: &figures,
                lines: &verdicts
            })?
        );
    } else {
        print!("{}", table(&release));
    }
    if !lines::tell(&verdicts) && wish.check {
        bail!("the client is larger than promised in crates/xtask/lines.toml");
    }
    Ok(())
}

#[derive(Serialize)]
struct Report<'a> {
    #[serde(flatten)]
    release: &'a Release,
    figures: &'a Figures,
    lines: &'a [Verdict],
}

/// The figures that `lines.toml` may promise something about.
pub fn figures(release: &Release) -> Figures {
    let code = |asset: &&Asset| asset.path.ends_with(".wasm") && on_first_page(release, asset);
    let later = |asset: &&Asset| asset.path.starts_with("r/") && !on_first_page(release, asset);
    let largest = release.assets.iter().filter(later);
    let largest = largest.max_by_key(|asset| asset.brotli);
    Figures::from([
        (
            "first_useful_page_static_brotli".to_owned(),
            brotli(
                release
                    .assets
                    .iter()
                    .filter(|asset| on_first_page(release, asset)),
            ),
        ),
        (
            "main_part_brotli".to_owned(),
            brotli(release.assets.iter().filter(code)),
        ),
        (
            "largest_later_part_brotli".to_owned(),
            brotli(largest.into_iter()),
        ),
    ])
}

/// Bytes, as a browser gets them, of the largest file of code that comes when it is first needed.
pub fn largest_later_part(release: &Release) -> f64 {
    let later = release.assets.iter().filter(|asset| {
        asset.path.starts_with(&format!("r/{}/", release.build)) && !on_first_page(release, asset)
    });
    let largest = later.map(|asset| asset.brotli).max().unwrap_or_default();
    // Exact: no release comes near 2^53 bytes.
    largest as f64
}

fn on_first_page(release: &Release, asset: &Asset) -> bool {
    release.first_page.contains(&asset.path)
}

fn brotli<'a>(assets: impl Iterator<Item = &'a Asset>) -> f64 {
    let bytes: u64 = assets.map(|asset| asset.brotli).sum();
    // Exact: no release comes near 2^53 bytes.
    bytes as f64
}

fn table(release: &Release) -> String {
    let mut assets: Vec<&Asset> = release.assets.iter().collect();
    assets.sort_by_key(|asset| {
        (
            !on_first_page(release, asset),
            std::cmp::Reverse(asset.brotli),
        )
    });
    let mut text = format!(
        "{:>10} {:>10}  first page  file ({})\n",
        "raw", "brotli", release.toolchain
    );
    for asset in &assets {
        let mark = if on_first_page(release, asset) {
            "yes"
        } else {
            ""
        };
        text.push_str(&format!(
            "{:>10} {:>10}  {mark:<10}  {}\n",
            asset.raw, asset.brotli, asset.path
        ));
    }
    let first: Vec<_> = assets
        .iter()
        .filter(|asset| on_first_page(release, asset))
        .collect();
    let raw: u64 = first.iter().map(|asset| asset.raw).sum();
    let brotli: u64 = first.iter().map(|asset| asset.brotli).sum();
    text.push_str(&format!(
        "{raw:>10} {brotli:>10}  first useful page, without the service's replies\n"
    ));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release() -> Release {
        let asset = |path: &str, raw, brotli| Asset {
            path: path.to_owned(),
            raw,
            brotli,
        };
        Release {
            build: "x".to_owned(),
            toolchain: "rustc".to_owned(),
            script_hashes: Vec::new(),
            style_hashes: Vec::new(),
            assets: vec![
                asset("r/x/app_bg.wasm", 300, 100),
                asset("r/x/staff.wasm", 90, 30),
                asset("index.html", 9, 4),
            ],
            first_page: vec!["index.html".to_owned(), "r/x/app_bg.wasm".to_owned()],
        }
    }

    #[test]
    fn only_what_the_first_page_loads_is_counted_for_it() {
        let figures = figures(&release());
        assert_eq!(figures["first_useful_page_static_brotli"], 104.0);
        assert_eq!(figures["main_part_brotli"], 100.0);
        assert_eq!(figures["largest_later_part_brotli"], 30.0);
    }

    #[test]
    fn the_largest_later_part_is_none_of_the_first_page() {
        assert_eq!(largest_later_part(&release()), 30.0);
    }

    #[test]
    fn the_table_ends_with_the_sum_of_the_first_page() {
        let table = table(&release());
        let last = table.lines().last().unwrap();
        assert!(last.contains("309") && last.contains("104"), "{last}");
        assert!(table.contains("r/x/staff.wasm"));
    }
}
