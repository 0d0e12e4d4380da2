//! The levels of institutions and the teams that take difficult cases, as the district's administrator enters
//! them. Rules stand in [`crate::rules::levels`].

use serde::{Deserialize, Serialize};

use crate::ids::{InstitutionId, TeamId};
use crate::rules::three_colours::Level;

/// A team that can be named as the one above.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UpperTeam {
    /// The team.
    pub team_id: TeamId,
    /// Its name.
    pub team: String,
    /// Its institution.
    pub institution: String,
}

/// An institution with its level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InstitutionLevel {
    /// The institution.
    pub institution_id: InstitutionId,
    /// Its name.
    pub name: String,
    /// Its level.
    pub level: Level,
    /// The team that takes its difficult cases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upper: Option<UpperTeam>,
    /// Version, for `If-Match`.
    pub version: i64,
}

/// All institutions, and the teams that can be named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Levels {
    /// Institutions in the district's order.
    pub institutions: Vec<InstitutionLevel>,
    /// Teams of hospitals.
    pub teams: Vec<UpperTeam>,
}

/// Enters a level anew as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SetLevelBody {
    /// The level: township or hospital.
    pub level: Level,
    /// The team that takes the difficult cases; left out where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upper_team: Option<TeamId>,
}

crate::endpoints! {
    visit visit_levels;
    #[doc = "Lists the levels of all institutions and the teams that can be named as the one above; for the district's administrator."]
    ListLevels = "list_levels": Get "/levels", Staff,
        path (), query (), body (), reply Levels, errors [];
    #[doc = "Enters the level of an institution and the team that takes its difficult cases."]
    SetLevel = "set_level": Post "/institutions/{institution}/level", Staff,
        path InstitutionId, query (), body SetLevelBody, reply InstitutionLevel,
        errors [Conflict, VersionMissing];
}
