//! One edition of a programme: names, form, code lists, thresholds, rules and how often.
//!
//! What a definition may not say stands in `soundness`, which the service asks before it takes one.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Condition, Edition, ProgrammeCode, Referral, Value};

/// A text in both languages of the app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// How sure a rule or a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// As the national document has it.
    National,
    /// Known practice that the document leaves open.
    Known,
    /// This project's; a district should look at it.
    Proposal,
}

/// Where something comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Note {
    /// Document and place in it.
    pub source: String,
    /// How sure it is.
    pub status: Status,
}

/// An edition of a programme.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Definition {
    /// The programme.
    pub programme: ProgrammeCode,
    /// The edition; a visit is stored, shown and judged by the one it was made with.
    pub edition: Edition,
    /// Visits from this day on are made with it.
    #[serde(deserialize_with = "crate::time::date")]
    pub effective_from: NaiveDate,
    /// What the programme is called in a list: 高血压.
    pub title: Words,
    /// What the form is called: 高血压患者随访服务记录表.
    pub form_title: Words,
    /// The document that the form is taken from.
    pub source: String,
    /// Where the ranges of what may be entered come from.
    pub ranges: Note,
    /// Whether the law keeps the illness secret: whoever only helps a resident learns nothing of its
    /// visits ([`crate::rules::secrecy`]).
    #[serde(default, skip_serializing_if = "is_default")]
    pub secret: bool,
    /// Beginning of the catalogue's codes of services that such a visit fulfils.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// Code lists, by their names.
    pub lists: Vec<List>,
    /// The form in its order on a screen.
    pub sections: Vec<Section>,
    /// Named figures of the rules.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub thresholds: Vec<Threshold>,
    /// Classes of a visit, the mildest first; a visit of which no rule says otherwise has that one.
    pub classes: Vec<Class>,
    /// Rules, the most pressing first.
    pub rules: Vec<Rule>,
    /// When the next visit is due at the latest where no rule says sooner: the first step that holds and
    /// lies after the visit. Where there is none, no visit follows.
    pub schedule: Vec<Step>,
    /// Whom to call; rules name them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    /// What a form may not say beside ranges and required fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<Fault>,
}

/// A code list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct List {
    /// By which fields name it.
    pub name: String,
    /// The entries in their order.
    pub options: Vec<Opt>,
}

/// An entry of a code list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Opt {
    /// The word in JSON and in storage.
    pub code: String,
    /// Chinese, as on the form.
    pub zh: String,
    /// English.
    pub en: String,
    /// The number on the national form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// What it counts in a sum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<i32>,
    /// Whether it excludes all others ("none").
    #[serde(default, skip_serializing_if = "is_default")]
    pub alone: bool,
}

/// A part of the form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Section {
    /// Its heading.
    pub title: Words,
    /// Whether it stays closed until somebody opens it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub folded: bool,
    /// What it asks.
    pub fields: Vec<Field>,
}

/// Something that is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Field {
    /// Key of the answer.
    pub key: String,
    /// Chinese, as on the form.
    pub zh: String,
    /// English.
    pub en: String,
    /// What stands below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Words>,
    /// What is answered.
    pub kind: Kind,
    /// Whether it must be answered where it is asked.
    #[serde(default, skip_serializing_if = "is_default")]
    pub required: bool,
    /// Whether the rules wait for it: before it is answered the decision is not shown as one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub decides: bool,
    /// Asked only when this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Whether every programme that asks it under this key means the same, so that one sheet of several
    /// programmes asks it once.
    #[serde(default, skip_serializing_if = "is_default")]
    pub shared: bool,
    /// What the form begins with.
    #[serde(default, skip_serializing_if = "is_default")]
    pub carry: Carry,
    /// The answer that stands there where nothing is carried over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// Key under which what is agreed for the next time is answered (目标), with the same kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// Place on the national form, from 1 on; a field without is printed behind the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub print: Option<u16>,
}

/// What a field is answered with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A number.
    Number(NumberKind),
    /// One code of the list of that name.
    Choice(String),
    /// Any codes of the list of that name.
    Choices(String),
    /// A class of the programme; the rules' one unless somebody gives a reason.
    Class,
    /// Words.
    Text,
    /// A day that is not in the future.
    Day,
    /// A day that may lie ahead.
    AnyDay,
    /// Yes or no.
    Flag,
    /// All drugs taken.
    Drugs,
    /// Nothing is asked: it follows from other answers.
    Computed(ComputedKind),
}

/// A number with its unit and its ranges, all in its scale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NumberKind {
    /// The unit as it stands behind the number.
    pub unit: Words,
    /// Digits behind the point: 650 in scale 1 is 65.0.
    #[serde(default, skip_serializing_if = "is_default")]
    pub scale: u8,
    /// Least and greatest value that is accepted.
    pub legal: [i32; 2],
    /// Least and greatest value that is not asked about again.
    pub usual: [i32; 2],
}

/// What is computed, and how it is told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ComputedKind {
    /// How.
    pub by: Computed,
    /// The unit.
    pub unit: Words,
    /// Digits behind the point.
    #[serde(default, skip_serializing_if = "is_default")]
    pub scale: u8,
    /// In words: the first that holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<Level>,
}

/// How a number follows from others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Computed {
    /// Tenths of kg/m² from tenths of kg and tenths of cm.
    Bmi {
        /// Key of the weight.
        weight: String,
        /// Key of the height.
        height: String,
    },
    /// The sum of numbers and of chosen options' scores; unknown while one is.
    Sum {
        /// Keys that count as they are.
        of: Vec<String>,
        /// Keys that count reversed: `from` less their value.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        reversed: Vec<String>,
        /// What the reversed ones are taken from.
        #[serde(default, skip_serializing_if = "is_default")]
        from: i32,
    },
    /// Days from that day to the visit.
    DaysSince(String),
    /// The share of one number in another, in per cent.
    Percent {
        /// Key of the part.
        of: String,
        /// Key of the whole.
        whole: String,
        /// Digits behind the point.
        #[serde(default, skip_serializing_if = "is_default")]
        scale: u8,
    },
}

/// A computed number in words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Level {
    /// The word in JSON.
    pub code: String,
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
    /// When it is this one; always where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
}

/// What a form begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Carry {
    /// Nothing: what is measured or happens anew is never carried over.
    #[default]
    Never,
    /// What was answered last time, marked with the day it is from.
    Last,
}

/// A named figure of the rules, in the scale of what it is compared with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Threshold {
    /// Its name in conditions and in texts (`{sbp_limit}`).
    pub key: String,
    /// Digits behind the point.
    #[serde(default, skip_serializing_if = "is_default")]
    pub scale: u8,
    /// The first that holds.
    pub cases: Vec<Case>,
    /// Document and place in it.
    pub source: String,
    /// How sure it is.
    pub status: Status,
}

/// A threshold's figure for some people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Case {
    /// For whom; everybody else where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// The figure.
    pub value: i32,
}

/// A class of a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Class {
    /// The word in JSON and in storage.
    pub code: String,
    /// Chinese, as on the form.
    pub zh: String,
    /// English.
    pub en: String,
    /// The number on the national form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// How it is coloured.
    pub tone: Tone,
}

/// How something is coloured, always beside its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Well.
    Ok,
    /// To be looked at.
    Warn,
    /// Bad.
    Bad,
}

/// A rule: what follows when something holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rule {
    /// Its name in decisions.
    pub id: String,
    /// The reason in Chinese; `{key}` stands for the number under that key.
    pub zh: String,
    /// The reason in English.
    pub en: String,
    /// When it holds.
    pub when: Condition,
    /// The least class of the visit then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// Whether the person is referred then.
    #[serde(default, skip_serializing_if = "is_default")]
    pub referral: Referral,
    /// The latest next visit then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Interval>,
    /// Whether the programme ends for this person then.
    #[serde(default, skip_serializing_if = "is_default")]
    pub ends: bool,
    /// What to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advice: Option<Words>,
    /// What the form's reason for a referral begins with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referral_reason: Option<Words>,
    /// Whom to call, by the names of the contacts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub call: Vec<String>,
    /// Document and place in it.
    pub source: String,
    /// How sure it is.
    pub status: Status,
}

/// A distance to the next visit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Interval {
    /// Days from the visit on.
    Days(u16),
    /// Months from the visit on.
    Months(u16),
    /// The last day of the calendar year that lies so many years after the visit's.
    YearEnd(u8),
    /// Some time after another day.
    From(From),
}

/// A day some time after another one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct From {
    /// Key of the day, or `born`.
    pub day: String,
    /// Months after it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub months: u16,
    /// Days after that.
    #[serde(default, skip_serializing_if = "is_default")]
    pub days: u16,
}

/// A step of the schedule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Step {
    /// For which visits; all others where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// The latest next visit.
    pub within: Interval,
    /// Document and place in it.
    pub source: String,
    /// How sure it is.
    pub status: Status,
}

/// Somebody to call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Contact {
    /// By which rules name it.
    pub name: String,
    /// What the button says, in Chinese.
    pub zh: String,
    /// What the button says, in English.
    pub en: String,
    /// The number, where it is the same everywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// Something that a form may not say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Fault {
    /// The field that is to be looked at.
    pub field: String,
    /// Why, as a stable word.
    pub reason: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// When it is so.
    pub when: Condition,
}

/// Whether it says nothing beyond what holds without it.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Definition {
    /// All fields in the form's order.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.sections.iter().flat_map(|section| &section.fields)
    }

    /// The field that is answered under this key.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields().find(|field| field.key == key)
    }

    /// The field that has this key or agrees on a target under it, because both are of one kind.
    #[must_use]
    pub fn field_or_target(&self, key: &str) -> Option<&Field> {
        self.fields()
            .find(|field| field.key == key || field.target.as_deref() == Some(key))
    }

    /// The code list of that name.
    #[must_use]
    pub fn list(&self, name: &str) -> &[Opt] {
        let list = self.lists.iter().find(|list| list.name == name);
        list.map_or(&[], |list| &list.options)
    }

    /// The options of the field of that key; none where it is no choice.
    #[must_use]
    pub fn options(&self, key: &str) -> &[Opt] {
        match self.field(key).map(|field| &field.kind) {
            Some(Kind::Choice(list) | Kind::Choices(list)) => self.list(list),
            _ => &[],
        }
    }

    /// The threshold of that name.
    #[must_use]
    pub fn threshold(&self, key: &str) -> Option<&Threshold> {
        self.thresholds.iter().find(|one| one.key == key)
    }

    /// The class of that code.
    #[must_use]
    pub fn class(&self, code: &str) -> Option<&Class> {
        self.classes.iter().find(|one| one.code == code)
    }

    /// The rule of that name.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|one| one.id == id)
    }
}

impl Field {
    /// Digits behind the point of its numbers.
    #[must_use]
    pub fn scale(&self) -> u8 {
        match &self.kind {
            Kind::Number(number) => number.scale,
            Kind::Computed(computed) => computed.scale,
            _ => 0,
        }
    }
}
