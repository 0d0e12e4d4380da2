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

/// Where it stands which answers one press took over from the last time. No key of a field begins so.
pub(super) const TAKEN: &str = "*taken";
/// Numbers that are rare and were confirmed, each as [`with_number`] writes it.
pub(super) const SURE: &str = "*sure";
/// Numbers that were pressed up or down and not typed, each as [`with_number`] writes it.
pub(super) const PRESSED: &str = "*pressed";

/// A number with its key, so that what is said of it ends with another number.
pub(super) fn with_number(key: &str, number: i32) -> String {
    [key, " ", &number.to_string()].concat()
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

    /// As one text, so that a list of them is a list of texts like any other.
    pub(super) fn written(&self) -> String {
        let key = self.key.to_string();
        [&key, self.name.as_str(), &self.times, &self.dose].join(BETWEEN)
    }

    /// What [`Self::written`] wrote.
    pub(super) fn parsed(line: &str) -> Self {
        let mut parts = line.split(BETWEEN);
        let key = parts.next().and_then(|key| key.parse().ok());
        let mut part = || parts.next().unwrap_or_default().to_owned();
        Self {
            key: key.unwrap_or_default(),
            name: part(),
            times: part(),
            dose: part(),
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

/// Stands between the parts of a drug's line; nobody types it.
const BETWEEN: &str = "\u{1f}";

/// The name in a drug's line.
pub(super) fn drug_name(line: &str) -> String {
    line.split(BETWEEN)
        .nth(1)
        .unwrap_or_default()
        .trim()
        .to_owned()
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
    /// Drugs, each as [`DrugLine::written`] has it.
    Drugs(RwSignal<Vec<String>>),
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

    /// Whether both are one place.
    fn is(self, other: Self) -> bool {
        match (self, other) {
            (Self::Typed(one), Self::Typed(other)) => one == other,
            (Self::One(one), Self::One(other)) => one == other,
            (Self::Several(one), Self::Several(other)) => one == other,
            (Self::Day(one), Self::Day(other)) => one == other,
            (Self::Flag(one), Self::Flag(other)) => one == other,
            (Self::Drugs(one), Self::Drugs(other)) => one == other,
            _ => false,
        }
    }

    /// Whether nothing stands there.
    pub(super) fn is_empty(self) -> bool {
        match untrack(|| self.read()) {
            None | Some(Value::Flag(false)) => true,
            Some(Value::List(list)) => list.is_empty(),
            Some(_) => false,
        }
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
            Self::Drugs(lines) => {
                let lines = lines.get();
                let lines = lines.iter().map(|line| DrugLine::parsed(line).into());
                Some(Value::List(lines.collect()))
            }
        }
    }

    pub(super) fn write(self, typed: &Answers, key: &str) {
        let text = || typed.text(key).map(str::to_owned);
        match self {
            Self::Typed(signal) => signal.set(text().unwrap_or_default()),
            Self::One(signal) => signal.set(text()),
            Self::Several(signal) => signal.set(typed.codes(key).map(str::to_owned).collect()),
            Self::Day(signal) => signal.set(typed.day(key)),
            Self::Flag(signal) => signal.set(typed.yes(key)),
            Self::Drugs(signal) => {
                let lines = DrugLine::all(typed, key);
                signal.set(lines.iter().map(DrugLine::written).collect());
            }
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
    /// Places for all that the definition asks, with this content in them. What is shared with a programme
    /// that stands on the sheet `before` it is answered there, with what stands there.
    pub(super) fn of(definition: &Definition, sheet: Sheet, before: &[Self]) -> Self {
        let keys = definition.fields().flat_map(|field| {
            let place = |key: &String| {
                let there = |fields: &Self| fields.entry(key);
                let shared = before.iter().find_map(there).filter(|_| field.shared);
                Some((key.clone(), shared.or_else(|| Entry::of(&field.kind))?))
            };
            let keys = std::iter::once(&field.key).chain(&field.target);
            keys.filter_map(place)
        });
        let about = [TAKEN, SURE, PRESSED];
        let about = about.map(|key| (key.to_owned(), Entry::Several(RwSignal::default())));
        let fields = Self {
            id: RwSignal::new(sheet.id),
            base: StoredValue::new(sheet.base.clone()),
            entries: StoredValue::new(keys.chain(about).collect()),
        };
        let answered = |key: &str| before.iter().any(|fields| fields.entry(key).is_some());
        fields.entries.with_value(|entries| {
            for (key, entry) in entries {
                let own = definition
                    .field_or_target(key)
                    .is_none_or(|field| !field.shared || !answered(key));
                // Two programmes may remember different days and values; those of the first hold.
                if own || entry.is_empty() {
                    entry.write(&sheet.typed, key);
                }
            }
        });
        fields
    }

    /// Whether the key is answered in the place of another programme's sheet.
    pub(super) fn answered_in(self, others: &[Self], key: &str) -> bool {
        let mine = self.entry(key);
        let same = |fields: &Self| match (fields.entry(key), mine) {
            (Some(other), Some(mine)) => other.is(mine),
            _ => false,
        };
        others.iter().any(same)
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

    /// Where these codes are kept.
    pub(super) fn several(self, key: &str) -> Option<RwSignal<Vec<String>>> {
        match self.entry(key)? {
            Entry::Several(codes) => Some(codes),
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
