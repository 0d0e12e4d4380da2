//! Suspected cases: who is found, who is not, and the two deeds.

use domain::api::calls::{CallOutcome, RecordCall, RecordCallBody};
use domain::api::colours::GetWaiting;
use domain::api::contracts::GetContractOptions;
use domain::api::follow_ups::RecordFollowUp;
use domain::api::home_measurements::{Measure, MeasureBody, TakeBackMeasurement};
use domain::api::rounds::{RecordRoundEntry, RoundEntryBody};
use domain::api::suspects::{
    DecideSuspect, DecideSuspectBody, ExcludeReason, GetSuspicions, ListSuspects, SuspectCard,
    SuspectQuery, Verdict,
};
use domain::codes::PeopleGroup;
use domain::ids::{HomeMeasurementId, ResidentId};
use domain::problem::Code;
use domain::programme::ProgrammeCode;
use domain::rules::home_measurement::{HomeKind, Reading};

use super::common::clinical::{day, form, hypertension, visit};
use super::common::{Town, new_id};
use super::{list, of, work_off};

fn diabetes() -> ProgrammeCode {
    "diabetes".parse().unwrap()
}

/// Somebody is measured on a round.
async fn measured(
    town: &Town,
    who: ResidentId,
    on: &str,
    bp: Option<(u16, u16)>,
    glucose: Option<u16>,
) {
    let nurse = town.signed_in(town.ids.nurse).await;
    let body = RoundEntryBody {
        id: new_id(),
        on: day(on),
        sbp: bp.map(|(sbp, _)| sbp),
        dbp: bp.map(|(_, dbp)| dbp),
        heart_rate: None,
        glucose_tenths: glucose,
        complaint: None,
        advice: None,
    };
    nurse.send::<RecordRoundEntry>(who, body).await.unwrap();
}

/// 李建国 measures at home.
async fn at_home(town: &Town, on: &str, sbp: u16, dbp: u16) -> HomeMeasurementId {
    let own = town.signed_in(town.ids.li_phone).await;
    let body = MeasureBody {
        id: new_id(),
        reading: Reading {
            kind: HomeKind::BloodPressure,
            value: sbp,
            second: Some(dbp),
            moment: None,
            taken_at: format!("{on}T01:00:00Z").parse().unwrap(),
            checked: false,
        },
    };
    own.send::<Measure>(town.ids.li, body).await.unwrap().id
}

async fn suspects(town: &Town) -> Vec<SuspectCard> {
    let gp = town.signed_in(town.ids.gp).await;
    let page = gp.ask::<ListSuspects>((), SuspectQuery::default()).await;
    page.unwrap().items
}

async fn names(town: &Town) -> Vec<(String, String)> {
    let name = |card: SuspectCard| (card.person.name, card.programme.to_string());
    suspects(town).await.into_iter().map(name).collect()
}

fn excluded(through: &str) -> DecideSuspectBody {
    DecideSuspectBody {
        id: new_id(),
        verdict: Verdict::Excluded,
        seen_through: day(through),
        first_visit: None,
        reason: Some(ExcludeReason::PassingCause),
        note: Some(" 那几天感冒 ".to_owned()),
    }
}

fn enrolled(through: &str, first_visit: &str) -> DecideSuspectBody {
    DecideSuspectBody {
        verdict: Verdict::Enrolled,
        first_visit: Some(day(first_visit)),
        reason: None,
        ..excluded(through)
    }
}

/// 李建国 is measured on three days, one of them at home.
async fn three_days(town: &Town) {
    let li = town.ids.li;
    measured(town, li, "2026-11-10", Some((150, 84)), None).await;
    measured(town, li, "2026-11-16", Some((138, 92)), None).await;
    assert_eq!(suspects(town).await, []);
    at_home(town, "2026-11-22", 146, 88).await;
}

#[tokio::test]
async fn whoever_is_too_high_on_three_days_is_found_with_all_that_says_so() {
    let town = Town::new().await;
    three_days(&town).await;
    let found = suspects(&town).await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].person.resident_id, town.ids.li);
    let said: Vec<_> = found[0]
        .evidence
        .iter()
        .map(|one| (one.on.to_string(), one.value, one.second, one.home))
        .collect();
    assert_eq!(
        said,
        [
            ("2026-11-22".to_owned(), 146, Some(88), true),
            ("2026-11-16".to_owned(), 138, Some(92), false),
            ("2026-11-10".to_owned(), 150, Some(84), false),
        ]
    );
    let nurse = town.signed_in(town.ids.nurse).await;
    assert_eq!(nurse.ask::<GetWaiting>((), ()).await.unwrap().suspects, 1);
    let far = town.signed_in(town.ids.far_gp).await;
    let page = far.ask::<ListSuspects>((), SuspectQuery::default()).await;
    assert_eq!(page.unwrap().items, []);
    let only = SuspectQuery {
        programme: Some(diabetes()),
        ..SuspectQuery::default()
    };
    assert_eq!(nurse.ask::<ListSuspects>((), only).await.unwrap().items, []);
    assert_eq!(town.broken().await, [""; 0]);
}

#[tokio::test]
async fn two_days_of_fasting_glucose_are_enough_and_one_programme_does_not_hide_another() {
    let town = Town::new().await;
    let wang = town.ids.wang;
    let gp = town.signed_in(town.ids.gp).await;
    let body = visit(form("2026-11-20", 150, 92), None);
    gp.send::<RecordFollowUp>(hypertension(wang), body)
        .await
        .unwrap();
    measured(&town, wang, "2026-11-10", Some((158, 96)), Some(70)).await;
    measured(&town, wang, "2026-11-12", Some((158, 96)), Some(69)).await;
    measured(&town, wang, "2026-11-14", Some((158, 96)), None).await;
    assert_eq!(
        names(&town).await,
        [],
        "she is followed up for her pressure"
    );
    measured(&town, wang, "2026-11-16", None, Some(74)).await;
    assert_eq!(
        names(&town).await,
        [("王桂英".to_owned(), "diabetes".to_owned())]
    );
}

#[tokio::test]
async fn what_was_typed_wrongly_at_home_makes_nobody_suspect() {
    let town = Town::new().await;
    three_days(&town).await;
    let wrong = at_home(&town, "2026-11-23", 180, 90).await;
    let own = town.signed_in(town.ids.li_phone).await;
    own.remove::<TakeBackMeasurement>(wrong).await.unwrap();
    let found = suspects(&town).await;
    assert_eq!(found[0].evidence[0].value, 146);
    let only = of_home(&town).await;
    own.remove::<TakeBackMeasurement>(only).await.unwrap();
    assert_eq!(names(&town).await, []);
}

/// The only reading of home that still counts.
async fn of_home(town: &Town) -> HomeMeasurementId {
    town.write(|tx| {
        let row = tx.one(
            "SELECT id FROM home_measurement WHERE taken_back_ms IS NULL",
            &[],
        )?;
        Ok(row.unwrap().get("id")?)
    })
    .await
}

#[tokio::test]
async fn whoever_is_enrolled_is_due_and_waits_no_more() {
    let town = Town::new().await;
    three_days(&town).await;
    let gp = town.signed_in(town.ids.gp).await;
    let at = hypertension(town.ids.li);
    let late = enrolled("2026-11-22", "2026-12-09");
    let refused = gp
        .send::<DecideSuspect>(at.clone(), late)
        .await
        .unwrap_err();
    assert_eq!(refused.errors[0].reason, "too_late");
    let body = enrolled("2026-11-22", "2026-11-26");
    let done = gp
        .send::<DecideSuspect>(at.clone(), body.clone())
        .await
        .unwrap();
    let again = gp
        .send::<DecideSuspect>(at.clone(), body.clone())
        .await
        .unwrap();
    assert_eq!(again, done, "its answer was lost");
    assert_eq!((done.by.as_str(), done.evidence.len()), ("彭海燕", 3));
    assert_eq!(names(&town).await, []);
    let due = list(&town, town.ids.nurse).await;
    let card = of(&due, "李建国", "hypertension");
    assert_eq!((card.due, card.referral_check), (day("2026-11-26"), false));
    let other = DecideSuspectBody {
        id: new_id(),
        ..body.clone()
    };
    let refused = gp
        .send::<DecideSuspect>(at.clone(), other)
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::WrongState);
    let nurse = town.signed_in(town.ids.nurse).await;
    let refused = nurse
        .send::<DecideSuspect>(at.clone(), body)
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::Conflict, "somebody else's decision");
    let files = nurse.ask::<GetSuspicions>(town.ids.li, ()).await.unwrap();
    assert_eq!((files.len(), files[0].decisions.len()), (1, 1));
    // He stands in the group of the illness from now on, and its packages are open to him.
    assert!(card.person.groups.contains(&PeopleGroup::Hypertension));
    let li = town.signed_in(town.ids.li_phone).await;
    let options = li.ask::<GetContractOptions>(town.ids.li, ()).await.unwrap();
    let of_the_group = options
        .packages
        .iter()
        .find(|one| one.package.name == "高血压个性包")
        .unwrap();
    assert!(of_the_group.recommended, "{:?}", of_the_group.ineligible);
    assert!(files[0].evidence.is_empty());
    assert_eq!(town.broken().await, [""; 0]);
}

#[tokio::test]
async fn whoever_is_excluded_comes_back_with_a_later_reading_alone() {
    let town = Town::new().await;
    three_days(&town).await;
    let gp = town.signed_in(town.ids.gp).await;
    let at = hypertension(town.ids.li);
    let blind = excluded("2026-11-21");
    let refused = gp
        .send::<DecideSuspect>(at.clone(), blind)
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::Conflict, "there is a newer reading");
    let done = gp
        .send::<DecideSuspect>(at.clone(), excluded("2026-11-22"))
        .await;
    assert_eq!(done.unwrap().note.as_deref(), Some("那几天感冒"));
    assert_eq!(names(&town).await, []);
    measured(&town, town.ids.li, "2026-11-21", Some((160, 96)), None).await;
    measured(&town, town.ids.li, "2026-11-23", Some((139, 89)), None).await;
    assert_eq!(names(&town).await, [], "an earlier one, and one below");
    measured(&town, town.ids.li, "2026-11-24", Some((140, 80)), None).await;
    assert_eq!(names(&town).await.len(), 1);
    let files = gp.ask::<GetSuspicions>(town.ids.li, ()).await.unwrap();
    let file = &files[0];
    assert_eq!(file.evidence.len(), 5);
    assert_eq!(file.decisions[0].reason, Some(ExcludeReason::PassingCause));
}

#[tokio::test]
async fn nobody_decides_about_who_has_moved_away() {
    let town = Town::new().await;
    let li = town.ids.li;
    town.due(li, "elderly", "2026-11-20", false).await;
    three_days(&town).await;
    let gp = town.signed_in(town.ids.gp).await;
    let body = RecordCallBody {
        id: new_id(),
        programme: "elderly".parse().unwrap(),
        called_at: "2026-11-24T01:00:00Z".parse().unwrap(),
        outcome: CallOutcome::Moved,
        on: None,
        note: None,
    };
    gp.send::<RecordCall>(li, body).await.unwrap();
    assert_eq!(names(&town).await, []);
}

#[tokio::test]
async fn readings_of_before_are_found_once_by_a_job() {
    let town = Town::new().await;
    let li = town.ids.li;
    for (on, sbp) in [
        ("2026-10-01", 150),
        ("2026-10-12", 152),
        ("2026-11-02", 148),
    ] {
        town.measured(li, "blood_pressure", on, sbp, Some(84)).await;
    }
    assert_eq!(names(&town).await, []);
    work_off(&town).await;
    assert_eq!(names(&town).await.len(), 1);
    let far = town.ids.far_team;
    let count = "SELECT count(*) AS n FROM suspect WHERE team_id = $1";
    assert_eq!(town.count(count, vec![far.into()]).await, 0);
    assert_eq!(town.broken().await, [""; 0]);
}
