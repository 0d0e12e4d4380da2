//! The person a page is about, always in sight while something is done for them.

use domain::api::residents::PersonHeader;
use domain::codes::Relation;
use domain::person::{NameError, NationalId, PersonName, Sex};
use leptos::prelude::*;

use super::words::{coded, group_names, word};
use crate::i18n::format;
use crate::i18n::texts::people;
use crate::platform::clock;
use crate::ui::{Avatar, Opt};

/// `男 · 68 岁 · 月塘社区`, in the language in use.
#[must_use]
pub fn person_line(person: &PersonHeader) -> String {
    let sex = match person.sex {
        Sex::Male => word("男", "Male"),
        Sex::Female => word("女", "Female"),
        Sex::Unknown | Sex::Unstated => "",
    };
    let age = format::age(person.age);
    let parts = [sex, age.as_str(), person.village.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(format::DOT)
}

/// The relations among which one chooses, as answers.
#[must_use]
pub fn relation_options(offered: fn(Relation) -> bool) -> Vec<Opt<Relation>> {
    let mut all = coded(Relation::ALL, |one| (one.zh(), one.en()));
    all.retain(|option| offered(option.value));
    all
}

/// What is wrong with a name as it was typed, before anybody is asked.
#[must_use]
pub fn name_fault(typed: &str) -> Option<String> {
    let words = match typed.parse::<PersonName>() {
        Ok(_) => return None,
        Err(NameError::Missing) => people::NAME_NEEDED,
        Err(_) => people::NAME_WRONG,
    };
    Some(words.get().to_owned())
}

/// What is wrong with an ID number as it was typed, before anybody is asked.
#[must_use]
pub fn id_number_fault(typed: &str) -> Option<String> {
    NationalId::parse(typed, clock::today())
        .is_err()
        .then(|| people::ID_WRONG.get().to_owned())
}

/// Name, sex, age, village and groups; stays at the top while the page scrolls.
///
/// `<PersonBar person=start.person/>`
#[component]
pub fn PersonBar(
    /// Whom the page is about.
    person: PersonHeader,
) -> impl IntoView {
    let name = person.name.clone();
    let line = person.clone();
    let groups = person.groups.clone();
    view! {
        <div class="person-bar">
            <Avatar name=name.clone() />
            <div class="person-bar-words">
                <strong class="person-bar-name">{name}</strong>
                <span>{move || person_line(&line)}</span>
                <span class="muted">{move || group_names(&groups)}</span>
            </div>
        </div>
    }
}
