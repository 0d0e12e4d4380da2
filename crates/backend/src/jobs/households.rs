//! Households: whoever was registered before there were any gets one, and every village's new
//! households get their place in the round. Both go on piece by piece, and begin again with each day.

use domain::ids::{ResidentId, Uuid};
use serde::{Deserialize, Serialize};

use super::{Ended, Kind, goes_on, owe};
use crate::call::Call;
use crate::db::Tx;
use crate::enrol::{household, round};
use crate::failure::Failure;
use crate::resources::area_positions::changed;
use crate::resources::households::living_in;

/// Residents who get a household in a piece.
const RESIDENTS: i64 = 100;
/// Households that get a place in a piece.
const DOORS: usize = 50;

/// What comes next.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Of {
    /// Residents without a household, behind this one.
    Residents(Option<ResidentId>),
    /// Villages with new households, behind this one.
    Villages(String, String),
}

/// Owes the households of a day.
pub(super) fn begin(tx: &mut dyn Tx, call: &Call) -> Result<(), Failure> {
    let key = format!("households:{}", call.today);
    owe(
        tx,
        call,
        Kind::Households,
        &key,
        &Of::Residents(None),
        call.now,
    )
}

pub(super) fn perform(tx: &mut dyn Tx, call: &Call, of: &Of) -> Result<Ended, Failure> {
    match of {
        Of::Residents(after) => residents(tx, call, *after),
        Of::Villages(township, village) => villages(tx, call, township, village),
    }
}

fn residents(tx: &mut dyn Tx, call: &Call, after: Option<ResidentId>) -> Result<Ended, Failure> {
    let nobody = ResidentId(Uuid::from([0; 16]));
    let rows = tx.rows(
        "SELECT id, township, village, address_sealed FROM resident
         WHERE district_id = $1 AND household_id IS NULL AND id > $2 ORDER BY id LIMIT $3",
        &[
            (&call.district).into(),
            after.unwrap_or(nobody).into(),
            RESIDENTS.into(),
        ],
    )?;
    let mut last = None;
    for row in &rows {
        let resident: ResidentId = row.get("id")?;
        last = Some(resident);
        let (township, village): (String, String) = (row.get("township")?, row.get("village")?);
        let bytes = resident.0.bytes();
        let place = call.place("resident", "address_sealed", &bytes);
        let sealed: Vec<u8> = row.get("address_sealed")?;
        // One field that does not open must not keep the others from their households.
        let address = match call.keys.open_text(place, &sealed) {
            Ok(address) => address,
            Err(error) => {
                tracing::error!(%error, "an address does not open");
                continue;
            }
        };
        let index = household::address_index(&call.keys, &township, &village, &address);
        let Some(index) = index else { continue };
        let home = household::settle(tx, &call.district, (&township, &village), &index, call.now)?;
        tx.exec(
            "UPDATE resident SET household_id = $3 WHERE district_id = $1 AND id = $2",
            &[(&call.district).into(), resident.into(), home.into()],
        )?;
    }
    match last {
        Some(last) if rows.len() as i64 == RESIDENTS => goes_on(&Of::Residents(Some(last))),
        _ => goes_on(&Of::Villages(String::new(), String::new())),
    }
}

/// Gives the next new households of the district their place.
fn villages(tx: &mut dyn Tx, call: &Call, township: &str, village: &str) -> Result<Ended, Failure> {
    let next = tx.one(
        "SELECT township, village FROM household
         WHERE district_id = $1 AND place = 0 AND (township, village) >= ($2, $3)
         ORDER BY township, village LIMIT 1",
        &[(&call.district).into(), township.into(), village.into()],
    )?;
    let Some(row) = next else {
        return Ok(Ended::Done);
    };
    let (township, village): (String, String) = (row.get("township")?, row.get("village")?);
    let of = (township.as_str(), village.as_str());
    let arranged = round::arrange(tx, &call.district, &call.keys, of, DOORS)?;
    for household in &arranged.moved {
        for resident in living_in(tx, call, *household)? {
            changed(tx, call, resident)?;
        }
    }
    // A household that nobody lives in any more stays without a place: go on behind its village.
    if arranged.moved.is_empty() {
        return goes_on(&Of::Villages(township, format!("{village}\u{1}")));
    }
    goes_on(&Of::Villages(township, village))
}
