//! The day's list, and what happens to a booking on it.

use crate::common::Town;
use domain::api::bookings::{
    BookingAction, BookingState, DayQuery, FinishBody, FinishBooking, GetBooking, GetDayList, Half,
    MarkArrived, MarkNoShow,
};
use domain::api::messages::{ListMessages, MessageKind};
use domain::api::residents::CursorQuery;
use domain::problem::Code;

use super::{booked, code, on};

#[tokio::test]
async fn the_days_list_is_the_doctors_own_the_nurses_teams_and_the_desks_house() {
    let town = Town::new().await;
    let ids = &town.ids;
    let booking = booked(&town).await;
    town.open_session(ids.second_gp, "2026-11-25", "morning", 4)
        .await;
    town.open_session(ids.far_gp, "2026-11-25", "morning", 4)
        .await;
    let lists = [
        (ids.gp, vec!["彭海燕"], 1),
        (ids.nurse, vec!["彭海燕"], 1),
        (ids.desk, vec!["周建华", "彭海燕"], 1),
        (ids.second_gp, vec!["周建华"], 0),
        (ids.far_gp, vec!["陈伟"], 0),
    ];
    for (who, doctors, bookings) in lists {
        let staff = town.signed_in(who).await;
        let list = staff.ask::<GetDayList>((), on("2026-11-25")).await.unwrap();
        let held: Vec<_> = list
            .sessions
            .iter()
            .map(|s| s.session.doctor.as_str())
            .collect();
        assert_eq!(held.len(), doctors.len());
        assert!(
            doctors.iter().all(|doctor| held.contains(doctor)),
            "{held:?}"
        );
        let shown: Vec<_> = list.sessions.iter().flat_map(|s| &s.bookings).collect();
        assert_eq!(shown.len(), bookings);
        if let [shown] = shown.as_slice() {
            assert_eq!(shown.booking_id, booking.booking_id);
            let attends = [BookingAction::Arrive, BookingAction::Finish];
            // The desk cancels for whoever calls.
            let allowed = match who == ids.desk {
                true => [&[BookingAction::Cancel][..], &attends].concat(),
                false => attends.to_vec(),
            };
            assert_eq!(shown.allowed, allowed);
        }
        let today = staff
            .ask::<GetDayList>((), DayQuery::default())
            .await
            .unwrap();
        assert_eq!(
            (today.date.to_string(), today.sessions.len()),
            ("2026-11-24".to_owned(), 0)
        );
    }
    let gp = town.signed_in(ids.gp).await;
    let list = gp.ask::<GetDayList>((), on("2026-11-25")).await.unwrap();
    assert_eq!(list.sessions[0].session.half, Half::Morning);
    let phone = town.signed_in(ids.wang_phone).await;
    assert_eq!(
        code(phone.ask::<GetDayList>((), on("2026-11-25")).await),
        Code::Forbidden
    );
}

#[tokio::test]
async fn a_visit_goes_from_arrived_to_done_and_becomes_a_service() {
    let town = Town::new().await;
    let ids = &town.ids;
    let booking = booked(&town).await;
    let day = town.at("2026-11-25T00:30:00Z");
    let desk = day.signed_in(ids.desk).await;
    let arrived = desk
        .send::<MarkArrived>(booking.booking_id, ())
        .await
        .unwrap();
    assert_eq!((arrived.state, arrived.version), (BookingState::Arrived, 2));
    assert_eq!(arrived.allowed, [BookingAction::Finish]);
    assert_eq!(
        code(desk.send::<MarkArrived>(booking.booking_id, ()).await),
        Code::WrongState
    );
    assert_eq!(
        code(desk.send::<MarkNoShow>(booking.booking_id, ()).await),
        Code::WrongState
    );

    let gp = day.signed_in(ids.gp).await;
    for summary in ["", " ", &"长".repeat(301)] {
        let body = FinishBody {
            summary: summary.to_owned(),
        };
        let refused = gp
            .send::<FinishBooking>(booking.booking_id, body)
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code, refused.errors[0].field.as_str()),
            (Code::Invalid, "summary")
        );
    }
    let body = FinishBody {
        summary: "量血压 138/86，继续服药".to_owned(),
    };
    let done = gp
        .send::<FinishBooking>(booking.booking_id, body.clone())
        .await
        .unwrap();
    assert_eq!((done.state, done.version), (BookingState::Fulfilled, 3));
    assert!(done.service_id.is_some() && done.allowed.is_empty() && !done.can_rate);
    let twice = gp.send::<FinishBooking>(booking.booking_id, body).await;
    assert_eq!(code(twice), Code::WrongState);

    let wang = day.signed_in(ids.wang_phone).await;
    let seen = wang
        .ask::<GetBooking>(booking.booking_id, ())
        .await
        .unwrap();
    assert!(seen.can_rate);
    let told = wang
        .ask::<ListMessages>(ids.wang, CursorQuery::default())
        .await
        .unwrap();
    let rate = told
        .items
        .iter()
        .find(|m| m.kind == MessageKind::RateService)
        .unwrap();
    assert_eq!(rate.about, done.service_id.map(|id| id.to_string()));
    assert_eq!(day.broken().await, [""; 0]);
}

#[tokio::test]
async fn nobody_has_failed_to_come_before_the_session_begins() {
    let town = Town::new().await;
    let ids = &town.ids;
    let booking = booked(&town).await.booking_id;
    for (instant, expected) in [
        ("2026-11-24T10:00:00Z", false),
        ("2026-11-24T23:59:00Z", false), // 07:59
        ("2026-11-25T00:00:00Z", true),  // 08:00
    ] {
        let then = town.at(instant);
        let gp = then.signed_in(ids.gp).await;
        let seen = gp.ask::<GetBooking>(booking, ()).await.unwrap();
        assert_eq!(
            seen.allowed.contains(&BookingAction::NoShow),
            expected,
            "{instant}"
        );
        if expected {
            let missed = gp.send::<MarkNoShow>(booking, ()).await.unwrap();
            assert_eq!(missed.state, BookingState::NoShow);
            assert_eq!(
                code(gp.send::<MarkArrived>(booking, ()).await),
                Code::WrongState
            );
        } else {
            assert_eq!(
                code(gp.send::<MarkNoShow>(booking, ()).await),
                Code::WrongState
            );
        }
    }
    assert_eq!(town.broken().await, [""; 0]);
}

#[tokio::test]
async fn a_step_on_an_older_version_is_a_conflict() {
    let town = Town::new().await;
    let booking = booked(&town).await;
    let gp = town.signed_in(town.ids.gp).await;
    let stale = gp.send_if::<MarkArrived>(9, booking.booking_id, ()).await;
    assert_eq!(code(stale), Code::Conflict);
    gp.send_if::<MarkArrived>(booking.version, booking.booking_id, ())
        .await
        .unwrap();
}
