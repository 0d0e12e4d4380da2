//! The national definitions and the engine that judges by them.

mod cases;
mod definitions;
mod frozen;
mod properties;

use std::sync::LazyLock;

use chrono::NaiveDate;

use super::*;

/// All national definitions.
fn all() -> &'static [Definition] {
    static ALL: LazyLock<Vec<Definition>> = LazyLock::new(|| {
        let read = |text: &&str| serde_json::from_str(text).unwrap();
        national::DEFINITIONS.iter().map(read).collect()
    });
    &ALL
}

/// A programme's only edition.
fn definition(programme: &str) -> &'static Definition {
    all()
        .iter()
        .find(|one| one.programme.as_str() == programme)
        .unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
