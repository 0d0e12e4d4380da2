//! Households, and the round from door to door.

use domain::api::households::{PlaceHousehold, PlaceHouseholdBody};
use domain::ids::HouseholdId;
use domain::problem::Code;

use super::common::{Town, new_id};
use super::{list, work_off};

/// The doors of the list in the order of the round, with the names of who is due.
async fn doors(town: &Town) -> Vec<(HouseholdId, i64, Vec<String>)> {
    let mut doors: Vec<(HouseholdId, i64, Vec<String>)> = Vec::new();
    for card in list(town, town.ids.gp).await.items {
        let home = card.home.expect("a household");
        match doors.iter_mut().find(|(id, ..)| *id == home.household_id) {
            Some((_, _, names)) => names.push(card.person.name),
            None => doors.push((home.household_id, home.place, vec![card.person.name])),
        }
    }
    doors.sort_by_key(|(_, place, _)| *place);
    doors
}

#[tokio::test]
async fn whoever_was_there_before_gets_a_household_and_a_place_by_a_job() {
    let town = Town::new().await;
    let ids = &town.ids;
    town.due(ids.wang, "hypertension", "2026-11-20", false)
        .await;
    town.due(ids.li, "hypertension", "2026-11-21", false).await;
    assert!(
        list(&town, ids.gp)
            .await
            .items
            .iter()
            .all(|card| card.home.is_none())
    );
    work_off(&town).await;
    let doors = doors(&town).await;
    assert!(doors.iter().all(|(_, place, _)| *place > 0), "{doors:?}");
    assert!(town.broken().await.is_empty());
    // The next day finds nothing to do.
    let tomorrow = town.at("2026-11-25T02:00:00Z");
    work_off(&tomorrow).await;
    assert_eq!(self::doors(&tomorrow).await, doors);
}

#[tokio::test]
async fn a_door_that_is_put_elsewhere_by_hand_stays_there() {
    let town = Town::new().await;
    let ids = &town.ids;
    town.due(ids.wang, "hypertension", "2026-11-20", false)
        .await;
    town.due(ids.li, "hypertension", "2026-11-21", false).await;
    // Two doors, one behind the other.
    let (one, other) = (new_id::<HouseholdId>(), new_id::<HouseholdId>());
    for (household, resident, place) in [(one, ids.wang, 1_i64), (other, ids.li, 2)] {
        town.put(
            "INSERT INTO household
                 (district_id, id, township, village, address_index, place, by_hand, version)
             SELECT district_id, $2, township, village, $2, $4, 0, 1 FROM resident
             WHERE district_id = $1 AND id = $3",
            vec![household.into(), resident.into(), place.into()],
        )
        .await;
        town.put(
            "UPDATE resident SET household_id = $2 WHERE district_id = $1 AND id = $3",
            vec![household.into(), resident.into()],
        )
        .await;
    }
    let order = async || {
        let doors = doors(&town).await;
        doors.into_iter().map(|(id, ..)| id).collect::<Vec<_>>()
    };
    assert_eq!(order().await, [one, other]);
    let doctor = town.signed_in(ids.gp).await;
    let put = async |household, after| {
        let body = PlaceHouseholdBody { after };
        doctor.send::<PlaceHousehold>(household, body).await
    };
    put(other, None).await.unwrap();
    assert_eq!(order().await, [other, one]);
    put(other, Some(one)).await.unwrap();
    assert_eq!(order().await, [one, other]);
    // Between two neighbours without room for a whole number.
    put(one, Some(other)).await.unwrap();
    assert_eq!(order().await, [other, one]);
    work_off(&town).await;
    assert_eq!(order().await, [other, one], "the job leaves it there");

    for after in [Some(other), Some(new_id())] {
        assert_eq!(put(other, after).await.unwrap_err().code, Code::Invalid);
    }
    let elsewhere = town.signed_in(ids.far_gp).await;
    let refused = elsewhere
        .send::<PlaceHousehold>(one, PlaceHouseholdBody { after: None })
        .await;
    assert_eq!(refused.unwrap_err().code, Code::NotFound);
}
