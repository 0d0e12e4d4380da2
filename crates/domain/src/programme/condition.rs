//! When something holds: a small tree over what is known of a visit, written as JSON, for instance
//! `{"any":[{"at_least":["sbp","sbp_urgent"]},{"chosen":["danger_signs",1]}]}`.
//!
//! Numbers are compared with numbers that have a name (a threshold, another field), so that every figure
//! of a rule stands in one place with its source. What is not answered fulfils no comparison.

use serde::{Deserialize, Serialize};

use super::Facts;

/// A condition. Keys name a field that is asked, a threshold, or one of [`super::Known`]'s figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Each of them holds.
    All(Vec<Condition>),
    /// One of them holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// Both are known, and the first is at or above the second.
    AtLeast(String, String),
    /// Both are known, and the first is at or below the second.
    AtMost(String, String),
    /// The code that is chosen, or one of those that are ticked, is one of these.
    OneOf(String, Vec<String>),
    /// So many are ticked, not counting what stands alone ("none").
    Chosen(String, u8),
    /// It is answered, and not only with blanks.
    Filled(String),
    /// It is answered with yes.
    Yes(String),
    /// The sex is one of these codes of GB/T 2261.1.
    Sex(Vec<String>),
    /// The class of the visit before is one of these.
    Previous(Vec<String>),
    /// The class of this visit, as the rules found it, is one of these.
    Class(Vec<String>),
}

impl Condition {
    /// Whether it holds.
    #[must_use]
    pub fn holds(&self, facts: &Facts<'_>) -> bool {
        let compare = |one: &str, other: &str, fits: fn(i32, i32) -> bool| {
            let pair = facts.quantity(one).zip(facts.quantity(other));
            pair.is_some_and(|(one, other)| fits(one, other))
        };
        let among = |codes: &[String], code: &str| codes.iter().any(|one| one == code);
        match self {
            Condition::All(all) => all.iter().all(|one| one.holds(facts)),
            Condition::Any(any) => any.iter().any(|one| one.holds(facts)),
            Condition::Not(one) => !one.holds(facts),
            Condition::AtLeast(one, other) => compare(one, other, |one, other| one >= other),
            Condition::AtMost(one, other) => compare(one, other, |one, other| one <= other),
            Condition::OneOf(key, codes) => facts.codes(key).any(|code| among(codes, code)),
            Condition::Chosen(key, least) => facts.ticked(key) >= usize::from(*least),
            Condition::Filled(key) => facts.asked(key) && facts.answers.filled(key),
            Condition::Yes(key) => facts.asked(key) && facts.answers.yes(key),
            Condition::Sex(codes) => among(codes, facts.known.sex.code()),
            Condition::Previous(classes) => facts.previous.is_some_and(|one| among(classes, one)),
            Condition::Class(classes) => facts.class.is_some_and(|one| among(classes, one)),
        }
    }
}
