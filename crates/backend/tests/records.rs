//! The health record through the real router on a real file.

mod common;

use common::Town;
use common::clinical::{form, hypertension, visit};
use domain::api::follow_ups::RecordFollowUp;
use domain::api::records::{GetRecord, MeasurementKind};
use domain::problem::Code;

#[tokio::test]
async fn the_record_masks_what_identifies() {
    let town = Town::new().await;
    let client = town.signed_in(town.ids.wang_phone).await;
    let record = client.ask::<GetRecord>(town.ids.wang, ()).await.unwrap();
    assert_eq!(record.basic.national_id_masked, "4302**********0126");
    assert_eq!(record.basic.address_masked, "月塘街道601社区***");
    assert!(record.allergies.is_empty() && record.drugs.is_empty() && record.latest.is_empty());
    let text = serde_json::to_string(&record).unwrap();
    assert!(!text.contains("430202195803120126") && !text.contains("新华东路"));
}

#[tokio::test]
async fn latest_values_and_charts_come_from_the_same_points() {
    let town = Town::new().await;
    let wang = town.ids.wang;
    for (kind, on, value, second) in [
        ("blood_pressure", "2025-11-23", 170, Some(100)),
        ("blood_pressure", "2025-11-24", 152, Some(88)),
        ("blood_pressure", "2026-08-01", 149, Some(89)),
        ("fasting_glucose", "2026-08-01", 75, None),
        ("bmi", "2026-08-01", 240, None),
        ("height", "2020-01-01", 1580, None),
    ] {
        town.measured(wang, kind, on, value, second).await;
    }
    let client = town.signed_in(town.ids.gp).await;
    let record = client.ask::<GetRecord>(wang, ()).await.unwrap();
    let pressures: Vec<_> = record
        .blood_pressure
        .iter()
        .map(|point| point.sbp)
        .collect();
    assert_eq!(pressures, [152, 149], "a year and no more, oldest first");
    assert_eq!(record.glucose.len(), 1);
    assert_eq!(
        (record.bp_target.sbp_below, record.bp_target.dbp_below),
        (150, 90),
        "aged 68"
    );
    let of = |kind| record.latest.iter().find(|m| m.kind == kind).unwrap();
    let pressure = of(MeasurementKind::BloodPressure);
    assert_eq!(
        (pressure.value, pressure.second, pressure.in_range),
        (149, Some(89), Some(true))
    );
    assert_eq!(of(MeasurementKind::Bmi).in_range, Some(false));
    assert_eq!(
        of(MeasurementKind::FastingGlucose).in_range,
        None,
        "no diabetes, no judgement"
    );
    assert_eq!(of(MeasurementKind::Height).value, 1580);
}

#[tokio::test]
async fn follow_ups_stand_newest_first_with_their_doctor() {
    let town = Town::new().await;
    let wang = town.ids.wang;
    let gp = town.signed_in(town.ids.gp).await;
    for on in ["2026-08-24", "2026-11-24"] {
        gp.send::<RecordFollowUp>(hypertension(wang), visit(form(on, 138, 84), None))
            .await
            .unwrap();
    }
    let client = town.signed_in(town.ids.wang_phone).await;
    let record = client.ask::<GetRecord>(wang, ()).await.unwrap();
    let lines: Vec<_> = record
        .follow_ups
        .iter()
        .map(|f| (f.date.to_string(), f.doctor.as_str()))
        .collect();
    assert_eq!(
        lines,
        [
            ("2026-11-24".to_owned(), "彭海燕"),
            ("2026-08-24".to_owned(), "彭海燕")
        ]
    );
    assert_eq!(
        record.follow_ups[0].bp.as_ref().map(|bp| (bp.sbp, bp.dbp)),
        Some((138, 84))
    );
    assert_eq!(record.drugs[0].name, "氨氯地平");
}

#[tokio::test]
async fn the_record_is_hidden_from_other_teams_and_phones_and_denied_to_the_desk() {
    let town = Town::new().await;
    let ids = &town.ids;
    for (client, code) in [
        (town.signed_in(ids.far_gp).await, Code::NotFound),
        (town.signed_in(ids.second_gp).await, Code::NotFound),
        (town.signed_in(ids.li_phone).await, Code::NotFound),
        (town.signed_in(ids.desk).await, Code::Forbidden),
        (town.visitor(), Code::SignInRequired),
    ] {
        assert_eq!(
            client
                .ask::<GetRecord>(ids.wang, ())
                .await
                .unwrap_err()
                .code,
            code
        );
    }
    let village = town.village_doctor(ids.team, &["602社区"]).await;
    let refused = town
        .signed_in(village)
        .await
        .ask::<GetRecord>(ids.wang, ())
        .await;
    assert_eq!(refused.unwrap_err().code, Code::NotFound);
}

#[tokio::test]
async fn a_read_and_a_refusal_both_stand_in_the_trail() {
    let town = Town::new().await;
    let ids = &town.ids;
    town.signed_in(ids.gp)
        .await
        .ask::<GetRecord>(ids.wang, ())
        .await
        .unwrap();
    town.signed_in(ids.desk)
        .await
        .ask::<GetRecord>(ids.wang, ())
        .await
        .unwrap_err();
    let trail = "SELECT count(*) AS n FROM audit a
         JOIN audit_resident m ON m.district_id = a.district_id AND m.audit_id = a.id
         WHERE a.operation = 'get_record' AND m.resident_id = $1 AND a.result = $2";
    let rows = async |result: &str| {
        town.count(trail, vec![ids.wang.into(), result.into()])
            .await
    };
    assert_eq!((rows("ok").await, rows("forbidden").await), (1, 1));
}
