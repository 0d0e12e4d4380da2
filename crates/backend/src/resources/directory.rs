//! Institutions and teams of the district. Public knowledge: nothing here is about a resident, so
//! nothing is audited.

use domain::api::directory::{
    Coordinates, GetTeam, Institution, ListInstitutions, ListTeams, TeamQuery,
};
use domain::api::residents::TeamCard;
use domain::ids::TeamId;

use super::people::{team_card, team_cards};
use crate::call::Call;
use crate::db::{DbError, Row, Tx};
use crate::district::DistrictId;
use crate::failure::Failure;
use crate::http::Api;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read_public::<ListInstitutions>(list_institutions);
    api.read::<ListTeams>(list_teams);
    api.read::<GetTeam>(get_team);
}

/// Lists the institutions of the district.
pub fn list_institutions(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    _query: (),
) -> Result<Vec<Institution>, Failure> {
    institutions(tx, &call.district)
}

/// The institutions of a district, in its own order.
pub fn institutions(tx: &mut dyn Tx, district: &DistrictId) -> Result<Vec<Institution>, Failure> {
    let rows = tx.rows(
        "SELECT id, name, township, address, phone, latitude_microdegrees,
             longitude_microdegrees FROM institution
         WHERE district_id = $1 AND level = 'township' ORDER BY sort, id",
        &[district.into()],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Institution {
                institution_id: row.get("id")?,
                name: row.get("name")?,
                township: row.get("township")?,
                address: row.get("address")?,
                phone: row.get("phone")?,
                coordinates: coordinates(row)?,
            })
        })
        .collect()
}

/// Where the institution of a row stands; unknown where either half is.
pub(super) fn coordinates(row: &Row) -> Result<Option<Coordinates>, DbError> {
    let latitude: Option<i32> = row.get("latitude_microdegrees")?;
    let longitude: Option<i32> = row.get("longitude_microdegrees")?;
    let both = latitude.zip(longitude);
    Ok(both.map(|(latitude, longitude)| Coordinates {
        latitude_microdegrees: latitude,
        longitude_microdegrees: longitude,
    }))
}

/// Lists family-doctor teams.
pub fn list_teams(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    query: TeamQuery,
) -> Result<Vec<TeamCard>, Failure> {
    team_cards(tx, call, query.institution)
}

/// Answers one team with its members and its phone.
pub fn get_team(
    tx: &mut dyn Tx,
    call: &Call,
    team: TeamId,
    _query: (),
) -> Result<TeamCard, Failure> {
    team_card(tx, call, team)
}
