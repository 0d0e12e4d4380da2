//! What residents measure at home: what is kept and refused, who is told, and where it is shown.

use domain::api::colours::GetWaiting;
use domain::api::follow_ups::StartFollowUp;
use domain::api::home_measurements::{
    GetHomeMeasuring, GetOwnPlan, Measure, MeasureBody, MeasureReminder, RemindersBody, SeeAlert,
    SetReminders, TakeBackMeasurement,
};
use domain::api::messages::{ListMessages, MessageKind};
use domain::api::records::GetRecord;
use domain::api::residents::CursorQuery;
use domain::problem::Code;
use domain::rules::home_measurement::{Alert, HomeKind, Moment, Reading};

use super::common::{Town, new_id};
use super::{Levels, hypertension, work_off};

fn pressure(value: u16, second: u16) -> MeasureBody {
    MeasureBody {
        id: new_id(),
        reading: Reading {
            kind: HomeKind::BloodPressure,
            value,
            second: Some(second),
            moment: None,
            taken_at: "2026-11-24T01:00:00Z".parse().unwrap(),
            checked: false,
        },
    }
}

fn glucose(value: u16) -> MeasureBody {
    let body = pressure(value, 0);
    MeasureBody {
        reading: Reading {
            kind: HomeKind::Glucose,
            second: None,
            moment: Some(Moment::Fasting),
            ..body.reading
        },
        ..body
    }
}

#[tokio::test]
async fn a_reading_stands_beside_the_visits_and_in_no_form() {
    let town = Town::new().await;
    let ids = &town.ids;
    let own = town.signed_in(ids.wang_phone).await;
    let body = pressure(132, 84);
    let kept = own.send::<Measure>(ids.wang, body.clone()).await.unwrap();
    assert_eq!((kept.id, kept.alert, kept.unusual), (body.id, None, false));
    assert_eq!(
        own.send::<Measure>(ids.wang, body.clone()).await.unwrap(),
        kept,
        "it came twice"
    );
    let other = MeasureBody {
        id: body.id,
        ..pressure(140, 84)
    };
    let refused = own.send::<Measure>(ids.wang, other).await.unwrap_err();
    assert_eq!(refused.code, Code::Conflict);

    let gp = town.signed_in(ids.gp).await;
    let record = gp.ask::<GetRecord>(ids.wang, ()).await.unwrap();
    assert_eq!(record.home.len(), 1);
    assert!(
        record.blood_pressure.is_empty(),
        "no measurement of a visit"
    );
    let start = gp
        .ask::<StartFollowUp>((ids.wang, hypertension()), ())
        .await
        .unwrap();
    assert_eq!(start.home[0].reading.value, 132);
    assert!(start.carried.iter().all(|one| one.key != "sbp"));

    own.remove::<TakeBackMeasurement>(body.id).await.unwrap();
    let mine = own.ask::<GetHomeMeasuring>(ids.wang, ()).await.unwrap();
    assert!(mine.readings.is_empty());
    let row = "SELECT count(*) AS n FROM home_measurement WHERE taken_back_ms IS NOT NULL";
    assert_eq!(town.count(row, vec![]).await, 1, "kept, and counts nowhere");
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_what_is_rare_is_asked_about() {
    let town = Town::new().await;
    let ids = &town.ids;
    let own = town.signed_in(ids.wang_phone).await;
    for (body, field, reason) in [
        (pressure(301, 84), "value", "too_high"),
        (pressure(84, 84), "second", "not_below_systolic"),
        (pressure(210, 84), "checked", "required"),
        (glucose(0), "value", "too_low"),
    ] {
        let refused = own.send::<Measure>(ids.wang, body).await.unwrap_err();
        let said = &refused.errors[0];
        assert_eq!((said.field.as_str(), said.reason.as_str()), (field, reason));
    }
    let mut sure = pressure(210, 84);
    sure.reading.checked = true;
    let kept = own.send::<Measure>(ids.wang, sure).await.unwrap();
    assert!(kept.unusual);
    let gp = town.signed_in(ids.gp).await;
    let refused = gp
        .send::<Measure>(ids.wang, pressure(132, 84))
        .await
        .unwrap_err();
    assert_eq!(
        refused.code,
        Code::Forbidden,
        "a doctor measures at a visit"
    );
}

#[tokio::test]
async fn an_emergency_stands_above_the_teams_list_until_somebody_has_looked() {
    let all = Levels::new().await;
    let ids = all.town.ids.clone();
    let own = all.town.signed_in(ids.wang_phone).await;
    let high = own
        .send::<Measure>(ids.wang, pressure(180, 84))
        .await
        .unwrap();
    assert_eq!(high.alert, Some(Alert::PressureHigh));
    let low = own.send::<Measure>(ids.wang, glucose(39)).await.unwrap();
    assert_eq!(low.alert, Some(Alert::GlucoseLow));
    for client in [&all.gp, &all.village] {
        let waiting = client.ask::<GetWaiting>((), ()).await.unwrap();
        assert_eq!(waiting.alerts.len(), 2);
        assert_eq!(waiting.alerts[0].person.name, "王桂英");
    }
    let far = all.town.signed_in(ids.far_gp).await;
    assert!(
        far.ask::<GetWaiting>((), ())
            .await
            .unwrap()
            .alerts
            .is_empty()
    );
    let refused = far.send::<SeeAlert>(high.id, ()).await.unwrap_err();
    assert_eq!(refused.code, Code::NotFound);
    let seen = all.nurse.send::<SeeAlert>(high.id, ()).await.unwrap();
    assert_eq!(seen.seen_by.as_deref(), Some("刘静"));
    let again = all.gp.send::<SeeAlert>(high.id, ()).await.unwrap();
    assert_eq!(again.seen_by.as_deref(), Some("刘静"), "whoever was first");
    let waiting = all.gp.ask::<GetWaiting>((), ()).await.unwrap();
    assert_eq!(waiting.alerts.len(), 1);
    let mine = own.ask::<GetHomeMeasuring>(ids.wang, ()).await.unwrap();
    let of_high = mine.readings.iter().find(|one| one.id == high.id).unwrap();
    assert_eq!(of_high.seen_by.as_deref(), Some("刘静"));
}

#[tokio::test]
async fn whoever_chose_a_time_is_reminded_unless_they_have_just_measured() {
    let town = Town::new().await;
    let ids = &town.ids;
    let own = town.signed_in(ids.wang_phone).await;
    let at = |minute| MeasureReminder {
        kind: HomeKind::BloodPressure,
        minute,
    };
    let body = |minutes: &[u16]| RemindersBody {
        reminders: minutes.iter().copied().map(at).collect(),
    };
    for (wrong, reason) in [(&[1440][..], "out_of_range"), (&[421], "out_of_range")] {
        let refused = own
            .send::<SetReminders>(ids.wang, body(wrong))
            .await
            .unwrap_err();
        assert_eq!(refused.errors[0].reason, reason);
    }
    let many: Vec<u16> = (0..7).map(|n| n * 60).collect();
    let refused = own
        .send::<SetReminders>(ids.wang, body(&many))
        .await
        .unwrap_err();
    assert_eq!(refused.errors[0].reason, "too_many");
    let set = own
        .send::<SetReminders>(ids.wang, body(&[1200, 420, 420]))
        .await
        .unwrap();
    assert_eq!(set, [at(420), at(1200)]);

    // 7:00 and 20:00 in the district.
    let reminded = async |at: &str| {
        let town = town.at(at);
        work_off(&town).await;
        let own = town.signed_in(ids.wang_phone).await;
        let query = CursorQuery::default();
        let told = own.ask::<ListMessages>(ids.wang, query).await.unwrap();
        let ours = told
            .items
            .iter()
            .filter(|one| one.kind == MessageKind::MeasureReminder);
        ours.count()
    };
    assert_eq!(reminded("2026-11-24T11:59:00Z").await, 0);
    assert_eq!(reminded("2026-11-24T12:01:00Z").await, 1);
    assert_eq!(reminded("2026-11-24T12:30:00Z").await, 1, "once");
    let just = town.at("2026-11-24T22:30:00Z");
    let phone = just.signed_in(ids.wang_phone).await;
    let mut body = pressure(132, 84);
    body.reading.taken_at = "2026-11-24T22:20:00Z".parse().unwrap();
    phone.send::<Measure>(ids.wang, body).await.unwrap();
    assert_eq!(
        reminded("2026-11-24T23:01:00Z").await,
        1,
        "measured forty minutes ago"
    );
}

#[tokio::test]
async fn the_own_plan_says_when_and_what_is_looked_at() {
    let all = Levels::new().await;
    let ids = all.town.ids.clone();
    all.visit("2026-11-10", 132, None).await;
    let own = all.town.signed_in(ids.wang_phone).await;
    let plan = own.ask::<GetOwnPlan>(ids.wang, ()).await.unwrap();
    let visit = &plan.visits[0];
    assert_eq!(visit.due.to_string(), "2026-11-24");
    assert!(!visit.overdue);
    assert_eq!(visit.brings[0].zh, "血压、心率、体重");
    assert!(visit.brings.iter().all(|one| one.zh != "结论"));
}
