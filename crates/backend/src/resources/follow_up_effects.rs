//! What recording, correcting and voiding a visit have in common: who signs, whether a later visit goes before,
//! the drugs taken from then on, and that the record has changed.

use chrono::NaiveDate;
use domain::access::Actor;
use domain::api::records::Drug;
use domain::ids::{InstitutionId, ResidentId, StaffId};
use domain::problem::Code;

use super::area_positions;
use crate::call::Call;
use crate::db::Tx;
use crate::failure::Failure;

/// Who signs, and where.
pub(super) fn signer(call: &Call) -> Result<(StaffId, InstitutionId), Failure> {
    match &call.actor {
        Actor::Staff {
            staff_id,
            institution_id,
            ..
        } => Ok((*staff_id, *institution_id)),
        Actor::Visitor | Actor::Account { .. } => Err(Code::Forbidden.into()),
    }
}

/// Whether no visit of the programme was made on a later day.
pub(super) fn is_newest(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    programme: &str,
    day: NaiveDate,
) -> Result<bool, Failure> {
    let later = tx.one(
        "SELECT id FROM follow_up
         WHERE district_id = $1 AND resident_id = $2 AND programme = $3 AND visited_on > $4
         LIMIT 1",
        &[
            (&call.district).into(),
            resident.into(),
            programme.into(),
            day.into(),
        ],
    )?;
    Ok(later.is_none())
}

/// The form begins with all drugs taken, so what it ends with is all of them again.
pub(super) fn replace_drugs(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    drugs: &[Drug],
) -> Result<(), Failure> {
    tx.exec(
        "DELETE FROM drug WHERE district_id = $1 AND resident_id = $2",
        &[(&call.district).into(), resident.into()],
    )?;
    for (sort, drug) in (0_i64..).zip(drugs) {
        tx.exec(
            "INSERT INTO drug (district_id, resident_id, name, times_a_day, dose, sort)
             VALUES ($1, $2, $3, $4, $5, $6)",
            &[
                (&call.district).into(),
                resident.into(),
                drug.name.trim().into(),
                drug.times_a_day.into(),
                drug.dose.trim().into(),
                sort.into(),
            ],
        )?;
    }
    Ok(())
}

/// The record says when anything in it last changed, and phones that keep it look again.
pub(super) fn touch(tx: &mut dyn Tx, call: &Call, resident: ResidentId) -> Result<(), Failure> {
    tx.exec(
        "UPDATE resident SET updated_ms = $3, version = version + 1
         WHERE district_id = $1 AND id = $2",
        &[(&call.district).into(), resident.into(), call.now.into()],
    )?;
    area_positions::changed(tx, call, resident)
}
