//! The round through a village, from door to door. New households come where their house number
//! belongs among those that have a place; whoever has one keeps it, as somebody may have put it there
//! by hand. Places leave gaps, so that most newcomers move nobody.

use domain::ids::{HouseholdId, ResidentId};

use crate::db::{Tx, Val};
use crate::district::DistrictId;
use crate::failure::Failure;
use crate::seal::{Keys, Place};

/// Between two doors that were placed one after another.
pub const GAP: i64 = 1024;

/// What one run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arranged {
    /// Households whose place has changed.
    pub moved: Vec<HouseholdId>,
    /// Whether every household of the village has a place now.
    pub whole: bool,
}

/// A door of the village.
#[derive(Clone, Debug)]
struct Door {
    id: HouseholdId,
    number: Vec<Part>,
    before: i64,
}

/// Gives up to `most` households of a village that have no place theirs.
///
/// # Errors
/// Where the storage fails.
pub fn arrange(
    tx: &mut dyn Tx,
    district: &DistrictId,
    keys: &Keys,
    (township, village): (&str, &str),
    most: usize,
) -> Result<Arranged, Failure> {
    let rows = tx.rows(
        "SELECT h.id, h.place, r.id AS resident_id, r.address_sealed FROM household h
         JOIN resident r ON r.district_id = h.district_id AND r.id = (
             SELECT e.id FROM resident e
             WHERE e.district_id = h.district_id AND e.household_id = h.id
             ORDER BY e.birth_date, e.id LIMIT 1)
         WHERE h.district_id = $1 AND h.township = $2 AND h.village = $3
         ORDER BY h.place, h.id",
        &[district.into(), township.into(), village.into()],
    )?;
    let (mut placed, mut new) = (Vec::new(), Vec::new());
    for row in &rows {
        let resident: ResidentId = row.get("resident_id")?;
        let bytes = resident.0.bytes();
        let place = Place {
            district: district.as_str(),
            table: "resident",
            column: "address_sealed",
            row: &bytes,
        };
        // Whose address does not open comes first, where somebody will see it.
        let sealed: Vec<u8> = row.get("address_sealed")?;
        let address = keys.open_text(place, &sealed).unwrap_or_default();
        let door = Door {
            id: row.get("id")?,
            number: parts(&address),
            before: row.get("place")?,
        };
        if door.before == 0 {
            new.push(door);
        } else {
            placed.push(door);
        }
    }
    new.sort_by(|a, b| (&a.number, a.id).cmp(&(&b.number, b.id)));
    let whole = new.len() <= most;
    new.truncate(most);
    let order = insert(placed, new);
    let places = places(&order);
    let mut moved = Vec::new();
    for (door, place) in order.iter().zip(places) {
        if door.before != place {
            let id = door.id;
            put(tx, district, id, place)?;
            moved.push(id);
        }
    }
    Ok(Arranged { moved, whole })
}

fn put(tx: &mut dyn Tx, district: &DistrictId, id: HouseholdId, place: i64) -> Result<(), Failure> {
    let values: [Val; 3] = [district.into(), id.into(), place.into()];
    tx.exec(
        "UPDATE household SET place = $3, version = version + 1
         WHERE district_id = $1 AND id = $2",
        &values,
    )?;
    Ok(())
}

/// The doors with the new ones among them: each behind the last one whose number is not greater.
fn insert(placed: Vec<Door>, new: Vec<Door>) -> Vec<Door> {
    let mut order = placed;
    for door in new {
        let behind = order
            .iter()
            .rposition(|other| other.number <= door.number)
            .map_or(0, |at| at + 1);
        order.insert(behind, door);
    }
    order
}

/// The place of each door: those that have one keep it while there is room between them.
fn places(order: &[Door]) -> Vec<i64> {
    let mut places = Vec::with_capacity(order.len());
    let mut last = 0;
    let mut rest = order;
    while let Some(first) = rest.first() {
        if first.before != 0 {
            last = first.before;
            places.push(last);
            rest = &rest[1..];
            continue;
        }
        let run = rest.iter().take_while(|door| door.before == 0).count();
        let many = run as i64;
        let step = rest
            .get(run)
            .map_or(GAP, |next| (next.before - last) / (many + 1));
        if step < 1 {
            return (1..).map(|nth| nth * GAP).take(order.len()).collect();
        }
        places.extend((1..=many).map(|nth| last + nth * step));
        last += many * step;
        rest = &rest[run..];
    }
    places
}

/// A piece of an address: numbers are compared as numbers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Number(u64),
    Words(String),
}

/// An address in pieces: `4栋3单元204号` is 4, 栋, 3, 单元, 204, 号. Numbers may be written in Chinese.
fn parts(address: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut chinese = false;
    for c in address.chars().map(domain::person::half_width) {
        if c.is_whitespace() {
            continue;
        }
        let part = match (c.to_digit(10), in_chinese(c)) {
            (Some(digit), _) => {
                if let (Some(Part::Number(number)), false) = (parts.last_mut(), chinese) {
                    *number = number.saturating_mul(10).saturating_add(u64::from(digit));
                    continue;
                }
                chinese = false;
                Part::Number(u64::from(digit))
            }
            (None, Some(value)) => {
                if let (Some(Part::Number(number)), true) = (parts.last_mut(), chinese) {
                    // 二十, 十二: tens times, ones added.
                    *number = if value == 10 {
                        *number * 10
                    } else {
                        *number + value
                    };
                    continue;
                }
                chinese = true;
                Part::Number(value)
            }
            (None, None) => {
                if let Some(Part::Words(words)) = parts.last_mut() {
                    words.push(c);
                    continue;
                }
                Part::Words(c.to_string())
            }
        };
        parts.push(part);
    }
    parts
}

fn in_chinese(c: char) -> Option<u64> {
    let place = "一二三四五六七八九十".chars().position(|one| one == c)?;
    Some(place as u64 + 1)
}

#[cfg(test)]
mod tests {
    use domain::ids::Uuid;

    use super::*;

    fn door(n: u8, address: &str, before: i64) -> Door {
        Door {
            id: Uuid::v7(0, [n; 10]).into(),
            number: parts(address),
            before,
        }
    }

    #[test]
    fn house_numbers_are_compared_as_numbers() {
        let sorted = [
            "二组３号",
            "2组11号",
            "4栋3单元204号",
            "4栋3单元1204号",
            "4栋10单元1号",
            "10栋1单元101号",
            "十二组3号",
        ];
        assert!(sorted.is_sorted_by_key(|address| parts(address)));
    }

    #[test]
    fn a_new_village_is_walked_in_the_order_of_its_numbers() {
        let order = insert(
            Vec::new(),
            vec![door(1, "1号", 0), door(2, "2号", 0), door(3, "10号", 0)],
        );
        assert_eq!(places(&order), [GAP, 2 * GAP, 3 * GAP]);
    }

    #[test]
    fn a_newcomer_comes_between_its_neighbours_and_moves_nobody() {
        let placed = vec![door(1, "1号", GAP), door(3, "10号", 2 * GAP)];
        let order = insert(placed, vec![door(2, "2号", 0)]);
        assert_eq!(places(&order), [GAP, GAP + GAP / 2, 2 * GAP]);
    }

    #[test]
    fn whoever_was_put_somewhere_by_hand_stays_there() {
        let placed = vec![door(3, "10号", GAP), door(1, "1号", 2 * GAP)];
        let order = insert(placed, vec![door(2, "2号", 0)]);
        assert_eq!(places(&order), [GAP, 2 * GAP, 3 * GAP]);
    }

    #[test]
    fn where_no_gap_is_left_all_are_counted_anew() {
        let placed = vec![door(1, "1号", 7), door(3, "10号", 8)];
        let order = insert(placed, vec![door(2, "2号", 0)]);
        assert_eq!(places(&order), [GAP, 2 * GAP, 3 * GAP]);
    }
}
