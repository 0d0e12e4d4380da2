//! The people behind a phone: choose one, link a record, ask for a new one.

mod page_choose;
mod page_link;
mod page_register;

pub use page_choose::PersonsPage;
pub use page_link::LinkPage;
pub use page_register::RegisterPage;

use domain::codes::Relation;
use domain::person::NationalId;
use leptos::prelude::*;

use crate::features::shared::word;
use crate::i18n::texts::people as words;
use crate::platform::clock;
use crate::ui::Opt;

/// The relations as answers.
fn relations() -> Vec<Opt<Relation>> {
    let answer = |relation: &Relation| {
        let relation = *relation;
        Opt::new(
            relation,
            Signal::derive(move || word(relation.zh(), relation.en()).to_owned()),
        )
    };
    Relation::ALL.iter().map(answer).collect()
}

/// What is wrong with a number, before anybody is asked.
fn number_error(number: &str) -> Option<String> {
    NationalId::parse(number, clock::today())
        .is_err()
        .then(|| words::ID_WRONG.get().to_owned())
}
