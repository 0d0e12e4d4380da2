//! The worklist and the hypertension follow-up through the real router on a real file.

mod common;

use common::clinical::{day, form, hypertension, visit};
use common::{Town, new_id};
use domain::api::follow_ups::{
    Bucket, DueList, DueQuery, GetFollowUp, ListDue, RecordFollowUp, RecordFollowUpBody,
    StartFollowUp,
};
use domain::api::messages::{ListMessages, MessageKind};
use domain::api::records::{Drug, GetRecord, MeasurementKind};
use domain::api::residents::CursorQuery;
use domain::ids::StaffId;
use domain::problem::{Code, Problem};
use domain::programme::{Answers, Referral, Value};

async fn due(town: &Town, who: StaffId, query: DueQuery) -> DueList {
    town.signed_in(who)
        .await
        .ask::<ListDue>((), query)
        .await
        .unwrap()
}

fn names(list: &DueList) -> Vec<&str> {
    list.items
        .iter()
        .map(|card| card.person.name.as_str())
        .collect()
}

fn fields(problem: &Problem) -> Vec<(&str, &str)> {
    problem
        .errors
        .iter()
        .map(|e| (e.field.as_str(), e.reason.as_str()))
        .collect()
}

#[tokio::test]
async fn the_worklist_puts_urgent_before_overdue_before_soon_and_stops_after_a_week() {
    let town = Town::new().await;
    let ids = &town.ids;
    town.due(ids.li, "hypertension", "2026-12-01", false).await;
    town.due(ids.li, "diabetes", "2026-12-02", false).await;
    town.due(ids.wang, "hypertension", "2026-11-23", false)
        .await;
    town.due(ids.wang, "diabetes", "2026-11-28", true).await;
    town.due(ids.zhao, "hypertension", "2026-11-01", true).await;

    let list = due(&town, ids.gp, DueQuery::default()).await;
    let shown: Vec<_> = list
        .items
        .iter()
        .map(|c| (c.bucket, c.person.name.as_str()))
        .collect();
    assert_eq!(
        shown,
        [
            (Bucket::Urgent, "王桂英"),
            (Bucket::Overdue, "王桂英"),
            (Bucket::Soon, "李建国")
        ]
    );
    assert!(list.items[0].referral_check && !list.items[1].referral_check);
    assert_eq!(
        (list.counts.urgent, list.counts.overdue, list.counts.soon),
        (1, 1, 1)
    );
    assert_eq!(list.villages.len(), 1);
    assert_eq!(
        (list.villages[0].village.as_str(), list.villages[0].due),
        ("601社区", 3)
    );

    let overdue = DueQuery {
        bucket: Some(Bucket::Overdue),
        ..DueQuery::default()
    };
    let list = due(&town, ids.gp, overdue).await;
    assert_eq!(names(&list), ["王桂英"]);
    assert_eq!(list.counts.soon, 1, "the other figures stay");
}

#[tokio::test]
async fn village_and_search_narrow_the_list_and_its_figures() {
    let town = Town::new().await;
    let ids = &town.ids;
    town.neighbours(6).await;
    town.neighbours_due().await;
    town.due(ids.wang, "hypertension", "2026-11-20", false)
        .await;
    town.reachable(ids.wang, "13812341230", "wgy").await;

    let village = DueQuery {
        village: Some("602社区".to_owned()),
        ..DueQuery::default()
    };
    let list = due(&town, ids.gp, village).await;
    assert_eq!(list.items.len(), 3);
    assert_eq!(list.counts.overdue, 3);
    assert_eq!(
        list.villages.iter().map(|v| v.due).collect::<Vec<_>>(),
        [4, 3]
    );

    for q in ["王", "wgy", "1230"] {
        let query = DueQuery {
            q: Some(q.to_owned()),
            ..DueQuery::default()
        };
        let list = due(&town, ids.gp, query).await;
        assert_eq!(
            (names(&list), list.counts.overdue),
            (vec!["王桂英"], 1),
            "{q}"
        );
    }
    let doctor = town.village_doctor(ids.team, &["602社区", "603社区"]).await;
    let list = due(&town, doctor, DueQuery::default()).await;
    assert_eq!((list.items.len(), list.villages.len()), (3, 1));
    let other = DueQuery {
        village: Some("601社区".to_owned()),
        ..DueQuery::default()
    };
    assert!(due(&town, doctor, other).await.items.is_empty());
}

#[tokio::test]
async fn pages_of_the_worklist_cover_all_and_keep_the_order() {
    let town = Town::new().await;
    town.neighbours(200).await;
    town.neighbours_due().await;
    let client = town.signed_in(town.ids.gp).await;
    let (mut cards, mut cursor) = (Vec::new(), None);
    let counts = loop {
        let query = DueQuery {
            cursor,
            ..DueQuery::default()
        };
        let list = client.ask::<ListDue>((), query).await.unwrap();
        cards.extend(list.items);
        cursor = list.next;
        if cursor.is_none() {
            break list.counts;
        }
    };
    let total = counts.urgent + counts.overdue + counts.soon;
    assert_eq!(cards.len(), total as usize);
    assert!(cards.iter().all(|card| card.due <= day("2026-12-01")));
    let key = |card: &domain::api::follow_ups::DueCard| {
        (
            card.bucket != Bucket::Urgent,
            card.due,
            card.person.resident_id,
        )
    };
    assert!(cards.windows(2).all(|pair| key(&pair[0]) < key(&pair[1])));
}

#[tokio::test]
async fn the_worklist_is_for_those_who_follow_up() {
    let town = Town::new().await;
    for (client, code) in [
        (town.signed_in(town.ids.desk).await, Code::Forbidden),
        (town.signed_in(town.ids.wang_phone).await, Code::Forbidden),
        (town.visitor(), Code::SignInRequired),
    ] {
        assert_eq!(
            client
                .ask::<ListDue>((), DueQuery::default())
                .await
                .unwrap_err()
                .code,
            code
        );
    }
}

#[tokio::test]
async fn a_recorded_visit_changes_everything_that_follows_from_it() {
    let town = Town::new().await;
    let ids = &town.ids;
    town.due(ids.wang, "hypertension", "2026-11-20", true).await;
    town.measured(ids.wang, "height", "2020-01-01", 1580, None)
        .await;
    town.put(
        "INSERT INTO drug (district_id, resident_id, name, times_a_day, dose, sort)
         VALUES ($1, $2, '硝苯地平', 2, '10 mg', 0)",
        vec![ids.wang.into()],
    )
    .await;
    let gp = town.signed_in(ids.gp).await;
    let before = gp
        .ask::<StartFollowUp>(hypertension(ids.wang), ())
        .await
        .unwrap();
    assert_eq!(before.due, Some(day("2026-11-20")));
    assert_eq!(before.height_tenths, Some(1580));
    assert!(before.last.is_none() && before.previous_class.is_none());

    let body = visit(form("2026-11-24", 138, 84), None);
    let saved = gp
        .send::<RecordFollowUp>(hypertension(ids.wang), body.clone())
        .await
        .unwrap();
    assert_eq!(
        (saved.follow_up_id, saved.doctor.as_str()),
        (body.id, "彭海燕")
    );
    let bmi = saved.computed.iter().find(|one| one.key == "bmi");
    assert_eq!(bmi.map(|bmi| bmi.value), Some(240));
    let found = gp.ask::<GetFollowUp>(body.id, ()).await.unwrap();
    assert_eq!(found, saved);

    let record = gp.ask::<GetRecord>(ids.wang, ()).await.unwrap();
    let kinds: Vec<_> = record.latest.iter().map(|m| m.kind).collect();
    for kind in [
        MeasurementKind::BloodPressure,
        MeasurementKind::HeartRate,
        MeasurementKind::Weight,
        MeasurementKind::Bmi,
    ] {
        assert!(kinds.contains(&kind), "{kind:?}");
    }
    assert_eq!(
        record
            .drugs
            .iter()
            .map(|d| d.name.as_str())
            .collect::<Vec<_>>(),
        ["氨氯地平"]
    );

    let after = gp
        .ask::<StartFollowUp>(hypertension(ids.wang), ())
        .await
        .unwrap();
    assert_eq!(after.due, Some(day("2026-12-08")));
    assert_eq!(after.previous_class.as_deref(), Some("controlled"));
    assert_eq!(after.last, Some(saved));
    let carried = |key| after.carried.iter().find(|one| one.key == key);
    assert_eq!(
        carried("smoke").map(|one| &one.value),
        Some(&Value::Number(0))
    );
    assert!(carried("drink").is_none());
    assert!(
        due(&town, ids.gp, DueQuery::default())
            .await
            .items
            .is_empty()
    );

    let wang = town.signed_in(ids.wang_phone).await;
    let inbox = wang
        .ask::<ListMessages>(ids.wang, CursorQuery::default())
        .await
        .unwrap();
    let message = &inbox.items[0];
    assert_eq!(
        (message.kind, message.date),
        (MessageKind::FollowUpDone, Some(day("2026-12-08")))
    );
    assert_eq!(message.about, Some(body.id.to_string()));
    assert!(town.broken().await.is_empty());
}

#[tokio::test]
async fn a_visit_that_is_referred_comes_back_as_urgent() {
    let town = Town::new().await;
    let ids = &town.ids;
    let urgent = form("2026-11-24", 185, 100)
        .with("referral_to", "市中心医院心内科")
        .with("next_date", day("2026-12-01"));
    let body = visit(urgent, None);
    assert_eq!(body.decision.referral, Referral::Urgent);
    town.signed_in(ids.gp)
        .await
        .send::<RecordFollowUp>(hypertension(ids.wang), body)
        .await
        .unwrap();
    let list = due(&town, ids.gp, DueQuery::default()).await;
    let card = &list.items[0];
    assert_eq!((card.bucket, card.referral_check), (Bucket::Urgent, true));
    assert_eq!(
        card.last_bp.as_ref().map(|bp| (bp.sbp, bp.dbp)),
        Some((185, 100))
    );
    let class = card.last_class.as_ref().map(|class| class.code.as_str());
    assert_eq!(class, Some("uncontrolled"));
}

#[tokio::test]
async fn a_decision_made_without_the_last_visit_needs_the_doctor_and_writes_nothing() {
    let town = Town::new().await;
    let ids = &town.ids;
    let gp = town.signed_in(ids.gp).await;
    let first = visit(form("2026-11-10", 155, 84), None);
    gp.send::<RecordFollowUp>(hypertension(ids.wang), first)
        .await
        .unwrap();

    let unaware = visit(form("2026-11-24", 155, 84), None);
    let refused = gp
        .send::<RecordFollowUp>(hypertension(ids.wang), unaware.clone())
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::NeedsYou);
    assert!(fields(&refused).contains(&("decision.referral", "differs")));
    let rows = "SELECT count(*) AS n FROM follow_up";
    assert_eq!(town.count(rows, vec![]).await, 1);

    let looked = form("2026-11-24", 155, 84).with("referral_to", "市中心医院");
    let looked = visit(looked, Some("uncontrolled"));
    gp.send::<RecordFollowUp>(hypertension(ids.wang), looked)
        .await
        .unwrap();
    assert_eq!(town.count(rows, vec![]).await, 2);
}

#[tokio::test]
async fn the_same_visit_again_is_answered_again_and_another_under_its_id_is_refused() {
    let town = Town::new().await;
    let ids = &town.ids;
    let gp = town.signed_in(ids.gp).await;
    let body = visit(form("2026-11-24", 138, 84), None);
    let first = gp
        .send::<RecordFollowUp>(hypertension(ids.wang), body.clone())
        .await
        .unwrap();
    let again = gp
        .send::<RecordFollowUp>(hypertension(ids.wang), body.clone())
        .await
        .unwrap();
    assert_eq!(first, again);
    let mut other = visit(form("2026-11-24", 139, 84), None);
    other.id = body.id;
    let refused = gp
        .send::<RecordFollowUp>(hypertension(ids.wang), other)
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::Conflict);
    let elsewhere = gp
        .send::<RecordFollowUp>(hypertension(ids.li), body)
        .await
        .unwrap_err();
    assert_eq!(elsewhere.code, Code::Conflict);
    assert_eq!(
        town.count("SELECT count(*) AS n FROM follow_up", vec![])
            .await,
        1
    );
}

fn drug(name: &str) -> Drug {
    Drug {
        name: name.to_owned(),
        times_a_day: 1,
        dose: "5 mg".to_owned(),
    }
}

#[tokio::test]
async fn each_fault_of_a_form_is_named() {
    let town = Town::new().await;
    let gp = town.signed_in(town.ids.gp).await;
    let refused = async |change: fn(Answers) -> Answers| {
        let mut body = visit(form("2026-11-24", 138, 84), None);
        body.form = change(body.form);
        let at = hypertension(town.ids.wang);
        gp.send::<RecordFollowUp>(at, body).await.unwrap_err()
    };
    let unknown = RecordFollowUpBody {
        rules_version: "NBPHS-9".parse().unwrap(),
        ..visit(form("2026-11-24", 138, 84), None)
    };
    let at = hypertension(town.ids.wang);
    let unknown = gp.send::<RecordFollowUp>(at, unknown).await.unwrap_err();
    for (problem, field, reason) in [
        (refused(|f| f.with("sbp", 1200)).await, "sbp", "too_high"),
        (
            refused(|f| f.with("next_date", "2026-11-20")).await,
            "next_date",
            "not_after_visit",
        ),
        (
            refused(|f| f.with("visit_date", "2026-11-25")).await,
            "visit_date",
            "in_future",
        ),
        (unknown, "rules_version", "unknown"),
        (
            refused(|f| f.with("drugs", vec![drug(" ")])).await,
            "drugs.0.name",
            "required",
        ),
        (
            refused(|f| f.with("drugs", vec![drug("氨氯地平"), drug("氨氯地平")])).await,
            "drugs.1.name",
            "twice",
        ),
        (
            refused(|f| f.with("aux_exam", "血".repeat(501))).await,
            "aux_exam",
            "too_long",
        ),
    ] {
        assert_eq!(problem.code, Code::Invalid, "{field}");
        assert!(
            fields(&problem).contains(&(field, reason)),
            "{field}: {problem:?}"
        );
    }
    assert_eq!(
        town.count("SELECT count(*) AS n FROM follow_up", vec![])
            .await,
        0
    );
}

#[tokio::test]
async fn a_visit_that_arrives_late_moves_nothing_of_a_later_one() {
    let town = Town::new().await;
    let ids = &town.ids;
    let gp = town.signed_in(ids.gp).await;
    let newer = visit(form("2026-11-24", 138, 84), None);
    gp.send::<RecordFollowUp>(hypertension(ids.wang), newer)
        .await
        .unwrap();
    let late = form("2026-11-02", 130, 80).with("drugs", Vec::<Drug>::new());
    gp.send::<RecordFollowUp>(hypertension(ids.wang), visit(late, None))
        .await
        .unwrap();

    let start = gp
        .ask::<StartFollowUp>(hypertension(ids.wang), ())
        .await
        .unwrap();
    assert_eq!(start.due, Some(day("2026-12-08")));
    assert_eq!(start.drugs.len(), 1);
    let record = gp.ask::<GetRecord>(ids.wang, ()).await.unwrap();
    assert_eq!(record.follow_ups.len(), 2);
    let pressures: Vec<_> = record
        .blood_pressure
        .iter()
        .map(|point| point.sbp)
        .collect();
    assert_eq!(pressures, [130, 138]);
}

#[tokio::test]
async fn a_visit_fulfils_the_first_open_promise_of_the_contract() {
    let town = Town::new().await;
    let ids = &town.ids;
    town.promised(&[
        ("bp_check", "2026-06-30"),
        ("htn_follow_up", "2026-09-30"),
        ("htn_follow_up", "2026-12-31"),
    ])
    .await;
    let body = visit(form("2026-11-24", 138, 84), None);
    town.signed_in(ids.nurse)
        .await
        .send::<RecordFollowUp>(hypertension(ids.wang), body)
        .await
        .unwrap();
    let done = "SELECT count(*) AS n FROM plan_item WHERE done_on = '2026-11-24'";
    assert_eq!(town.count(done, vec![]).await, 1);
    let which = "SELECT count(*) AS n FROM plan_item
                 WHERE done_on IS NOT NULL AND due = '2026-09-30' AND done_by = $1";
    assert_eq!(town.count(which, vec![ids.nurse.into()]).await, 1);
}

#[tokio::test]
async fn follow_ups_are_hidden_from_other_teams_and_denied_to_desk_and_owner() {
    let town = Town::new().await;
    let ids = &town.ids;
    let gp = town.signed_in(ids.gp).await;
    let body = visit(form("2026-11-24", 138, 84), None);
    gp.send::<RecordFollowUp>(hypertension(ids.wang), body.clone())
        .await
        .unwrap();
    for (client, start, read) in [
        (
            town.signed_in(ids.far_gp).await,
            Code::NotFound,
            Some(Code::NotFound),
        ),
        (
            town.signed_in(ids.desk).await,
            Code::Forbidden,
            Some(Code::Forbidden),
        ),
        (town.signed_in(ids.wang_phone).await, Code::Forbidden, None),
        (
            town.signed_in(ids.li_phone).await,
            Code::Forbidden,
            Some(Code::NotFound),
        ),
    ] {
        let refused = client
            .ask::<StartFollowUp>(hypertension(ids.wang), ())
            .await
            .unwrap_err();
        assert_eq!(refused.code, start);
        let mine = visit(form("2026-11-24", 138, 84), None);
        let refused = client
            .send::<RecordFollowUp>(hypertension(ids.wang), mine)
            .await
            .unwrap_err();
        assert_eq!(refused.code, start);
        let answer = client.ask::<GetFollowUp>(body.id, ()).await;
        assert_eq!(answer.err().map(|problem| problem.code), read);
    }
    let unknown = gp.ask::<GetFollowUp>(new_id(), ()).await.unwrap_err();
    assert_eq!(unknown.code, Code::NotFound);
}
