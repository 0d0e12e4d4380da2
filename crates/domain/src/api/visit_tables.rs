//! Visits as they leave the screen: those of one person and year side by side, as the national form has them on
//! a sheet of paper, and those of a team and some months as rows of a table.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Page;
use super::follow_ups::FollowUp;
use crate::ids::FollowUpId;
use crate::programme::ProgrammeCode;

/// Longest time that a table covers, in days: a year with its first day again.
pub const MOST_DAYS: i64 = 366;

/// The visits of one sheet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VisitSheet {
    /// Number of the record, which stands at the head of the form.
    pub record_no: String,
    /// All visits of the programme, of this edition and of the calendar year, oldest first; the one that was
    /// asked for is among them.
    pub visits: Vec<FollowUp>,
}

/// Which visits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VisitTableQuery {
    /// Of this programme.
    pub programme: ProgrammeCode,
    /// Made on this day or later.
    #[serde(deserialize_with = "crate::time::date")]
    pub from: NaiveDate,
    /// Made on this day or earlier, at most a year later.
    #[serde(deserialize_with = "crate::time::date")]
    pub until: NaiveDate,
    /// Cursor of the previous page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VisitRow {
    /// Number of the record.
    pub record_no: String,
    /// ID number, masked.
    pub national_id_masked: String,
    /// The visit.
    pub visit: FollowUp,
}

crate::endpoints! {
    visit visit_visit_tables;
    #[doc = "Answers the visits that stand on one sheet with a visit: those of its person, programme, edition and year."]
    GetVisitSheet = "get_visit_sheet": Get "/follow-ups/{follow_up}/sheet", SignedIn,
        path FollowUpId, query (), body (), reply VisitSheet, errors [];
    #[doc = "Lists the visits of one's own teams in a programme and a time, person by person; a page may be empty and have a next one."]
    ListVisitTable = "list_visit_table": Get "/follow-ups/table", Staff,
        path (), query VisitTableQuery, body (), reply Page<VisitRow>, errors [];
}
