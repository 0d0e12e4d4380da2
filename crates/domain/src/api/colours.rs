//! The colour of a person (三色标) with what made it and where they are followed up, and the pushes by which
//! a person moves from one level to another. Rules stand in [`crate::rules::three_colours`].

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::residents::PersonHeader;
use crate::ids::{PushId, ResidentId};
use crate::programme::{ProgrammeCode, Words};
use crate::rules::three_colours::{Colour, Level, Why};

/// Longest reason or note, in characters.
pub const REASON_MAX: usize = 200;

/// What made a colour, in words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SourceCard {
    /// The programme.
    pub programme: ProgrammeCode,
    /// What it is called.
    pub title: Words,
    /// The colour that it makes.
    pub colour: Colour,
    /// Why.
    pub why: Why,
    /// Class of the last visit.
    pub class: Words,
    /// Day of the last visit.
    #[serde(deserialize_with = "crate::time::date")]
    pub on: NaiveDate,
}

/// Where somebody is followed up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Place {
    /// The level.
    pub level: Level,
    /// The institution.
    pub institution: String,
    /// The team.
    pub team: String,
    /// A number that is answered.
    pub phone: String,
}

/// What changed a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A visit was recorded.
    Visit,
    /// A visit was corrected.
    Correction,
    /// A visit was voided.
    Voiding,
    /// A day passed.
    Day,
    /// A doctor set it.
    Doctor,
}

/// A colour of before, or the present one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ColourChange {
    /// Since when.
    #[serde(deserialize_with = "crate::time::instant")]
    pub at: DateTime<Utc>,
    /// The colour.
    pub colour: Colour,
    /// What changed it.
    pub cause: Cause,
    /// Who: whoever recorded, corrected, voided or set it; absent where a day passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The doctor's reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What made it.
    pub sources: Vec<SourceCard>,
}

/// The colour of a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ColourCard {
    /// The person.
    pub resident_id: ResidentId,
    /// The colour that holds; absent where nothing makes one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
    /// What the rules say; another one where a doctor set the colour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub computed: Option<Colour>,
    /// Whether a doctor set it; it holds until the rules say another colour than they do now.
    pub set_by_doctor: bool,
    /// What made the computed one.
    pub sources: Vec<SourceCard>,
    /// Where the person is followed up.
    pub place: Place,
    /// The push that waits or was returned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub push: Option<PushCard>,
    /// Colours of before and the present one, the newest first; for staff.
    pub history: Vec<ColourChange>,
    /// Whether the caller may set the colour.
    pub may_set: bool,
    /// Version; needed as `If-Match` to set the colour. 0 where there is none yet.
    pub version: i64,
}

/// Sets a colour.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SetColourBody {
    /// The colour.
    pub colour: Colour,
    /// Why.
    pub reason: String,
}

/// What became of a push.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PushState {
    /// Nobody has answered.
    Waiting,
    /// Accepted.
    Accepted,
    /// Sent back with a reason.
    Returned,
    /// The colour changed before anybody answered.
    Withdrawn,
}

/// A person who is pushed to another level.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PushCard {
    /// The push.
    pub push_id: PushId,
    /// The person.
    pub person: PersonHeader,
    /// Where the person is followed up.
    pub from: Place,
    /// Who is asked.
    pub to: Place,
    /// The colour.
    pub colour: Colour,
    /// What made it.
    pub sources: Vec<SourceCard>,
    /// What the sender adds, or the reason of a colour that a doctor set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What became of it.
    pub state: PushState,
    /// When it was made.
    #[serde(deserialize_with = "crate::time::instant")]
    pub made_at: DateTime<Utc>,
    /// Full days since.
    pub days: u16,
    /// Whether it waits longer than it may.
    pub late: bool,
    /// Whether the team's lead and the sender were reminded.
    pub reminded: bool,
    /// Who answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_by: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<DateTime<Utc>>,
    /// Why it was returned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whether the caller may answer it.
    pub may_answer: bool,
}

/// Which pushes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// To one's own level.
    #[default]
    Incoming,
    /// From one's own level.
    Outgoing,
}

/// Which pushes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PushQuery {
    /// To or from one's own level.
    #[serde(default)]
    pub side: Side,
    /// Those that were answered or withdrawn, instead of those that wait or were returned.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub answered: bool,
}

/// Adds to a push by hand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SendPushBody {
    /// Made by the client; the push's own id.
    pub id: PushId,
    /// What the other level should know.
    pub note: String,
}

/// Sends a person back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReturnPushBody {
    /// Why.
    pub reason: String,
}

/// What waits for somebody besides the visits that are due.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Waiting {
    /// Pushes that wait for the caller's level.
    pub incoming: u32,
    /// Pushes of the caller's level that nobody accepted in time, or that were returned.
    pub outgoing: u32,
    /// Of the incoming ones, those that wait longer than they may.
    pub late: u32,
    /// People who may have a disease and are in no programme of it.
    #[serde(default)]
    pub suspects: u32,
    /// Home measurements that are an emergency and that nobody has looked at.
    pub alerts: Vec<super::home_measurements::AlertCard>,
}

crate::endpoints! {
    visit visit_colours;
    #[doc = "Answers a person's colour, what made it, and where they are followed up."]
    GetColour = "get_colour": Get "/residents/{resident}/colour", SignedIn,
        path ResidentId, query (), body (), reply ColourCard, errors [];
    #[doc = "Sets a person's colour with a reason, until the rules say another one than they do now."]
    SetColour = "set_colour": Post "/residents/{resident}/colour", Staff,
        path ResidentId, query (), body SetColourBody, reply ColourCard,
        errors [Conflict, VersionMissing, WrongState];
    #[doc = "Lists people who are pushed to or from one's own level, those that wait longest first."]
    ListPushes = "list_pushes": Get "/pushes", Staff,
        path (), query PushQuery, body (), reply Vec<PushCard>, errors [];
    #[doc = "Pushes a person again who was returned."]
    SendPush = "send_push": Post "/residents/{resident}/pushes", Staff,
        path ResidentId, query (), body SendPushBody, reply PushCard, errors [Conflict, WrongState];
    #[doc = "Takes a person over who was pushed to one's own level."]
    AcceptPush = "accept_push": Post "/pushes/{push}/accept", Staff,
        path PushId, query (), body (), reply PushCard, errors [Conflict];
    #[doc = "Sends a person back who was pushed to one's own level, with a reason."]
    ReturnPush = "return_push": Post "/pushes/{push}/return", Staff,
        path PushId, query (), body ReturnPushBody, reply PushCard, errors [Conflict];
    #[doc = "Answers what waits for one besides the visits that are due: pushes, suspected cases, and alarming home measurements."]
    GetWaiting = "get_waiting": Get "/waiting", Staff,
        path (), query (), body (), reply Waiting, errors [];
}
