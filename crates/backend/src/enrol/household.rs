//! Households (户): who has the same address in a village lives in one. The address itself stays
//! sealed in the record; the household knows it by a keyed hash.

use chrono::{DateTime, Utc};
use domain::ids::{HouseholdId, Uuid};
use domain::person::half_width;

use crate::db::Tx;
use crate::district::DistrictId;
use crate::failure::Failure;
use crate::seal::{Keys, Purpose};

/// What a household is known by; `None` where there is no address.
#[must_use]
pub fn address_index(keys: &Keys, township: &str, village: &str, address: &str) -> Option<Vec<u8>> {
    let plain: String = address
        .chars()
        .map(half_width)
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '，' | ',' | '。'))
        .flat_map(char::to_lowercase)
        .collect();
    let whole = [township, village, &plain].join("\n");
    (!plain.is_empty()).then(|| keys.index(Purpose::Address, whole.as_bytes()))
}

/// The household of an address; made where there is none.
///
/// # Errors
/// Where the storage fails.
pub fn settle(
    tx: &mut dyn Tx,
    district: &DistrictId,
    (township, village): (&str, &str),
    address_index: &[u8],
    now: DateTime<Utc>,
) -> Result<HouseholdId, Failure> {
    let row = tx.one(
        "INSERT INTO household
             (district_id, id, township, village, address_index, place, by_hand, version)
         VALUES ($1, $2, $3, $4, $5, 0, 0, 1)
         ON CONFLICT (district_id, township, village, address_index)
         DO UPDATE SET version = household.version
         RETURNING id",
        &[
            district.into(),
            id_of(address_index, now)?.into(),
            township.into(),
            village.into(),
            address_index.into(),
        ],
    )?;
    let row = row.ok_or_else(|| Failure::broken("a household is gone"))?;
    Ok(row.get("id")?)
}

/// The id comes from the hash, so that a demo made twice is the same demo.
fn id_of(address_index: &[u8], now: DateTime<Utc>) -> Result<HouseholdId, Failure> {
    let random: [u8; 10] = address_index
        .first_chunk()
        .copied()
        .ok_or_else(|| Failure::broken("a keyed hash is short"))?;
    let ms = u64::try_from(now.timestamp_millis()).unwrap_or(0);
    Ok(Uuid::v7(ms, random).into())
}
