//! The package catalogue of the demo district, read from `data/packages-hetang.json`: prices and
//! values of the published reports where they give any, and marked as examples where they do not.

use chrono::{DateTime, Utc};
use domain::api::contracts::{Package, PackageItem};
use domain::codes::{PackageClass, PeopleGroup};
use domain::money::Fen;
use serde::Deserialize;

use super::chance::{Chance, Subject};
use crate::failure::Failure;

const FILE: &str = include_str!("../../data/packages-hetang.json");

#[derive(Deserialize)]
struct Catalogue {
    packages: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    code: String,
    name: String,
    class: PackageClass,
    price: Fen,
    value: Fen,
    groups: Vec<PeopleGroup>,
    source: String,
    items: Vec<PackageItem>,
}

/// The packages in the order in which they are shown.
pub fn packages(seed: u64, now: DateTime<Utc>) -> Result<Vec<Package>, Failure> {
    let file: Catalogue = serde_json::from_str(FILE)
        .map_err(|error| Failure::broken(format!("packages-hetang.json: {error}")))?;
    let numbered = file.packages.into_iter().enumerate();
    Ok(numbered
        .map(|(number, entry)| Package {
            package_id: Chance::of(seed, Subject::District, number).id(now),
            code: entry.code,
            name: entry.name,
            class: entry.class,
            price: entry.price,
            value: entry.value,
            groups: entry.groups,
            items: entry.items,
            source: entry.source,
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn all() -> Vec<Package> {
        packages(1, DateTime::UNIX_EPOCH).unwrap()
    }

    #[test]
    fn the_figures_of_the_reports_are_kept() {
        for (code, price, value) in [("basic", 8, 40), ("care", 180, 255), ("free", 0, 30)] {
            let package = all()
                .into_iter()
                .find(|package| package.code == code)
                .unwrap();
            assert_eq!(
                (package.price, package.value),
                (Fen::yuan(price), Fen::yuan(value))
            );
        }
        for package in all().iter().filter(|p| p.class == PackageClass::Personal) {
            assert!(
                (Fen::yuan(50)..=Fen::yuan(200)).contains(&package.price),
                "{}",
                package.name
            );
            assert!(
                (Fen::yuan(100)..=Fen::yuan(500)).contains(&package.value),
                "{}",
                package.name
            );
        }
    }

    #[test]
    fn a_price_that_no_report_gives_says_so() {
        for package in all() {
            let printed = matches!(package.code.as_str(), "basic" | "care");
            assert_eq!(
                package.source.contains("示例价，由区里定"),
                !printed,
                "{}",
                package.name
            );
        }
    }

    #[test]
    fn the_care_package_has_its_three_tests_at_four_fifths() {
        let care = all()
            .into_iter()
            .find(|package| package.code == "care")
            .unwrap();
        let reduced: Vec<_> = care
            .items
            .iter()
            .filter(|item| item.discount_tenths == Some(8))
            .collect();
        let names: Vec<_> = reduced.iter().map(|item| item.name.as_str()).collect();
        assert_eq!(names, ["肝功能", "肾功能", "血脂"]);
    }

    #[test]
    fn codes_are_unique_and_every_package_promises_something() {
        let packages = all();
        let codes: BTreeSet<_> = packages.iter().map(|package| &package.code).collect();
        let ids: BTreeSet<_> = packages.iter().map(|package| package.package_id).collect();
        assert_eq!((codes.len(), ids.len()), (packages.len(), packages.len()));
        for package in &packages {
            let items: BTreeSet<_> = package.items.iter().map(|item| &item.code).collect();
            assert_eq!(items.len(), package.items.len(), "{}", package.name);
            assert!(
                package.items.iter().any(|item| item.times.is_some()),
                "{}",
                package.name
            );
        }
    }
}
