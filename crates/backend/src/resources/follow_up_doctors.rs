//! Who of a team follows a person up: one row a person in `follow_up_doctor`, for all their programmes. It says
//! whose turn it is and opens nothing to anybody. Changed by the first visit, by a handing-over (`passing_on`), and
//! where the person moves to another team.

use domain::access::Care;
use domain::api::passing_on::{FollowUpDoctor, Handed, StaffName};
use domain::ids::{ResidentId, StaffId, TeamId};

use crate::call::Call;
use crate::db::{DbError, Row, Tx};
use crate::district::DistrictId;
use crate::failure::Failure;

/// Columns of who follows a person up, read by [`doctor`]; joined by `doctor_join!`.
macro_rules! doctor_columns {
    () => {
        "fd.staff_id AS doctor_id, fds.name AS doctor_name, fdp.reason AS handed_reason, \
         fdb.name AS handed_by"
    };
}
pub(super) use doctor_columns;

/// Joins who follows up the resident `r`. Whoever was named on the list of an earlier team is nobody here.
macro_rules! doctor_join {
    () => {
        " LEFT JOIN follow_up_doctor fd ON fd.district_id = r.district_id \
              AND fd.resident_id = r.id AND fd.team_id = coalesce(r.raised_team_id, r.team_id) \
          LEFT JOIN staff fds ON fds.district_id = fd.district_id AND fds.id = fd.staff_id \
          LEFT JOIN passing_on fdp ON fdp.district_id = fd.district_id \
              AND fdp.id = fd.passing_on_id AND fdp.resident_id = fd.resident_id \
          LEFT JOIN staff fdb ON fdb.district_id = fdp.district_id AND fdb.id = fdp.by_staff "
    };
}
pub(super) use doctor_join;

/// Who follows a person up, in a row with the columns of `doctor_columns!`.
pub(super) fn doctor(row: &Row) -> Result<Option<FollowUpDoctor>, DbError> {
    let Some(staff_id) = row.get::<Option<StaffId>>("doctor_id")? else {
        return Ok(None);
    };
    let by: Option<String> = row.get("handed_by")?;
    let reason: Option<String> = row.get("handed_reason")?;
    let reason = reason.map(|_| row.word("handed_reason")).transpose()?;
    Ok(Some(FollowUpDoctor {
        colleague: StaffName {
            staff_id,
            name: row.get("doctor_name")?,
        },
        handed: by.map(|by| Handed { by, reason }),
    }))
}

/// Who follows a person up.
pub(super) fn doctor_of(
    tx: &mut dyn Tx,
    call: &Call,
    care: &Care,
) -> Result<Option<FollowUpDoctor>, Failure> {
    let row = tx.one(
        concat!(
            "SELECT ",
            doctor_columns!(),
            " FROM resident r",
            doctor_join!(),
            "WHERE r.district_id = $1 AND r.id = $2"
        ),
        &[(&call.district).into(), care.resident_id.into()],
    )?;
    Ok(row.map(|row| doctor(&row)).transpose()?.flatten())
}

/// Somebody has visited the person: where nobody of the team is named yet, they follow the person up from now
/// on. Whoever only covers for the team does not.
pub(super) fn visited(
    tx: &mut dyn Tx,
    call: &Call,
    care: &Care,
    by: StaffId,
) -> Result<(), Failure> {
    tx.exec(
        "INSERT INTO follow_up_doctor (district_id, resident_id, team_id, staff_id)
         SELECT district_id, $2, team_id, staff_id FROM team_member
         WHERE district_id = $1 AND team_id = $3 AND staff_id = $4
         ON CONFLICT (district_id, resident_id) DO NOTHING",
        &[
            (&call.district).into(),
            care.resident_id.into(),
            care.follow_up_team().into(),
            by.into(),
        ],
    )?;
    Ok(())
}

/// The person stands on the list of another team, where nobody is named yet.
pub(super) fn move_to_team(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    to: TeamId,
) -> Result<(), DbError> {
    tx.exec(
        "DELETE FROM follow_up_doctor
         WHERE district_id = $1 AND resident_id = $2 AND team_id <> $3",
        &[(&call.district).into(), resident.into(), to.into()],
    )?;
    Ok(())
}

/// Names whoever made the last visit for everybody of a team, after many visits were written at once.
pub fn name_all(tx: &mut dyn Tx, district: &DistrictId, team: TeamId) -> Result<(), DbError> {
    tx.exec(
        "INSERT INTO follow_up_doctor (district_id, resident_id, team_id, staff_id)
         SELECT r.district_id, r.id, m.team_id, f.doctor_id
         FROM resident r
         JOIN follow_up f ON f.district_id = r.district_id AND f.id = (
             SELECT l.id FROM follow_up l
             WHERE l.district_id = r.district_id AND l.resident_id = r.id
             ORDER BY l.visited_on DESC, l.recorded_ms DESC, l.id DESC LIMIT 1)
         JOIN team_member m ON m.district_id = r.district_id
             AND m.team_id = coalesce(r.raised_team_id, r.team_id) AND m.staff_id = f.doctor_id
         WHERE r.district_id = $1 AND r.team_id = $2
         ON CONFLICT (district_id, resident_id) DO NOTHING",
        &[district.into(), team.into()],
    )?;
    Ok(())
}
