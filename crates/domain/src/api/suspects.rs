//! Suspected cases (疑似病例): people in one's care whose readings have reached the figure of a disease and who
//! are in no programme of it. Somebody takes them into the programme (纳入管理) or excludes them (排除) with a
//! reason. Who is one is decided by [`crate::rules::suspects`].

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::Page;
use super::residents::PersonHeader;
use crate::ids::{ResidentId, SuspectDecisionId};
use crate::programme::{ProgrammeCode, Words};
use crate::rules::home_measurement::{HomeKind, Moment};
use crate::rules::three_colours::Colour;

/// Longest note of a decision, in characters.
pub const NOTE_MAX: usize = 200;

/// A reading that makes somebody suspect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Evidence {
    /// Its day.
    #[serde(deserialize_with = "crate::time::date")]
    pub on: NaiveDate,
    /// What was measured.
    pub kind: HomeKind,
    /// Systolic pressure in mmHg, or glucose in tenths of mmol/L.
    pub value: u16,
    /// Diastolic pressure in mmHg.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<u16>,
    /// When a glucose was measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moment: Option<Moment>,
    /// Whether the person measured it at home.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub home: bool,
}

/// A suspected case, as the list shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SuspectCard {
    /// The person.
    pub person: PersonHeader,
    /// The programme that would follow them up.
    pub programme: ProgrammeCode,
    /// What it is called.
    pub title: Words,
    /// Of each day the highest reading, the newest first.
    pub evidence: Vec<Evidence>,
    /// The person's colour in the programmes that they are in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
}

/// Which suspected cases.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SuspectQuery {
    /// Only those of this programme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<ProgrammeCode>,
    /// Only this community or village.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub village: Option<String>,
    /// Cursor of the previous page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 纳入管理: they are followed up in the programme from now on.
    Enrolled,
    /// 排除: they are not shown again before a later reading reaches the figure.
    Excluded,
}

/// Why somebody was excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ExcludeReason {
    /// 上级医院没有确诊.
    NotConfirmed,
    /// 一时的原因: pain, a drug, excitement, an acute illness.
    PassingCause,
    /// 量得不准.
    MeasuredWrongly,
    /// 在别处管理.
    Elsewhere,
    /// Something else, which the note says.
    Other,
}

impl ExcludeReason {
    /// All of them, the usual ones first.
    pub const ALL: [Self; 5] = [
        Self::NotConfirmed,
        Self::PassingCause,
        Self::MeasuredWrongly,
        Self::Elsewhere,
        Self::Other,
    ];
}

/// Decides about a suspected case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DecideSuspectBody {
    /// Made by the client; the decision's own id.
    pub id: SuspectDecisionId,
    /// What was decided.
    pub verdict: Verdict,
    /// Day of the newest reading that was looked at; a later one is decided about again.
    #[serde(deserialize_with = "crate::time::date")]
    pub seen_through: NaiveDate,
    /// For whoever is taken in: when the first visit is due.
    #[serde(
        default,
        deserialize_with = "crate::time::date_if_any",
        skip_serializing_if = "Option::is_none"
    )]
    pub first_visit: Option<NaiveDate>,
    /// For whoever is excluded: why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<ExcludeReason>,
    /// What else there is to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A decision that was taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SuspectDecision {
    /// The decision.
    pub id: SuspectDecisionId,
    /// What was decided.
    pub verdict: Verdict,
    /// Why somebody was excluded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<ExcludeReason>,
    /// What else was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// When the first visit was due.
    #[serde(
        default,
        deserialize_with = "crate::time::date_if_any",
        skip_serializing_if = "Option::is_none"
    )]
    pub first_visit: Option<NaiveDate>,
    /// When.
    #[serde(deserialize_with = "crate::time::instant")]
    pub at: DateTime<Utc>,
    /// Who decided.
    pub by: String,
    /// What was looked at.
    pub evidence: Vec<Evidence>,
}

/// All that is known of one disease that a person is suspected of, or was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SuspectFile {
    /// The programme.
    pub programme: ProgrammeCode,
    /// What it is called.
    pub title: Words,
    /// The readings that wait for a decision; empty where nothing waits.
    pub evidence: Vec<Evidence>,
    /// Where the figures come from.
    pub source: String,
    /// What was decided before, the newest first.
    pub decisions: Vec<SuspectDecision>,
}

crate::endpoints! {
    visit visit_suspects;
    #[doc = "Lists the suspected cases of one's own scope, the newest readings first."]
    ListSuspects = "list_suspects": Get "/suspects", Staff,
        path (), query SuspectQuery, body (), reply Page<SuspectCard>, errors [];
    #[doc = "Answers of what a resident is suspected, and what was decided before."]
    GetSuspicions = "get_suspicions": Get "/residents/{resident}/suspects", Staff,
        path ResidentId, query (), body (), reply Vec<SuspectFile>, errors [];
    #[doc = "Takes a suspected case into the programme, or excludes it with a reason."]
    DecideSuspect = "decide_suspect": Post "/residents/{resident}/suspects/{programme}", Staff,
        path (ResidentId, ProgrammeCode), query (), body DecideSuspectBody, reply SuspectDecision,
        errors [Conflict, WrongState];
}
