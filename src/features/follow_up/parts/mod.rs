//! The pieces of the form, and what they share: the definition, the fields, what is thought of them,
//! last time's values.

pub(super) mod as_last;
mod class;
pub(super) mod decision;
mod doses;
mod drugs;
pub(super) mod field;
pub(super) mod folded;
pub(super) mod home;
pub(super) mod live;
pub(super) mod section;

use domain::api::follow_ups::FollowUpStart;
use domain::problem::FieldError;
use domain::programme::{Decision, Definition, Facts, Field, Kind, Value};
use domain::rules::three_colours::Colour;
use leptos::prelude::*;

use super::model::{self, Judged};
use super::sheet::Fields;
use super::wording;
use crate::features::shared::{pick, said, value_in_words};
use crate::i18n::format;
use crate::i18n::texts::follow_up as words;

/// What every piece of the form works on.
#[derive(Clone, Copy)]
pub(super) struct Work {
    /// What is asked, and by what it is judged.
    pub(super) definition: StoredValue<Definition>,
    /// What is typed.
    pub(super) fields: Fields,
    /// What the form started from.
    pub(super) start: StoredValue<FollowUpStart>,
    /// What is thought of it.
    pub(super) judged: Memo<Judged>,
    /// The decision, where it is one.
    pub(super) decision: Memo<Option<Decision>>,
    /// The colour that the person would have with all that is typed on the sheet.
    pub(super) colour: Signal<Option<Colour>>,
    /// The errors that are told now.
    pub(super) errors: Memo<Vec<FieldError>>,
    /// The programmes that stand before this one on the sheet.
    pub(super) before: StoredValue<Vec<(StoredValue<Definition>, Fields)>>,
    /// Whether it is not the only one on the sheet.
    pub(super) several: bool,
}

impl Work {
    /// What a key is called.
    pub(super) fn name(self, key: &str) -> Signal<String> {
        let key = key.to_owned();
        Signal::derive(move || self.definition.with_value(|form| wording::name(form, &key)))
    }

    /// A heading of this programme: it says which, where there are several.
    pub(super) fn heading(
        self,
        title: impl Fn() -> String + Send + Sync + 'static,
    ) -> Signal<String> {
        Signal::derive(move || {
            let title = title();
            if !self.several {
                return title;
            }
            let of = self
                .definition
                .with_value(|form| said(&form.title).to_owned());
            [&of, format::DOT, &title].concat()
        })
    }

    /// Whether a field stands on the sheet already, with an earlier programme that asks it at least as often.
    pub(super) fn stands_before(self, field: &Field) -> bool {
        let asks = |form: &Definition| {
            let there = form.field(&field.key);
            there.is_some_and(|there| there.when.is_none() || there.when == field.when)
        };
        self.before.with_value(|before| {
            before.iter().any(|(form, fields)| {
                self.fields.answered_in(&[*fields], &field.key) && form.with_value(asks)
                    || matches!(field.kind, Kind::Computed(_))
                        && field.shared
                        && form.with_value(asks)
            })
        })
    }

    /// What is wrong with a field.
    pub(super) fn error(self, key: impl Into<String>) -> Signal<Option<String>> {
        let key = key.into();
        Signal::derive(move || {
            self.errors.with(|errors| {
                let error = errors.iter().find(|error| error.field == key)?;
                Some(
                    self.definition
                        .with_value(|form| wording::error(form, error)),
                )
            })
        })
    }

    /// What makes a field worth a second look.
    pub(super) fn warning(self, key: &str) -> Signal<Option<String>> {
        let key = key.to_owned();
        Signal::derive(move || {
            let unusual = self.judged.with(|judged| judged.unusual.contains(&key));
            unusual.then(|| words::UNUSUAL.get().to_owned())
        })
    }

    /// For the place beside an answer: what it was last time, or from which day it is carried over. Nothing
    /// of what happens anew each time.
    pub(super) fn before(self, field: &Field, key: &str) -> Option<Signal<String>> {
        let last = self.last(key);
        let tells = matches!(field.kind, Kind::Number(_) | Kind::Choice(_));
        let last = last.filter(|_| tells)?;
        let (field, key) = (field.clone(), key.to_owned());
        Some(Signal::derive(move || {
            let since = self
                .judged
                .with(|judged| match judged.answers.get("carried") {
                    Some(Value::Map(days)) => days.day(&key),
                    _ => None,
                });
            match since {
                Some(day) => words::carried(&format::date(day)),
                None => words::before(&self.in_words(&field, &last)),
            }
        }))
    }

    /// What was answered last time.
    pub(super) fn last(self, key: &str) -> Option<Value> {
        let last = |start: &FollowUpStart| start.last.as_ref()?.form.get(key).cloned();
        self.start.with_value(last)
    }

    fn in_words(self, field: &Field, value: &Value) -> String {
        let say = |form: &Definition| match &field.kind {
            // The unit stands beside the field.
            Kind::Number(kind) => match value {
                Value::Number(number) => format::scaled(*number, kind.scale),
                _ => String::new(),
            },
            _ => value_in_words(form, field, value).unwrap_or_default(),
        };
        self.definition.with_value(say)
    }

    /// Whether a field is asked: always, or while its condition holds.
    pub(super) fn asks(self, field: &Field) -> Memo<bool> {
        let key = field.when.is_some().then(|| field.key.clone());
        Memo::new(move |_| {
            key.as_ref()
                .is_none_or(|key| self.judged.with(|judged| judged.asked.contains(key)))
        })
    }

    /// A text of the rules in the language in use, with the numbers that hold for this person.
    pub(super) fn say(self, zh: &str, en: &str) -> String {
        let text = pick(zh, en);
        let known = self.start.with_value(model::known);
        self.definition.with_value(|form| {
            self.judged.with(|judged| {
                let facts = Facts::new(form, &judged.answers, &known, None);
                facts.map_or_else(|| text.to_owned(), |facts| facts.say(text))
            })
        })
    }
}
