//! What the service owes people later: reminders and the messages of a day, done once, tried again
//! when they fail, and put before a person when they fail for good.

mod common;

use std::sync::Arc;

use backend::jobs::{Runner, Standing, Step, TRIES, standing};
use common::{Town, new_id};
use domain::api::bookings::{Book, BookBody, Booking, CancelBooking};
use domain::api::grants::{EndGrant, Invite, InviteBody, TakeBody, TakeInvitation};
use domain::api::messages::{ListMessages, Message, MessageKind};
use domain::api::residents::{CursorQuery, ListReaders};
use domain::codes::{Function, Relation};
use domain::grant::Functions;
use domain::ids::{AccountId, GrantId, ResidentId};

/// Does everything that is due at the town's moment.
async fn work_off(town: &Town) -> Step {
    let mut runner = Runner::new(Arc::new(town.app()));
    let mut all = Step::default();
    loop {
        let step = runner.step().await.unwrap();
        all.done += step.done;
        all.failed += step.failed;
        if step.done == 0 {
            return all;
        }
    }
}

async fn told(town: &Town, phone: AccountId, resident: ResidentId) -> Vec<Message> {
    let inbox = town
        .signed_in(phone)
        .await
        .ask::<ListMessages>(resident, CursorQuery::default())
        .await
        .unwrap();
    inbox.items
}

async fn standing_of(town: &Town) -> Standing {
    let app = town.app();
    let (district, now) = (app.district.id.clone(), app.clock.now());
    app.store
        .read(move |tx| standing(tx, &district, now))
        .await
        .unwrap()
}

/// 王桂英 has a number with 彭海燕 on Friday morning.
async fn booked(town: &Town) -> Booking {
    let session_id = town
        .open_session(town.ids.gp, "2026-11-27", "morning", 12)
        .await;
    let wang = town.signed_in(town.ids.wang_phone).await;
    let body = BookBody {
        id: new_id(),
        resident_id: town.ids.wang,
        session_id,
        note: None,
    };
    wang.send::<Book>((), body).await.unwrap()
}

/// The day before Friday, a second too early for reminders.
const AFTERNOON: &str = "2026-11-26T09:59:59Z";
/// Six in the evening before Friday.
const EVENING: &str = "2026-11-26T10:00:00Z";

fn reminders(inbox: &[Message]) -> Vec<&Message> {
    inbox
        .iter()
        .filter(|message| message.kind == MessageKind::BookingReminder)
        .collect()
}

#[tokio::test]
async fn a_visit_is_reminded_of_once_at_six_in_the_evening_before() {
    let town = Town::new().await;
    let booking = booked(&town).await;
    let ids = &town.ids;
    let too_early = town.at(AFTERNOON);
    work_off(&too_early).await;
    assert!(reminders(&told(&too_early, ids.wang_phone, ids.wang).await).is_empty());

    let evening = town.at(EVENING);
    work_off(&evening).await;
    work_off(&evening).await;
    let inbox = told(&evening, ids.wang_phone, ids.wang).await;
    let [reminder] = reminders(&inbox)[..] else {
        panic!("{inbox:?}");
    };
    assert_eq!(
        reminder.about.as_deref(),
        Some(&*booking.booking_id.to_string())
    );
    assert_eq!(reminder.date, Some(booking.date));
    assert_eq!(reminder.words.as_deref(), Some("彭海燕"));
}

#[tokio::test]
async fn a_cancelled_visit_is_not_reminded_of() {
    let town = Town::new().await;
    let booking = booked(&town).await;
    let wang = town.signed_in(town.ids.wang_phone).await;
    wang.send_if::<CancelBooking>(booking.version, booking.booking_id, ())
        .await
        .unwrap();
    let evening = town.at(EVENING);
    assert!(work_off(&evening).await.done > 0);
    assert!(reminders(&told(&evening, town.ids.wang_phone, town.ids.wang).await).is_empty());
}

#[tokio::test]
async fn an_evening_with_more_visits_than_a_piece_reminds_of_each_once() {
    const VISITS: u16 = 230;
    let town = Town::new().await;
    let sessions = [
        town.open_session(town.ids.gp, "2026-11-27", "morning", 115)
            .await,
        town.open_session(town.ids.gp, "2026-11-27", "afternoon", 115)
            .await,
        // Not tomorrow.
        town.open_session(town.ids.gp, "2026-11-28", "morning", 2)
            .await,
    ];
    let crowd = town.crowd(VISITS + 2).await;
    for (n, (account, resident_id)) in crowd.into_iter().enumerate() {
        let body = BookBody {
            id: new_id(),
            resident_id,
            session_id: sessions[n * 2 / usize::from(VISITS)],
            note: None,
        };
        let phone = town.signed_in(account).await;
        phone.send::<Book>((), body).await.unwrap();
    }
    work_off(&town.at(EVENING)).await;
    let reminders = "SELECT count(*) AS n FROM message WHERE kind = 'booking_reminder'";
    assert_eq!(town.count(reminders, vec![]).await, i64::from(VISITS));
    let people = "SELECT count(DISTINCT resident_id) AS n FROM message
         WHERE kind = 'booking_reminder'";
    assert_eq!(town.count(people, vec![]).await, i64::from(VISITS));
    let trail = "SELECT count(*) AS n FROM audit_resident m
         JOIN audit a ON a.district_id = m.district_id AND a.id = m.audit_id
         WHERE a.operation = 'job' AND a.action = 'remind'";
    assert_eq!(town.count(trail, vec![]).await, i64::from(VISITS));
}

#[tokio::test]
async fn a_reminder_that_is_a_day_late_does_not_call_today_tomorrow() {
    let town = Town::new().await;
    booked(&town).await;
    let friday = town.at("2026-11-27T00:10:00Z");
    work_off(&friday).await;
    assert!(reminders(&told(&friday, town.ids.wang_phone, town.ids.wang).await).is_empty());
}

#[tokio::test]
async fn a_follow_up_is_told_three_days_ahead_to_whoever_has_a_phone_and_once_for_two_programmes() {
    let town = Town::new().await;
    let ids = &town.ids;
    for programme in ["hypertension", "diabetes"] {
        town.due(ids.wang, programme, "2026-11-27", false).await;
    }
    town.due(ids.zhao, "hypertension", "2026-11-28", false)
        .await;
    work_off(&town).await;
    work_off(&town).await;

    let kinds = |inbox: Vec<Message>| -> Vec<_> {
        inbox
            .iter()
            .filter(|message| message.kind == MessageKind::FollowUpDue)
            .map(|message| message.date.unwrap().to_string())
            .collect()
    };
    let wang = told(&town, ids.wang_phone, ids.wang).await;
    assert_eq!(kinds(wang), ["2026-11-27"]);
    let zhao = told(&town, ids.zhao_phone, ids.zhao).await;
    assert!(kinds(zhao).is_empty());
    let trail = town
        .signed_in(ids.wang_phone)
        .await
        .ask::<ListReaders>(ids.wang, CursorQuery::default())
        .await
        .unwrap();
    assert!(trail.items.iter().any(|reader| reader.who == "系统"));
}

#[tokio::test]
async fn the_day_begins_at_half_past_seven() {
    let town = Town::new().await;
    town.due(town.ids.wang, "hypertension", "2026-11-27", false)
        .await;
    let (phone, wang) = (town.ids.wang_phone, town.ids.wang);
    let early = town.at("2026-11-23T23:29:59Z");
    work_off(&early).await;
    let due = |inbox: Vec<Message>| {
        let mut kinds = inbox.iter().map(|message| message.kind);
        kinds.any(|kind| kind == MessageKind::FollowUpDue)
    };
    assert!(!due(told(&early, phone, wang).await));
    let morning = town.at("2026-11-23T23:30:00Z");
    work_off(&morning).await;
    assert!(due(told(&morning, phone, wang).await));
}

#[tokio::test]
async fn a_large_team_is_told_in_pieces_and_nobody_is_left_out() {
    let town = Town::new().await;
    town.neighbours(450).await;
    town.write(|tx| {
        tx.exec(
            "INSERT INTO follow_up_plan
                 (district_id, resident_id, programme, team_id, village, due, urgent, version)
             SELECT district_id, id, 'hypertension', team_id, village, '2026-11-27', 0, 1
             FROM resident WHERE name_initials = 'lj'",
            &[],
        )?;
        tx.exec(
            "INSERT INTO access_grant (district_id, id, account_id, resident_id, relation, capacity,
                 functions, given_by, papers, giver_kind, given_ms, state, ends)
             SELECT r.district_id, r.id, a.account_id, r.id, 'other', 'helper', '[]', 'desk', '[]',
                 'system', 0, 'holding', '2026-12-31'
             FROM resident r,
                 (SELECT account_id FROM access_grant ORDER BY account_id LIMIT 1) a
             WHERE r.name_initials = 'lj'",
            &[],
        )?;
        Ok(())
    })
    .await;
    town.recount().await;
    work_off(&town).await;
    let each_once = "SELECT count(*) AS n FROM (
        SELECT resident_id FROM message WHERE kind = 'follow_up_due' AND day = '2026-11-27'
        GROUP BY resident_id HAVING count(*) = 1) AS told";
    assert_eq!(town.count(each_once, vec![]).await, 450);
}

/// 李建国's phone helps 王桂英 with messages until the end of March.
async fn helped(town: &Town) -> GrantId {
    let wang = town.signed_in(town.ids.wang_phone).await;
    let body = InviteBody {
        id: new_id(),
        functions: Functions::from(vec![Function::Messages]),
        ends: "2027-03-31".parse().unwrap(),
    };
    let code = wang.send::<Invite>(town.ids.wang, body).await.unwrap().code;
    let body = TakeBody {
        code,
        name: "王桂英".to_owned(),
        relation: Relation::Other,
    };
    let li = town.signed_in(town.ids.li_phone).await;
    li.send::<TakeInvitation>((), body).await.unwrap().grant_id
}

#[tokio::test]
async fn a_month_ahead_the_person_hears_that_a_helper_s_time_runs_out() {
    let town = Town::new().await;
    let grant = helped(&town).await;
    let ids = &town.ids;
    for (instant, times) in [
        ("2027-02-28T23:29:59Z", 0),
        ("2027-02-28T23:30:00Z", 1),
        ("2027-03-02T00:00:00Z", 1),
    ] {
        let town = town.at(instant);
        work_off(&town).await;
        let inbox = told(&town, ids.wang_phone, ids.wang).await;
        let ending = |message: &&Message| message.kind == MessageKind::GrantEnding;
        assert_eq!(inbox.iter().filter(ending).count(), times, "{instant}");
        if let Some(message) = inbox.iter().find(|message| ending(message)) {
            assert_eq!(message.about, Some(grant.to_string()));
            assert_eq!(message.date, Some("2027-03-31".parse().unwrap()));
        }
    }
}

#[tokio::test]
async fn nothing_is_said_of_a_grant_that_was_ended() {
    let town = Town::new().await;
    let grant = helped(&town).await;
    let wang = town.signed_in(town.ids.wang_phone).await;
    wang.remove::<EndGrant>(grant).await.unwrap();
    let later = town.at("2027-03-01T00:00:00Z");
    work_off(&later).await;
    let inbox = told(&later, town.ids.wang_phone, town.ids.wang).await;
    let ending = |message: &&Message| message.kind == MessageKind::GrantEnding;
    assert_eq!(inbox.iter().filter(ending).count(), 0);
}

#[tokio::test]
async fn what_fails_is_tried_again_later_and_given_up_after_eight_tries() {
    let town = Town::new().await;
    town.write(|tx| {
        tx.exec(
            "INSERT INTO job (district_id, id, kind, payload, dedupe_key, run_ms)
             VALUES ('430202', $1, 'visits', '{}', 'broken', 0)",
            &[vec![7_u8; 16].into()],
        )?;
        Ok(())
    })
    .await;
    let mut moments = Vec::new();
    let begin: chrono::DateTime<chrono::Utc> = common::NOW.parse().unwrap();
    for hours in 0..10 {
        moments.push((begin + chrono::TimeDelta::hours(hours)).to_rfc3339());
    }
    let mut failed = 0;
    for moment in &moments {
        failed += work_off(&town.at(moment)).await.failed;
    }
    assert_eq!(failed as i64, TRIES);
    let last = town.at(moments.last().unwrap());
    assert_eq!(standing_of(&last).await.dead, 1);
}

#[tokio::test]
async fn a_job_whose_process_died_is_taken_up_when_its_lease_has_run_out() {
    let town = Town::new().await;
    booked(&town).await;
    work_off(&town.at(AFTERNOON)).await;
    let evening = town.at(EVENING);
    // Somebody has taken it, and is never heard of again.
    evening
        .write(|tx| {
            tx.exec(
                "UPDATE job SET leased_until_ms = run_ms + 60000, attempts = 1
                 WHERE kind = 'visits'",
                &[],
            )?;
            Ok(())
        })
        .await;
    work_off(&evening).await;
    assert!(reminders(&told(&evening, town.ids.wang_phone, town.ids.wang).await).is_empty());
    let later = town.at("2026-11-26T10:01:00Z");
    work_off(&later).await;
    assert_eq!(
        reminders(&told(&later, town.ids.wang_phone, town.ids.wang).await).len(),
        1
    );
}
