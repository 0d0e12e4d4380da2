//! Who cares for a team's residents while its own people are away (代班).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::codes::Role;
use crate::ids::{CoverId, StaffId, TeamId};

/// Somebody who may cover for a team.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Colleague {
    /// The member of staff.
    pub staff_id: StaffId,
    /// Name.
    pub name: String,
    /// 职称, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Role.
    pub role: Role,
}

/// Arranges a cover.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ArrangeCover {
    /// Made by the client; the cover's own id.
    pub id: CoverId,
    /// Whose residents.
    pub team_id: TeamId,
    /// Who covers.
    pub staff_id: StaffId,
    /// First day; today or later.
    pub from: NaiveDate,
    /// Last day, at most 60 days after the first.
    pub until: NaiveDate,
}

/// A cover that is not over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cover {
    /// The cover.
    pub cover_id: CoverId,
    /// The team.
    pub team_id: TeamId,
    /// Its name.
    pub team: String,
    /// Who covers.
    pub staff_id: StaffId,
    /// Their name.
    pub staff: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: NaiveDate,
    /// Whether it holds today.
    pub today: bool,
    /// Whether the asker may end it.
    pub may_end: bool,
    /// Version, for `If-Match`.
    pub version: i64,
}

crate::endpoints! {
    visit visit_covers;
    #[doc = "Lists the covers that are not over: of the own teams, by oneself, or of the institutions one keeps."]
    ListCovers = "list_covers": Get "/covers", Staff,
        path (), query (), body (), reply Vec<Cover>, errors [];
    #[doc = "Lists who may cover for a team."]
    ListColleagues = "list_colleagues": Get "/teams/{team}/colleagues", Staff,
        path TeamId, query (), body (), reply Vec<Colleague>, errors [];
    #[doc = "Arranges that somebody cares for a team's residents for some days."]
    PostCover = "arrange_cover": Post "/covers", Staff,
        path (), query (), body ArrangeCover, reply Cover, errors [];
    #[doc = "Ends a cover before its last day."]
    PostCoverEnd = "end_cover": Post "/covers/{cover}/end", Staff,
        path CoverId, query (), body (), reply (), errors [Conflict, VersionMissing, WrongState];
}
