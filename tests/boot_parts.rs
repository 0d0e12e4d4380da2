//! Which part the page begins to fetch beside the main one: the page's script knows it by the first
//! word of the address, and the table of pages has to agree.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic)] // a page that names no parts fails the test, as it should

use jiayi_client::routes::{Part, Route};

const PAGE: &str = include_str!("../src/index.html");

/// The pairs of `{ word: "part", … }[word]`.
fn named() -> Vec<(&'static str, &'static str)> {
    let (before, _) = PAGE.split_once("}[word]").unwrap();
    let (_, pairs) = before.rsplit_once('{').unwrap();
    let pair = |pair: &'static str| {
        let (word, part) = pair.split_once(':').unwrap();
        (word.trim(), part.trim().trim_matches('"'))
    };
    pairs.split(',').map(pair).collect()
}

#[test]
fn each_word_leads_to_the_part_of_its_page() {
    for (word, part) in named() {
        let of_page = match Route::parse(&["/", word].concat()).part() {
            Part::WeChat => "wechat",
            Part::People => "people",
            Part::Record => "record",
            Part::Contract => "contract",
            Part::Booking => "booking",
            Part::Rating => "rating",
            Part::Me => "me",
            Part::StaffSignIn => "staff_sign_in",
            Part::Worklist => "worklist",
            other => panic!("/{word} lies in {other:?}"),
        };
        assert_eq!(part, of_page, "/{word}");
    }
}

#[test]
fn every_page_of_a_resident_has_a_word() {
    let words: Vec<&str> = named().iter().map(|(word, _)| *word).collect();
    for pattern in Route::PATTERNS {
        let word = pattern.split('/').nth(1).unwrap_or_default();
        let known = ["", "sign-in"].contains(&word) || words.contains(&word);
        assert!(known, "{pattern}");
    }
}
