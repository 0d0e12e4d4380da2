//! Who follows a person up, and handing that over to a colleague.

use domain::api::area::{AreaQuery, ListAreaChanges};
use domain::api::follow_ups::{DueQuery, ListDue, RecordFollowUp};
use domain::api::passing_on::{
    FollowUpDoctor, GetFollowUpDoctor, GiveBack, GiveBackBody, ListTeamColleagues, PassOn,
    PassOnBody, PassedOn, PassingReason,
};
use domain::ids::{ResidentId, StaffId};
use domain::problem::{Code, Problem};

use super::common::clinical::{form, hypertension, visit};
use super::common::{Town, new_id};
use super::{list, of};

async fn visited(town: &Town, by: StaffId, who: ResidentId) {
    let doctor = town.signed_in(by).await;
    let body = visit(form("2026-11-24", 150, 92), None);
    doctor
        .send::<RecordFollowUp>(hypertension(who), body)
        .await
        .unwrap();
}

async fn doctor_of(town: &Town, who: ResidentId) -> Option<FollowUpDoctor> {
    let nurse = town.signed_in(town.ids.nurse).await;
    let file = nurse.ask::<GetFollowUpDoctor>(who, ()).await.unwrap();
    file.doctor
}

fn body(to: StaffId, residents: &[ResidentId]) -> PassOnBody {
    PassOnBody {
        id: new_id(),
        to,
        residents: residents.to_vec(),
        reason: PassingReason::Away,
        note: Some(" 培训一周 ".to_owned()),
    }
}

async fn pass(town: &Town, by: StaffId, body: PassOnBody) -> Result<PassedOn, Problem> {
    let doctor = town.signed_in(by).await;
    doctor.send::<PassOn>((), body).await
}

#[tokio::test]
async fn whoever_visits_first_follows_the_person_up_until_it_is_handed_over() {
    let town = Town::new().await;
    let ids = &town.ids;
    town.due(ids.wang, "hypertension", "2026-11-20", false)
        .await;
    assert_eq!(
        of(&list(&town, ids.gp).await, "王桂英", "hypertension").doctor,
        None
    );
    visited(&town, ids.gp, ids.wang).await;
    let doctor = doctor_of(&town, ids.wang).await.unwrap();
    assert_eq!((doctor.colleague.staff_id, doctor.handed), (ids.gp, None));

    let handing = body(ids.nurse, &[ids.wang, ids.li, ids.wang]);
    let done = pass(&town, ids.gp, handing.clone()).await.unwrap();
    assert_eq!((done.handed, done.left_out.len()), (2, 0));
    assert_eq!(
        pass(&town, ids.gp, handing.clone()).await.unwrap(),
        done,
        "its answer was lost"
    );
    let refused = pass(&town, ids.nurse, handing).await.unwrap_err();
    assert_eq!(refused.code, Code::Conflict);

    // The next visit is two weeks away; it is brought into sight.
    town.put(
        "UPDATE follow_up_plan SET due = '2026-11-26' WHERE district_id = $1 AND resident_id = $2",
        vec![ids.wang.into()],
    )
    .await;
    town.recount().await;
    let card = list(&town, ids.nurse).await;
    let doctor = of(&card, "王桂英", "hypertension").doctor.clone().unwrap();
    let handed = doctor.handed.unwrap();
    assert_eq!(doctor.colleague.staff_id, ids.nurse);
    assert_eq!(
        (handed.by.as_str(), handed.reason),
        ("彭海燕", Some(PassingReason::Away))
    );
    let nurse = town.signed_in(ids.nurse).await;
    let area = nurse
        .ask::<ListAreaChanges>((), AreaQuery::default())
        .await
        .unwrap();
    let kept = area
        .people
        .iter()
        .find(|one| one.card.person.resident_id == ids.li);
    assert_eq!(
        kept.unwrap().doctor.as_ref().unwrap().colleague.staff_id,
        ids.nurse
    );
    // A visit of somebody else moves nothing.
    visited(&town, ids.gp, ids.li).await;
    assert_eq!(
        doctor_of(&town, ids.li).await.unwrap().colleague.staff_id,
        ids.nurse
    );
    assert_eq!(town.broken().await, [""; 0]);
}

#[tokio::test]
async fn the_colleague_gives_back_and_all_of_it_stays_to_be_seen() {
    let town = Town::new().await;
    let ids = &town.ids;
    visited(&town, ids.gp, ids.wang).await;
    pass(&town, ids.gp, body(ids.nurse, &[ids.wang]))
        .await
        .unwrap();
    let town = town.at("2026-11-24T03:00:00Z");
    let ids = &town.ids;
    let give = || GiveBackBody {
        id: new_id(),
        note: Some("看完了".to_owned()),
    };
    let gp = town.signed_in(ids.gp).await;
    let refused = gp.send::<GiveBack>(ids.wang, give()).await.unwrap_err();
    assert_eq!(
        refused.code,
        Code::WrongState,
        "it is not the doctor's to give"
    );
    let nurse = town.signed_in(ids.nurse).await;
    assert!(
        nurse
            .ask::<GetFollowUpDoctor>(ids.wang, ())
            .await
            .unwrap()
            .may_give_back
    );
    let back = give();
    nurse
        .send::<GiveBack>(ids.wang, back.clone())
        .await
        .unwrap();
    nurse
        .send::<GiveBack>(ids.wang, back.clone())
        .await
        .unwrap();
    let refused = gp.send::<GiveBack>(ids.wang, back).await.unwrap_err();
    assert_eq!(refused.code, Code::Conflict);
    // What was given back is not given back again.
    let refused = gp.send::<GiveBack>(ids.wang, give()).await.unwrap_err();
    assert_eq!(refused.code, Code::WrongState);

    let file = gp.ask::<GetFollowUpDoctor>(ids.wang, ()).await.unwrap();
    assert_eq!(file.doctor.unwrap().colleague.staff_id, ids.gp);
    assert!(!file.may_give_back);
    let said: Vec<_> = file
        .history
        .iter()
        .map(|one| {
            (
                one.from.as_deref(),
                one.to.as_str(),
                one.reason,
                one.note.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            (Some("刘静"), "彭海燕", None, Some("看完了")),
            (
                Some("彭海燕"),
                "刘静",
                Some(PassingReason::Away),
                Some("培训一周")
            ),
        ]
    );
    assert_eq!(town.broken().await, [""; 0]);
}

#[tokio::test]
async fn nobody_outside_the_team_gets_or_gives_anybody() {
    let town = Town::new().await;
    let ids = &town.ids;
    let refused = pass(&town, ids.gp, body(ids.second_gp, &[ids.wang]))
        .await
        .unwrap_err();
    assert_eq!(refused.errors[0].reason, "not_of_team");
    let refused = pass(&town, ids.gp, body(ids.desk, &[ids.wang]))
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::Invalid);
    let refused = pass(&town, ids.second_gp, body(ids.second_gp, &[ids.wang])).await;
    assert_eq!(refused.unwrap_err().code, Code::NotFound);
    let refused = pass(&town, ids.gp, body(ids.nurse, &[ids.wang, ids.zhao])).await;
    assert_eq!(refused.unwrap_err().code, Code::NotFound);
    assert_eq!(
        doctor_of(&town, ids.wang).await,
        None,
        "nobody of them was handed over"
    );
}

#[tokio::test]
async fn a_village_doctor_gets_the_own_villages_alone() {
    let town = Town::new().await;
    let ids = &town.ids;
    let elsewhere = town.village_doctor(ids.team, &["602社区"]).await;
    let here = town.village_doctor(ids.team, &["601社区"]).await;
    let done = pass(&town, ids.gp, body(elsewhere, &[ids.wang]))
        .await
        .unwrap();
    assert_eq!((done.handed, done.left_out), (0, vec![ids.wang]));
    let done = pass(&town, ids.gp, body(here, &[ids.wang])).await.unwrap();
    assert_eq!(done.handed, 1);
    let gp = town.signed_in(ids.gp).await;
    let all = gp.ask::<ListTeamColleagues>((), ()).await.unwrap();
    let own: Vec<_> = all.iter().filter(|one| one.oneself).collect();
    assert_eq!((all.len(), own.len()), (4, 1));
    let file = gp.ask::<GetFollowUpDoctor>(ids.wang, ()).await.unwrap();
    let known: Vec<StaffId> = file
        .colleagues
        .iter()
        .map(|one| one.colleague.staff_id)
        .collect();
    assert!(!known.contains(&elsewhere) && !known.contains(&here) && known.contains(&ids.gp));
}

#[tokio::test]
async fn the_month_is_counted_by_village_and_by_who_follows_up() {
    let town = Town::new().await;
    let ids = &town.ids;
    town.due(ids.wang, "hypertension", "2026-11-20", false)
        .await;
    town.due(ids.li, "hypertension", "2026-11-30", false).await;
    town.due(ids.li, "diabetes", "2026-11-30", false).await;
    pass(&town, ids.gp, body(ids.nurse, &[ids.wang]))
        .await
        .unwrap();
    visited(&town, ids.gp, ids.wang).await;
    let query = DueQuery {
        month: Some(true),
        ..DueQuery::default()
    };
    let gp = town.signed_in(ids.gp).await;
    let month = gp.ask::<ListDue>((), query).await.unwrap();
    let villages: Vec<_> = month
        .village_progress
        .iter()
        .map(|one| (one.village.as_str(), one.done, one.open))
        .collect();
    assert_eq!(villages, [("601社区", 1, 2)]);
    let doctors: Vec<_> = month
        .doctor_progress
        .iter()
        .map(|one| {
            (
                one.doctor.as_ref().map(|one| one.staff_id),
                one.done,
                one.open,
            )
        })
        .collect();
    assert_eq!(doctors, [(Some(ids.nurse), 1, 0), (None, 0, 2)]);
}
