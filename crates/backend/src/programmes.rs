//! The programmes of follow-up that the service knows, each with its editions. They are rules and no data
//! of people; `domain::programme` judges by them.

use std::sync::LazyLock;

use chrono::NaiveDate;
use domain::api::follow_ups::ClassCard;
use domain::programme::{Definition, Edition, ProgrammeCode, Tone, Words, national};

/// The national programmes in the order in which they are listed. One that could not be read would be left
/// out; the tests of `domain` read them all.
static NATIONAL: LazyLock<Vec<Definition>> = LazyLock::new(|| {
    let texts = national::DEFINITIONS.iter();
    texts
        .filter_map(|text| serde_json::from_str(text).ok())
        .collect()
});

/// Every edition of every programme, those of one programme side by side.
#[must_use]
pub fn all() -> &'static [Definition] {
    &NATIONAL
}

/// The editions of a programme.
pub fn editions(programme: &ProgrammeCode) -> impl Iterator<Item = &'static Definition> {
    all().iter().filter(move |one| one.programme == *programme)
}

/// One edition of a programme.
#[must_use]
pub fn edition(programme: &ProgrammeCode, edition: &Edition) -> Option<&'static Definition> {
    editions(programme).find(|one| one.edition == *edition)
}

/// The edition that visits of a day are made with: the newest that was in force; before the first, that one.
#[must_use]
pub fn in_force(programme: &ProgrammeCode, day: NaiveDate) -> Option<&'static Definition> {
    let begun = editions(programme).filter(|one| one.effective_from <= day);
    let newest = begun.max_by_key(|one| one.effective_from);
    newest.or_else(|| editions(programme).min_by_key(|one| one.effective_from))
}

/// What a programme is called; a programme that is not known any more goes by its code.
#[must_use]
pub fn title(programme: &ProgrammeCode, day: NaiveDate) -> Words {
    match in_force(programme, day) {
        Some(definition) => definition.title.clone(),
        None => both(programme.as_str()),
    }
}

/// A class of a programme in words, from whichever edition has it.
#[must_use]
pub fn class_card(programme: &ProgrammeCode, code: &str) -> ClassCard {
    let class = editions(programme).find_map(|one| one.class(code));
    ClassCard {
        code: code.to_owned(),
        words: class.map_or_else(
            || both(code),
            |class| Words {
                zh: class.zh.clone(),
                en: class.en.clone(),
            },
        ),
        tone: class.map_or(Tone::Warn, |class| class.tone),
    }
}

/// Whether the law keeps the illness of a programme secret.
#[must_use]
pub fn secret(programme: &ProgrammeCode) -> bool {
    editions(programme).any(|one| one.secret)
}

fn both(text: &str) -> Words {
    Words {
        zh: text.to_owned(),
        en: text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_national_definition_is_known_and_found_under_its_name() {
        assert_eq!(all().len(), national::DEFINITIONS.len());
        for definition in all() {
            assert_eq!(
                edition(&definition.programme, &definition.edition),
                Some(definition)
            );
        }
    }

    #[test]
    fn a_visit_of_before_the_first_edition_is_made_with_that_one() {
        let programme = "hypertension".parse().unwrap();
        for day in ["2010-01-01", "2026-11-24"] {
            let found = in_force(&programme, day.parse().unwrap()).unwrap();
            assert_eq!(found.edition.as_str(), domain::RULES_VERSION, "{day}");
        }
    }
}
