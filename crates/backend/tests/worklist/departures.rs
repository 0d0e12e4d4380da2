//! Somebody has moved away or died: what ends, what comes back where it was a mistake, and what is still written
//! down of the days before.

use domain::api::bookings::{Book, BookBody, BookingState, GetBooking};
use domain::api::calls::{CallOutcome, RecordCallBody};
use domain::api::calls::{ClosedReason, ListClosed, RecordCall, ReopenFollowUp};
use domain::api::contracts::{
    AcceptContract, ContractState, GetContract, RequestContract, RequestContractBody,
};
use domain::api::departures::{
    DepartureCard, GetDeparture, MarkDeparture, MarkDepartureBody, Source,
};
use domain::api::follow_ups::{RecordFollowUp, StartFollowUp};
use domain::api::messages::{ListMessages, MessageKind};
use domain::api::residents::{CursorQuery, ListResidents, ResidentQuery};
use domain::api::rounds::{RecordRoundEntry, RoundEntryBody};
use domain::ids::{BookingId, ContractId, ResidentId};
use domain::problem::{Code, Problem};
use domain::rules::departure::{Departure, Leaving};

use super::common::clinical::{day, form, hypertension, visit};
use super::common::{Client, Town, new_id};
use super::{list, of, work_off};

fn left(how: Leaving, on: &str) -> MarkDepartureBody {
    MarkDepartureBody {
        how: Some(how),
        on: Some(day(on)),
        reason: " 女儿来说的 ".to_owned(),
    }
}

fn back() -> MarkDepartureBody {
    MarkDepartureBody {
        how: None,
        on: None,
        reason: "登错了人".to_owned(),
    }
}

async fn mark(
    who: &Client,
    resident: ResidentId,
    version: i64,
    body: MarkDepartureBody,
) -> Result<DepartureCard, Problem> {
    who.send_if::<MarkDeparture>(version, resident, body).await
}

fn request(town: &Town) -> RequestContractBody {
    let ids = &town.ids;
    RequestContractBody {
        id: new_id(),
        resident_id: ids.wang,
        team_id: ids.team,
        package_ids: vec![ids.basic],
        agreement_version: "2026-01".to_owned(),
        consent: true,
        years: 1,
    }
}

/// A contract in force, as its team has just accepted it.
async fn contracted(town: &Town, gp: &Client) -> ContractId {
    let body = request(town);
    let id = body.id;
    let phone = town.signed_in(town.ids.wang_phone).await;
    phone.send::<RequestContract>((), body).await.unwrap();
    gp.send::<AcceptContract>(id, ()).await.unwrap();
    id
}

async fn booked(town: &Town) -> BookingId {
    let ids = &town.ids;
    let session_id = town.open_session(ids.gp, "2026-11-26", "morning", 12).await;
    let id = new_id();
    let body = BookBody {
        id,
        resident_id: ids.wang,
        session_id,
        note: None,
    };
    let phone = town.signed_in(ids.wang_phone).await;
    phone.send::<Book>((), body).await.unwrap();
    id
}

async fn told(town: &Town) -> Vec<MessageKind> {
    let phone = town.signed_in(town.ids.wang_phone).await;
    let query = CursorQuery::default();
    let page = phone.ask::<ListMessages>(town.ids.wang, query).await;
    page.unwrap().items.iter().map(|one| one.kind).collect()
}

#[tokio::test]
async fn a_death_ends_what_was_planned_and_comes_back_whole_where_it_was_a_mistake() {
    let town = Town::new().await;
    let (wang, gp) = (town.ids.wang, town.signed_in(town.ids.gp).await);
    town.due(wang, "hypertension", "2026-11-27", false).await;
    town.due(wang, "diabetes", "2026-11-20", true).await;
    let (contract, booking) = (contracted(&town, &gp).await, booked(&town).await);
    let before = told(&town).await.len();

    let card = mark(&gp, wang, 0, left(Leaving::Died, "2026-11-22"))
        .await
        .unwrap();
    assert_eq!(
        card.departure,
        Some(Departure {
            how: Leaving::Died,
            on: Some(day("2026-11-22")),
            known_on: day("2026-11-24"),
        })
    );
    let done = &card.marks[0];
    assert_eq!(
        (done.follow_ups, done.bookings, done.contract),
        (2, 1, true)
    );
    assert_eq!(
        (done.source, done.by.as_str(), done.reason.as_deref()),
        (Source::Marked, "彭海燕", Some("女儿来说的"))
    );
    assert!(list(&town, town.ids.gp).await.items.is_empty());
    assert_eq!(
        told(&town).await.len(),
        before,
        "nobody is told of the dead"
    );
    let phone = town.signed_in(town.ids.wang_phone).await;
    let cancelled = phone.ask::<GetBooking>(booking, ()).await.unwrap();
    assert_eq!(cancelled.state, BookingState::Cancelled);
    let ended = gp.ask::<GetContract>(contract, ()).await.unwrap();
    assert_eq!(ended.state, ContractState::Terminated);
    let people = gp
        .ask::<ListResidents>((), ResidentQuery::default())
        .await
        .unwrap();
    let card = people
        .items
        .iter()
        .find(|card| card.person.resident_id == wang);
    assert_eq!(
        card.unwrap().departure.map(|left| left.how),
        Some(Leaving::Died)
    );
    assert!(town.broken().await.is_empty());

    // Nothing new is booked or asked for in the name of the dead.
    let ids = &town.ids;
    let session_id = town.open_session(ids.gp, "2026-11-27", "morning", 12).await;
    let body = BookBody {
        id: new_id(),
        resident_id: wang,
        session_id,
        note: None,
    };
    let refused = phone.send::<Book>((), body).await.unwrap_err();
    assert_eq!(refused.code, Code::WrongState);
    let refused = phone.send::<RequestContract>((), request(&town)).await;
    assert_eq!(refused.unwrap_err().code, Code::WrongState);

    // Days later nobody is reminded.
    let later = town.at("2026-11-24T23:30:00Z");
    work_off(&later).await;
    assert_eq!(told(&town).await.len(), before);

    let card = mark(&gp, wang, 1, back()).await.unwrap();
    assert_eq!((card.departure, card.version), (None, 2));
    assert_eq!(
        (card.marks[0].follow_ups, card.marks[0].contract),
        (2, true)
    );
    let now = list(&town, town.ids.gp).await;
    assert_eq!(of(&now, "王桂英", "hypertension").due, day("2026-11-27"));
    assert_eq!(
        (of(&now, "王桂英", "diabetes").due, now.counts.urgent),
        (day("2026-11-20"), 1)
    );
    let again = gp.ask::<GetContract>(contract, ()).await.unwrap();
    assert_eq!(again.state, ContractState::Active);
    let given = phone.ask::<GetBooking>(booking, ()).await.unwrap();
    assert_eq!(
        given.state,
        BookingState::Cancelled,
        "somebody else may have it"
    );
    assert!(town.broken().await.is_empty());
}

#[tokio::test]
async fn a_visit_until_the_day_of_death_is_taken_late_and_one_after_it_is_refused() {
    let town = Town::new().await;
    let (wang, gp) = (town.ids.wang, town.signed_in(town.ids.gp).await);
    town.due(wang, "hypertension", "2026-11-20", false).await;
    mark(&gp, wang, 0, left(Leaving::Died, "2026-11-22"))
        .await
        .unwrap();
    let start = gp
        .ask::<StartFollowUp>(hypertension(wang), ())
        .await
        .unwrap();
    assert_eq!(start.departure.map(|left| left.how), Some(Leaving::Died));

    let refused = gp
        .send::<RecordFollowUp>(hypertension(wang), visit(form("2026-11-23", 128, 78), None))
        .await
        .unwrap_err();
    let error = &refused.errors[0];
    assert_eq!(
        (refused.code, error.field.as_str(), error.reason.as_str()),
        (Code::Invalid, "visit_date", "after_death")
    );
    assert_eq!(error.limit.as_deref(), Some("2026-11-22"));

    // Nor has a round seen them.
    let entry = |on: &str| RoundEntryBody {
        id: new_id(),
        on: day(on),
        sbp: Some(128),
        dbp: Some(78),
        heart_rate: None,
        glucose_tenths: None,
        complaint: None,
        advice: None,
    };
    let refused = gp.send::<RecordRoundEntry>(wang, entry("2026-11-23")).await;
    assert_eq!(refused.unwrap_err().errors[0].reason, "after_death");
    gp.send::<RecordRoundEntry>(wang, entry("2026-11-22"))
        .await
        .unwrap();

    let late = visit(form("2026-11-22", 128, 78), None);
    let next = late.form.day("next_date").unwrap();
    gp.send::<RecordFollowUp>(hypertension(wang), late)
        .await
        .unwrap();
    assert!(
        list(&town, town.ids.gp).await.items.is_empty(),
        "nothing is planned"
    );
    let waiting = "SELECT count(*) AS n FROM push WHERE state = 'waiting'";
    assert_eq!(town.count(waiting, vec![]).await, 0);
    assert!(town.broken().await.is_empty());

    // It was a mistake: what comes back is what that visit planned.
    mark(&gp, wang, 1, back()).await.unwrap();
    let plan = "SELECT count(*) AS n FROM follow_up_plan WHERE resident_id = $1 AND due = $2";
    assert_eq!(town.count(plan, vec![wang.into(), next.into()]).await, 1);
    assert!(town.broken().await.is_empty());
}

#[tokio::test]
async fn whoever_moved_is_told_of_their_number_and_is_back_with_the_next_visit() {
    let town = Town::new().await;
    let (wang, gp) = (town.ids.wang, town.signed_in(town.ids.gp).await);
    town.due(wang, "hypertension", "2026-11-20", false).await;
    town.due(wang, "diabetes", "2026-11-25", false).await;
    booked(&town).await;
    mark(&gp, wang, 0, left(Leaving::Moved, "2026-11-20"))
        .await
        .unwrap();
    assert!(told(&town).await.contains(&MessageKind::BookingCancelled));

    // Brought late: it was before the move.
    let late = visit(form("2026-11-20", 128, 78), None);
    gp.send::<RecordFollowUp>(hypertension(wang), late)
        .await
        .unwrap();
    let card = gp.ask::<GetDeparture>(wang, ()).await.unwrap();
    assert_eq!(card.departure.map(|left| left.how), Some(Leaving::Moved));

    let visited = visit(form("2026-11-24", 128, 78), Some("controlled"));
    gp.send::<RecordFollowUp>(hypertension(wang), visited)
        .await
        .unwrap();
    let card = gp.ask::<GetDeparture>(wang, ()).await.unwrap();
    assert_eq!(
        (card.departure, card.marks[0].source),
        (None, Source::Visit)
    );
    let now = list(&town, town.ids.gp).await;
    assert_eq!(of(&now, "王桂英", "diabetes").due, day("2026-11-25"));
    assert!(town.broken().await.is_empty());
}

#[tokio::test]
async fn a_corrected_mark_keeps_what_was_before_and_needs_the_version_that_was_seen() {
    let town = Town::new().await;
    let (wang, gp) = (town.ids.wang, town.signed_in(town.ids.gp).await);
    town.due(wang, "hypertension", "2026-11-20", false).await;
    let unseen = gp
        .send::<MarkDeparture>(wang, left(Leaving::Died, "2026-11-22"))
        .await;
    assert_eq!(unseen.unwrap_err().code, Code::VersionMissing);
    let nothing = mark(&gp, wang, 0, back()).await;
    assert_eq!(nothing.unwrap_err().code, Code::WrongState);
    for (body, field, reason) in [
        (left(Leaving::Died, "2026-11-25"), "on", "in_future"),
        (left(Leaving::Died, "1958-03-11"), "on", "before_birth"),
        (
            MarkDepartureBody {
                on: None,
                ..left(Leaving::Moved, "2026-11-22")
            },
            "on",
            "required",
        ),
        (
            MarkDepartureBody {
                reason: " ".to_owned(),
                ..left(Leaving::Moved, "2026-11-22")
            },
            "reason",
            "required",
        ),
    ] {
        let refused = mark(&gp, wang, 0, body).await.unwrap_err();
        let error = &refused.errors[0];
        assert_eq!(
            (error.field.as_str(), error.reason.as_str()),
            (field, reason)
        );
    }
    mark(&gp, wang, 0, left(Leaving::Moved, "2026-11-22"))
        .await
        .unwrap();
    let stale = mark(&gp, wang, 0, left(Leaving::Died, "2026-11-22")).await;
    assert_eq!(stale.unwrap_err().code, Code::Conflict);
    let card = mark(&gp, wang, 1, left(Leaving::Died, "2026-11-21"))
        .await
        .unwrap();
    let told: Vec<_> = card
        .marks
        .iter()
        .map(|one| (one.how, one.on, one.follow_ups))
        .collect();
    assert_eq!(
        told,
        [
            (Some(Leaving::Died), Some(day("2026-11-21")), 1),
            (Some(Leaving::Moved), Some(day("2026-11-22")), 1)
        ]
    );
    let closed = gp
        .ask::<ListClosed>((), CursorQuery::default())
        .await
        .unwrap();
    let reasons: Vec<_> = closed.items.iter().map(|card| card.reason).collect();
    assert_eq!(reasons, [ClosedReason::Died]);
    assert!(town.broken().await.is_empty());
}

#[tokio::test]
async fn whoever_was_visited_on_the_day_of_the_call_has_left_all_the_same() {
    let town = Town::new().await;
    let (wang, gp) = (town.ids.wang, town.signed_in(town.ids.gp).await);
    town.due(wang, "hypertension", "2026-11-24", false).await;
    town.due(wang, "diabetes", "2026-11-28", false).await;
    let morning = visit(form("2026-11-24", 128, 78), None);
    gp.send::<RecordFollowUp>(hypertension(wang), morning)
        .await
        .unwrap();
    let call = |called_at: &str| RecordCallBody {
        id: new_id(),
        programme: "diabetes".parse().unwrap(),
        called_at: called_at.parse().unwrap(),
        outcome: CallOutcome::Moved,
        on: None,
        note: None,
    };
    // The visit of a later day has found them at home.
    let before = call("2026-11-23T06:00:00Z");
    let before = gp.send::<RecordCall>(wang, before).await.unwrap();
    assert_eq!(before.closed, None);
    let after = call("2026-11-24T00:05:00Z");
    let after = gp.send::<RecordCall>(wang, after).await.unwrap();
    assert_eq!(after.closed, Some(ClosedReason::Moved));
    assert!(list(&town, town.ids.gp).await.items.is_empty());
    assert!(town.broken().await.is_empty());
}

#[tokio::test]
async fn what_was_refused_stays_closed_while_somebody_has_left() {
    let town = Town::new().await;
    let (wang, gp) = (town.ids.wang, town.signed_in(town.ids.gp).await);
    town.due(wang, "hypertension", "2026-11-20", false).await;
    town.due(wang, "diabetes", "2026-11-20", false).await;
    let call = |outcome, programme: &str| RecordCallBody {
        id: new_id(),
        programme: programme.parse().unwrap(),
        called_at: "2026-11-24T02:00:00Z".parse().unwrap(),
        outcome,
        on: None,
        note: None,
    };
    gp.send::<RecordCall>(wang, call(CallOutcome::Refused, "diabetes"))
        .await
        .unwrap();
    let died = call(CallOutcome::Died, "hypertension");
    let card = gp.send::<RecordCall>(wang, died).await.unwrap();
    assert_eq!(card.closed, Some(ClosedReason::Died));
    let card = gp.ask::<GetDeparture>(wang, ()).await.unwrap();
    assert_eq!(
        (
            card.departure.map(|left| (left.how, left.on)),
            card.marks[0].source
        ),
        (Some((Leaving::Died, None)), Source::Call)
    );
    // A second call that says the same marks nothing anew.
    let again = gp
        .send::<RecordCall>(wang, call(CallOutcome::Died, "hypertension"))
        .await;
    assert_eq!(again.unwrap().closed, None);

    let at = |programme: &str| (wang, programme.parse().unwrap());
    let refused = gp.send::<ReopenFollowUp>(at("diabetes"), ()).await;
    assert_eq!(refused.unwrap_err().code, Code::WrongState);
    gp.send::<ReopenFollowUp>(at("hypertension"), ())
        .await
        .unwrap();
    let card = gp.ask::<GetDeparture>(wang, ()).await.unwrap();
    assert_eq!(
        (card.departure, card.marks[0].source),
        (None, Source::Reopened)
    );
    // A phone that was without network brings the call of a day before: what was decided since stands.
    let mut late = call(CallOutcome::Died, "hypertension");
    late.called_at = "2026-11-23T02:00:00Z".parse().unwrap();
    let kept = gp.send::<RecordCall>(wang, late).await.unwrap();
    assert_eq!(kept.closed, None);
    let card = gp.ask::<GetDeparture>(wang, ()).await.unwrap();
    assert_eq!((card.departure, card.marks.len()), (None, 2));
    gp.send::<ReopenFollowUp>(at("diabetes"), ()).await.unwrap();
    assert_eq!(list(&town, town.ids.gp).await.items.len(), 2);
    assert!(town.broken().await.is_empty());
}
