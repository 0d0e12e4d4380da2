//! The desk books for whoever calls or comes without a phone: first of the numbers that are kept for
//! that, in its own institution's sessions, on the day itself too.

use crate::common::family::WANG;
use crate::common::{Client, Town};
use domain::api::bookings::{
    Book, Booking, BookingAction, BookingState, CancelBooking, GetBooking, GetDayList,
    ListBookings, ListSessions, MarkArrived, MarkNoShow, SessionQuery,
};
use domain::api::messages::ListMessages;
use domain::api::residents::CursorQuery;
use domain::ids::{ClinicSessionId, ResidentId};
use domain::problem::Code;

use super::{code, number, on};

async fn take(who: &Client, resident: ResidentId, session: ClinicSessionId) -> Booking {
    let body = number(resident, session);
    who.send::<Book>((), body).await.unwrap()
}

/// Numbers left on line and kept, of the first session that the desk sees.
async fn left(desk: &Client, resident: ResidentId) -> (u16, u16) {
    let open = desk
        .ask::<ListSessions>(resident, SessionQuery::default())
        .await
        .unwrap();
    (open.sessions[0].left, open.sessions[0].kept_left)
}

#[tokio::test]
async fn it_takes_the_kept_numbers_first_and_then_those_on_line() {
    let town = Town::new().await;
    let ids = &town.ids;
    let session = town.open_session(ids.gp, "2026-11-25", "morning", 13).await;
    let desk = town.signed_in(ids.desk).await;
    let wang = town.signed_in(ids.wang_phone).await;
    assert_eq!(left(&desk, ids.wang).await, (13, 3));
    let seen = wang
        .ask::<ListSessions>(ids.wang, SessionQuery::default())
        .await
        .unwrap();
    assert_eq!((seen.sessions[0].left, seen.sessions[0].kept_left), (13, 0));

    let mut taken = Vec::new();
    for (_, resident) in town.crowd(4).await {
        let booking = take(&desk, resident, session).await;
        taken.push((booking.number, booking.minute));
    }
    // Behind the thirteen of on line, a quarter of an hour each; then the first of these.
    assert_eq!(taken, [(14, 675), (15, 690), (16, 705), (1, 480)]);
    assert_eq!(left(&desk, ids.wang).await, (12, 0));
    assert_eq!(take(&wang, ids.wang, session).await.number, 2);
    assert_eq!(town.broken().await, [""; 0]);

    let day = desk.ask::<GetDayList>((), on("2026-11-25")).await.unwrap();
    let numbers = day.sessions[0].bookings.iter().map(|one| one.number);
    assert_eq!(numbers.collect::<Vec<_>>(), [1, 2, 14, 15, 16]);
}

#[tokio::test]
async fn a_kept_number_given_back_is_kept_again() {
    let town = Town::new().await;
    let ids = &town.ids;
    let session = town.open_session(ids.gp, "2026-11-25", "morning", 12).await;
    let desk = town.signed_in(ids.desk).await;
    let first = take(&desk, ids.wang, session).await;
    assert_eq!(
        first.allowed,
        [
            BookingAction::Cancel,
            BookingAction::Arrive,
            BookingAction::Finish
        ]
    );
    let wang = town.signed_in(ids.wang_phone).await;
    let told = wang
        .ask::<ListMessages>(ids.wang, CursorQuery::default())
        .await
        .unwrap();
    assert_eq!(told.items[0].about, Some(first.booking_id.to_string()));

    // The person themselves gives it back, from a phone that they have after all.
    let gone = wang
        .send::<CancelBooking>(first.booking_id, ())
        .await
        .unwrap();
    assert_eq!(gone.state, BookingState::Cancelled);
    assert_eq!(left(&desk, ids.li).await, (12, 4));
    let again = take(&desk, ids.li, session).await;
    assert_eq!(again.number, first.number);
    assert_eq!(town.broken().await, [""; 0]);
}

#[tokio::test]
async fn it_cancels_until_the_session_begins_and_no_longer() {
    let town = Town::new().await;
    let ids = &town.ids;
    let session = town.open_session(ids.gp, "2026-11-25", "morning", 12).await;
    let desk = town.signed_in(ids.desk).await;
    let early = take(&desk, ids.wang, session).await.booking_id;
    let late = take(&desk, ids.li, session).await.booking_id;

    let minute_before = town.at("2026-11-24T23:59:00Z");
    let wang = minute_before.signed_in(ids.wang_phone).await;
    let refused = wang.send::<CancelBooking>(early, ()).await;
    assert_eq!(code(refused), Code::TooLateToCancel);
    let desk = minute_before.signed_in(ids.desk).await;
    desk.send::<CancelBooking>(early, ()).await.unwrap();

    let begun = town.at("2026-11-25T00:00:00Z");
    let desk = begun.signed_in(ids.desk).await;
    let seen = desk.ask::<GetBooking>(late, ()).await.unwrap();
    assert!(!seen.allowed.contains(&BookingAction::Cancel));
    let refused = desk.send::<CancelBooking>(late, ()).await;
    assert_eq!(code(refused), Code::TooLateToCancel);
}

#[tokio::test]
async fn it_books_on_the_day_itself_and_for_whoever_may_not_on_line() {
    let town = Town::new().await;
    let ids = &town.ids;
    let today = town
        .open_session(ids.gp, "2026-11-24", "afternoon", 12)
        .await;
    let begun = town.open_session(ids.gp, "2026-11-24", "morning", 12).await;
    let desk = town.signed_in(ids.desk).await;
    let wang = town.signed_in(ids.wang_phone).await;
    let refused = wang.send::<Book>((), number(ids.wang, today)).await;
    assert_eq!(code(refused), Code::SessionClosed);
    assert_eq!(take(&desk, ids.wang, today).await.number, 13);
    let refused = desk.send::<Book>((), number(ids.li, begun)).await;
    assert_eq!(code(refused), Code::SessionClosed);
    let open = desk
        .ask::<ListSessions>(ids.li, SessionQuery::default())
        .await
        .unwrap();
    assert_eq!(
        open.sessions
            .iter()
            .map(|one| one.session_id)
            .collect::<Vec<_>>(),
        [today]
    );

    // Three appointments missed.
    for (day, evening) in [
        ("2026-11-25", "2026-11-25T10:00:00Z"),
        ("2026-11-26", "2026-11-26T10:00:00Z"),
        ("2026-11-27", "2026-11-27T10:00:00Z"),
    ] {
        let session = town.open_session(ids.gp, day, "morning", 12).await;
        let missed = take(&desk, ids.wang, session).await.booking_id;
        let then = town.at(evening).signed_in(ids.gp).await;
        then.send::<MarkNoShow>(missed, ()).await.unwrap();
    }
    let later = town.at("2026-11-27T11:00:00Z");
    let session = later
        .open_session(ids.gp, "2026-11-30", "morning", 12)
        .await;
    let wang = later.signed_in(ids.wang_phone).await;
    let refused = wang.send::<Book>((), number(ids.wang, session)).await;
    assert_eq!(code(refused), Code::BookingPaused);
    let desk = later.signed_in(ids.desk).await;
    let open = desk
        .ask::<ListSessions>(ids.wang, SessionQuery::default())
        .await
        .unwrap();
    assert_eq!(open.paused_until, None);
    take(&desk, ids.wang, session).await;
}

#[tokio::test]
async fn it_gives_out_its_own_institutions_numbers_to_its_own_residents() {
    let town = Town::new().await;
    let ids = &town.ids;
    let here = town.open_session(ids.gp, "2026-11-25", "morning", 12).await;
    let elsewhere = town
        .open_session(ids.far_gp, "2026-11-25", "morning", 12)
        .await;
    let desk = town.signed_in(ids.desk).await;
    let refused = desk.send::<Book>((), number(ids.wang, elsewhere)).await;
    assert_eq!(code(refused), Code::NotFound);
    let refused = desk.send::<Book>((), number(ids.zhao, here)).await;
    assert_eq!(code(refused), Code::NotFound);
    let gp = town.signed_in(ids.gp).await;
    let refused = gp.send::<Book>((), number(ids.wang, here)).await;
    assert_eq!(code(refused), Code::Forbidden);
    let booked = take(&desk, ids.wang, here).await;
    let twice = desk.send::<Book>((), number(ids.wang, here)).await;
    assert_eq!(code(twice), Code::AlreadyBooked);
    let listed = desk.ask::<ListBookings>(ids.wang, ()).await.unwrap();
    assert_eq!(listed[0].booking_id, booked.booking_id);
    let by = "SELECT count(*) AS n FROM audit WHERE actor_id = $1 AND operation = 'book' AND result = 'ok'";
    assert_eq!(town.count(by, vec![ids.desk.into()]).await, 1);
}

#[tokio::test]
async fn staff_leave_a_number_of_their_own_and_who_came_to_a_colleague() {
    let town = Town::new().await;
    let ids = &town.ids;
    let session = town.open_session(ids.gp, "2026-11-25", "morning", 12).await;
    town.is_person(ids.desk, WANG).await;
    town.is_person(ids.gp, WANG).await;
    let desk = town.signed_in(ids.desk).await;
    let refused = desk.send::<Book>((), number(ids.wang, session)).await;
    assert_eq!(code(refused), Code::OwnFamily);
    let refused = desk
        .ask::<ListSessions>(ids.wang, SessionQuery::default())
        .await;
    assert_eq!(code(refused), Code::OwnFamily);

    let wang = town.signed_in(ids.wang_phone).await;
    let booked = take(&wang, ids.wang, session).await.booking_id;
    let refused = desk.send::<CancelBooking>(booked, ()).await;
    assert_eq!(code(refused), Code::OwnFamily);
    let there = town.at("2026-11-25T00:30:00Z");
    for who in [ids.gp, ids.desk] {
        let own = there.signed_in(who).await;
        let seen = own.ask::<GetBooking>(booked, ()).await.unwrap();
        assert_eq!(seen.allowed, []);
        let arrived = own.send::<MarkArrived>(booked, ()).await;
        assert_eq!(code(arrived), Code::OwnFamily);
        let missed = own.send::<MarkNoShow>(booked, ()).await;
        assert_eq!(code(missed), Code::OwnFamily);
    }
    let nurse = there.signed_in(ids.nurse).await;
    nurse.send::<MarkArrived>(booked, ()).await.unwrap();
}

#[tokio::test]
async fn a_day_outside_of_the_window_has_no_sessions_however_far_it_is() {
    let town = Town::new().await;
    let ids = &town.ids;
    town.open_session(ids.gp, "2026-11-23", "morning", 12).await;
    town.open_session(ids.gp, "2026-11-25", "morning", 12).await;
    let desk = town.signed_in(ids.desk).await;
    let wang = town.signed_in(ids.wang_phone).await;
    for day in ["2026-11-23", "2027-02-28", "0001-01-01", "+262142-12-31"] {
        let query = || SessionQuery {
            date: Some(day.parse().unwrap()),
            institution: None,
        };
        for who in [&desk, &wang] {
            let open = who.ask::<ListSessions>(ids.wang, query()).await.unwrap();
            assert_eq!(open.sessions, [], "{day}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn desk_and_phones_together_sell_each_number_once() {
    let town = Town::new().await;
    let ids = &town.ids;
    // Two on line, four kept.
    let session = town.open_session(ids.gp, "2026-11-25", "morning", 2).await;
    let desk = town.signed_in(ids.desk).await;
    let mut asking = tokio::task::JoinSet::new();
    for (at, (account, resident)) in town.crowd(16).await.into_iter().enumerate() {
        let client = if at % 2 == 0 {
            desk.clone()
        } else {
            town.signed_in(account).await
        };
        asking.spawn(async move { client.send::<Book>((), number(resident, session)).await });
    }
    let answers = asking.join_all().await;
    let mut sold: Vec<u16> = answers.iter().flatten().map(|one| one.number).collect();
    sold.sort_unstable();
    assert_eq!(sold, [1, 2, 3, 4, 5, 6]);
    let refused = answers.into_iter().filter_map(Result::err);
    assert!(
        refused
            .map(|problem| problem.code)
            .all(|code| code == Code::SessionFull)
    );
    assert_eq!(town.broken().await, [""; 0]);
}
