//! Whom a member of staff leaves to a colleague: themselves as a resident, those for whom a phone of
//! theirs acts or asks to act, and those whose phone acts for them. Known where an administrator has
//! written down the ID number of the account; what follows from it is `domain::access`.

use chrono::NaiveDate;
use domain::ids::{ResidentId, StaffId};

use crate::db::Tx;
use crate::district::DistrictId;
use crate::failure::Failure;

/// The family of a member of staff, as far as grants tell.
pub fn of_staff(
    tx: &mut dyn Tx,
    district: &DistrictId,
    staff: StaffId,
    today: NaiveDate,
) -> Result<Vec<ResidentId>, Failure> {
    let Some(oneself) = as_resident(tx, district, staff)? else {
        return Ok(Vec::new());
    };
    let mut family = vec![oneself];
    // CROSS JOIN keeps the order of the walk: from one person's grants to those of the same phones.
    for row in tx.rows(
        "SELECT f.resident_id FROM access_grant own
         CROSS JOIN access_grant f
         WHERE own.district_id = $1 AND own.resident_id = $2 AND own.state = 'holding'
             AND own.capacity = 'oneself'
             AND f.district_id = own.district_id AND f.account_id = own.account_id
             AND f.state IN ('pending', 'holding') AND (f.ends IS NULL OR f.ends >= $3)
         UNION ALL
         SELECT f.resident_id FROM access_grant g
         CROSS JOIN access_grant f
         WHERE g.district_id = $1 AND g.resident_id = $2 AND g.state = 'holding'
             AND (g.ends IS NULL OR g.ends >= $3)
             AND f.district_id = g.district_id AND f.account_id = g.account_id
             AND f.state = 'holding' AND f.capacity = 'oneself'",
        &[district.into(), oneself.into(), today.into()],
    )? {
        let resident = row.get("resident_id")?;
        if !family.contains(&resident) {
            family.push(resident);
        }
    }
    Ok(family)
}

fn as_resident(
    tx: &mut dyn Tx,
    district: &DistrictId,
    staff: StaffId,
) -> Result<Option<ResidentId>, Failure> {
    let row = tx.one(
        "SELECT r.id FROM staff s
         JOIN resident r ON r.district_id = s.district_id
             AND r.national_id_index = s.national_id_index
         WHERE s.district_id = $1 AND s.id = $2",
        &[district.into(), staff.into()],
    )?;
    Ok(row.map(|row| row.get("id")).transpose()?)
}
