//! Calls (电话联系) to people whose follow-up is due: what came of each, what it made of the plan, and
//! the follow-ups that were closed by it, which a colleague sees and can open again. What follows from
//! an outcome is decided by [`crate::rules::calls`].

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::Page;
use super::residents::{CursorQuery, PersonHeader};
use crate::ids::{CallId, ResidentId};
use crate::programme::{ProgrammeCode, Words};
use crate::rules::departure::Departure;

/// What came of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CallOutcome {
    /// 约好了: a day was agreed on, in `on`.
    Agreed,
    /// 改天再打: asks to be called again on the day in `on`.
    Later,
    /// 没打通: nobody answered.
    NotReached,
    /// 号码不对: the number is somebody else's or none.
    WrongNumber,
    /// 迁出: lives elsewhere for good.
    Moved,
    /// 拒绝: does not want to be followed up in this programme.
    Refused,
    /// 死亡: has died, on the day in `on` where it is known.
    Died,
}

/// Why a follow-up was closed (终止管理; domain.md §2.0 转归: 1 死亡 2 迁出 3 失访 4 拒绝).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClosedReason {
    /// 死亡.
    Died,
    /// 迁出.
    Moved,
    /// 失访.
    Lost,
    /// 拒绝.
    Refused,
}

/// The last call since the last visit, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LastCall {
    /// What came of it.
    pub outcome: CallOutcome,
    /// The day of the call.
    pub called_on: NaiveDate,
    /// The day agreed on, or on which to call again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
    /// On how many days running nobody was reached.
    #[serde(default)]
    pub tries: u32,
}

/// Longest note of a call, in characters.
pub const NOTE_MAX: usize = 200;

/// Records what came of a call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecordCallBody {
    /// Made by the client; the call's own id.
    pub id: CallId,
    /// The programme that the call was about.
    pub programme: ProgrammeCode,
    /// When it was.
    #[serde(deserialize_with = "crate::time::instant")]
    pub called_at: DateTime<Utc>,
    /// What came of it.
    pub outcome: CallOutcome,
    /// The day that belongs to the outcome.
    #[serde(
        default,
        deserialize_with = "crate::time::date_if_any",
        skip_serializing_if = "Option::is_none"
    )]
    pub on: Option<NaiveDate>,
    /// What else was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A call that was recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CallCard {
    /// The call.
    pub call_id: CallId,
    /// The programme that it was about.
    pub programme: ProgrammeCode,
    /// What the programme is called.
    pub title: Words,
    /// When it was.
    #[serde(deserialize_with = "crate::time::instant")]
    pub called_at: DateTime<Utc>,
    /// What came of it.
    pub outcome: CallOutcome,
    /// The day that belongs to the outcome.
    #[serde(
        default,
        deserialize_with = "crate::time::date_if_any",
        skip_serializing_if = "Option::is_none"
    )]
    pub on: Option<NaiveDate>,
    /// What else was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Who called.
    pub by: String,
    /// Why it closed the follow-ups, where it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<ClosedReason>,
}

/// What calls have to know of a person: how it stands and what was before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Calls {
    /// The person.
    pub person: PersonHeader,
    /// Phone, masked, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_masked: Option<String>,
    /// The follow-ups that are planned.
    pub plans: Vec<PlanCard>,
    /// The newest fifty calls, newest first.
    pub calls: Vec<CallCard>,
    /// How the person left; absent for whoever lives here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub departure: Option<Departure>,
}

/// A planned follow-up, as a call is about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlanCard {
    /// The programme.
    pub programme: ProgrammeCode,
    /// What it is called.
    pub title: Words,
    /// Date it is due.
    #[serde(deserialize_with = "crate::time::date")]
    pub due: NaiveDate,
    /// Emergency or referral check.
    pub urgent: bool,
    /// The last call since the last visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<LastCall>,
}

/// A follow-up that was closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClosedCard {
    /// The person.
    pub person: PersonHeader,
    /// The programme.
    pub programme: ProgrammeCode,
    /// What it is called.
    pub title: Words,
    /// Why it was closed.
    pub reason: ClosedReason,
    /// The day of the call.
    #[serde(deserialize_with = "crate::time::date")]
    pub closed_on: NaiveDate,
    /// Who called.
    pub by: String,
    /// Date on which the follow-up was due.
    #[serde(deserialize_with = "crate::time::date")]
    pub due: NaiveDate,
}

crate::endpoints! {
    visit visit_calls;
    #[doc = "Records what came of a call about a follow-up: it puts the follow-up off, or closes it."]
    RecordCall = "record_call": Post "/residents/{resident}/calls", Staff,
        path ResidentId, query (), body RecordCallBody, reply CallCard, errors [];
    #[doc = "Answers a resident's calls and planned follow-ups."]
    ListCalls = "list_calls": Get "/residents/{resident}/calls", Staff,
        path ResidentId, query (), body (), reply Calls, errors [];
    #[doc = "Lists the follow-ups of one's own scope that were closed, newest first."]
    ListClosed = "list_closed_follow_ups": Get "/follow-ups/closed", Staff,
        path (), query CursorQuery, body (), reply Page<ClosedCard>, errors [];
    #[doc = "Opens a follow-up again that was closed; it is due as it was."]
    ReopenFollowUp = "reopen_follow_up": Post "/residents/{resident}/follow-ups/{programme}/reopen", Staff,
        path (ResidentId, ProgrammeCode), query (), body (), reply (), errors [WrongState];
}
