//! Institutions and teams of the district. Public knowledge: nothing here is about a resident, so
//! only who changed it is audited.

use domain::access::{Action, Object};
use domain::api::directory::{
    GetTeam, Institution, ListInstitutions, ListTeams, PlaceInstitution, PostInstitutionPlace,
    TeamQuery,
};
use domain::api::residents::TeamCard;
use domain::coordinates::Coordinates;
use domain::ids::{InstitutionId, TeamId};
use domain::problem::{Code, FieldError, Problem};

use super::people::{team_card, team_cards};
use crate::auth::session::Owner;
use crate::call::Call;
use crate::db::{DbError, Row, Tx};
use crate::district::DistrictId;
use crate::failure::Failure;
use crate::http::Api;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    let institutions = api.read_public::<ListInstitutions>(list_institutions);
    api.write_public::<PostInstitutionPlace>(place_institution, &institutions);
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
             longitude_microdegrees, version FROM institution
         WHERE district_id = $1 AND level = 'township' ORDER BY sort, id",
        &[district.into()],
    )?;
    rows.iter().map(institution).collect()
}

fn institution(row: &Row) -> Result<Institution, Failure> {
    Ok(Institution {
        institution_id: row.get("id")?,
        name: row.get("name")?,
        township: row.get("township")?,
        address: row.get("address")?,
        phone: row.get("phone")?,
        coordinates: coordinates(row)?,
        version: row.get("version")?,
    })
}

/// Changes where people find an institution.
pub fn place_institution(
    tx: &mut dyn Tx,
    call: &Call,
    id: InstitutionId,
    body: PlaceInstitution,
) -> Result<Institution, Failure> {
    let found = tx.one(
        "SELECT version FROM institution WHERE district_id = $1 AND id = $2",
        &[(&call.district).into(), id.into()],
    )?;
    let version: i64 = found.ok_or(Code::NotFound)?.get("version")?;
    call.require(Action::KeepDirectory, &Object::Institution(id))?;
    if call.expected_version()? != version {
        return Err(Code::Conflict.into());
    }
    let PlaceInstitution {
        address,
        phone,
        coordinates,
    } = sound(body)?;
    let changed = tx.one(
        "UPDATE institution SET address = $3, phone = $4, latitude_microdegrees = $5,
             longitude_microdegrees = $6, version = version + 1
         WHERE district_id = $1 AND id = $2
         RETURNING id, name, township, address, phone, latitude_microdegrees,
             longitude_microdegrees, version",
        &[
            (&call.district).into(),
            id.into(),
            address.into(),
            phone.into(),
            coordinates.map(|place| place.latitude_microdegrees).into(),
            coordinates.map(|place| place.longitude_microdegrees).into(),
        ],
    )?;
    if let Some(Owner::Staff(staff)) = Owner::of(&call.actor) {
        call.audit_staff(staff, "institution_changed");
    }
    call.answer_version(version + 1);
    institution(&changed.ok_or(Code::NotFound)?)
}

/// What was entered, without spaces around it, or all that is wrong with it.
fn sound(body: PlaceInstitution) -> Result<PlaceInstitution, Failure> {
    let body = PlaceInstitution {
        address: body.address.trim().to_owned(),
        phone: body.phone.trim().to_owned(),
        coordinates: body.coordinates,
    };
    let mut errors = Vec::new();
    match body.address.chars().count() {
        0 => errors.push(FieldError::new("address", "required")),
        1..=120 => (),
        _ => errors.push(FieldError::new("address", "too_long").with_limit(120)),
    }
    let digits = body.phone.bytes().filter(u8::is_ascii_digit).count();
    let written = |byte: u8| byte.is_ascii_digit() || matches!(byte, b' ' | b'-' | b'+');
    let fits = (5..=20).contains(&body.phone.len()) && digits >= 3;
    if !fits || !body.phone.bytes().all(written) {
        errors.push(FieldError::new("phone", "not_a_phone"));
    }
    if body.coordinates.is_some_and(|place| !place.in_china()) {
        errors.push(FieldError::new("coordinates", "elsewhere"));
    }
    if errors.is_empty() {
        Ok(body)
    } else {
        Err(Problem::invalid(errors).into())
    }
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
