//! The diabetes follow-up through the real router on a real file, beside that of hypertension.

mod common;

use common::Town;
use common::clinical::{day, diabetes, diabetes_form, diabetes_visit, form, hypertension, visit};
use domain::api::follow_ups::{
    DueQuery, GetFollowUp, ListDue, RecordFollowUp, RecordFollowUpBody, StartFollowUp,
};
use domain::api::records::{GetRecord, MeasurementKind};
use domain::problem::Code;
use domain::programme::{Referral, Value};

#[tokio::test]
async fn a_recorded_visit_is_found_again_everywhere() {
    let town = Town::new().await;
    let ids = &town.ids;
    town.due(ids.wang, "diabetes", "2026-11-20", true).await;
    let gp = town.signed_in(ids.gp).await;
    let before = gp
        .ask::<StartFollowUp>(diabetes(ids.wang), ())
        .await
        .unwrap();
    assert_eq!((before.due, before.last), (Some(day("2026-11-20")), None));

    let body = diabetes_visit(diabetes_form("2026-11-24", 72), None);
    let saved = gp
        .send::<RecordFollowUp>(diabetes(ids.wang), body.clone())
        .await
        .unwrap();
    assert_eq!(saved.class.code, "uncontrolled");
    assert_eq!(saved.decision.latest_next, Some(day("2026-12-08")));
    let found = gp.ask::<GetFollowUp>(body.id, ()).await.unwrap();
    assert_eq!(found, saved);

    let after = gp
        .ask::<StartFollowUp>(diabetes(ids.wang), ())
        .await
        .unwrap();
    assert_eq!(after.due, Some(day("2026-12-08")));
    assert_eq!(after.previous_class.as_deref(), Some("uncontrolled"));
    let staple = after.carried.iter().find(|one| one.key == "staple");
    assert_eq!(staple.map(|one| &one.value), Some(&Value::Number(300)));
    assert_eq!(after.last, Some(saved));

    let record = gp.ask::<GetRecord>(ids.wang, ()).await.unwrap();
    let glucose = record
        .latest
        .iter()
        .find(|one| one.kind == MeasurementKind::FastingGlucose);
    assert_eq!(glucose.map(|one| one.value), Some(72));
    assert_eq!(record.follow_ups[0].programme.as_str(), "diabetes");

    // The list shows the programme's own value when the next visit is due.
    town.put(
        "UPDATE follow_up_plan SET due = '2026-11-25' WHERE district_id = $1",
        vec![],
    )
    .await;
    town.recount().await;
    let list = gp.ask::<ListDue>((), DueQuery::default()).await.unwrap();
    let value = list.items[0].last_glucose.as_ref();
    assert_eq!(value.map(|point| point.tenths), Some(72));
    assert!(town.broken().await.is_empty());
}

#[tokio::test]
async fn two_programmes_of_one_person_go_their_own_ways() {
    let town = Town::new().await;
    let ids = &town.ids;
    let gp = town.signed_in(ids.gp).await;
    let high = visit(form("2026-11-24", 155, 84), None);
    gp.send::<RecordFollowUp>(hypertension(ids.wang), high)
        .await
        .unwrap();
    // The pressure was too high; the first glucose that is over its limit is no second time.
    let body = diabetes_visit(diabetes_form("2026-11-24", 75), None);
    assert_eq!(body.decision.referral, Referral::No);
    gp.send::<RecordFollowUp>(diabetes(ids.wang), body.clone())
        .await
        .unwrap();
    let pressure = gp
        .ask::<StartFollowUp>(hypertension(ids.wang), ())
        .await
        .unwrap();
    assert_eq!(
        pressure.last.map(|last| last.form.number("sbp")),
        Some(Some(155)),
        "its last visit is its own"
    );

    // An identifier belongs to one follow-up, of whatever programme.
    let taken = RecordFollowUpBody {
        id: body.id,
        ..visit(form("2026-11-24", 128, 78), Some("uncontrolled"))
    };
    let refused = gp
        .send::<RecordFollowUp>(hypertension(ids.wang), taken)
        .await;
    assert_eq!(refused.unwrap_err().code, Code::Conflict);
}

#[tokio::test]
async fn a_second_visit_over_the_limit_is_referred_here_whatever_the_phone_thought() {
    let town = Town::new().await;
    let ids = &town.ids;
    let gp = town.signed_in(ids.gp).await;
    let first = diabetes_visit(diabetes_form("2026-11-10", 80), None);
    gp.send::<RecordFollowUp>(diabetes(ids.wang), first)
        .await
        .unwrap();

    let unaware = diabetes_visit(diabetes_form("2026-11-24", 70), None);
    let refused = gp.send::<RecordFollowUp>(diabetes(ids.wang), unaware).await;
    let refused = refused.unwrap_err();
    assert_eq!(refused.code, Code::NeedsYou);
    let fields: Vec<_> = refused.errors.iter().map(|e| e.field.as_str()).collect();
    assert!(fields.contains(&"decision.referral"), "{fields:?}");

    let form = diabetes_form("2026-11-24", 70).with("referral_to", "株洲市人民医院 内分泌科");
    let aware = diabetes_visit(form, Some("uncontrolled"));
    assert_eq!(aware.decision.referral, Referral::Advised);
    gp.send::<RecordFollowUp>(diabetes(ids.wang), aware)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_visit_fulfils_the_promise_of_its_own_programme() {
    let town = Town::new().await;
    let ids = &town.ids;
    town.promised(&[
        ("htn_follow_up", "2026-09-30"),
        ("dm_follow_up", "2026-12-31"),
    ])
    .await;
    let gp = town.signed_in(ids.gp).await;
    let body = diabetes_visit(diabetes_form("2026-11-24", 62), None);
    gp.send::<RecordFollowUp>(diabetes(ids.wang), body)
        .await
        .unwrap();
    let done = "SELECT count(*) AS n FROM plan_item
                WHERE done_on = '2026-11-24' AND item_code = $1";
    for (code, many) in [("htn_follow_up", 0), ("dm_follow_up", 1)] {
        assert_eq!(town.count(done, vec![code.into()]).await, many, "{code}");
    }
}
