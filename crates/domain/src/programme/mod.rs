//! Programmes of follow-up (随访) as data: what a form asks, what may stand in it, and how it is judged.
//!
//! A [`Definition`] is one edition of one programme, read from JSON. The service holds the editions and
//! hands them out; the client draws the form from one and decides by it while somebody types, and
//! the service decides by the same edition again. Nothing here knows a disease: names, code lists,
//! ranges, thresholds and rules all stand in the definitions (`crates/domain/programmes`), each with its
//! source. Pure: the day of the visit comes with the answers.

mod answers;
mod carry;
mod check;
mod condition;
mod decide;
mod definition;
mod facts;
mod field;
mod names;
#[cfg(any(test, feature = "national"))]
pub mod national;
mod rule;
#[cfg(any(test, feature = "national"))]
mod soundness;

pub use answers::{Answers, Value};
pub use carry::{carried, following, proposed};
pub use check::{CONFIRMED, STEPPED, check, unusual};
pub use condition::Condition;
pub use decide::{Decision, Referral, decide};
pub use definition::{Class, Definition, List, Opt, PrintGroup, Quick, Section, Tone, Words};
pub use facts::{Facts, Known, bmi_tenths};
pub use field::{Carry, Computed, ComputedKind, Field, Kind, Level, NumberKind, Proposed, Stage};
pub use names::{Edition, NotAName, ProgrammeCode};
pub use rule::{Case, Contact, Fault, From, Interval, Note, Rule, Status, Step, Threshold};

#[cfg(test)]
mod tests;
