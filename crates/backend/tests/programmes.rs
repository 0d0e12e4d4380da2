//! Follow-ups of whatever programme through the real router on a real file.

mod common;

use common::clinical::day;
use common::{Town, new_id};
use domain::api::conflicts::{OtherVisit, VisitBase};
use domain::api::follow_ups::{
    CorrectFollowUp, CorrectFollowUpBody, DueQuery, Ended, FollowUp, GetFollowUp, ListDue,
    ListFollowUpVersions, RecordFollowUp, RecordFollowUpBody, StartFollowUp, VoidFollowUp,
    VoidFollowUpBody,
};
use domain::api::programmes::{DecideBody, DecideVisit, GetProgramme, ListProgrammes};
use domain::api::records::{GetRecord, MeasurementKind};
use domain::ids::FollowUpId;
use domain::person::Sex;
use domain::problem::{Code, Problem};
use domain::programme::{Answers, Definition, Known, ProgrammeCode, Referral, decide};
use serde_json::json;

fn code(programme: &str) -> ProgrammeCode {
    programme.parse().unwrap()
}

fn in_force(programme: &str) -> &'static Definition {
    backend::programmes::in_force(&code(programme), day("2026-11-24")).unwrap()
}

/// What a phone sends about 王桂英 that knows the class of the visit before.
fn visit(programme: &str, form: serde_json::Value, previous: Option<&str>) -> RecordFollowUpBody {
    let definition = in_force(programme);
    let mut form: Answers = serde_json::from_value(form).unwrap();
    let known = Known {
        born: day("1958-03-12"),
        sex: Sex::Female,
        height: None,
    };
    let decision = decide(definition, &form, &known, previous).unwrap();
    if form.get("class").is_none() {
        form = form.with("class", decision.class.as_str());
    }
    RecordFollowUpBody {
        id: new_id(),
        form,
        rules_version: definition.edition.clone(),
        decision,
        base: None,
    }
}

/// A sound form of hypertension, seen again two weeks later.
fn pressure(on: &str, sbp: u16, dbp: u16) -> serde_json::Value {
    json!({
        "visit_date": on, "way": "clinic", "symptoms": ["none"], "sbp": sbp, "dbp": dbp,
        "danger_signs": [], "pregnant_or_lactating": false, "weight": 600, "heart_rate": 72,
        "smoke": 5, "smoke_target": 0, "salt": "medium", "compliance": "regular",
        "drugs": [{"name": "氨氯地平", "times_a_day": 1, "dose": "5 mg"}],
        "next_date": day(on) + chrono::Days::new(14),
    })
}

fn fields(problem: &Problem) -> Vec<(&str, &str)> {
    let errors = problem.errors.iter();
    errors
        .map(|one| (one.field.as_str(), one.reason.as_str()))
        .collect()
}

#[tokio::test]
async fn a_visit_is_found_again_everywhere_and_what_may_be_carried_over_has_its_day() {
    let town = Town::new().await;
    let ids = &town.ids;
    let gp = town.signed_in(ids.gp).await;
    let at = (ids.wang, code("hypertension"));
    let body = visit("hypertension", pressure("2026-11-10", 156, 84), None);
    let saved: FollowUp = gp
        .send::<RecordFollowUp>(at.clone(), body.clone())
        .await
        .unwrap();
    assert_eq!(saved.class.words.zh, "控制不满意");
    assert_eq!(saved.reasons[0].words.zh, "高压没有低于 150");
    assert!(!saved.reasons[0].source.is_empty());
    assert_eq!(gp.ask::<GetFollowUp>(body.id, ()).await.unwrap(), saved);

    let start = gp.ask::<StartFollowUp>(at.clone(), ()).await.unwrap();
    assert_eq!(start.previous_class.as_deref(), Some("uncontrolled"));
    assert_eq!(saved.class_before, None);
    assert_eq!(start.due, Some(day("2026-11-24")));
    let keys: Vec<_> = start.carried.iter().map(|one| one.key.as_str()).collect();
    assert!(
        keys.contains(&"smoke") && keys.contains(&"smoke_target"),
        "{keys:?}"
    );
    assert!(
        !keys.contains(&"sbp") && !keys.contains(&"weight"),
        "{keys:?}"
    );

    // Carried over, and again: the day stays that of the first answer.
    let mut form = pressure("2026-11-24", 130, 80);
    form["carried"] = json!({ "smoke": "2026-11-10" });
    let body = visit("hypertension", form, Some("uncontrolled"));
    let second = gp.send::<RecordFollowUp>(at.clone(), body).await.unwrap();
    assert_eq!(second.class_before.as_deref(), Some("uncontrolled"));
    let start = gp.ask::<StartFollowUp>(at, ()).await.unwrap();
    let since = |key: &str| {
        start
            .carried
            .iter()
            .find(|one| one.key == key)
            .unwrap()
            .since
    };
    assert_eq!(
        (since("smoke"), since("salt")),
        (day("2026-11-10"), day("2026-11-24"))
    );

    let record = gp.ask::<GetRecord>(ids.wang, ()).await.unwrap();
    assert_eq!(record.follow_ups[0].class.code, "controlled");
    let weight = |one: &&_| {
        matches!(
            one,
            domain::api::records::Measurement {
                kind: MeasurementKind::Weight,
                ..
            }
        )
    };
    assert_eq!(
        record.latest.iter().find(weight).map(|one| one.value),
        Some(600)
    );
    assert!(town.broken().await.is_empty());
}

#[tokio::test]
async fn what_no_edition_asks_or_allows_is_refused_field_by_field() {
    let town = Town::new().await;
    let gp = town.signed_in(town.ids.gp).await;
    let at = (town.ids.wang, code("hypertension"));
    let mut form = pressure("2026-11-24", 301, 80);
    form["symptoms"] = json!(["none", "headache"]);
    form["colour"] = json!("red");
    form["salt"] = json!("sweet");
    form["heart_rate"] = json!("72");
    form["referral_to"] = json!("株洲市人民医院");
    let refused = gp
        .send::<RecordFollowUp>(at.clone(), visit("hypertension", form, None))
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::Invalid);
    let told = fields(&refused);
    for wrong in [
        ("sbp", "too_high"),
        ("symptoms", "none_stands_alone"),
        ("colour", "unknown"),
        ("salt", "unknown"),
        ("heart_rate", "not_a_number"),
    ] {
        assert!(told.contains(&wrong), "{wrong:?} in {told:?}");
    }
    let mut unknown = visit("hypertension", pressure("2026-11-24", 130, 80), None);
    unknown.rules_version = "NBPHS-9".parse().unwrap();
    let refused = gp.send::<RecordFollowUp>(at, unknown).await.unwrap_err();
    assert_eq!(fields(&refused), [("rules_version", "unknown")]);
    let gout = (town.ids.wang, code("gout"));
    assert_eq!(
        gp.ask::<StartFollowUp>(gout, ()).await.unwrap_err().code,
        Code::NotFound
    );
}

#[tokio::test]
async fn a_phone_that_did_not_know_the_visit_before_is_told_to_look_again() {
    let town = Town::new().await;
    let gp = town.signed_in(town.ids.gp).await;
    let at = (town.ids.wang, code("hypertension"));
    let first = visit("hypertension", pressure("2026-11-10", 156, 84), None);
    gp.send::<RecordFollowUp>(at.clone(), first).await.unwrap();
    let unaware = visit("hypertension", pressure("2026-11-24", 156, 84), None);
    let refused = gp
        .send::<RecordFollowUp>(at.clone(), unaware)
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::NeedsYou);
    let mut form = pressure("2026-11-24", 156, 84);
    form["referral_to"] = json!("株洲市人民医院 心血管内科");
    let aware = visit("hypertension", form, Some("uncontrolled"));
    assert_eq!(aware.decision.referral, Referral::Advised);
    gp.send::<RecordFollowUp>(at, aware).await.unwrap();
    let query = DueQuery::default();
    let list = gp.ask::<ListDue>((), query).await.unwrap();
    assert!(list.items.iter().all(|card| card.title.zh == "高血压"));
}

#[tokio::test]
async fn everybody_may_read_the_rules_and_hold_their_own_against_them() {
    let town = Town::new().await;
    let visitor = town.visitor();
    let list = visitor.ask::<ListProgrammes>((), ()).await.unwrap();
    assert_eq!(list.items[0].title.zh, "高血压");
    let at = (
        list.items[0].programme.clone(),
        list.items[0].edition.clone(),
    );
    let definition = visitor.ask::<GetProgramme>(at.clone(), ()).await.unwrap();
    assert_eq!(&definition, in_force("hypertension"));

    let form = Answers::default()
        .with("visit_date", "2026-11-24")
        .with("sbp", 186)
        .with("dbp", 92);
    let body = DecideBody {
        born: day("1958-03-12"),
        sex: Sex::Female,
        height_tenths: None,
        previous_class: None,
        form,
    };
    let decided = visitor.send::<DecideVisit>(at, body).await.unwrap();
    let decision = decided.decision.unwrap();
    assert_eq!(
        (decision.referral, decision.latest_next),
        (Referral::Urgent, Some(day("2026-12-08")))
    );
    assert_eq!(decided.reasons[0].rule, "systolic_emergency");
    assert!(
        decided
            .errors
            .iter()
            .any(|one| one.field == "symptoms" && one.reason == "required")
    );
}

#[tokio::test]
async fn a_corrected_visit_keeps_what_it_was_and_all_that_follows_is_made_anew() {
    let town = Town::new().await;
    let ids = &town.ids;
    let gp = town.signed_in(ids.gp).await;
    let at = (ids.wang, code("hypertension"));
    let body = visit("hypertension", pressure("2026-11-20", 186, 84), None);
    let mut wrong = body.clone();
    wrong.form = wrong.form.with("referral_to", "株洲市人民医院");
    let saved = gp.send::<RecordFollowUp>(at.clone(), wrong).await.unwrap();
    let right = visit("hypertension", pressure("2026-11-20", 136, 84), None);
    let correction = CorrectFollowUpBody {
        form: right.form.clone(),
        rules_version: right.rules_version,
        decision: right.decision,
        reason: "把 136 记成了 186".to_owned(),
        based_on: None,
    };
    let id = saved.follow_up_id;
    let stale = gp
        .send_if::<CorrectFollowUp>(2, id, correction.clone())
        .await;
    assert_eq!(stale.unwrap_err().code, Code::Conflict);
    let corrected = gp
        .send_if::<CorrectFollowUp>(1, id, correction.clone())
        .await
        .unwrap();
    assert_eq!(
        (corrected.class.code.as_str(), corrected.version),
        ("controlled", 2)
    );
    let again = gp.send_if::<CorrectFollowUp>(1, id, correction).await;
    assert_eq!(
        again.unwrap_err().code,
        Code::Conflict,
        "somebody was quicker"
    );

    let past = gp.ask::<ListFollowUpVersions>(id, ()).await.unwrap();
    assert_eq!(
        (past.len(), past[0].version, past[0].ended),
        (1, 1, Ended::Corrected)
    );
    assert_eq!(past[0].form.number("sbp"), Some(186));
    assert_eq!(past[0].reason, "把 136 记成了 186");
    let record = gp.ask::<GetRecord>(ids.wang, ()).await.unwrap();
    assert_eq!(
        record
            .blood_pressure
            .iter()
            .map(|one| one.sbp)
            .collect::<Vec<_>>(),
        [136]
    );
    let due = "SELECT count(*) AS n FROM follow_up_plan WHERE urgent = 0 AND last_sbp = 136";
    assert_eq!(town.count(due, vec![]).await, 1);
    assert!(town.broken().await.is_empty());
}

#[tokio::test]
async fn a_voided_visit_counts_nowhere_and_is_kept() {
    let town = Town::new().await;
    let ids = &town.ids;
    town.promised(&[
        ("htn_follow_up", "2026-09-30"),
        ("htn_follow_up", "2026-12-31"),
    ])
    .await;
    let gp = town.signed_in(ids.gp).await;
    let at = (ids.wang, code("hypertension"));
    let first = visit("hypertension", pressure("2026-11-10", 132, 84), None);
    gp.send::<RecordFollowUp>(at.clone(), first).await.unwrap();
    let second = visit(
        "hypertension",
        pressure("2026-11-24", 156, 84),
        Some("controlled"),
    );
    let id = second.id;
    gp.send::<RecordFollowUp>(at.clone(), second).await.unwrap();
    let reason = VoidFollowUpBody {
        reason: String::new(),
        based_on: None,
    };
    let refused = gp.send_if::<VoidFollowUp>(1, id, reason).await.unwrap_err();
    assert_eq!(fields(&refused), [("reason", "required")]);
    let reason = VoidFollowUpBody {
        reason: "登到别人名下了".to_owned(),
        based_on: None,
    };
    gp.send_if::<VoidFollowUp>(1, id, reason.clone())
        .await
        .unwrap();
    let again = gp.send_if::<VoidFollowUp>(1, id, reason).await.unwrap_err();
    assert_eq!(again.code, Code::WrongState);

    assert_eq!(
        gp.ask::<GetFollowUp>(id, ()).await.unwrap_err().code,
        Code::NotFound
    );
    let past = gp.ask::<ListFollowUpVersions>(id, ()).await.unwrap();
    assert_eq!((past.len(), past[0].ended), (1, Ended::Voided));
    let start = gp.ask::<StartFollowUp>(at, ()).await.unwrap();
    assert_eq!(start.previous_class.as_deref(), Some("controlled"));
    assert_eq!(
        start.due,
        Some(day("2026-11-24")),
        "what the visit before had agreed on"
    );
    let record = gp.ask::<GetRecord>(ids.wang, ()).await.unwrap();
    assert_eq!(
        record
            .blood_pressure
            .iter()
            .map(|one| one.sbp)
            .collect::<Vec<_>>(),
        [132]
    );
    let done = "SELECT count(*) AS n FROM plan_item WHERE done_on IS NOT NULL";
    assert_eq!(
        town.count(done, vec![]).await,
        1,
        "its promise is open again"
    );
}

#[tokio::test]
async fn a_corrected_day_and_doctor_are_those_by_which_the_promise_is_found_again() {
    let town = Town::new().await;
    let ids = &town.ids;
    town.promised(&[
        ("htn_follow_up", "2026-09-30"),
        ("htn_follow_up", "2026-12-31"),
    ])
    .await;
    let done = "SELECT count(*) AS n FROM plan_item
                WHERE done_on = $1 AND done_by = $2 AND due = '2026-09-30'";
    let open = "SELECT count(*) AS n FROM plan_item WHERE done_on IS NULL";
    let nurse = town.signed_in(ids.nurse).await;
    let at = (ids.wang, code("hypertension"));
    let body = visit("hypertension", pressure("2026-11-20", 136, 84), None);
    let id = body.id;
    nurse.send::<RecordFollowUp>(at, body).await.unwrap();
    let by_nurse = vec!["2026-11-20".into(), ids.nurse.into()];
    assert_eq!(town.count(done, by_nurse).await, 1);

    let gp = town.signed_in(ids.gp).await;
    let correct = async |version: i64, on: &str| {
        let right = visit("hypertension", pressure(on, 136, 84), None);
        let correction = CorrectFollowUpBody {
            form: right.form,
            rules_version: right.rules_version,
            decision: right.decision,
            reason: "日期记错了".to_owned(),
            based_on: None,
        };
        gp.send_if::<CorrectFollowUp>(version, id, correction)
            .await
            .unwrap()
    };
    correct(1, "2026-11-18").await;
    let by_gp = vec!["2026-11-18".into(), ids.gp.into()];
    assert_eq!(town.count(done, by_gp).await, 1);
    assert_eq!(
        town.count(open, vec![]).await,
        1,
        "no second one is checked off"
    );

    // Of a contract that has ended since it stays the same promise; outside of its days it is none.
    let ended = "UPDATE contract SET state = 'expired' WHERE district_id = $1";
    town.put(ended, vec![]).await;
    correct(2, "2026-11-17").await;
    let moved = vec!["2026-11-17".into(), ids.gp.into()];
    assert_eq!(town.count(done, moved).await, 1);
    correct(3, "2025-12-30").await;
    assert_eq!(town.count(open, vec![]).await, 2);
    let again = "UPDATE contract SET state = 'active' WHERE district_id = $1";
    town.put(again, vec![]).await;
    correct(4, "2026-11-16").await;
    assert_eq!(town.count(open, vec![]).await, 1);

    let reason = VoidFollowUpBody {
        reason: "登到别人名下了".to_owned(),
        based_on: None,
    };
    gp.send_if::<VoidFollowUp>(5, id, reason).await.unwrap();
    assert_eq!(
        town.count(open, vec![]).await,
        2,
        "the promise is open again"
    );
}

#[tokio::test]
async fn what_a_phone_kept_says_its_version_itself_and_is_done_once() {
    let town = Town::new().await;
    let ids = &town.ids;
    let gp = town.signed_in(ids.gp).await;
    let at = (ids.wang, code("hypertension"));
    let body = visit("hypertension", pressure("2026-11-20", 136, 84), None);
    let id = body.id;
    gp.send::<RecordFollowUp>(at, body).await.unwrap();
    let right = visit("hypertension", pressure("2026-11-20", 138, 84), None);
    let correction = |based_on| CorrectFollowUpBody {
        form: right.form.clone(),
        rules_version: right.rules_version.clone(),
        decision: right.decision.clone(),
        reason: "看错了一个数".to_owned(),
        based_on,
    };
    let missing = gp.send::<CorrectFollowUp>(id, correction(None)).await;
    assert_eq!(missing.unwrap_err().code, Code::VersionMissing);
    let first = gp.send::<CorrectFollowUp>(id, correction(Some(1))).await;
    let again = gp.send::<CorrectFollowUp>(id, correction(Some(1))).await;
    assert_eq!(first.unwrap(), again.unwrap());
    let nurse = town.signed_in(ids.nurse).await;
    let other = nurse.send::<CorrectFollowUp>(id, correction(Some(1))).await;
    assert_eq!(other.unwrap_err().code, Code::Conflict);

    let void = |based_on| VoidFollowUpBody {
        reason: "登到别人名下了".to_owned(),
        based_on: Some(based_on),
    };
    let stale = gp.send::<VoidFollowUp>(id, void(1)).await;
    assert_eq!(stale.unwrap_err().code, Code::Conflict);
    gp.send::<VoidFollowUp>(id, void(2)).await.unwrap();
    gp.send::<VoidFollowUp>(id, void(2)).await.unwrap();
    let past = gp.ask::<ListFollowUpVersions>(id, ()).await.unwrap();
    assert_eq!(past.len(), 2);
}

#[tokio::test]
async fn an_address_has_so_many_visits_decided_and_waits_then() {
    let town = Town::new().await;
    let visitor = town.visitor();
    let at = (code("hypertension"), domain::RULES_VERSION.parse().unwrap());
    let body = || DecideBody {
        born: day("1958-03-12"),
        sex: Sex::Female,
        height_tenths: None,
        previous_class: None,
        form: Answers::default().with("visit_date", "2026-11-24"),
    };
    visitor
        .send::<DecideVisit>(at.clone(), body())
        .await
        .unwrap();
    let all = "UPDATE throttle SET tries = 600 WHERE district_id = $1 AND bucket = 'decisions'";
    town.put(all, vec![]).await;
    let refused = visitor.send::<DecideVisit>(at, body()).await.unwrap_err();
    assert_eq!(refused.code, Code::TooMany);
    assert_eq!(refused.retry_after, Some(601));
}

#[tokio::test]
async fn a_visit_whose_answer_was_lost_is_answered_although_the_person_has_gone_to_another_team() {
    let town = Town::new().await;
    let ids = &town.ids;
    let gp = town.signed_in(ids.gp).await;
    let at = (ids.wang, code("hypertension"));
    let body = visit("hypertension", pressure("2026-11-20", 132, 84), None);
    let saved = gp
        .send::<RecordFollowUp>(at.clone(), body.clone())
        .await
        .unwrap();
    town.put(
        "UPDATE resident SET team_id = $3 WHERE district_id = $1 AND id = $2",
        vec![ids.wang.into(), ids.second_team.into()],
    )
    .await;
    let again = gp
        .send::<RecordFollowUp>(at.clone(), body.clone())
        .await
        .unwrap();
    assert_eq!(again, saved);
    let other = RecordFollowUpBody {
        form: body.form.clone().with("aux_exam", "心电图正常"),
        ..body
    };
    let refused = gp.send::<RecordFollowUp>(at, other).await.unwrap_err();
    assert!(
        matches!(refused.code, Code::NotFound | Code::Forbidden),
        "{refused:?}"
    );
}

#[tokio::test]
async fn every_national_programme_is_started_and_a_visit_without_a_next_one_ends_the_plan() {
    let town = Town::new().await;
    let ids = &town.ids;
    let gp = town.signed_in(ids.gp).await;
    for card in gp.ask::<ListProgrammes>((), ()).await.unwrap().items {
        let at = (ids.wang, card.programme.clone());
        let start = gp.ask::<StartFollowUp>(at, ()).await.unwrap();
        assert_eq!((start.rules_version, start.last), (card.edition, None));
    }
    let seen = json!({
        "visit_date": "2026-11-20", "way": "home", "outcome": "seen", "danger": "0",
        "symptoms": ["none"], "insight": "full", "self_care": "good", "housework": "good",
        "work": "good", "study": "good", "social": "good", "locked": "no", "inpatient": "no",
        "compliance": "regular", "effect": "better", "drugs": [], "next_date": "2027-02-20",
    });
    let at = (ids.wang, code("smi"));
    let body = visit("smi", seen, None);
    gp.send::<RecordFollowUp>(at.clone(), body).await.unwrap();
    let plans = "SELECT count(*) AS n FROM follow_up_plan WHERE programme = 'smi'";
    assert_eq!(town.count(plans, vec![]).await, 1);
    // Another form tells of it, its own does not.
    let start = |programme: &str| gp.ask::<StartFollowUp>((ids.wang, code(programme)), ());
    let also = start("hypertension").await.unwrap().also;
    let told: Vec<_> = also
        .iter()
        .map(|one| (one.programme.as_str(), one.due))
        .collect();
    assert_eq!(told, [("smi", day("2027-02-20"))]);
    assert_eq!(start("smi").await.unwrap().also, []);
    let died = json!({
        "visit_date": "2026-11-24", "way": "phone", "outcome": "died", "death_date": "2026-11-22",
        "death_cause": "illness",
    });
    let body = visit("smi", died, Some("stable"));
    gp.send::<RecordFollowUp>(at, body).await.unwrap();
    assert_eq!(town.count(plans, vec![]).await, 0);
    let record = gp.ask::<GetRecord>(ids.wang, ()).await.unwrap();
    assert_eq!(
        (record.follow_ups.len(), record.follow_ups[0].next_date),
        (2, None)
    );
    assert!(town.broken().await.is_empty());
}

/// What a phone sends that knew of no visit when the form was opened.
fn blind(mut body: RecordFollowUpBody) -> RecordFollowUpBody {
    body.base = Some(VisitBase::default());
    body
}

fn other_of(problem: &Problem) -> OtherVisit {
    serde_json::from_str(&problem.present.as_ref().unwrap().0).unwrap()
}

#[tokio::test]
async fn two_people_who_wrote_down_one_visit_are_shown_each_others_and_decide() {
    let town = Town::new().await;
    let ids = &town.ids;
    let (nurse, gp) = (
        town.signed_in(ids.nurse).await,
        town.signed_in(ids.gp).await,
    );
    let at = (ids.wang, code("hypertension"));
    let first = blind(visit("hypertension", pressure("2026-11-24", 136, 84), None));
    let theirs = nurse
        .send::<RecordFollowUp>(at.clone(), first)
        .await
        .unwrap();

    let mine = blind(visit("hypertension", pressure("2026-11-24", 142, 84), None));
    let refused = gp.send::<RecordFollowUp>(at.clone(), mine.clone()).await;
    let refused = refused.unwrap_err();
    assert_eq!(refused.code, Code::Conflict);
    let other = other_of(&refused);
    assert_eq!(
        (other.visit.follow_up_id, other.visit.form.number("sbp")),
        (theirs.follow_up_id, Some(136))
    );
    assert_eq!(
        (other.by.as_str(), other.may_overwrite),
        (theirs.doctor.as_str(), true)
    );
    let again = gp.send::<RecordFollowUp>(at.clone(), mine.clone()).await;
    assert_eq!(
        again.unwrap_err().code,
        Code::Conflict,
        "asking again changes nothing"
    );

    // Put together, in place of theirs, of the version that was shown; arriving twice is once.
    let merged = CorrectFollowUpBody {
        form: mine.form.clone(),
        rules_version: mine.rules_version.clone(),
        decision: mine.decision.clone(),
        reason: "两人记了同一次随访，合并".to_owned(),
        based_on: Some(other.visit.version),
    };
    let id = other.visit.follow_up_id;
    let written = gp
        .send::<CorrectFollowUp>(id, merged.clone())
        .await
        .unwrap();
    assert_eq!(
        (written.version, written.form.number("sbp")),
        (2, Some(142))
    );
    let twice = gp
        .send::<CorrectFollowUp>(id, merged.clone())
        .await
        .unwrap();
    assert_eq!(twice.version, 2, "it has arrived before");

    // The nurse corrects what she saw: she is told both, and what both began with.
    let late = CorrectFollowUpBody {
        based_on: Some(1),
        reason: "记错了".to_owned(),
        ..merged
    };
    let refused = nurse.send::<CorrectFollowUp>(id, late).await.unwrap_err();
    let other = other_of(&refused);
    assert_eq!(other.before.unwrap().number("sbp"), Some(136));
    assert_eq!(other.visit.form.number("sbp"), Some(142));
    assert!(town.broken().await.is_empty());
}

#[tokio::test]
async fn visits_of_other_days_or_of_whoever_knew_are_no_conflict() {
    let town = Town::new().await;
    let gp = town.signed_in(town.ids.gp).await;
    let at = (town.ids.wang, code("hypertension"));
    let first = blind(visit("hypertension", pressure("2026-11-23", 136, 84), None));
    gp.send::<RecordFollowUp>(at.clone(), first).await.unwrap();
    let next_day = blind(visit(
        "hypertension",
        pressure("2026-11-24", 136, 84),
        Some("controlled"),
    ));
    let there = gp
        .send::<RecordFollowUp>(at.clone(), next_day)
        .await
        .unwrap();
    let mut second = visit(
        "hypertension",
        pressure("2026-11-24", 138, 84),
        Some("controlled"),
    );
    second.base = Some(VisitBase {
        follow_up_id: Some(there.follow_up_id),
        version: there.version,
        own: None,
    });
    gp.send::<RecordFollowUp>(at.clone(), second).await.unwrap();
    // Who does not say what they knew is not asked: a program of before.
    let third = visit(
        "hypertension",
        pressure("2026-11-24", 134, 84),
        Some("controlled"),
    );
    gp.send::<RecordFollowUp>(at, third).await.unwrap();
}

#[tokio::test]
async fn a_visit_that_one_doctor_writes_on_two_phones_is_shown_beside_the_first() {
    let town = Town::new().await;
    let gp = town.signed_in(town.ids.gp).await;
    let at = (town.ids.wang, code("hypertension"));
    let knowing = |sbp: u16, own: &[FollowUpId]| {
        let mut body = visit("hypertension", pressure("2026-11-24", sbp, 84), None);
        body.base = Some(VisitBase {
            own: Some(own.to_vec()),
            ..VisitBase::default()
        });
        body
    };
    let first = knowing(136, &[]);
    gp.send::<RecordFollowUp>(at.clone(), first.clone())
        .await
        .unwrap();
    // The same phone, which knows of the first, has made two visits.
    let second = knowing(138, &[first.id]);
    gp.send::<RecordFollowUp>(at.clone(), second.clone())
        .await
        .unwrap();
    // The other phone knows of neither.
    let other = knowing(142, &[]);
    let refused = gp.send::<RecordFollowUp>(at.clone(), other.clone()).await;
    let shown = other_of(&refused.unwrap_err());
    assert!([first.id, second.id].contains(&shown.visit.follow_up_id));
    assert!(shown.own && shown.may_overwrite);
    let visits = "SELECT count(*) AS n FROM follow_up";
    assert_eq!(town.count(visits, vec![]).await, 2, "never silently");
    // They are two visits, says the doctor.
    let beside = RecordFollowUpBody {
        base: Some(VisitBase {
            follow_up_id: Some(shown.visit.follow_up_id),
            version: shown.visit.version,
            own: Some(Vec::new()),
        }),
        ..other
    };
    gp.send::<RecordFollowUp>(at, beside).await.unwrap();
    assert_eq!(town.count(visits, vec![]).await, 3);
    assert!(town.broken().await.is_empty());
}

#[tokio::test]
async fn a_nurse_does_not_write_over_what_a_doctor_signed() {
    let town = Town::new().await;
    let ids = &town.ids;
    let (nurse, gp) = (
        town.signed_in(ids.nurse).await,
        town.signed_in(ids.gp).await,
    );
    let at = (ids.wang, code("hypertension"));
    let first = blind(visit("hypertension", pressure("2026-11-24", 136, 84), None));
    let theirs = gp
        .send::<RecordFollowUp>(at.clone(), first.clone())
        .await
        .unwrap();
    let mine = blind(visit("hypertension", pressure("2026-11-24", 142, 84), None));
    let refused = nurse.send::<RecordFollowUp>(at, mine).await.unwrap_err();
    assert!(!other_of(&refused).may_overwrite);
    let over = CorrectFollowUpBody {
        form: first.form,
        rules_version: first.rules_version,
        decision: first.decision,
        reason: "以这份为准".to_owned(),
        based_on: Some(theirs.version),
    };
    let refused = nurse
        .send::<CorrectFollowUp>(theirs.follow_up_id, over)
        .await;
    assert_eq!(refused.unwrap_err().code, Code::Forbidden);
}
