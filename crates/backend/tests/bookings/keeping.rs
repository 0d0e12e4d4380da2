//! What the resident does with a number: sees it, cancels it; and that nobody else does.

use crate::common::Town;
use domain::api::bookings::{
    Book, BookingState, CancelBooking, GetBooking, ListBookings, ListSessions, MarkArrived,
    SessionQuery,
};
use domain::api::messages::ListMessages;
use domain::api::residents::CursorQuery;
use domain::problem::Code;
use std::collections::BTreeSet;

use super::{booked, code, number};

#[tokio::test]
async fn a_cancelled_number_is_free_at_once_and_can_be_taken_again() {
    let town = Town::new().await;
    let ids = &town.ids;
    let session = town.open_session(ids.gp, "2026-11-26", "morning", 1).await;
    let wang = town.signed_in(ids.wang_phone).await;
    let li = town.signed_in(ids.li_phone).await;
    let first = wang
        .send::<Book>((), number(ids.wang, session))
        .await
        .unwrap();
    assert_eq!(
        code(li.send::<Book>((), number(ids.li, session)).await),
        Code::SessionFull
    );
    let gone = wang
        .send::<CancelBooking>(first.booking_id, ())
        .await
        .unwrap();
    assert_eq!((gone.state, gone.version), (BookingState::Cancelled, 2));
    assert!(gone.allowed.is_empty());
    let twice = wang.send::<CancelBooking>(first.booking_id, ()).await;
    assert_eq!(code(twice), Code::WrongState);
    li.send::<Book>((), number(ids.li, session)).await.unwrap();
    assert_eq!(
        code(wang.send::<Book>((), number(ids.wang, session)).await),
        Code::SessionFull
    );
    assert_eq!(town.broken().await, [""; 0]);
    let told = wang
        .ask::<ListMessages>(ids.wang, CursorQuery::default())
        .await
        .unwrap();
    let kinds: BTreeSet<_> = told.items.iter().map(|m| format!("{:?}", m.kind)).collect();
    assert_eq!(
        kinds,
        ["Booked", "BookingCancelled"].map(str::to_owned).into()
    );
}

#[tokio::test]
async fn cancelling_ends_at_five_the_day_before() {
    let town = Town::new().await;
    let booking = booked(&town).await;
    let late = town.at("2026-11-24T09:00:01Z");
    let wang = late.signed_in(town.ids.wang_phone).await;
    let seen = wang
        .ask::<GetBooking>(booking.booking_id, ())
        .await
        .unwrap();
    assert!(seen.allowed.is_empty());
    let refused = wang.send::<CancelBooking>(booking.booking_id, ()).await;
    assert_eq!(code(refused), Code::TooLateToCancel);
    let last = town.at("2026-11-24T09:00:00Z");
    let wang = last.signed_in(town.ids.wang_phone).await;
    wang.send::<CancelBooking>(booking.booking_id, ())
        .await
        .unwrap();
}

#[tokio::test]
async fn what_is_to_come_stands_before_what_is_past() {
    let town = Town::new().await;
    let ids = &town.ids;
    let wang = town.signed_in(ids.wang_phone).await;
    let mut made = Vec::new();
    for day in ["2026-11-28", "2026-11-26", "2026-11-27"] {
        let session = town.open_session(ids.gp, day, "morning", 12).await;
        made.push(
            wang.send::<Book>((), number(ids.wang, session))
                .await
                .unwrap(),
        );
    }
    wang.send::<CancelBooking>(made[2].booking_id, ())
        .await
        .unwrap();
    let list = wang.ask::<ListBookings>(ids.wang, ()).await.unwrap();
    let days: Vec<_> = list
        .iter()
        .map(|booking| booking.date.to_string())
        .collect();
    assert_eq!(days, ["2026-11-26", "2026-11-28", "2026-11-27"]);
}

#[tokio::test]
async fn nobody_books_for_or_sees_the_booking_of_another_family() {
    let town = Town::new().await;
    let ids = &town.ids;
    let booking = booked(&town).await;
    let li = town.signed_in(ids.li_phone).await;
    let stolen = number(ids.wang, booking.session_id);
    assert_eq!(code(li.send::<Book>((), stolen).await), Code::NotFound);
    assert_eq!(
        code(li.ask::<ListBookings>(ids.wang, ()).await),
        Code::NotFound
    );
    let sessions = li
        .ask::<ListSessions>(ids.wang, SessionQuery::default())
        .await;
    assert_eq!(code(sessions), Code::NotFound);
    let id = booking.booking_id;
    assert_eq!(code(li.ask::<GetBooking>(id, ()).await), Code::NotFound);
    assert_eq!(code(li.send::<CancelBooking>(id, ()).await), Code::NotFound);
    assert_eq!(code(li.send::<MarkArrived>(id, ()).await), Code::Forbidden);
    assert_eq!(
        code(town.visitor().ask::<GetBooking>(id, ()).await),
        Code::SignInRequired
    );
    let far = town.signed_in(ids.far_gp).await;
    assert_eq!(code(far.ask::<GetBooking>(id, ()).await), Code::NotFound);
    assert_eq!(code(far.send::<MarkArrived>(id, ()).await), Code::NotFound);
    assert_eq!(
        code(far.send::<CancelBooking>(id, ()).await),
        Code::NotFound
    );
}
