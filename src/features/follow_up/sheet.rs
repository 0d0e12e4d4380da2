//! What stands in the form while it is filled in: answers as they are typed, so that a number is still a text.

use chrono::NaiveDate;
use domain::api::conflicts::VisitBase;
use domain::api::records::Drug;
use domain::ids::FollowUpId;
use domain::programme::{Answers, Definition, Kind, Value};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The form's content, kept as a draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Sheet {
    /// The follow-up's id for ever, made with the form: what is sent twice is one follow-up.
    pub(super) id: FollowUpId,
    /// By the keys of the definition; numbers as typed, drugs as [`DrugLine`]s.
    pub(super) typed: Answers,
    /// The last visit that was known when the form was begun: a draft that is taken up later was begun then.
    #[serde(default)]
    pub(super) base: VisitBase,
}

/// A drug as typed. `key` tells rows on the screen apart while some are removed; it is no content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct DrugLine {
    pub(super) key: i32,
    pub(super) name: String,
    pub(super) times: String,
    pub(super) dose: String,
}

impl DrugLine {
    pub(super) fn of(key: i32, drug: Drug) -> Self {
        Self {
            key,
            name: drug.name,
            times: drug.times_a_day.to_string(),
            dose: drug.dose,
        }
    }

    fn read(value: &Value) -> Option<Self> {
        let Value::Map(line) = value else { return None };
        let text = |key: &str| line.text(key).unwrap_or_default().to_owned();
        Some(Self {
            key: line.number("key")?,
            name: text("name"),
            times: text("times_a_day"),
            dose: text("dose"),
        })
    }

    /// All lines under a key.
    pub(super) fn all(typed: &Answers, key: &str) -> Vec<Self> {
        match typed.get(key) {
            Some(Value::List(lines)) => lines.iter().filter_map(Self::read).collect(),
            _ => Vec::new(),
        }
    }
}

impl From<DrugLine> for Value {
    fn from(line: DrugLine) -> Self {
        let line = Answers::default()
            .with("key", line.key)
            .with("name", line.name)
            .with("times_a_day", line.times)
            .with("dose", line.dose);
        Value::Map(line)
    }
}

/// Where one answer is typed or chosen.
#[derive(Clone, Copy)]
pub(super) enum Entry {
    /// A number or words.
    Typed(RwSignal<String>),
    /// One code.
    One(RwSignal<Option<String>>),
    /// Several codes.
    Several(RwSignal<Vec<String>>),
    /// A day.
    Day(RwSignal<Option<NaiveDate>>),
    /// Yes or no.
    Flag(RwSignal<bool>),
    /// Drugs.
    Drugs(RwSignal<Vec<DrugLine>>),
}

impl Entry {
    fn of(kind: &Kind) -> Option<Self> {
        Some(match kind {
            Kind::Number(_) | Kind::Text => Self::Typed(RwSignal::default()),
            Kind::Choice(_) | Kind::Class => Self::One(RwSignal::default()),
            Kind::Choices(_) => Self::Several(RwSignal::default()),
            Kind::Day | Kind::AnyDay => Self::Day(RwSignal::default()),
            Kind::Flag => Self::Flag(RwSignal::default()),
            Kind::Drugs => Self::Drugs(RwSignal::default()),
            Kind::Computed(_) => return None,
        })
    }

    /// What stands there; reactive.
    fn read(self) -> Option<Value> {
        match self {
            Self::Typed(text) => Some(text.get())
                .filter(|text| !text.is_empty())
                .map(Value::Text),
            Self::One(code) => code.get().map(Value::Text),
            Self::Several(codes) => Some(codes.get().into()),
            Self::Day(day) => day.get().map(Value::from),
            Self::Flag(flag) => Some(Value::Flag(flag.get())),
            Self::Drugs(lines) => Some(lines.get().into()),
        }
    }

    fn write(self, typed: &Answers, key: &str) {
        let text = || typed.text(key).map(str::to_owned);
        match self {
            Self::Typed(signal) => signal.set(text().unwrap_or_default()),
            Self::One(signal) => signal.set(text()),
            Self::Several(signal) => signal.set(typed.codes(key).map(str::to_owned).collect()),
            Self::Day(signal) => signal.set(typed.day(key)),
            Self::Flag(signal) => signal.set(typed.yes(key)),
            Self::Drugs(signal) => signal.set(DrugLine::all(typed, key)),
        }
    }
}

/// The form's content as signals.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    pub(super) id: RwSignal<FollowUpId>,
    /// The last visit that was known when it was begun.
    pub(super) base: StoredValue<VisitBase>,
    entries: StoredValue<Vec<(String, Entry)>>,
}

impl Fields {
    /// Places for all that the definition asks, with this content in them.
    pub(super) fn of(definition: &Definition, sheet: Sheet) -> Self {
        let keys = definition.fields().flat_map(|field| {
            let keys = std::iter::once(&field.key).chain(&field.target);
            keys.filter_map(|key| Some((key.clone(), Entry::of(&field.kind)?)))
        });
        let fields = Self {
            id: RwSignal::new(sheet.id),
            base: StoredValue::new(sheet.base.clone()),
            entries: StoredValue::new(keys.collect()),
        };
        fields.write(sheet);
        fields
    }

    /// The content now; reactive.
    pub(super) fn read(self) -> Sheet {
        let mut typed = Answers::default();
        self.entries.with_value(|entries| {
            for (key, entry) in entries {
                typed.set(key, entry.read());
            }
        });
        Sheet {
            id: self.id.get(),
            typed,
            base: self.base.get_value(),
        }
    }

    /// Puts another content there.
    pub(super) fn write(self, sheet: Sheet) {
        self.id.set(sheet.id);
        self.base.set_value(sheet.base.clone());
        self.entries.with_value(|entries| {
            for (key, entry) in entries {
                entry.write(&sheet.typed, key);
            }
        });
    }

    /// Where this key is answered.
    pub(super) fn entry(self, key: &str) -> Option<Entry> {
        self.entries.with_value(|entries| {
            let mut entries = entries.iter();
            entries
                .find(|(name, _)| name == key)
                .map(|(_, entry)| *entry)
        })
    }

    /// Where this text is typed.
    pub(super) fn text(self, key: &str) -> Option<RwSignal<String>> {
        match self.entry(key)? {
            Entry::Typed(text) => Some(text),
            _ => None,
        }
    }

    /// Where this day is chosen.
    pub(super) fn day(self, key: &str) -> Option<RwSignal<Option<NaiveDate>>> {
        match self.entry(key)? {
            Entry::Day(day) => Some(day),
            _ => None,
        }
    }

    /// Where this code is chosen.
    pub(super) fn one(self, key: &str) -> Option<RwSignal<Option<String>>> {
        match self.entry(key)? {
            Entry::One(code) => Some(code),
            _ => None,
        }
    }
}
