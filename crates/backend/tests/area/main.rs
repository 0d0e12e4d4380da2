//! What a phone keeps of an area, through the real router on a real file.

#[path = "../common/mod.rs"]
mod common;

mod history;
mod phone;

use backend::jobs::Runner;
use common::clinical::{form, hypertension, visit};
use common::family::WANG;
use common::{Client, Town};
use domain::api::area::{AreaChanges, AreaPerson, AreaQuery, ListAreaChanges};
use domain::api::follow_ups::RecordFollowUp;
use domain::api::follow_ups::StartFollowUp;
use domain::api::handovers::{HandOver, PostHandover};
use domain::api::records::GetRecord;
use domain::api::residents::{CursorQuery, ListReaders, ListResidents, ResidentQuery};
use domain::api::session::{DeleteDevice, GetSession, ListDevices};
use domain::ids::{ResidentId, StaffId};
use domain::problem::Code;
use phone::Phone;

async fn changes(client: &Client, since: Option<&str>) -> AreaChanges {
    let query = AreaQuery {
        since: since.map(str::to_owned),
    };
    client.ask::<ListAreaChanges>((), query).await.unwrap()
}

fn names(page: &AreaChanges) -> Vec<&str> {
    let names = page.people.iter().map(|one| one.card.person.name.as_str());
    names.collect()
}

fn of<'a>(page: &'a AreaChanges, name: &str) -> &'a AreaPerson {
    let mut people = page.people.iter();
    people.find(|one| one.card.person.name == name).unwrap()
}

async fn hands_over(town: &Town, admin: StaffId, resident: ResidentId) {
    let ids = &town.ids;
    let row = "SELECT CAST(record_no AS BIGINT) AS n FROM resident WHERE id = $1";
    let number = town.count(row, vec![resident.into()]).await;
    let body = HandOver {
        to: ids.second_team,
        village: None,
        records: vec![format!("{number:017}")],
    };
    let admin = town.signed_in(admin).await;
    let moved = admin.send::<PostHandover>(ids.team, body).await.unwrap();
    assert_eq!(moved.moved, 1);
}

#[tokio::test]
async fn the_first_time_everybody_comes_with_what_their_pages_answer() {
    let town = Town::new().await;
    let ids = &town.ids;
    town.due(ids.wang, "hypertension", "2026-11-20", true).await;
    let gp = town.signed_in(ids.gp).await;
    let page = changes(&gp, None).await;
    assert_eq!(names(&page), ["王桂英", "李建国"]);
    assert_eq!((page.left, page.gone.len(), page.lanes.len()), (0, 0, 1));
    assert_eq!(page.lanes[0].team, "月塘一队");

    let wang = of(&page, "王桂英");
    assert_eq!(wang.lane, page.lanes[0].key);
    assert!(wang.due[0].urgent);
    let record = gp.ask::<GetRecord>(ids.wang, ()).await.unwrap();
    assert_eq!(
        wang.answers["record"],
        serde_json::to_string(&record).unwrap()
    );
    let hypertension = "hypertension".parse().unwrap();
    let start = gp
        .ask::<StartFollowUp>((ids.wang, hypertension), ())
        .await
        .unwrap();
    assert_eq!(
        wang.answers["follow-ups/hypertension/start"],
        serde_json::to_string(&start).unwrap()
    );
    let contact = wang.contact.as_ref().unwrap();
    assert_eq!(contact.address, "新华东路 12 号");
    let listed = gp
        .ask::<ListResidents>((), ResidentQuery::default())
        .await
        .unwrap();
    let cards: Vec<_> = listed.items.iter().collect();
    for person in &page.people {
        assert!(cards.contains(&&person.card), "{person:?}");
    }
    let text = serde_json::to_string(&page).unwrap();
    assert!(!text.contains(WANG), "an ID number left the service");
}

#[tokio::test]
async fn later_only_what_has_changed_comes() {
    let town = Town::new().await;
    let ids = &town.ids;
    let gp = town.signed_in(ids.gp).await;
    let first = changes(&gp, None).await;
    let nothing = changes(&gp, Some(&first.next)).await;
    assert!(nothing.people.is_empty() && nothing.gone.is_empty());
    assert_eq!(nothing.next, first.next);

    let body = visit(form("2026-11-24", 150, 92), None);
    gp.send::<RecordFollowUp>(hypertension(ids.wang), body)
        .await
        .unwrap();
    let second = changes(&gp, Some(&first.next)).await;
    assert_eq!(names(&second), ["王桂英"]);
    assert!(second.people[0].answers["record"].contains("\"sbp\":150"));
    let again = changes(&gp, Some(&first.next)).await;
    assert_eq!(again.people, second.people, "asking again is safe");
}

#[tokio::test]
async fn pages_follow_one_another_until_nothing_is_left() {
    let town = Town::new().await;
    let ids = &town.ids;
    town.neighbours(450).await;
    let gp = town.signed_in(ids.gp).await;
    let (mut since, mut seen, mut lefts) = (None, Vec::new(), Vec::new());
    loop {
        let page = changes(&gp, since.as_deref()).await;
        seen.extend(page.people.iter().map(|one| one.card.person.resident_id));
        lefts.push(page.left);
        since = Some(page.next);
        if page.left == 0 {
            break;
        }
    }
    assert_eq!(lefts, [252, 52, 0]);
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 452);
}

#[tokio::test]
async fn whoever_is_handed_over_is_forgotten_here_and_comes_there() {
    let town = Town::new().await;
    let ids = town.ids.clone();
    let admin = town.hire("admin1", "institution_admin", ids.centre).await;
    let gp = town.signed_in(ids.gp).await;
    let second = town.signed_in(ids.second_gp).await;
    let mine = changes(&gp, None).await;
    let theirs = changes(&second, None).await;
    hands_over(&town, admin, ids.wang).await;
    let after = changes(&gp, Some(&mine.next)).await;
    assert_eq!((after.gone, after.people.len()), (vec![ids.wang], 0));
    let after = changes(&second, Some(&theirs.next)).await;
    assert_eq!(names(&after), ["王桂英"]);
}

#[tokio::test]
async fn whoever_moves_between_two_teams_of_one_doctor_stays() {
    let town = Town::new().await;
    let ids = town.ids.clone();
    let admin = town.hire("admin1", "institution_admin", ids.centre).await;
    town.put(
        "INSERT INTO team_member (district_id, team_id, staff_id) VALUES ($1, $2, $3)",
        vec![ids.second_team.into(), ids.gp.into()],
    )
    .await;
    let gp = town.signed_in(ids.gp).await;
    let mut phone = Phone::default();
    phone.sync(&gp).await;
    hands_over(&town, admin, ids.wang).await;
    let moved = changes(&gp, phone.since.as_deref()).await;
    assert!(moved.gone.is_empty());
    phone.sync(&gp).await;
    assert_eq!(phone.copy, Phone::fresh(&gp).await.copy);
    assert!(phone.copy.contains_key(&ids.wang));
}

#[tokio::test]
async fn a_village_doctor_keeps_the_own_villages_and_loses_one_as_a_whole() {
    let town = Town::new().await;
    let ids = town.ids.clone();
    town.neighbours(4).await;
    let doctor = town.village_doctor(ids.team, &["601社区", "602社区"]).await;
    let client = town.signed_in(doctor).await;
    let mut phone = Phone::default();
    phone.sync(&client).await;
    assert_eq!(phone.copy.len(), 6);
    let lanes: Vec<_> = phone
        .lanes
        .iter()
        .map(|lane| lane.village.clone())
        .collect();
    assert_eq!(
        lanes,
        [Some("601社区".to_owned()), Some("602社区".to_owned())]
    );
    assert!(!phone.since.as_deref().unwrap().contains("社区"));

    town.put(
        "DELETE FROM staff_village WHERE district_id = $1 AND staff_id = $2 AND village = $3",
        vec![doctor.into(), "602社区".into()],
    )
    .await;
    phone.sync(&client).await;
    assert_eq!(phone.copy.len(), 4);
    assert_eq!(phone.copy, Phone::fresh(&client).await.copy);
}

#[tokio::test]
async fn the_own_family_is_a_row_of_the_list_and_no_record() {
    let town = Town::new().await;
    let ids = &town.ids;
    town.is_person(ids.gp, WANG).await;
    let gp = town.signed_in(ids.gp).await;
    let page = changes(&gp, None).await;
    let wang = of(&page, "王桂英");
    assert!(wang.answers.is_empty() && wang.contact.is_none());
    assert!(!of(&page, "李建国").answers.is_empty());
}

#[tokio::test]
async fn residents_see_who_took_their_record_along() {
    let town = Town::new().await;
    let ids = &town.ids;
    let gp = town.signed_in(ids.gp).await;
    changes(&gp, None).await;
    let rows = "SELECT count(*) AS n FROM audit WHERE operation = 'list_area_changes'";
    assert_eq!(town.count(rows, vec![]).await, 2, "records, and phones");
    let wang = town.signed_in(ids.wang_phone).await;
    let readers = wang
        .ask::<ListReaders>(ids.wang, CursorQuery::default())
        .await
        .unwrap();
    let seen: Vec<_> = readers
        .items
        .iter()
        .filter(|reader| !reader.own)
        .map(|reader| reader.action.as_str())
        .collect();
    assert_eq!(seen.len(), 2, "{seen:?}");
    assert!(seen.contains(&"read_record") && seen.contains(&"reveal"));
}

#[tokio::test]
async fn a_device_that_was_signed_out_elsewhere_learns_it_and_one_that_rested_does_not() {
    let town = Town::new().await;
    let lost = town.signed_in(town.ids.gp).await;
    let here = town.signed_in(town.ids.gp).await;
    assert!(!here.ask::<GetSession>((), ()).await.unwrap().revoked);
    let devices = here.ask::<ListDevices>((), ()).await.unwrap();
    let other = devices.iter().find(|device| !device.this_one).unwrap();
    here.remove::<DeleteDevice>(other.device_id).await.unwrap();
    let told = lost.ask::<GetSession>((), ()).await.unwrap();
    assert!(told.revoked && told.staff.is_none());

    let cookie = here.cookie().to_owned();
    drop((lost, here));
    let rested = town.at("2026-11-26T02:00:00Z").with_cookie(&cookie);
    let told = rested.ask::<GetSession>((), ()).await.unwrap();
    assert!(!told.revoked && told.staff.is_none());
}

#[tokio::test]
async fn a_cursor_of_a_later_day_than_the_services_begins_anew() {
    let town = Town::new().await;
    let gp = town.signed_in(town.ids.gp).await;
    let first = changes(&gp, None).await;
    let (lane, _) = first.next.split_once(':').unwrap();
    let ahead = changes(&gp, Some(&format!("{lane}:99"))).await;
    assert_eq!(ahead.people, first.people);
    let strange = AreaQuery {
        since: Some("王桂英".to_owned()),
    };
    let refused = gp.ask::<ListAreaChanges>((), strange).await.unwrap_err();
    assert_eq!(refused.code, Code::Malformed);
}

#[tokio::test]
async fn a_birthday_and_a_contract_that_begins_are_told_in_the_morning() {
    let town = Town::new().await;
    // Households and colours are read off once, on the first day.
    let mut runner = Runner::new(std::sync::Arc::new(town.app()));
    while runner.step().await.unwrap().done > 0 {}
    let gp = town.signed_in(town.ids.gp).await;
    let before = changes(&gp, None).await;
    let age = of(&before, "王桂英").card.person.age;
    drop((gp, runner));
    // 王桂英's birthday, when the messages of the day have begun.
    let town = town.at("2027-03-12T00:00:00Z");
    let mut runner = Runner::new(std::sync::Arc::new(town.app()));
    while runner.step().await.unwrap().done > 0 {}
    let gp = town.signed_in(town.ids.gp).await;
    let after = changes(&gp, Some(&before.next)).await;
    assert_eq!(names(&after), ["王桂英"]);
    assert_eq!(after.people[0].card.person.age, age + 1);
}
