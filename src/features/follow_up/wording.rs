//! What the form says in words that a definition gives: names of fields, values of last time, what is wrong.

use domain::problem::FieldError;
use domain::programme::{Definition, Fault, Kind, Opt as Code, Words};

use crate::features::shared::{pick, said};
use crate::i18n::format;
use crate::i18n::texts::{follow_up as words, problem};

/// What a key is called; what is agreed on for the next time as the target of its field.
pub(super) fn name(definition: &Definition, key: &str) -> String {
    let key = key.split('.').next().unwrap_or(key);
    match definition.field_or_target(key) {
        Some(field) => {
            let name = pick(&field.zh, &field.en);
            if field.key == key {
                name.to_owned()
            } else {
                words::target_of(name)
            }
        }
        None => words::THE_FORM.get().to_owned(),
    }
}

/// What is wrong with a field; limits are told as people write them.
pub(super) fn error(definition: &Definition, error: &FieldError) -> String {
    let of_programme = |fault: &&Fault| fault.field == error.field && fault.reason == error.reason;
    if let Some(fault) = definition.faults.iter().find(of_programme) {
        return pick(&fault.zh, &fault.en).to_owned();
    }
    let text = match error.reason.as_str() {
        "not_a_number" => words::NOT_A_NUMBER,
        "twice" => words::TWICE,
        "before_birth" => words::BEFORE_BIRTH,
        "after_death" => words::AFTER_DEATH,
        _ => return problem::field(&with_limit_in_words(definition, error)),
    };
    text.get().to_owned()
}

fn with_limit_in_words(definition: &Definition, error: &FieldError) -> FieldError {
    let kind = definition
        .field_or_target(&error.field)
        .map(|field| &field.kind);
    let limit = error.limit.as_deref().and_then(|limit| match kind {
        Some(Kind::Number(kind)) => Some(format::scaled(limit.parse().ok()?, kind.scale)),
        Some(Kind::Day | Kind::AnyDay) => limit.parse().ok().map(format::full_date),
        _ => None,
    });
    FieldError {
        limit: limit.or_else(|| error.limit.clone()),
        ..error.clone()
    }
}

/// What an entry of a code list is called.
pub(super) fn of_code(codes: &[Code], code: &str) -> Option<String> {
    let found = codes.iter().find(|one| one.code == code)?;
    Some(pick(&found.zh, &found.en).to_owned())
}

/// A text of the definition as a signal, in whichever language is in use.
pub(super) fn signal(words: Words) -> leptos::prelude::Signal<String> {
    leptos::prelude::Signal::derive(move || said(&words).to_owned())
}
