//! The account of a phone number: found, or made when the number is first met.

use chrono::{DateTime, Utc};
use domain::ids::AccountId;
use domain::person::Phone;

use crate::call::new_id;
use crate::db::Tx;
use crate::district::DistrictId;
use crate::failure::Failure;
use crate::seal::{Keys, Place, Purpose};

/// The account of a phone.
pub fn of_phone(
    tx: &mut dyn Tx,
    district: &DistrictId,
    keys: &Keys,
    phone: &Phone,
    now: DateTime<Utc>,
) -> Result<AccountId, Failure> {
    let index = keys.index(Purpose::Phone, phone.as_str().as_bytes());
    let id: AccountId = new_id(now)?;
    let bytes = id.0.bytes();
    let place = Place {
        district: district.as_str(),
        table: "account",
        column: "phone_sealed",
        row: &bytes,
    };
    tx.exec(
        "INSERT INTO account (district_id, id, phone_sealed, phone_masked, phone_index, created_ms)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (district_id, phone_index) DO NOTHING",
        &[
            district.into(),
            id.into(),
            keys.seal_text(place, phone.as_str())?.into(),
            phone.masked().into(),
            index.clone().into(),
            now.into(),
        ],
    )?;
    let row = tx
        .one(
            "SELECT id FROM account WHERE district_id = $1 AND phone_index = $2",
            &[district.into(), index.into()],
        )?
        .ok_or_else(|| Failure::broken("an account that was just made is gone"))?;
    Ok(row.get("id")?)
}
