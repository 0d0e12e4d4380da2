//! The programmes of follow-up that the service knows, each with its editions. They are rules and no data
//! of people; `domain::programme` judges by them.

use std::path::Path;
use std::sync::{LazyLock, OnceLock};

use chrono::NaiveDate;
use domain::api::follow_ups::{ClassCard, ComputedCard, ReasonCard};
use domain::api::programmes::{DecideBody, Decided};
use domain::api::records::BpTarget;
use domain::programme::{
    Answers, Decision, Definition, Edition, Facts, Kind, Known, ProgrammeCode, Tone, Words, check,
    decide, national,
};
use serde_json::Value;

/// The national programmes in the order in which they are listed. One that could not be read would be left
/// out; the tests of `domain` read them all.
static NATIONAL: LazyLock<Vec<Definition>> = LazyLock::new(|| {
    let texts = national::DEFINITIONS.iter();
    texts
        .filter_map(|text| serde_json::from_str(text).ok())
        .collect()
});

/// All that this process knows, once a district's own have been added.
static ALL: OnceLock<Vec<Definition>> = OnceLock::new();

/// Every edition of every programme.
#[must_use]
pub fn all() -> &'static [Definition] {
    ALL.get().unwrap_or(&NATIONAL)
}

/// Adds a district's own definitions: new programmes, and editions of the national ones. Called once, before
/// anything is served.
///
/// # Errors
/// Which file cannot be used, and why; an edition that there is already is never replaced.
pub fn add_own(folder: &Path) -> Result<usize, String> {
    let unreadable =
        |error: std::io::Error| format!("{} cannot be read: {error}", folder.display());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        files.push(entry.map_err(unreadable)?.path());
    }
    files.retain(|file| file.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    let mut known = NATIONAL.clone();
    for file in &files {
        let text = std::fs::read_to_string(file).map_err(unreadable)?;
        let own =
            read(&text).map_err(|wrong| format!("{}: {}", file.display(), wrong.join("; ")))?;
        let same = |one: &Definition| one.programme == own.programme && one.edition == own.edition;
        if known.iter().any(same) {
            let (programme, edition) = (&own.programme, &own.edition);
            return Err(format!(
                "{}: {programme} {edition} is there already",
                file.display()
            ));
        }
        known.push(own);
    }
    let many = files.len();
    ALL.set(known)
        .map_err(|_| "programmes were added already".to_owned())?;
    Ok(many)
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

/// What a visit of a programme is called where the person reads it.
#[must_use]
pub fn visit_title(programme: &ProgrammeCode, day: NaiveDate) -> Words {
    match in_force(programme, day) {
        Some(definition) => definition.visit_title.clone(),
        None => Words {
            zh: "随访".to_owned(),
            en: "Follow-up".to_owned(),
        },
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

/// Below which a blood pressure is under control for this person, by the edition of hypertension that is in
/// force, or by one before it that names the limits.
#[must_use]
pub fn pressure_limits(known: &Known, day: NaiveDate) -> Option<BpTarget> {
    let programme = "hypertension".parse().ok()?;
    let answers = Answers::default().with("visit_date", day);
    let others = editions(&programme);
    in_force(&programme, day)
        .into_iter()
        .chain(others)
        .find_map(|definition| {
            let facts = Facts::new(definition, &answers, known, None)?;
            let limit = |key| u16::try_from(facts.quantity(key)?).ok();
            Some(BpTarget {
                sbp_below: limit("sbp_limit")?,
                dbp_below: limit("dbp_limit")?,
            })
        })
}

/// Whether the law keeps the illness of a programme secret.
#[must_use]
pub fn secret(programme: &ProgrammeCode) -> bool {
    editions(programme).any(|one| one.secret)
}

/// What follows from the answers. A BMI that was kept goes before: the height may have changed since.
#[must_use]
pub fn computed(facts: &Facts<'_>, bmi: Option<u16>) -> Vec<ComputedCard> {
    let mut cards = Vec::new();
    for field in facts.definition.fields().filter(|field| facts.asks(field)) {
        let Kind::Computed(kind) = &field.kind else {
            continue;
        };
        let kept = bmi.filter(|_| field.key == "bmi").map(i32::from);
        if let Some(value) = kept.or_else(|| facts.quantity(&field.key)) {
            let level = facts.level(kind).map(|level| Words {
                zh: level.zh.clone(),
                en: level.en.clone(),
            });
            cards.push(ComputedCard {
                key: field.key.clone(),
                value,
                level,
            });
        }
    }
    cards
}

/// The rules that hold, with the figures that held for the person.
#[must_use]
pub fn reasons(facts: &Facts<'_>, decision: &Decision) -> Vec<ReasonCard> {
    let rules = decision.reasons.iter();
    let rules = rules.filter_map(|id| facts.definition.rule(id));
    rules
        .map(|rule| ReasonCard {
            rule: rule.id.clone(),
            words: Words {
                zh: facts.say(&rule.zh),
                en: facts.say(&rule.en),
            },
            source: rule.source.clone(),
        })
        .collect()
}

/// What an edition says of a visit that nobody made.
#[must_use]
pub fn decided(definition: &Definition, visit: &DecideBody) -> Decided {
    let known = Known {
        born: visit.born,
        sex: visit.sex,
        height: visit.height_tenths,
    };
    let (form, previous) = (&visit.form, visit.previous_class.as_deref());
    let decision = decide(definition, form, &known, previous);
    let facts = Facts::new(definition, form, &known, previous);
    let told = facts.as_ref().zip(decision.as_ref());
    let today = form.day("visit_date").unwrap_or(NaiveDate::MAX);
    Decided {
        reasons: told
            .map(|(facts, decision)| reasons(facts, decision))
            .unwrap_or_default(),
        computed: facts
            .map(|facts| computed(&facts, None))
            .unwrap_or_default(),
        errors: check(definition, form, &known, None, today),
        decision,
    }
}

/// Reads a definition, and looks whether it can be used and nothing of it was read over.
///
/// # Errors
/// What is wrong with it, each in a sentence.
pub fn read(text: &str) -> Result<Definition, Vec<String>> {
    let unreadable = |error: serde_json::Error| vec![format!("cannot be read: {error}")];
    let written: Value = serde_json::from_str(text).map_err(unreadable)?;
    let definition: Definition = serde_json::from_str(text).map_err(unreadable)?;
    let again = serde_json::to_value(&definition).map_err(unreadable)?;
    let mut wrong = definition.unsound();
    read_over(&written, &again, "", &mut wrong);
    if wrong.is_empty() {
        Ok(definition)
    } else {
        Err(wrong)
    }
}

/// Names of attributes that nobody knows: misspelt ones would be a rule that never holds.
fn read_over(written: &Value, read: &Value, at: &str, wrong: &mut Vec<String>) {
    match (written, read) {
        (Value::Object(written), Value::Object(read)) => {
            for (name, value) in written {
                let at = format!("{at}/{name}");
                match read.get(name) {
                    Some(read) => read_over(value, read, &at, wrong),
                    None if is_nothing(value) => {}
                    None => wrong.push(format!("{at}: nobody knows this attribute")),
                }
            }
        }
        (Value::Array(written), Value::Array(read)) => {
            for (place, (value, read)) in written.iter().zip(read).enumerate() {
                read_over(value, read, &format!("{at}/{place}"), wrong);
            }
        }
        _ => {}
    }
}

/// What is the same as not being said.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(yes) => !yes,
        Value::Number(number) => number.as_i64() == Some(0),
        Value::Array(several) => several.is_empty(),
        Value::String(_) | Value::Object(_) => false,
    }
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
    fn a_definition_that_says_what_nobody_knows_or_nothing_that_is_known_is_refused() {
        let sound = national::DEFINITIONS[0];
        assert!(read(sound).is_ok());
        for (from, to, said) in [
            (
                "\"required\": true",
                "\"requird\": true",
                "/requird: nobody knows",
            ),
            (
                "[\"sbp\", \"sbp_urgent\"]",
                "[\"sbp\", \"sbp_urgend\"]",
                "sbp_urgend is nothing",
            ),
            (
                "\"legal\": [50, 300]",
                "\"legal\": [90, 300]",
                "do not lie within",
            ),
            ("\"programme\":", "\"programm\":", "cannot be read"),
        ] {
            let changed = sound.replacen(from, to, 1);
            assert_ne!(changed, sound, "{from}");
            let wrong = read(&changed).unwrap_err();
            assert!(wrong.iter().any(|one| one.contains(said)), "{wrong:?}");
        }
    }

    #[test]
    fn the_pressure_limits_change_on_the_65th_birthday() {
        let known = Known {
            born: "1961-11-24".parse().unwrap(),
            sex: domain::person::Sex::Female,
            height: None,
        };
        for (day, sbp_below) in [("2026-11-23", 140), ("2026-11-24", 150)] {
            let limits = pressure_limits(&known, day.parse().unwrap()).unwrap();
            assert_eq!(
                (limits.sbp_below, limits.dbp_below),
                (sbp_below, 90),
                "{day}"
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
