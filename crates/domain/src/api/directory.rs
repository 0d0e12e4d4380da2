//! Institutions and teams of the district.

use serde::{Deserialize, Serialize};

use super::residents::TeamCard;
use crate::coordinates::Coordinates;
use crate::ids::{InstitutionId, TeamId};

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
    /// Version, for `If-Match`.
    #[serde(default)]
    pub version: i64,
}

/// Where people find an institution, entered anew as a whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlaceInstitution {
    /// Address; 1 to 120 characters.
    pub address: String,
    /// Phone: 5 to 20 characters, of them at least 3 digits, the others spaces, hyphens and `+`.
    pub phone: String,
    /// Where it stands; left out where nobody knows.
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
    #[doc = "Changes where people find an institution."]
    PostInstitutionPlace = "place_institution": Post "/institutions/{institution}/place", Staff,
        path InstitutionId, query (), body PlaceInstitution, reply Institution, errors [Conflict, VersionMissing];
    #[doc = "Lists family-doctor teams."]
    ListTeams = "list_teams": Get "/teams", SignedIn,
        path (), query TeamQuery, body (), reply Vec<TeamCard>, errors [];
    #[doc = "Answers one team with its members and its phone."]
    GetTeam = "get_team": Get "/teams/{team}", SignedIn,
        path TeamId, query (), body (), reply TeamCard, errors [];
}
