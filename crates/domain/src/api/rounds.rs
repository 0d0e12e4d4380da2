//! A round's quick entry (巡诊快速录入, HT-13): several people one after another, a few numbers each.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{ResidentId, RoundEntryId};

/// What was measured and said on a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RoundEntryBody {
    /// Made by the client; the entry's own id.
    pub id: RoundEntryId,
    /// The day of the round.
    #[serde(deserialize_with = "crate::time::date")]
    pub on: NaiveDate,
    /// Systolic pressure, mmHg.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sbp: Option<u16>,
    /// Diastolic pressure, mmHg.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dbp: Option<u16>,
    /// Beats a minute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heart_rate: Option<u16>,
    /// Fasting glucose, tenths of mmol/L.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub glucose_tenths: Option<u16>,
    /// What the person complains of (问病情).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complaint: Option<String>,
    /// What was advised or prescribed (处理).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
}

/// An entry that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RoundEntry {
    /// What was entered.
    pub entry: RoundEntryBody,
    /// Who entered it.
    pub doctor: String,
    /// When it came.
    #[serde(deserialize_with = "crate::time::instant")]
    pub recorded_at: DateTime<Utc>,
}

crate::endpoints! {
    visit visit_rounds;
    #[doc = "Records what was measured and said of one person on a round."]
    RecordRoundEntry = "record_round_entry": Post "/residents/{resident}/round-entries", Staff,
        path ResidentId, query (), body RoundEntryBody, reply RoundEntry, errors [Conflict];
    #[doc = "Lists what was entered of a person on rounds of the last year, newest first."]
    ListRoundEntries = "list_round_entries": Get "/residents/{resident}/round-entries", Staff,
        path ResidentId, query (), body (), reply Vec<RoundEntry>, errors [];
}
