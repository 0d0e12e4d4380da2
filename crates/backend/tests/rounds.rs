//! A round's quick entry through the real router on a real file.

mod common;

use common::clinical::day;
use common::{Town, new_id};
use domain::api::area::{AreaQuery, ListAreaChanges};
use domain::api::records::GetRecord;
use domain::api::rounds::{ListRoundEntries, RecordRoundEntry, RoundEntryBody};
use domain::problem::Code;

fn entry(sbp: u16, dbp: u16) -> RoundEntryBody {
    RoundEntryBody {
        id: new_id(),
        on: day("2026-11-23"),
        sbp: Some(sbp),
        dbp: Some(dbp),
        heart_rate: Some(72),
        glucose_tenths: Some(68),
        complaint: Some(" 头晕两天 ".to_owned()),
        advice: Some("少盐，一周后复测".to_owned()),
    }
}

#[tokio::test]
async fn an_entry_arrives_once_stands_in_the_record_and_is_told_to_kept_areas() {
    let town = Town::new().await;
    let ids = &town.ids;
    let nurse = town.signed_in(ids.nurse).await;
    let before = nurse
        .ask::<ListAreaChanges>((), AreaQuery::default())
        .await
        .unwrap();
    let body = entry(146, 88);
    let first = nurse
        .send::<RecordRoundEntry>(ids.wang, body.clone())
        .await
        .unwrap();
    assert_eq!(first.entry.complaint.as_deref(), Some("头晕两天"));
    let again = nurse
        .send::<RecordRoundEntry>(ids.wang, body.clone())
        .await
        .unwrap();
    assert_eq!(again, first, "its answer was lost");
    let other = RoundEntryBody {
        sbp: Some(150),
        ..body
    };
    let refused = nurse.send::<RecordRoundEntry>(ids.wang, other).await;
    assert_eq!(refused.unwrap_err().code, Code::Conflict);

    let record = nurse.ask::<GetRecord>(ids.wang, ()).await.unwrap();
    let shown = record.blood_pressure.iter().filter(|one| one.sbp == 146);
    assert_eq!(shown.count(), 1);
    let listed = nurse.ask::<ListRoundEntries>(ids.wang, ()).await.unwrap();
    assert_eq!(listed, std::slice::from_ref(&first));
    assert_eq!(record.rounds, std::slice::from_ref(&first));
    let wang = town.signed_in(ids.wang_phone).await;
    let own = wang.ask::<GetRecord>(ids.wang, ()).await.unwrap();
    assert_eq!(own.rounds, [first]);
    let since = Some(before.next);
    let changed = nurse
        .ask::<ListAreaChanges>((), AreaQuery { since })
        .await
        .unwrap();
    assert_eq!(changed.people.len(), 1);
    assert!(town.broken().await.is_empty());
}

#[tokio::test]
async fn only_who_follows_the_person_up_enters_and_only_what_can_be() {
    let town = Town::new().await;
    let ids = &town.ids;
    let far = town.signed_in(ids.far_gp).await;
    let refused = far.send::<RecordRoundEntry>(ids.wang, entry(146, 88)).await;
    assert_eq!(refused.unwrap_err().code, Code::NotFound);
    let gp = town.signed_in(ids.gp).await;
    let refused = gp.send::<RecordRoundEntry>(ids.wang, entry(301, 88)).await;
    let errors = refused.unwrap_err().errors;
    assert_eq!(
        (errors[0].field.as_str(), errors[0].reason.as_str()),
        ("sbp", "too_high")
    );
}

#[tokio::test]
async fn the_record_tells_what_was_said_and_a_helper_nothing_that_is_kept_from_them() {
    let town = Town::new().await;
    let ids = &town.ids;
    let nurse = town.signed_in(ids.nurse).await;
    let said = |complaint: &str, advice: Option<&str>| RoundEntryBody {
        complaint: (!complaint.is_empty()).then(|| complaint.to_owned()),
        advice: advice.map(str::to_owned),
        ..entry(138, 84)
    };
    for body in [
        said("", None),
        said("腿疼", None),
        said("睡不好", Some("奥氮平加到一片")),
        said("肝炎复查", None),
    ] {
        nurse
            .send::<RecordRoundEntry>(ids.wang, body)
            .await
            .unwrap();
    }
    let record = async |account| {
        let reader = town.signed_in(account).await;
        let record = reader.ask::<GetRecord>(ids.wang, ()).await.unwrap();
        let complaints = record
            .rounds
            .into_iter()
            .filter_map(|one| one.entry.complaint);
        let mut complaints: Vec<String> = complaints.collect();
        complaints.sort();
        complaints
    };
    assert_eq!(record(ids.wang_phone).await, ["睡不好", "肝炎复查", "腿疼"]);
    town.put(
        "UPDATE access_grant SET capacity = 'helper', ends = '2027-06-30'
         WHERE district_id = $1 AND account_id = $2",
        vec![ids.wang_phone.into()],
    )
    .await;
    assert_eq!(record(ids.wang_phone).await, ["腿疼"]);
}
