//! Institutions and teams of the district.

use serde::{Deserialize, Serialize};

use super::residents::TeamCard;
use crate::ids::{InstitutionId, TeamId};

/// A place on the map, in GCJ-02: the coordinates of China's maps and of WeChat, some hundred metres
/// beside those of satellites (WGS 84).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Coordinates {
    /// Millionths of a degree, north of the equator.
    pub latitude_microdegrees: i32,
    /// Millionths of a degree, east of Greenwich.
    pub longitude_microdegrees: i32,
}

/// A medical institution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Institution {
    /// The institution.
    pub institution_id: InstitutionId,
    /// Name.
    pub name: String,
    /// Street or town it serves.
    pub township: String,
    /// Address.
    pub address: String,
    /// Phone.
    pub phone: String,
    /// Where it stands, as far as it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coordinates: Option<Coordinates>,
}

/// Which teams.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TeamQuery {
    /// Only those of this institution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institution: Option<InstitutionId>,
}

crate::endpoints! {
    visit visit_directory;
    #[doc = "Lists the institutions of the district."]
    ListInstitutions = "list_institutions": Get "/institutions", Open,
        path (), query (), body (), reply Vec<Institution>, errors [];
    #[doc = "Lists family-doctor teams."]
    ListTeams = "list_teams": Get "/teams", SignedIn,
        path (), query TeamQuery, body (), reply Vec<TeamCard>, errors [];
    #[doc = "Answers one team with its members and its phone."]
    GetTeam = "get_team": Get "/teams/{team}", SignedIn,
        path TeamId, query (), body (), reply TeamCard, errors [];
}
