//! What a call makes of a follow-up.

use domain::api::calls::{
    CallCard, CallOutcome, ClosedReason, ListCalls, ListClosed, RecordCall, RecordCallBody,
    ReopenFollowUp,
};
use domain::api::follow_ups::RecordFollowUp;
use domain::api::follow_ups::{DueQuery, ListDue};
use domain::api::residents::CursorQuery;
use domain::ids::{ResidentId, StaffId};
use domain::problem::{Code, Problem};

use super::common::clinical::{day, form, hypertension, visit};
use super::common::{Town, new_id};
use super::{list, of};

/// 10:00 in the district.
const TODAY: &str = "2026-11-24T02:00:00Z";

fn body(outcome: CallOutcome, on: Option<&str>, at: &str) -> RecordCallBody {
    RecordCallBody {
        id: new_id(),
        programme: "hypertension".parse().unwrap(),
        called_at: at.parse().unwrap(),
        outcome,
        on: on.map(day),
        note: Some(" 女儿接的 ".to_owned()),
    }
}

async fn call(
    town: &Town,
    who: StaffId,
    resident: ResidentId,
    body: RecordCallBody,
) -> Result<CallCard, Problem> {
    let doctor = town.signed_in(who).await;
    doctor.send::<RecordCall>(resident, body).await
}

/// 王桂英 is due in two programmes, 李建国 in one.
async fn town() -> Town {
    let town = Town::new().await;
    let ids = &town.ids;
    town.due(ids.wang, "hypertension", "2026-11-20", false)
        .await;
    town.due(ids.wang, "diabetes", "2026-11-26", false).await;
    town.due(ids.li, "hypertension", "2026-11-22", true).await;
    town
}

#[tokio::test]
async fn a_day_that_is_agreed_on_is_the_new_date_of_all_that_is_due() {
    let town = town().await;
    let (gp, wang) = (town.ids.gp, town.ids.wang);
    let agreed = body(CallOutcome::Agreed, Some("2026-11-27"), TODAY);
    let card = call(&town, gp, wang, agreed).await.unwrap();
    assert_eq!((card.on, card.closed), (Some(day("2026-11-27")), None));
    assert_eq!(card.note.as_deref(), Some("女儿接的"));

    let list = list(&town, gp).await;
    for (programme, before) in [("hypertension", "2026-11-20"), ("diabetes", "2026-11-26")] {
        let card = of(&list, "王桂英", programme);
        assert_eq!(card.due, day("2026-11-27"));
        assert_eq!(card.was_due, Some(day(before)));
        assert_eq!(card.call.as_ref().unwrap().outcome, CallOutcome::Agreed);
    }
    assert_eq!((list.counts.overdue, list.counts.soon), (0, 2));
    assert!(town.broken().await.is_empty());

    // A second agreement does not forget when it was due at first.
    let again = body(CallOutcome::Agreed, Some("2026-11-28"), TODAY);
    call(&town, gp, wang, again).await.unwrap();
    let list = super::list(&town, gp).await;
    assert_eq!(
        of(&list, "王桂英", "hypertension").was_due,
        Some(day("2026-11-20"))
    );
}

#[tokio::test]
async fn a_visit_ends_what_calls_have_said() {
    let town = town().await;
    let (gp, wang) = (town.ids.gp, town.ids.wang);
    let later = body(CallOutcome::Later, Some("2026-11-26"), TODAY);
    call(&town, gp, wang, later).await.unwrap();
    let doctor = town.signed_in(gp).await;
    let visited = visit(form("2026-11-24", 128, 78), None);
    doctor
        .send::<RecordFollowUp>(hypertension(wang), visited)
        .await
        .unwrap();
    let known = doctor.ask::<ListCalls>(wang, ()).await.unwrap();
    let plan = |programme: &str| {
        let mut plans = known.plans.iter();
        plans
            .find(|plan| plan.programme.as_str() == programme)
            .unwrap()
    };
    assert_eq!(plan("hypertension").call, None);
    assert!(plan("diabetes").call.is_some(), "it is still due");
    assert_eq!(known.calls.len(), 1, "the history stays");

    // A call from before the visit that arrives now changes nothing.
    let old = body(CallOutcome::Moved, None, "2026-11-23T02:00:00Z");
    let card = call(&town, gp, wang, old).await.unwrap();
    assert_eq!(card.closed, None);
    let known = doctor.ask::<ListCalls>(wang, ()).await.unwrap();
    assert_eq!((known.plans.len(), known.calls.len()), (2, 2));
}

#[tokio::test]
async fn whoever_has_moved_leaves_the_list_until_a_colleague_opens_it_again() {
    let town = town().await;
    let (gp, nurse, wang) = (town.ids.gp, town.ids.nurse, town.ids.wang);
    let moved = body(CallOutcome::Moved, None, TODAY);
    let card = call(&town, gp, wang, moved).await.unwrap();
    assert_eq!(card.closed, Some(ClosedReason::Moved));
    let now = list(&town, gp).await;
    assert!(now.items.iter().all(|card| card.person.name != "王桂英"));
    assert!(town.broken().await.is_empty());

    let colleague = town.signed_in(nurse).await;
    let closed = colleague
        .ask::<ListClosed>((), CursorQuery::default())
        .await
        .unwrap();
    let shown: Vec<_> = closed
        .items
        .iter()
        .map(|card| (card.programme.as_str(), card.reason, card.by.as_str()))
        .collect();
    assert_eq!(
        shown,
        [
            ("hypertension", ClosedReason::Moved, "彭海燕"),
            ("diabetes", ClosedReason::Moved, "彭海燕")
        ]
    );
    let path = (wang, "hypertension".parse().unwrap());
    colleague
        .send::<ReopenFollowUp>(path.clone(), ())
        .await
        .unwrap();
    let again = colleague.send::<ReopenFollowUp>(path, ()).await;
    assert_eq!(again.unwrap_err().code, Code::WrongState);
    let now = list(&town, gp).await;
    // They live here after all: the other one is back too.
    assert_eq!(of(&now, "王桂英", "hypertension").due, day("2026-11-20"));
    assert_eq!(of(&now, "王桂英", "diabetes").due, day("2026-11-26"));
    let closed = colleague
        .ask::<ListClosed>((), CursorQuery::default())
        .await
        .unwrap();
    assert!(closed.items.is_empty());
    assert!(town.broken().await.is_empty());
}

#[tokio::test]
async fn a_refusal_ends_one_programme_and_a_visit_opens_it_again() {
    let town = town().await;
    let (gp, wang) = (town.ids.gp, town.ids.wang);
    let refused = body(CallOutcome::Refused, None, "2026-11-23T02:00:00Z");
    call(&town, gp, wang, refused).await.unwrap();
    let now = list(&town, gp).await;
    of(&now, "王桂英", "diabetes");
    let doctor = town.signed_in(gp).await;
    let visited = visit(form("2026-11-24", 128, 78), None);
    doctor
        .send::<RecordFollowUp>(hypertension(wang), visited)
        .await
        .unwrap();
    let closed = doctor
        .ask::<ListClosed>((), CursorQuery::default())
        .await
        .unwrap();
    assert!(closed.items.is_empty());
    assert!(town.broken().await.is_empty());
}

#[tokio::test]
async fn nobody_reached_on_three_days_running_is_lost() {
    let town = town().await;
    let (gp, wang) = (town.ids.gp, town.ids.wang);
    for (at, closed) in [
        ("2026-11-22T02:00:00Z", None),
        ("2026-11-22T09:00:00Z", None),
        ("2026-11-23T02:00:00Z", None),
        ("2026-11-24T02:00:00Z", Some(ClosedReason::Lost)),
    ] {
        let tried = body(CallOutcome::NotReached, None, at);
        let card = call(&town, gp, wang, tried).await.unwrap();
        assert_eq!(card.closed, closed, "{at}");
    }
    let now = list(&town, gp).await;
    assert_eq!(now.items.len(), 1, "李建国 alone");
}

#[tokio::test]
async fn a_day_out_of_bounds_is_refused_and_nothing_is_kept() {
    let town = town().await;
    let (gp, li) = (town.ids.gp, town.ids.li);
    for (on, reason) in [
        ("2026-11-23", "in_past"),
        // Two weeks for whoever is urgent.
        ("2026-12-09", "too_late"),
    ] {
        let agreed = body(CallOutcome::Agreed, Some(on), TODAY);
        let problem = call(&town, gp, li, agreed).await.unwrap_err();
        assert_eq!(problem.code, Code::Invalid);
        assert_eq!(problem.errors[0].reason, reason);
    }
    let doctor = town.signed_in(gp).await;
    let known = doctor.ask::<ListCalls>(li, ()).await.unwrap();
    assert!(known.calls.is_empty());
}

#[tokio::test]
async fn the_list_has_pages_of_the_size_that_is_asked_for() {
    let town = Town::new().await;
    town.neighbours(60).await;
    town.neighbours_due().await;
    let doctor = town.signed_in(town.ids.gp).await;
    let ask = async |cursor: Option<String>, rows| {
        let query = DueQuery {
            cursor,
            rows,
            ..DueQuery::default()
        };
        doctor.ask::<ListDue>((), query).await
    };
    let first = ask(None, None).await.unwrap();
    assert_eq!(first.items.len(), 30);
    let rest = ask(first.next, Some(200)).await.unwrap();
    let all = first.counts.urgent + first.counts.overdue + first.counts.soon;
    assert_eq!(rest.items.len() as u32, all - 30);
    assert!(rest.next.is_none() && rest.progress.is_empty());
    for rows in [0, 201] {
        let problem = ask(None, Some(rows)).await.unwrap_err();
        assert_eq!(problem.code, Code::Invalid, "{rows}");
    }
}
