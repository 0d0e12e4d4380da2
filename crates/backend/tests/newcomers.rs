//! Records opened by the desk, through the real router on a real file.

mod common;

use common::{Client, Town, new_id};
use domain::api::newcomers::{
    CheckNewcomer, NewcomerCheck, OpenRecordBody, PostNewcomer, PostNewcomerCheck,
};
use domain::api::residents::{ListResidents, ResidentQuery};
use domain::ids::ResidentId;
use domain::problem::Code;

/// Nobody in the town has it.
const NEW_NUMBER: &str = "430202199003070026";
/// 李建国's.
const LI: &str = "430202198001010017";
/// 赵敏's, whose record is kept at the hospital.
const ZHAO: &str = "430202199206150026";
/// Born on 李建国's birthday.
const SAME_DAY: &str = "430202198001010033";

fn newcomer(number: &str) -> OpenRecordBody {
    OpenRecordBody {
        id: new_id(),
        name: "周小红".to_owned(),
        national_id: number.to_owned(),
        phone: Some("138 1234 5699".to_owned()),
        village: Some("601社区".to_owned()),
        address: "3 栋 201".to_owned(),
        months_resident: 0,
        insurance: None,
        somebody_else: false,
    }
}

async fn check(desk: &Client, name: &str, number: &str) -> NewcomerCheck {
    let body = CheckNewcomer {
        name: name.to_owned(),
        national_id: number.to_owned(),
    };
    desk.send::<PostNewcomerCheck>((), body).await.unwrap()
}

#[tokio::test]
async fn somebody_new_has_a_record_with_number_and_team_at_once() {
    let town = Town::new().await;
    let desk = town.signed_in(town.ids.desk).await;
    let seen = check(&desk, "周 小红", NEW_NUMBER).await;
    assert_eq!((seen.record, seen.maybe), (None, vec![]));
    assert!(seen.villages.contains(&"601社区".to_owned()));
    let body = newcomer(NEW_NUMBER);
    let id = body.id;
    let opened = desk.send::<PostNewcomer>((), body).await.unwrap();
    assert_eq!((opened.resident_id, opened.team.as_str()), (id, "月塘一队"));
    assert_eq!(opened.record_no.len(), 17);
    let query = ResidentQuery {
        q: Some("周小红".to_owned()),
        ..ResidentQuery::default()
    };
    let found = desk.ask::<ListResidents>((), query).await.unwrap();
    assert_eq!(found.items[0].person.resident_id, id);
    assert_eq!(town.broken().await, [""; 0]);
}

#[tokio::test]
async fn numbers_follow_each_other_in_old_and_new_villages() {
    let town = Town::new().await;
    let desk = town.signed_in(town.ids.desk).await;
    let mut numbers = Vec::new();
    for (number, village) in [
        (NEW_NUMBER, Some("601社区")),
        ("430202197512240039", Some("601社区")),
        (SAME_DAY, Some("麻园社区")),
        ("43020219800101005X", None),
    ] {
        let body = OpenRecordBody {
            village: village.map(str::to_owned),
            somebody_else: true,
            ..newcomer(number)
        };
        let opened = desk.send::<PostNewcomer>((), body).await.unwrap();
        let (place, sequence) = opened.record_no.split_at(12);
        numbers.push((place.to_owned(), sequence.parse::<u32>().unwrap()));
    }
    let [first, second, third, open] = numbers.try_into().unwrap();
    assert_eq!(first.0, second.0, "one village");
    assert_eq!(first.1 + 1, second.1);
    assert_ne!(
        first.0, third.0,
        "a village without records takes a code of its own"
    );
    assert_eq!(third.1, 1);
    assert_eq!((&open.0[9..], open.1), ("901", 1), "a village left open");
}

#[tokio::test]
async fn whoever_has_a_record_is_told_where_and_gets_no_second_one() {
    let town = Town::new().await;
    let desk = town.signed_in(town.ids.desk).await;
    let here = check(&desk, "李建国", LI).await.record.unwrap();
    assert_eq!(here.resident_id, Some(town.ids.li));
    assert!(!here.national_id_masked.contains("19800101"));
    let elsewhere = check(&desk, "赵敏", ZHAO).await.record.unwrap();
    assert_eq!(elsewhere.institution, "仙庾镇卫生院");
    assert_eq!(
        elsewhere.resident_id, None,
        "no way into a record elsewhere"
    );
    let second = desk.send::<PostNewcomer>((), newcomer(LI)).await;
    assert_eq!(second.unwrap_err().code, Code::RecordExists);
}

#[tokio::test]
async fn the_same_name_and_birth_date_is_looked_at_before_going_on() {
    let town = Town::new().await;
    let desk = town.signed_in(town.ids.desk).await;
    let body = OpenRecordBody {
        name: "李建国".to_owned(),
        ..newcomer(SAME_DAY)
    };
    let seen = check(&desk, &body.name, SAME_DAY).await;
    assert_eq!(seen.record, None);
    assert_eq!(seen.maybe[0].resident_id, Some(town.ids.li));
    let asked = desk.send::<PostNewcomer>((), body.clone()).await;
    assert_eq!(asked.unwrap_err().code, Code::MaybeSame);
    let sure = OpenRecordBody {
        somebody_else: true,
        ..body
    };
    desk.send::<PostNewcomer>((), sure).await.unwrap();
    // Another name on that day is nobody's double.
    let other = check(&desk, "李建军", "430202198001010076").await;
    assert_eq!(other.maybe, []);
}

#[tokio::test]
async fn sent_again_after_days_it_is_still_one_record() {
    let town = Town::new().await;
    let desk = town.signed_in(town.ids.desk).await;
    let body = newcomer(NEW_NUMBER);
    let first = desk.send::<PostNewcomer>((), body.clone()).await.unwrap();
    let later = town.at("2026-11-27T02:00:00Z");
    let desk = later.signed_in(town.ids.desk).await;
    let again = desk.send::<PostNewcomer>((), body).await.unwrap();
    assert_eq!(first, again);
}

#[tokio::test]
async fn what_cannot_be_is_named_and_a_strange_village_too() {
    let town = Town::new().await;
    let desk = town.signed_in(town.ids.desk).await;
    let refused = async |body: OpenRecordBody| {
        let problem = desk.send::<PostNewcomer>((), body).await.unwrap_err();
        problem.errors[0].field.clone()
    };
    let good = newcomer(NEW_NUMBER);
    let bad = |change: fn(&mut OpenRecordBody)| {
        let mut body = good.clone();
        change(&mut body);
        body
    };
    assert_eq!(
        refused(bad(|body| body.national_id.push('1'))).await,
        "national_id"
    );
    assert_eq!(
        refused(bad(|body| body.name = "3".to_owned())).await,
        "name"
    );
    assert_eq!(
        refused(bad(|body| body.address = " ".to_owned())).await,
        "address"
    );
    assert_eq!(
        refused(bad(|body| body.phone = Some("12".to_owned()))).await,
        "phone"
    );
    let strange = bad(|body| body.village = Some("乌有村".to_owned()));
    assert_eq!(refused(strange).await, "village");
}

#[tokio::test]
async fn looking_for_a_double_is_in_the_trail_of_whoever_was_shown() {
    let town = Town::new().await;
    let desk = town.signed_in(town.ids.desk).await;
    check(&desk, "李建国", SAME_DAY).await;
    let li: ResidentId = town.ids.li;
    let noted = town
        .count(
            "SELECT COUNT(*) AS n FROM audit a
             JOIN audit_resident r ON r.district_id = a.district_id AND r.audit_id = a.id
             WHERE r.resident_id = $1 AND a.purpose = 'duplicate_check'",
            vec![li.into()],
        )
        .await;
    assert_eq!(noted, 1);
}
