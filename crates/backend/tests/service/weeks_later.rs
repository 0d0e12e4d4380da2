//! What a phone made without a network and sends again weeks later, when no kept answer is left:
//! the client-made id is the row's own, so nothing is done twice and the answer is as before.

use chrono::{DateTime, TimeDelta, Utc};
use domain::api::bookings::{Book, BookBody, FinishBody, FinishBooking};
use domain::api::contracts::{RequestContract, RequestContractBody};
use domain::api::edition_1::{RecordDiabetes, RecordHypertension};
use domain::api::follow_ups::{GetFollowUp, RecordFollowUp, RecordFollowUpBody};
use domain::api::ratings::{Aspects, RateBody, RateService};
use domain::api::registrations::{Register, RegisterBody};
use domain::codes::Relation;
use domain::endpoint::Endpoint;
use domain::ids::{AccountId, StaffId};
use domain::problem::Code;

use crate::common::clinical::{form, hypertension, visit};
use crate::common::{NOW, Town, Who, new_id};

const KEY: &str = "made-on-a-hill";

/// Sends it now, and four weeks later with the same key; the second answer.
async fn twice<E>(
    town: &Town,
    who: impl Into<Who> + Copy,
    path: impl Fn() -> E::Path,
    body: impl Fn() -> E::Body,
) -> (E::Reply, E::Reply)
where
    E: Endpoint,
{
    let phone = town.signed_in(who).await;
    let first = phone.send_again::<E>(path(), body(), KEY).await.unwrap();
    let weeks = NOW.parse::<DateTime<Utc>>().unwrap() + TimeDelta::weeks(4);
    let later = town.at(&weeks.to_rfc3339());
    let phone = later.signed_in(who).await;
    let second = phone.send_again::<E>(path(), body(), KEY).await.unwrap();
    (first, second)
}

#[tokio::test]
async fn a_number_is_not_taken_twice() {
    let town = Town::new().await;
    let (wang, phone): (_, AccountId) = (town.ids.wang, town.ids.wang_phone);
    let session = town
        .open_session(town.ids.gp, "2026-11-25", "morning", 12)
        .await;
    let id = new_id();
    let body = || BookBody {
        id,
        resident_id: wang,
        session_id: session,
        note: None,
    };
    let (first, second) = twice::<Book>(&town, phone, || (), body).await;
    assert_eq!((first.booking_id, first.number), (id, second.number));
    let taken = "SELECT taken AS n FROM clinic_session WHERE id = $1";
    assert_eq!(town.count(taken, vec![session.into()]).await, 1);
}

#[tokio::test]
async fn a_contract_is_not_asked_for_twice() {
    let town = Town::new().await;
    let (ids, phone): (_, AccountId) = (town.ids.clone(), town.ids.wang_phone);
    let id = new_id();
    let body = || RequestContractBody {
        id,
        resident_id: ids.wang,
        team_id: ids.team,
        package_ids: vec![ids.basic],
        agreement_version: "2026-01".to_owned(),
        consent: true,
        years: 1,
    };
    let (first, second) = twice::<RequestContract>(&town, phone, || (), body).await;
    assert_eq!(first.contract_id, second.contract_id);
    let asked = "SELECT count(*) AS n FROM contract WHERE resident_id = $1";
    assert_eq!(town.count(asked, vec![ids.wang.into()]).await, 1);
}

#[tokio::test]
async fn a_visit_is_rated_once_even_when_the_window_has_closed() {
    let town = Town::new().await;
    let (ids, phone): (_, AccountId) = (town.ids.clone(), town.ids.wang_phone);
    let session_id = town.open_session(ids.gp, "2026-11-25", "morning", 12).await;
    let booking = town
        .signed_in(phone)
        .await
        .send::<Book>(
            (),
            BookBody {
                id: new_id(),
                resident_id: ids.wang,
                session_id,
                note: None,
            },
        )
        .await
        .unwrap();
    let the_day = town.at("2026-11-25T03:00:00Z");
    let finished = the_day
        .signed_in(ids.gp)
        .await
        .send::<FinishBooking>(
            booking.booking_id,
            FinishBody {
                summary: "量血压，继续服药".to_owned(),
            },
        )
        .await
        .unwrap();
    let service = finished.service_id.unwrap();
    let id = new_id();
    let body = || RateBody {
        id,
        overall: 5,
        aspects: Aspects::default(),
        words: Some("很耐心".to_owned()),
        anonymous: false,
    };
    let (first, second) = twice::<RateService>(&the_day, phone, || service, body).await;
    assert_eq!(first.rating, second.rating);
    let ratings = "SELECT count(*) AS n FROM rating WHERE service_id = $1";
    assert_eq!(the_day.count(ratings, vec![service.into()]).await, 1);
}

#[tokio::test]
async fn a_follow_up_is_not_entered_twice() {
    let town = Town::new().await;
    let (wang, gp): (_, StaffId) = (town.ids.wang, town.ids.gp);
    let made = visit(form("2026-11-24", 138, 84), None);
    let (first, second) =
        twice::<RecordFollowUp>(&town, gp, || hypertension(wang), || made.clone()).await;
    assert_eq!(first, second);
    let visits = "SELECT count(*) AS n FROM follow_up WHERE resident_id = $1";
    assert_eq!(town.count(visits, vec![wang.into()]).await, 1);
    let values = "SELECT count(*) AS n FROM measurement
        WHERE resident_id = $1 AND kind = 'blood_pressure' AND measured_on = '2026-11-24'";
    assert_eq!(town.count(values, vec![wang.into()]).await, 1);
}

/// Bodies as phones of edition 1 have kept them.
const HYPERTENSION_OF_THEN: &str = r#"{"id":"01935c00-0000-7000-8000-00000000a001","form":{"visit_date":"2026-11-20",
    "way":"clinic","symptoms":["headache"],"sbp":152,"dbp":84,"danger_signs":[],"pregnant_or_lactating":false,
    "weight":600,"heart_rate":72,"smoke":0,"salt":"medium","compliance":"regular","class":"uncontrolled",
    "drugs":[{"name":"氨氯地平","times_a_day":1,"dose":"5 mg"}],"next_date":"2026-12-02"},
    "rules_version":"NBPHS-3-2017","decision":{"class":"uncontrolled","referral":"no",
    "latest_next":"2026-12-04","reasons":["systolic_over_limit"]}}"#;
const DIABETES_OF_THEN: &str = r#"{"id":"01935c00-0000-7000-8000-00000000a002","form":{"visit_date":"2026-11-20",
    "way":"home","symptoms":["none"],"sbp":128,"dbp":78,"danger_signs":[],"pregnant_or_lactating":false,
    "weight":600,"fasting_glucose":62,"hypoglycaemia":"none","staple":300,"compliance":"regular",
    "class":"controlled","drugs":[],"next_date":"2027-02-10"},"rules_version":"NBPHS-3-2017",
    "decision":{"class":"controlled","referral":"no","latest_next":"2027-02-20","reasons":[]}}"#;

#[tokio::test]
async fn a_visit_that_a_phone_of_the_first_edition_has_kept_arrives_once() {
    let town = Town::new().await;
    let (wang, gp) = (town.ids.wang, town.ids.gp);
    let doctor = town.signed_in(gp).await;
    let author = gp.to_string();
    let body = || serde_json::from_str::<RecordFollowUpBody>(HYPERTENSION_OF_THEN).unwrap();
    let first = doctor
        .send_kept::<RecordHypertension>(wang, body(), &author, 1)
        .await
        .unwrap();
    assert_eq!(first.programme.as_str(), "hypertension");
    let again = doctor
        .send_kept::<RecordHypertension>(wang, body(), &author, 1)
        .await
        .unwrap();
    assert_eq!(again, first);
    // As the same phone sends it, once it has today's program.
    let today = doctor
        .send::<RecordFollowUp>(hypertension(wang), body())
        .await
        .unwrap();
    assert_eq!(today, first);
    let other = serde_json::from_str(DIABETES_OF_THEN).unwrap();
    let other = doctor
        .send_kept::<RecordDiabetes>(wang, other, &author, 1)
        .await
        .unwrap();
    assert_eq!(other.programme.as_str(), "diabetes");
    let visits = "SELECT count(*) AS n FROM follow_up WHERE resident_id = $1";
    assert_eq!(town.count(visits, vec![wang.into()]).await, 2);
}

#[tokio::test]
async fn a_registration_does_not_wait_twice() {
    let town = Town::new().await;
    let (centre, phone): (_, AccountId) = (town.ids.centre, town.ids.wang_phone);
    let id = new_id();
    let body = || RegisterBody {
        id,
        name: "周小红".to_owned(),
        national_id: "430202199003070026".to_owned(),
        relation: Relation::Child,
        institution_id: centre,
        address: "荷塘区月塘街道麻园社区 3 栋 201".to_owned(),
    };
    let (first, second) = twice::<Register>(&town, phone, || (), body).await;
    assert_eq!(first, second);
    let waiting = "SELECT count(*) AS n FROM registration WHERE account_id = $1";
    assert_eq!(town.count(waiting, vec![phone.into()]).await, 1);
}

#[tokio::test]
async fn a_visit_stands_for_its_author_even_when_they_have_lost_the_person_since() {
    let town = Town::new().await;
    let (wang, gp): (_, StaffId) = (town.ids.wang, town.ids.gp);
    let doctor = town.signed_in(gp).await;
    let typed = visit(form("2026-11-24", 138, 84), None);
    doctor
        .send::<RecordFollowUp>(hypertension(wang), typed.clone())
        .await
        .unwrap();
    let first = doctor.ask::<GetFollowUp>(typed.id, ()).await.unwrap();
    let body = || RecordFollowUpBody {
        id: first.follow_up_id,
        form: first.form.clone(),
        rules_version: first.rules_version.clone(),
        decision: first.decision.clone(),
        base: None,
    };
    let path = || (wang, first.programme.clone());
    let out_of_the_team = "DELETE FROM team_member WHERE district_id = $1 AND staff_id = $2";
    town.put(out_of_the_team, vec![gp.into()]).await;

    let again = doctor.send::<RecordFollowUp>(path(), body()).await.unwrap();
    assert_eq!(again, first);
    let again = doctor
        .send::<RecordFollowUp>(hypertension(wang), typed)
        .await;
    assert!(again.is_ok(), "{again:?}");
    let visits = "SELECT count(*) AS n FROM follow_up WHERE resident_id = $1";
    assert_eq!(town.count(visits, vec![wang.into()]).await, 1);

    // Whoever knows the id alone learns nothing, and nothing new is written.
    let other = RecordFollowUpBody {
        id: new_id(),
        ..body()
    };
    let refused = doctor.send::<RecordFollowUp>(path(), other).await;
    assert_eq!(refused.unwrap_err().code, Code::NotFound);
    let stranger = town.signed_in(town.ids.far_gp).await;
    let refused = stranger.send::<RecordFollowUp>(path(), body()).await;
    assert_eq!(refused.unwrap_err().code, Code::NotFound);
}
