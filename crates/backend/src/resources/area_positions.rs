//! The order in which something of a team's residents has changed, for phones that keep an area
//! (`area` reads it). A position is counted on in the transaction that changes something: whoever has
//! read up to one has missed nothing before it. On PostgreSQL the row that counts orders the
//! transactions of a team, so that positions are seen in their order there too.

use domain::access::Care;
use domain::ids::{ResidentId, TeamId};

use crate::call::Call;
use crate::db::{DbError, Tx};
use crate::district::DistrictId;
use crate::failure::Failure;

/// Something that staff see of a resident has changed. Whoever moves a resident calls it before and
/// after, so that both areas look again.
pub fn changed(tx: &mut dyn Tx, call: &Call, resident: ResidentId) -> Result<(), Failure> {
    let care = call.care(tx, resident)?;
    Ok(changed_in_care(tx, &call.district, &care)?)
}

/// The same where it is known who cares for the resident, or where there was no resident before.
pub fn changed_in_care(tx: &mut dyn Tx, district: &DistrictId, care: &Care) -> Result<(), DbError> {
    changed_of_team(tx, district, care, care.team_id)?;
    match care.raised_team_id {
        Some(team) => changed_of_team(tx, district, care, team),
        None => Ok(()),
    }
}

fn changed_of_team(
    tx: &mut dyn Tx,
    district: &DistrictId,
    care: &Care,
    team: TeamId,
) -> Result<(), DbError> {
    let position = next(tx, district, team)?;
    tx.exec(
        "INSERT INTO area_change (district_id, team_id, village, resident_id, position)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (district_id, team_id, village, resident_id)
         DO UPDATE SET position = excluded.position",
        &[
            district.into(),
            team.into(),
            (&care.village).into(),
            care.resident_id.into(),
            position.into(),
        ],
    )?;
    Ok(())
}

fn next(tx: &mut dyn Tx, district: &DistrictId, team: TeamId) -> Result<i64, DbError> {
    let row = tx.one(
        "INSERT INTO area_position (district_id, team_id, newest) VALUES ($1, $2, 1)
         ON CONFLICT (district_id, team_id) DO UPDATE SET newest = area_position.newest + 1
         RETURNING newest",
        &[district.into(), team.into()],
    )?;
    row.map_or(Ok(1), |row| row.get("newest"))
}

/// The newest position of a team.
pub(super) fn newest(tx: &mut dyn Tx, call: &Call, team: TeamId) -> Result<i64, DbError> {
    let row = tx.one(
        "SELECT newest FROM area_position WHERE district_id = $1 AND team_id = $2",
        &[(&call.district).into(), team.into()],
    )?;
    row.map_or(Ok(0), |row| row.get("newest"))
}
