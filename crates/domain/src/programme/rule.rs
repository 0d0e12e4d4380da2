//! How a visit is judged: named figures, rules, the schedule, and what a form may not say, each with its source.

use serde::{Deserialize, Serialize};

use super::definition::is_default;
use super::{Condition, Referral, Words};

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
