//! What a form asks: its fields, what they are answered with, and what follows from other answers.

use serde::{Deserialize, Serialize};

use super::definition::is_default;
use super::{Condition, From, Status, Value, Words};

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
    /// Which code the form begins with on the day of the visit, before anything is carried over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed: Option<Proposed>,
    /// The answer that stands there where nothing is carried over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// Whether the drugs are written by morning, noon and evening, as the national form has them.
    #[serde(default, skip_serializing_if = "is_default")]
    pub by_time: bool,
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
    /// By how much a press of minus or plus changes it, from the value of last time on; for what changes
    /// slowly. Without it the number is typed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub step: u16,
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
    /// Nothing, but one press for the whole form takes over what was answered last time, marked with the day it
    /// is from: what is looked at anew each time and is mostly as it was. Never what is measured.
    Asked,
    /// The code behind the one of last time in its list: the stages of a child's or a pregnancy's visits.
    Next,
}

/// Codes that a form begins with by age, by weeks, or by the time since something began: the stages of a
/// child's, a pregnancy's, a treatment's visits. The last one that holds is proposed, and none that stands
/// before the one of the last visit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Proposed {
    /// The codes, the earliest first.
    pub stages: Vec<Stage>,
    /// Document and place in it.
    pub source: String,
    /// How sure it is.
    pub status: Status,
}

/// A code with when it is proposed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Stage {
    /// The code.
    pub code: String,
    /// From which day on: some time after the birth, or after a day that the last visit tells. Where a number is
    /// named, it counts months, and the day is the one on which the first of them began. Without it there is
    /// no such bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<From>,
    /// What the last visit has to be like; whatever it was like, and also without one, where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Condition>,
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
