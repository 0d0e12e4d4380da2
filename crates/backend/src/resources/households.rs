//! Households in lists, and putting one elsewhere in the round through its village. An address is
//! never read here.

use domain::access::{Action, Care};
use domain::api::households::{Home, PlaceHousehold, PlaceHouseholdBody};
use domain::ids::{HouseholdId, ResidentId};
use domain::problem::{Code, FieldError, Problem};

use super::area_positions;
use crate::call::{Call, care, care_columns};
use crate::db::{DbError, Row, Tx};
use crate::enrol::round::GAP;
use crate::failure::Failure;
use crate::http::Api;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.write::<PlaceHousehold>(place_household);
}

/// Columns of a resident's household, of `r` and of the join of `home_join!`; read by [`home`]. The head
/// is looked for among those whom the same team cares for and who live here: nobody learns a name from outside.
macro_rules! home_columns {
    () => {
        "h.id AS home_id, h.place AS home_place, h.by_hand AS home_by_hand, \
         (SELECT e.name FROM resident e WHERE e.district_id = r.district_id \
              AND e.household_id = r.household_id AND e.team_id = r.team_id AND e.left_how IS NULL \
          ORDER BY e.birth_date, e.id LIMIT 1) AS home_head"
    };
}
pub(super) use home_columns;

/// The household of the resident `r`.
macro_rules! home_join {
    () => {
        " LEFT JOIN household h ON h.district_id = r.district_id AND h.id = r.household_id "
    };
}
pub(super) use home_join;

/// The household in a row that has the columns of `home_columns!`.
pub(super) fn home(row: &Row) -> Result<Option<Home>, DbError> {
    let Some(household_id) = row.get::<Option<HouseholdId>>("home_id")? else {
        return Ok(None);
    };
    Ok(Some(Home {
        household_id,
        head: row.get::<Option<String>>("home_head")?.unwrap_or_default(),
        place: row.get("home_place")?,
        by_hand: row.get("home_by_hand")?,
    }))
}

/// Puts a household behind another one of its village, or at the beginning of the round.
fn place_household(
    tx: &mut dyn Tx,
    call: &Call,
    household: HouseholdId,
    body: PlaceHouseholdBody,
) -> Result<(), Failure> {
    let moved = find(tx, call, household)?.ok_or(Code::NotFound)?;
    call.open(&moved.care, Action::FollowUp, "round")?;
    let behind = match body.after {
        None => 0,
        Some(after) => {
            let same = |door: &Door| door.village == moved.village;
            let door = find(tx, call, after)?.filter(same);
            let unknown = || Problem::invalid(vec![FieldError::new("after", "unknown")]);
            door.filter(|_| after != household)
                .ok_or_else(unknown)?
                .place
        }
    };
    let next = next(tx, call, &moved, behind)?;
    let place = match next {
        None => behind + GAP,
        Some(next) if next - behind >= 2 => behind + (next - behind) / 2,
        Some(_) => {
            spread(tx, call, &moved, behind)?;
            behind + GAP / 2
        }
    };
    tx.exec(
        "UPDATE household SET place = $3, by_hand = 1, version = version + 1
         WHERE district_id = $1 AND id = $2",
        &[(&call.district).into(), household.into(), place.into()],
    )?;
    for resident in living_in(tx, call, household)? {
        area_positions::changed(tx, call, resident)?;
    }
    Ok(())
}

/// A household with its place.
struct Door {
    care: Care,
    id: HouseholdId,
    village: (String, String),
    place: i64,
}

/// A household, with the eldest who lives there for the question of who may do something with it.
fn find(tx: &mut dyn Tx, call: &Call, id: HouseholdId) -> Result<Option<Door>, Failure> {
    let row = tx.one(
        concat!(
            "SELECT ",
            care_columns!(),
            ", h.id, h.township, h.village, h.place FROM household h
             JOIN resident r ON r.district_id = h.district_id AND r.id = (
                 SELECT e.id FROM resident e
                 WHERE e.district_id = h.district_id AND e.household_id = h.id
                 ORDER BY e.birth_date, e.id LIMIT 1)
             WHERE h.district_id = $1 AND h.id = $2"
        ),
        &[(&call.district).into(), id.into()],
    )?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Door {
        care: care(&row)?,
        id: row.get("id")?,
        village: (row.get("township")?, row.get("village")?),
        place: row.get("place")?,
    }))
}

/// The next place of the village but the moved household's own.
fn next(tx: &mut dyn Tx, call: &Call, moved: &Door, behind: i64) -> Result<Option<i64>, Failure> {
    let (township, village) = &moved.village;
    let row = tx.one(
        "SELECT place FROM household
         WHERE district_id = $1 AND township = $2 AND village = $3 AND place > $4 AND id <> $5
         ORDER BY place LIMIT 1",
        &[
            (&call.district).into(),
            township.into(),
            village.into(),
            behind.into(),
            moved.id.into(),
        ],
    )?;
    Ok(row.map(|row| row.get("place")).transpose()?)
}

/// Makes room behind a place where none is left: everybody further on moves by a gap, which changes
/// nobody's order.
fn spread(tx: &mut dyn Tx, call: &Call, moved: &Door, behind: i64) -> Result<(), Failure> {
    let (township, village) = &moved.village;
    tx.exec(
        "UPDATE household SET place = place + $5, version = version + 1
         WHERE district_id = $1 AND township = $2 AND village = $3 AND place > $4",
        &[
            (&call.district).into(),
            township.into(),
            village.into(),
            behind.into(),
            GAP.into(),
        ],
    )?;
    let followed = tx.rows(
        "SELECT r.id FROM household h
         JOIN resident r ON r.district_id = h.district_id AND r.household_id = h.id
         WHERE h.district_id = $1 AND h.township = $2 AND h.village = $3 AND h.place > $4",
        &[
            (&call.district).into(),
            township.into(),
            village.into(),
            behind.into(),
        ],
    )?;
    for row in &followed {
        area_positions::changed(tx, call, row.get("id")?)?;
    }
    Ok(())
}

/// Who lives in a household.
pub fn living_in(
    tx: &mut dyn Tx,
    call: &Call,
    household: HouseholdId,
) -> Result<Vec<ResidentId>, Failure> {
    let rows = tx.rows(
        "SELECT id FROM resident WHERE district_id = $1 AND household_id = $2
         ORDER BY birth_date, id",
        &[(&call.district).into(), household.into()],
    )?;
    Ok(rows
        .iter()
        .map(|row| row.get("id"))
        .collect::<Result<_, _>>()?)
}
