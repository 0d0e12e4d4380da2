//! Institutions and teams of the district.

use serde::{Deserialize, Serialize};

use super::residents::TeamCard;
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
