//! Residents through the real router on a real database: home, search, identity, readers, messages.

mod common;

use common::{Town, new_id};
use domain::access::Action;
use domain::api::bookings::{Book, BookBody};
use domain::api::contracts::{AcceptContract, RequestContract, RequestContractBody};
use domain::api::messages::{ListMessages, MessageKind, ReadMessage};
use domain::api::residents::{
    CursorQuery, GetHome, GetIdentity, HomeContract, ListReaders, ListResidents, ResidentQuery,
};
use domain::codes::Role;
use domain::ids::{MessageId, ServiceId};
use domain::problem::Code;

async fn found(town: &Town, who: domain::ids::StaffId, q: &str) -> Vec<String> {
    let query = ResidentQuery {
        q: Some(q.to_owned()),
        ..ResidentQuery::default()
    };
    let page = town
        .signed_in(who)
        .await
        .ask::<ListResidents>((), query)
        .await
        .unwrap();
    page.items
        .into_iter()
        .map(|card| card.person.name)
        .collect()
}

#[tokio::test]
async fn a_home_without_history_is_empty_and_says_who_it_is_about() {
    let town = Town::new().await;
    let home = town
        .signed_in(town.ids.wang_phone)
        .await
        .ask::<GetHome>(town.ids.wang, ())
        .await;
    let home = home.unwrap();
    assert_eq!((home.person.name.as_str(), home.person.age), ("王桂英", 68));
    assert_eq!(home.contract, HomeContract::None);
    assert!(home.team.is_none() && home.next_visit.is_none());
    assert!(home.due.is_empty() && home.rateable == 0);
    assert_eq!(home.unread, 0);
}

#[tokio::test]
async fn home_names_what_is_due_the_oldest_first_and_leaves_out_what_is_far() {
    let town = Town::new().await;
    let wang = town.ids.wang;
    town.due(wang, "hypertension", "2026-11-20", false).await;
    town.due(wang, "diabetes", "2026-12-24", false).await;
    let home = town
        .signed_in(town.ids.wang_phone)
        .await
        .ask::<GetHome>(wang, ())
        .await
        .unwrap();
    let due: Vec<_> = home
        .due
        .iter()
        .map(|due| (due.name.as_str(), due.overdue))
        .collect();
    assert_eq!(due, [("高血压随访", true), ("糖尿病随访", false)]);

    let earlier = town.at("2026-11-19T02:00:00Z");
    let client = earlier.signed_in(town.ids.wang_phone).await;
    let home = client.ask::<GetHome>(wang, ()).await.unwrap();
    assert_eq!(home.due.len(), 1, "35 days ahead is not due yet");
}

#[tokio::test]
async fn home_offers_a_service_for_rating_until_the_fifteenth_day() {
    let town = Town::new().await;
    town.put(
        "INSERT INTO service (district_id, id, resident_id, name, summary, given_on, doctor_id,
             institution_id, recorded_ms)
         VALUES ($1, $2, $3, '全科门诊', '测血压', '2026-11-20', $4, $5, 0)",
        vec![
            new_id::<ServiceId>().into(),
            town.ids.wang.into(),
            town.ids.gp.into(),
            town.ids.centre.into(),
        ],
    )
    .await;
    for (now, offered) in [
        ("2026-11-24T02:00:00Z", 1),
        ("2026-12-05T02:00:00Z", 1),
        ("2026-12-06T02:00:00Z", 0),
    ] {
        let town = town.at(now);
        let client = town.signed_in(town.ids.wang_phone).await;
        let home = client.ask::<GetHome>(town.ids.wang, ()).await.unwrap();
        assert_eq!(home.rateable, offered, "{now}");
    }
}

#[tokio::test]
async fn another_phone_is_told_that_there_is_no_such_resident() {
    let town = Town::new().await;
    let li = town.signed_in(town.ids.li_phone).await;
    let wang = town.ids.wang;
    let none = |problem: domain::problem::Problem| problem.code;
    assert_eq!(
        li.ask::<GetHome>(wang, ()).await.map_err(none),
        Err(Code::NotFound)
    );
    assert_eq!(
        li.ask::<GetIdentity>(wang, ()).await.map_err(none),
        Err(Code::NotFound)
    );
    let readers = li.ask::<ListReaders>(wang, CursorQuery::default()).await;
    assert_eq!(readers.map_err(none), Err(Code::NotFound));
    let messages = li.ask::<ListMessages>(wang, CursorQuery::default()).await;
    assert_eq!(messages.map_err(none), Err(Code::NotFound));
    assert_eq!(
        li.ask::<GetHome>(new_id(), ()).await.map_err(none),
        Err(Code::NotFound)
    );
}

#[tokio::test]
async fn staff_find_people_in_their_care_by_name_initials_or_phone() {
    let town = Town::new().await;
    let ids = &town.ids;
    town.reachable(ids.wang, "13812341230", "wgy").await;
    town.reachable(ids.zhao, "13812341230", "zm").await;
    for (q, names) in [
        ("", vec!["李建国", "王桂英"]),
        ("桂英", vec!["王桂英"]),
        ("WG", vec!["王桂英"]),
        ("gy", vec![]),
        ("1230", vec!["王桂英"]),
        ("1231", vec![]),
        ("%", vec![]),
        ("赵敏", vec![]),
    ] {
        assert_eq!(found(&town, ids.gp, q).await, names, "{q}");
    }
    assert_eq!(found(&town, ids.far_gp, "赵").await, ["赵敏"]);
    assert_eq!(found(&town, ids.desk, "").await, ["李建国", "王桂英"]);
    assert_eq!(found(&town, ids.desk, "1230").await, ["王桂英"]);
}

#[tokio::test]
async fn a_name_with_a_separator_is_found_without_it() {
    let town = Town::new().await;
    town.put(
        "UPDATE resident SET name = '阿依古丽·买买提' WHERE district_id = $1 AND id = $2",
        vec![town.ids.wang.into()],
    )
    .await;
    for q in ["阿依古丽买买提", "阿依古丽·买", "古丽 · 买"] {
        assert_eq!(
            found(&town, town.ids.gp, q).await,
            ["阿依古丽·买买提"],
            "{q}"
        );
    }
}

#[tokio::test]
async fn a_name_in_letters_is_found_in_either_case() {
    let town = Town::new().await;
    town.put(
        "UPDATE resident SET name = 'Maria da Silva' WHERE district_id = $1 AND id = $2",
        vec![town.ids.wang.into()],
    )
    .await;
    for q in ["maria", "MARIA D", "Silva"] {
        assert_eq!(
            found(&town, town.ids.gp, q).await,
            ["Maria da Silva"],
            "{q}"
        );
    }
}

#[tokio::test]
async fn a_village_doctor_finds_the_own_village_only() {
    let town = Town::new().await;
    town.neighbours(4).await;
    let doctor = town.village_doctor(town.ids.team, &["602社区"]).await;
    assert_eq!(found(&town, doctor, "").await, ["邻居00001", "邻居00003"]);
    assert_eq!(found(&town, doctor, "王桂英").await, Vec::<String>::new());
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_double() {
    let town = Town::new().await;
    town.neighbours(70).await;
    for who in [town.ids.gp, town.ids.desk] {
        let client = town.signed_in(who).await;
        let (mut names, mut cursor, mut sizes) = (Vec::new(), None, Vec::new());
        loop {
            let query = ResidentQuery {
                cursor,
                ..ResidentQuery::default()
            };
            let page = client.ask::<ListResidents>((), query).await.unwrap();
            sizes.push(page.items.len());
            names.extend(page.items.into_iter().map(|card| card.person.name));
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(sizes, [30, 30, 12]);
        names.sort();
        names.dedup();
        assert_eq!(names.len(), 72);
    }
}

#[tokio::test]
async fn a_card_shows_programmes_and_a_masked_phone() {
    let town = Town::new().await;
    town.reachable(town.ids.wang, "13812341230", "wgy").await;
    town.due(town.ids.wang, "hypertension", "2027-01-01", false)
        .await;
    let query = ResidentQuery {
        q: Some("wgy".to_owned()),
        ..ResidentQuery::default()
    };
    let client = town.signed_in(town.ids.gp).await;
    let page = client.ask::<ListResidents>((), query).await.unwrap();
    let followed: Vec<_> = page.items[0].programmes.iter().collect();
    assert_eq!(followed.len(), 1);
    assert_eq!(followed[0].programme.as_str(), "hypertension");
    assert_eq!(page.items[0].phone_masked.as_deref(), Some("138****1230"));
    assert_eq!(page.items[0].team, None, "no contract");
}

#[tokio::test]
async fn a_strange_cursor_is_refused_and_a_phone_has_no_list() {
    let town = Town::new().await;
    let query = ResidentQuery {
        cursor: Some("x".to_owned()),
        ..ResidentQuery::default()
    };
    let refused = town
        .signed_in(town.ids.gp)
        .await
        .ask::<ListResidents>((), query)
        .await;
    assert_eq!(refused.unwrap_err().code, Code::Malformed);
    let phone = town.signed_in(town.ids.wang_phone).await;
    let refused = phone
        .ask::<ListResidents>((), ResidentQuery::default())
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::Forbidden);
}

#[tokio::test]
async fn the_identity_is_opened_for_the_owner_the_team_and_the_desk() {
    let town = Town::new().await;
    let ids = &town.ids;
    for client in [
        town.signed_in(ids.wang_phone).await,
        town.signed_in(ids.gp).await,
        town.signed_in(ids.desk).await,
    ] {
        let identity = client.ask::<GetIdentity>(ids.wang, ()).await.unwrap();
        assert_eq!(identity.national_id, "430202195803120126");
        assert_eq!(identity.address, "新华东路 12 号");
    }
    let far = town.signed_in(ids.far_gp).await;
    assert_eq!(
        far.ask::<GetIdentity>(ids.wang, ()).await.unwrap_err().code,
        Code::NotFound
    );
}

#[tokio::test]
async fn a_resident_sees_who_looked_newest_first_and_not_who_was_refused() {
    let town = Town::new().await;
    let ids = &town.ids;
    town.signed_in(ids.gp)
        .await
        .ask::<GetIdentity>(ids.wang, ())
        .await
        .unwrap();
    town.signed_in(ids.gp)
        .await
        .ask::<ListResidents>((), ResidentQuery::default())
        .await
        .unwrap();
    town.signed_in(ids.far_gp)
        .await
        .ask::<GetIdentity>(ids.wang, ())
        .await
        .unwrap_err();
    let later = town.at("2026-11-24T03:00:00Z");
    let client = later.signed_in(ids.wang_phone).await;
    client.ask::<GetHome>(ids.wang, ()).await.unwrap();

    let readers = client
        .ask::<ListReaders>(ids.wang, CursorQuery::default())
        .await
        .unwrap();
    let shown: Vec<_> = readers
        .items
        .iter()
        .map(|r| (r.who.as_str(), r.role, r.action, r.own))
        .collect();
    assert_eq!(
        shown,
        [
            ("138****5671", None, Action::OpenHome, true),
            ("彭海燕", Some(Role::Gp), Action::Reveal, false),
        ]
    );
    assert_eq!(
        readers.items[1].institution.as_deref(),
        Some("月塘街道社区卫生服务中心")
    );
}

#[tokio::test]
async fn a_list_leaves_one_row_in_the_trail_and_names_nobody() {
    let town = Town::new().await;
    town.signed_in(town.ids.gp)
        .await
        .ask::<ListResidents>((), ResidentQuery::default())
        .await
        .unwrap();
    let rows = town
        .count(
            "SELECT count(*) AS n FROM audit WHERE action = 'list'",
            vec![],
        )
        .await;
    let named = town
        .count("SELECT count(*) AS n FROM audit_resident", vec![])
        .await;
    assert_eq!((rows, named), (1, 0));
}

#[tokio::test]
async fn a_message_counts_as_unread_until_its_owner_reads_it() {
    let town = Town::new().await;
    let message: MessageId = new_id();
    town.put(
        "INSERT INTO message (district_id, id, resident_id, kind, day, sent_ms)
         VALUES ($1, $2, $3, 'follow_up_due', '2026-11-30', 0)",
        vec![message.into(), town.ids.wang.into()],
    )
    .await;
    let li = town.signed_in(town.ids.li_phone).await;
    assert_eq!(
        li.send::<ReadMessage>(message, ()).await.unwrap_err().code,
        Code::NotFound
    );

    let wang = town.signed_in(town.ids.wang_phone).await;
    assert_eq!(
        wang.ask::<GetHome>(town.ids.wang, ()).await.unwrap().unread,
        1
    );
    wang.send::<ReadMessage>(message, ()).await.unwrap();
    assert_eq!(
        wang.ask::<GetHome>(town.ids.wang, ()).await.unwrap().unread,
        0
    );
    let inbox = wang
        .ask::<ListMessages>(town.ids.wang, CursorQuery::default())
        .await
        .unwrap();
    assert_eq!(
        (inbox.items[0].kind, inbox.items[0].read),
        (MessageKind::FollowUpDue, true)
    );
}

#[tokio::test]
async fn home_shows_the_contracted_team_and_the_next_visit() {
    let town = Town::new().await;
    let ids = &town.ids;
    let wang = town.signed_in(ids.wang_phone).await;
    let request = RequestContractBody {
        id: new_id(),
        resident_id: ids.wang,
        team_id: ids.team,
        package_ids: vec![ids.basic],
        agreement_version: "2026-01".to_owned(),
        consent: true,
        years: 1,
    };
    let contract = wang.send::<RequestContract>((), request).await.unwrap();
    let home = wang.ask::<GetHome>(ids.wang, ()).await.unwrap();
    assert_eq!(home.contract, HomeContract::Submitted);
    assert!(home.team.is_none(), "not before the team has accepted");

    let gp = town.signed_in(ids.gp).await;
    gp.send_if::<AcceptContract>(contract.version, contract.contract_id, ())
        .await
        .unwrap();
    for (held_on, half) in [("2026-11-27", "morning"), ("2026-11-26", "afternoon")] {
        let session_id = town.open_session(ids.gp, held_on, half, 4).await;
        let book = BookBody {
            id: new_id(),
            resident_id: ids.wang,
            session_id,
            note: None,
        };
        wang.send::<Book>((), book).await.unwrap();
    }
    let home = wang.ask::<GetHome>(ids.wang, ()).await.unwrap();
    assert_eq!(home.contract, HomeContract::Active);
    assert_eq!(home.team.map(|team| team.name).as_deref(), Some("月塘一队"));
    let visit = home.next_visit.unwrap();
    assert_eq!(
        (visit.date.to_string().as_str(), visit.minute),
        ("2026-11-26", 840)
    );
    assert_eq!((visit.number, visit.doctor.as_str()), (1, "彭海燕"));
}
