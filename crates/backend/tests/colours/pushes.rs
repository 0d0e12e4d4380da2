//! Up and down between the levels: who is asked, who sees what, and who was first.

use domain::api::calls::{CallOutcome, RecordCall, RecordCallBody, ReopenFollowUp};
use domain::api::colours::{
    AcceptPush, GetWaiting, ListPushes, PushCard, PushQuery, PushState, ReturnPush, ReturnPushBody,
    SendPush, SendPushBody, Side,
};
use domain::api::follow_ups::{DueQuery, ListDue};
use domain::api::handovers::{HandOver, PostHandover};
use domain::api::messages::{ListMessages, MessageKind};
use domain::api::records::GetRecord;
use domain::api::residents::CursorQuery;
use domain::ids::PushId;
use domain::problem::Code;
use domain::rules::three_colours::{Colour, Level, Why};

use super::common::clinical::day;
use super::common::family::{LI, WANG};
use super::common::{Client, new_id};
use super::{Levels, work_off};

async fn pushes(client: &Client, side: Side, answered: bool) -> Vec<PushCard> {
    let query = PushQuery { side, answered };
    client.ask::<ListPushes>((), query).await.unwrap()
}

async fn incoming(client: &Client) -> PushCard {
    let mut all = pushes(client, Side::Incoming, false).await;
    assert_eq!(all.len(), 1);
    all.remove(0)
}

async fn due(client: &Client) -> usize {
    let list = client
        .ask::<ListDue>((), DueQuery::default())
        .await
        .unwrap();
    list.items.len()
}

#[tokio::test]
async fn a_person_goes_up_level_by_level_as_the_colours_say_and_back_down() {
    let all = Levels::new().await;
    let wang = all.town.ids.wang;
    all.visit("2026-10-27", 132, None).await;
    assert!(pushes(&all.gp, Side::Incoming, false).await.is_empty());

    // Yellow: the township is asked, and the village waits for it.
    all.visit("2026-11-03", 156, Some("controlled")).await;
    let push = incoming(&all.gp).await;
    assert_eq!(
        (push.from.level, push.to.level),
        (Level::Village, Level::Township)
    );
    assert!(push.may_answer);
    assert_eq!(pushes(&all.village, Side::Outgoing, false).await.len(), 1);
    assert!(pushes(&all.village, Side::Incoming, false).await.is_empty());
    let refused = all
        .village
        .send::<AcceptPush>(push.push_id, ())
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::Forbidden);
    let accepted = all
        .nurse
        .send::<AcceptPush>(push.push_id, ())
        .await
        .unwrap();
    assert_eq!(
        (accepted.state, accepted.answered_by.as_deref()),
        (PushState::Accepted, Some("刘静"))
    );
    assert_eq!(all.colour().await.place.level, Level::Township);

    // Red: the hospital is asked; it sees the card and not yet the record.
    all.visit("2026-11-10", 156, Some("uncontrolled")).await;
    let push = incoming(&all.specialist).await;
    assert_eq!((push.colour, push.to.level), (Colour::Red, Level::Hospital));
    assert_eq!(push.sources[0].class.zh, "控制不满意");
    let hidden = all.specialist.ask::<GetRecord>(wang, ()).await.unwrap_err();
    assert_eq!(hidden.code, Code::NotFound);
    let before = due(&all.gp).await;
    all.specialist
        .send::<AcceptPush>(push.push_id, ())
        .await
        .unwrap();
    all.specialist.ask::<GetRecord>(wang, ()).await.unwrap();
    let card = all.colour().await;
    assert_eq!(
        (card.place.level, card.place.team.as_str()),
        (Level::Hospital, "总医院慢病团队")
    );
    // Her next visit stands on the hospital's list, and on no other.
    assert_eq!(
        (due(&all.gp).await, due(&all.specialist).await),
        (before - 1, 1)
    );
    let own = all.town.signed_in(all.town.ids.wang_phone).await;
    let query = CursorQuery::default();
    let told = own.ask::<ListMessages>(wang, query).await.unwrap();
    let moved = told
        .items
        .iter()
        .filter(|one| one.kind == MessageKind::CareMoved);
    assert_eq!(moved.count(), 2);

    // Better: down by steps, each accepted.
    all.visit("2026-11-17", 132, Some("uncontrolled")).await;
    let push = incoming(&all.gp).await;
    assert_eq!(
        (push.from.level, push.to.level),
        (Level::Hospital, Level::Township)
    );
    all.gp.send::<AcceptPush>(push.push_id, ()).await.unwrap();
    let hidden = all.specialist.ask::<GetRecord>(wang, ()).await.unwrap_err();
    assert_eq!(
        hidden.code,
        Code::NotFound,
        "the hospital has given her back"
    );
    let push = incoming(&all.village).await;
    assert_eq!(
        (push.from.level, push.to.level),
        (Level::Township, Level::Village)
    );
    all.village
        .send::<AcceptPush>(push.push_id, ())
        .await
        .unwrap();
    let card = all.colour().await;
    assert_eq!(
        (card.colour, card.place.level),
        (Some(Colour::Green), Level::Village)
    );
    assert!(card.push.is_none());
    assert_eq!(pushes(&all.gp, Side::Incoming, true).await.len(), 2);
    assert!(all.town.broken().await.is_empty());
}

#[tokio::test]
async fn a_push_that_waits_says_the_reasons_that_hold_now() {
    let all = Levels::new().await;
    all.visit("2026-11-03", 156, Some("controlled")).await;
    all.visit("2026-11-10", 156, Some("uncontrolled")).await;
    let push = incoming(&all.specialist).await;
    assert_eq!(push.sources[0].on, day("2026-11-10"));
    // Still red, by a later visit: the same push, the other reason.
    all.visit("2026-11-17", 182, Some("uncontrolled")).await;
    let again = incoming(&all.specialist).await;
    assert_eq!(again.push_id, push.push_id);
    assert_eq!(
        (again.sources[0].on, again.sources[0].why),
        (day("2026-11-17"), Why::Emergency)
    );
    // What was answered stays as it was read.
    all.specialist
        .send::<AcceptPush>(push.push_id, ())
        .await
        .unwrap();
    all.visit("2026-11-20", 156, Some("uncontrolled")).await;
    let answered = pushes(&all.specialist, Side::Incoming, true).await;
    assert_eq!(answered[0].sources, again.sources);
}

#[tokio::test]
async fn what_the_hospital_closed_is_opened_again_on_the_hospitals_list() {
    let all = Levels::new().await;
    let wang = all.town.ids.wang;
    all.visit("2026-10-27", 132, None).await;
    all.visit("2026-11-03", 156, Some("controlled")).await;
    let push = incoming(&all.gp).await;
    all.nurse
        .send::<AcceptPush>(push.push_id, ())
        .await
        .unwrap();
    all.visit("2026-11-10", 156, Some("uncontrolled")).await;
    let push = incoming(&all.specialist).await;
    all.specialist
        .send::<AcceptPush>(push.push_id, ())
        .await
        .unwrap();
    let before = (due(&all.gp).await, due(&all.specialist).await);
    assert_eq!(before.1, 1);

    let refused = RecordCallBody {
        id: new_id(),
        programme: "hypertension".parse().unwrap(),
        called_at: "2026-11-24T02:00:00Z".parse().unwrap(),
        outcome: CallOutcome::Refused,
        on: None,
        note: None,
    };
    all.specialist
        .send::<RecordCall>(wang, refused)
        .await
        .unwrap();
    assert_eq!(due(&all.specialist).await, 0);
    let path = (wang, "hypertension".parse().unwrap());
    all.specialist
        .send::<ReopenFollowUp>(path, ())
        .await
        .unwrap();
    assert_eq!((due(&all.gp).await, due(&all.specialist).await), before);
    assert!(all.town.broken().await.is_empty());
}

#[tokio::test]
async fn of_two_who_accept_one_wins_and_the_other_is_told_by_whom() {
    let all = Levels::new().await;
    all.visit("2026-10-27", 132, None).await;
    all.visit("2026-11-03", 156, Some("controlled")).await;
    let push = incoming(&all.gp).await.push_id;
    let first = all
        .gp
        .send_again::<AcceptPush>(push, (), "one")
        .await
        .unwrap();
    let again = all
        .gp
        .send_again::<AcceptPush>(push, (), "one")
        .await
        .unwrap();
    assert_eq!(first, again, "the answer was lost on the way");
    let same = all.gp.send::<AcceptPush>(push, ()).await.unwrap();
    assert_eq!(same.state, PushState::Accepted);
    let second = all.nurse.send::<AcceptPush>(push, ()).await.unwrap_err();
    assert_eq!(second.code, Code::Conflict);
    let said = &second.errors[0];
    assert_eq!(
        (said.reason.as_str(), said.limit.as_deref()),
        ("accepted", Some("彭海燕"))
    );
    let body = ReturnPushBody {
        reason: "不是我们村的".to_owned(),
    };
    let late = all.nurse.send::<ReturnPush>(push, body).await.unwrap_err();
    assert_eq!(late.code, Code::Conflict);
    let moved = "SELECT count(*) AS n FROM push WHERE state = 'accepted'";
    assert_eq!(all.town.count(moved, vec![]).await, 1);
}

#[tokio::test]
async fn who_is_sent_back_stays_with_the_sender_who_sees_why_and_may_push_again() {
    let all = Levels::new().await;
    let wang = all.town.ids.wang;
    all.visit("2026-11-03", 186, None).await;
    let push = incoming(&all.specialist).await.push_id;
    let body = |reason: &str| ReturnPushBody {
        reason: reason.to_owned(),
    };
    let refused = all
        .specialist
        .send::<ReturnPush>(push, body(""))
        .await
        .unwrap_err();
    assert_eq!(refused.errors[0].reason, "required");
    let card = all
        .specialist
        .send::<ReturnPush>(push, body("缺近一周的血压"))
        .await
        .unwrap();
    assert_eq!(card.state, PushState::Returned);
    assert!(
        pushes(&all.specialist, Side::Incoming, false)
            .await
            .is_empty()
    );
    let returned = pushes(&all.village, Side::Outgoing, false).await;
    assert_eq!(returned[0].reason.as_deref(), Some("缺近一周的血压"));
    let waiting = all.village.ask::<GetWaiting>((), ()).await.unwrap();
    assert_eq!((waiting.incoming, waiting.outgoing), (0, 1));

    let again = SendPushBody {
        id: new_id(),
        note: "一周血压已补".to_owned(),
    };
    let sent = all
        .village
        .send::<SendPush>(wang, again.clone())
        .await
        .unwrap();
    assert_eq!(sent.note.as_deref(), Some("一周血压已补"));
    assert_eq!(
        all.village
            .send::<SendPush>(wang, again)
            .await
            .unwrap()
            .push_id,
        sent.push_id
    );
    let twice = SendPushBody {
        id: new_id(),
        note: "又".to_owned(),
    };
    let refused = all.village.send::<SendPush>(wang, twice).await.unwrap_err();
    assert_eq!(refused.code, Code::WrongState, "one waits already");
    assert_eq!(incoming(&all.specialist).await.push_id, sent.push_id);
    assert!(all.town.broken().await.is_empty());
}

#[tokio::test]
async fn a_colour_that_changes_again_takes_back_what_nobody_has_answered() {
    let all = Levels::new().await;
    all.visit("2026-10-27", 132, None).await;
    all.visit("2026-11-03", 156, Some("controlled")).await;
    let first: PushId = incoming(&all.gp).await.push_id;
    all.visit("2026-11-10", 132, Some("uncontrolled")).await;
    let refused = all.gp.send::<AcceptPush>(first, ()).await.unwrap_err();
    assert_eq!(refused.errors[0].reason, "withdrawn");
    assert!(pushes(&all.gp, Side::Incoming, false).await.is_empty());
    assert_eq!(all.colour().await.place.level, Level::Village);
}

#[tokio::test]
async fn nothing_rests_unseen_over_seven_days() {
    let all = Levels::new().await;
    all.visit("2026-11-10", 186, None).await;
    let now: chrono::DateTime<chrono::Utc> = super::common::NOW.parse().unwrap();
    for (days, late) in [(6, false), (7, true)] {
        let then = now + chrono::TimeDelta::days(days);
        let town = all
            .town
            .at(&then.to_rfc3339_opts(chrono::SecondsFormat::Secs, true));
        work_off(&town).await;
        let specialist = town.signed_in(specialist(&all).await).await;
        let push = incoming(&specialist).await;
        assert_eq!(
            (push.late, push.reminded, push.days),
            (late, late, days as u16)
        );
        let waiting = specialist.ask::<GetWaiting>((), ()).await.unwrap();
        assert_eq!((waiting.incoming, waiting.late), (1, u32::from(late)));
        // The sender hears of it too, and so does the team that was passed by.
        for sender in [all.village_doctor, all.town.ids.gp] {
            let sender = town.signed_in(sender).await;
            assert_eq!(pushes(&sender, Side::Outgoing, false).await.len(), 1);
            let waiting = sender.ask::<GetWaiting>((), ()).await.unwrap();
            assert_eq!(waiting.outgoing, u32::from(late));
        }
    }
}

async fn specialist(all: &Levels) -> domain::ids::StaffId {
    let id = "SELECT leader_id FROM team WHERE id = $1";
    let upper = all.upper;
    all.town
        .write(move |tx| Ok(tx.one(id, &[upper.into()])?.unwrap().get("leader_id")?))
        .await
}

#[tokio::test]
async fn who_is_handed_over_is_asked_for_and_followed_up_by_the_new_team() {
    let all = Levels::new().await;
    let ids = all.town.ids.clone();
    all.visit("2026-10-27", 132, None).await;
    all.visit("2026-11-03", 156, Some("controlled")).await;
    let admin = all
        .town
        .hire("admin9", "institution_admin", ids.centre)
        .await;
    let admin = all.town.signed_in(admin).await;
    let body = HandOver {
        to: ids.second_team,
        village: Some("601社区".to_owned()),
        records: Vec::new(),
    };
    admin.send::<PostHandover>(ids.team, body).await.unwrap();
    let second = all.town.signed_in(ids.second_gp).await;
    let push = incoming(&second).await;
    second.send::<AcceptPush>(push.push_id, ()).await.unwrap();
    assert!(pushes(&all.gp, Side::Incoming, false).await.is_empty());
    assert!(all.town.broken().await.is_empty());
}

/// Late pushes that 李建国 was told of, who is the doctor of the team.
async fn told_at_work(all: &Levels) -> usize {
    let ids = &all.town.ids;
    let phone = all.town.signed_in(ids.li_phone).await;
    let query = CursorQuery::default();
    let told = phone.ask::<ListMessages>(ids.li, query).await.unwrap();
    let late = told.items.iter();
    let late = late.filter(|one| one.kind == MessageKind::PushLate);
    assert!(
        late.clone()
            .all(|one| one.words.is_none() && one.about.is_none())
    );
    late.count()
}

#[tokio::test]
async fn a_late_push_reaches_the_phones_of_those_who_are_asked_once_and_once_a_day() {
    let all = Levels::new().await;
    let ids = all.town.ids.clone();
    all.town.is_person(ids.gp, LI).await;
    // The village doctor is not asked, and the nurse has no phone of her own here.
    all.town.is_person(all.village_doctor, WANG).await;
    all.visit("2026-11-10", 156, None).await;
    assert!(all.colour().await.push.is_some());

    // Six days and 21 hours: not yet.
    work_off(&all.town.at("2026-11-30T23:30:00Z")).await;
    assert_eq!(told_at_work(&all).await, 0);
    // Another one of the same days: two late pushes are one message.
    let (_, neighbour) = all.town.crowd(1).await[0];
    all.town
        .put(
            "INSERT INTO push (district_id, id, resident_id, village, from_level, from_team, to_level,
                 to_team, colour, sources, state, open, made_ms, version)
             SELECT district_id, $2, $3, village, from_level, from_team, to_level, to_team, colour,
                 sources, state, open, made_ms, 1
             FROM push WHERE district_id = $1 AND resident_id = $4",
            vec![
                new_id::<PushId>().into(),
                neighbour.into(),
                ids.wang.into(),
            ],
        )
        .await;
    work_off(&all.town.at("2026-12-01T23:30:00Z")).await;
    assert_eq!(told_at_work(&all).await, 1);
    let own = all.town.signed_in(ids.wang_phone).await;
    let told = own
        .ask::<ListMessages>(ids.wang, CursorQuery::default())
        .await
        .unwrap();
    assert!(
        told.items
            .iter()
            .all(|one| one.kind != MessageKind::PushLate)
    );
    // A push reminds once.
    work_off(&all.town.at("2026-12-02T23:30:00Z")).await;
    assert_eq!(told_at_work(&all).await, 1);
    assert!(all.town.broken().await.is_empty());
}
