//! The person a page is about, always in sight while something is done for them.

use domain::api::residents::PersonHeader;
use domain::person::Sex;
use leptos::prelude::*;

use super::words::{group_names, word};
use crate::i18n::format;
use crate::ui::Avatar;

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
    parts.join(" · ")
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
