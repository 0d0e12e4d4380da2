//! Whether a resident lives here, has moved away or has died: one fact of the person, marked and corrected with
//! a reason. Rules stand in [`crate::rules::departure`].

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::residents::PersonHeader;
use crate::ids::ResidentId;
use crate::rules::departure::{Departure, Leaving};

/// How a mark came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// On the person's page.
    Marked,
    /// By a call about a follow-up.
    Call,
    /// A visit after the move: the person is back.
    Visit,
    /// A follow-up that it had closed was opened again.
    Reopened,
}

/// One mark of a person's history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DepartureMark {
    /// When it was made.
    #[serde(deserialize_with = "crate::time::instant")]
    pub at: DateTime<Utc>,
    /// How the person left; absent where an earlier mark was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<Leaving>,
    /// The day, where it is known.
    #[serde(
        default,
        deserialize_with = "crate::time::date_if_any",
        skip_serializing_if = "Option::is_none"
    )]
    pub on: Option<NaiveDate>,
    /// How it came about.
    pub source: Source,
    /// Who marked it.
    pub by: String,
    /// Why, where somebody said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Follow-ups that it closed, or opened again.
    pub follow_ups: u32,
    /// Booked numbers that it gave back.
    pub bookings: u32,
    /// Whether it ended a contract or a request for one, or brought one back.
    pub contract: bool,
}

/// Whether somebody lives here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DepartureCard {
    /// The person.
    pub person: PersonHeader,
    /// How they left; absent for whoever lives here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub departure: Option<Departure>,
    /// What was marked, the newest first.
    pub marks: Vec<DepartureMark>,
    /// Whether the caller may mark it.
    pub may_mark: bool,
    /// Version; needed as `If-Match` to mark. 0 where nothing was ever marked.
    pub version: i64,
}

/// Marks that somebody left, corrects that, or takes it back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MarkDepartureBody {
    /// How they left; absent: they live here after all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<Leaving>,
    /// The day; needed where they left.
    #[serde(
        default,
        deserialize_with = "crate::time::date_if_any",
        skip_serializing_if = "Option::is_none"
    )]
    pub on: Option<NaiveDate>,
    /// How it is known, or what was wrong.
    pub reason: String,
}

crate::endpoints! {
    visit visit_departures;
    #[doc = "Answers whether a resident lives here, and what was marked of it before."]
    GetDeparture = "get_departure": Get "/residents/{resident}/departure", Staff,
        path ResidentId, query (), body (), reply DepartureCard, errors [];
    #[doc = "Marks that a resident has moved away or died, corrects that, or takes it back: open follow-ups end and come back with it."]
    MarkDeparture = "mark_departure": Post "/residents/{resident}/departure", Staff,
        path ResidentId, query (), body MarkDepartureBody, reply DepartureCard,
        errors [Conflict, VersionMissing, WrongState];
}
