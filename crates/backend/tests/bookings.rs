//! Bookings through the real router on a real file: numbers are taken, given back and come to
//! something on the day; and never sold twice.

mod common;

use std::collections::BTreeSet;

use backend::db::Val;
use common::{Town, new_id};
use domain::api::bookings::{
    Book, BookBody, Booking, BookingAction, BookingState, CancelBooking, DayQuery, FinishBody,
    FinishBooking, GetBooking, GetDayList, Half, ListBookings, ListSessions, MarkArrived,
    MarkNoShow, SessionQuery,
};
use domain::api::messages::{ListMessages, MessageKind};
use domain::api::residents::CursorQuery;
use domain::ids::{BookingId, ClinicSessionId, ResidentId};
use domain::money::Fen;
use domain::problem::{Code, Problem};

fn number(resident: ResidentId, session: ClinicSessionId) -> BookBody {
    BookBody {
        id: new_id(),
        resident_id: resident,
        session_id: session,
        note: None,
    }
}

fn on(date: &str) -> DayQuery {
    DayQuery {
        date: Some(date.parse().unwrap()),
    }
}

/// 王桂英 has a number with 彭海燕 tomorrow morning.
async fn booked(town: &Town) -> Booking {
    let session = town
        .open_session(town.ids.gp, "2026-11-25", "morning", 12)
        .await;
    let wang = town.signed_in(town.ids.wang_phone).await;
    let body = BookBody {
        note: Some(" 头有点晕 ".to_owned()),
        ..number(town.ids.wang, session)
    };
    wang.send::<Book>((), body).await.unwrap()
}

fn code<T>(answer: Result<T, Problem>) -> Code {
    match answer {
        Ok(_) => panic!("answered"),
        Err(problem) => problem.code,
    }
}

#[tokio::test]
async fn ones_own_team_comes_first_and_the_window_ends_after_fourteen_days() {
    let town = Town::new().await;
    let ids = &town.ids;
    for (doctor, day) in [
        (ids.gp, "2026-11-24"),
        (ids.second_gp, "2026-11-25"),
        (ids.gp, "2026-11-26"),
        (ids.gp, "2026-12-08"),
        (ids.gp, "2026-12-09"),
        (ids.far_gp, "2026-11-25"),
    ] {
        town.open_session(doctor, day, "morning", 12).await;
    }
    let wang = town.signed_in(ids.wang_phone).await;
    let open = wang
        .ask::<ListSessions>(ids.wang, SessionQuery::default())
        .await
        .unwrap();
    assert_eq!(
        (
            open.from.to_string(),
            open.to.to_string(),
            open.institution_id
        ),
        ("2026-11-25".to_owned(), "2026-12-08".to_owned(), ids.centre)
    );
    let shown: Vec<_> = open
        .sessions
        .iter()
        .map(|s| (s.doctor.as_str(), s.date.to_string(), s.own_team))
        .collect();
    let expected = [
        ("彭海燕", "2026-11-26", true),
        ("彭海燕", "2026-12-08", true),
        ("周建华", "2026-11-25", false),
    ];
    assert_eq!(
        shown,
        expected.map(|(d, day, own)| (d, day.to_owned(), own))
    );
    assert_eq!(
        (open.sessions[0].left, open.sessions[0].fee),
        (12, Fen(1_000))
    );

    let query = SessionQuery {
        date: Some("2026-11-25".parse().unwrap()),
        institution: Some(ids.hospital),
    };
    let there = wang.ask::<ListSessions>(ids.wang, query).await.unwrap();
    assert_eq!(there.sessions.len(), 1);
    assert_eq!(there.sessions[0].doctor, "陈伟");
    let nowhere = SessionQuery {
        date: None,
        institution: Some(new_id()),
    };
    assert_eq!(
        code(wang.ask::<ListSessions>(ids.wang, nowhere).await),
        Code::NotFound
    );
}

#[tokio::test]
async fn a_number_is_confirmed_with_its_time_and_counted() {
    let town = Town::new().await;
    let ids = &town.ids;
    let booking = booked(&town).await;
    assert_eq!((booking.number, booking.minute), (1, 480));
    assert_eq!(booking.state, BookingState::Booked);
    assert_eq!(booking.note.as_deref(), Some("头有点晕"));
    assert_eq!(
        booking.cancel_until.to_rfc3339(),
        "2026-11-24T09:00:00+00:00"
    );
    assert_eq!(booking.allowed, [BookingAction::Cancel]);
    assert!(!booking.can_rate);

    let li = town.signed_in(ids.li_phone).await;
    let second = li
        .send::<Book>((), number(ids.li, booking.session_id))
        .await
        .unwrap();
    assert_eq!((second.number, second.minute), (2, 495));
    let wang = town.signed_in(ids.wang_phone).await;
    let open = wang
        .ask::<ListSessions>(ids.wang, SessionQuery::default())
        .await
        .unwrap();
    assert_eq!((open.sessions[0].left, open.sessions[0].booked), (10, true));
    let told = wang
        .ask::<ListMessages>(ids.wang, CursorQuery::default())
        .await
        .unwrap();
    assert_eq!(told.items[0].kind, MessageKind::Booked);
    assert_eq!(town.broken().await, [""; 0]);
}

#[tokio::test]
async fn the_general_clinic_is_free_under_contract() {
    let town = Town::new().await;
    let (district, wang, team) = (town.district.clone(), town.ids.wang, town.ids.team);
    town.write(move |tx| {
        tx.exec(
            "INSERT INTO contract (district_id, id, resident_id, team_id, state, years, begins,
                 ends, price_fen, agreement_version, asked_ms, version)
             VALUES ($1, $2, $3, $4, 'active', 1, '2025-11-26', '2026-11-25', 0, '2026-01', 0, 1)",
            &[
                (&district).into(),
                new_id::<domain::ids::ContractId>().into(),
                wang.into(),
                team.into(),
            ],
        )?;
        Ok(())
    })
    .await;
    assert_eq!(booked(&town).await.fee, Fen::ZERO);
    let after_its_end = town
        .open_session(town.ids.gp, "2026-11-26", "morning", 12)
        .await;
    let phone = town.signed_in(town.ids.wang_phone).await;
    let booking = phone
        .send::<Book>((), number(wang, after_its_end))
        .await
        .unwrap();
    assert_eq!(booking.fee, Fen(1_000));
}

#[tokio::test]
async fn the_same_request_again_is_the_same_booking_and_another_under_its_id_is_refused() {
    let town = Town::new().await;
    let ids = &town.ids;
    let session = town.open_session(ids.gp, "2026-11-25", "morning", 12).await;
    let other = town.open_session(ids.gp, "2026-11-26", "morning", 12).await;
    let wang = town.signed_in(ids.wang_phone).await;
    let body = number(ids.wang, session);
    let first = wang.send::<Book>((), body.clone()).await.unwrap();
    let again = wang.send::<Book>((), body.clone()).await.unwrap();
    assert_eq!(again, first);
    let moved = BookBody {
        session_id: other,
        ..body.clone()
    };
    assert_eq!(code(wang.send::<Book>((), moved).await), Code::Conflict);
    let li = town.signed_in(ids.li_phone).await;
    let stolen = BookBody {
        resident_id: ids.li,
        ..body
    };
    assert_eq!(code(li.send::<Book>((), stolen).await), Code::Conflict);
    assert_eq!(town.broken().await, [""; 0]);
    assert_eq!(
        town.count("SELECT count(*) AS n FROM booking", vec![])
            .await,
        1
    );
}

#[tokio::test]
async fn one_number_a_day_with_one_doctor() {
    let town = Town::new().await;
    let ids = &town.ids;
    let morning = town.open_session(ids.gp, "2026-11-25", "morning", 12).await;
    let afternoon = town
        .open_session(ids.gp, "2026-11-25", "afternoon", 12)
        .await;
    let other = town
        .open_session(ids.second_gp, "2026-11-25", "afternoon", 12)
        .await;
    let wang = town.signed_in(ids.wang_phone).await;
    wang.send::<Book>((), number(ids.wang, morning))
        .await
        .unwrap();
    for again in [morning, afternoon] {
        let refused = wang.send::<Book>((), number(ids.wang, again)).await;
        assert_eq!(code(refused), Code::AlreadyBooked);
    }
    wang.send::<Book>((), number(ids.wang, other))
        .await
        .unwrap();
    assert_eq!(town.broken().await, [""; 0]);
}

#[tokio::test]
async fn a_full_session_names_the_next_one_with_numbers() {
    let town = Town::new().await;
    let ids = &town.ids;
    let full = town.open_session(ids.gp, "2026-11-25", "morning", 1).await;
    town.open_session(ids.second_gp, "2026-11-25", "afternoon", 4)
        .await;
    town.open_session(ids.gp, "2026-11-27", "afternoon", 4)
        .await;
    let li = town.signed_in(ids.li_phone).await;
    li.send::<Book>((), number(ids.li, full)).await.unwrap();
    let wang = town.signed_in(ids.wang_phone).await;
    let refused = wang
        .send::<Book>((), number(ids.wang, full))
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::SessionFull);
    assert_eq!(refused.detail.as_deref(), Some("2026-11-27 afternoon"));
}

#[tokio::test]
async fn today_and_beyond_the_window_are_closed_and_a_long_note_is_refused() {
    let town = Town::new().await;
    let ids = &town.ids;
    let wang = town.signed_in(ids.wang_phone).await;
    for day in ["2026-11-24", "2026-12-09"] {
        let session = town.open_session(ids.gp, day, "afternoon", 12).await;
        let refused = wang.send::<Book>((), number(ids.wang, session)).await;
        assert_eq!(code(refused), Code::SessionClosed, "{day}");
    }
    let unknown = wang.send::<Book>((), number(ids.wang, new_id())).await;
    assert_eq!(code(unknown), Code::NotFound);
    let session = town.open_session(ids.gp, "2026-11-25", "morning", 12).await;
    let chatty = BookBody {
        note: Some("长".repeat(201)),
        ..number(ids.wang, session)
    };
    let refused = wang.send::<Book>((), chatty).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.errors[0].field.as_str()),
        (Code::Invalid, "note")
    );
}

#[tokio::test]
async fn three_missed_appointments_pause_booking_until_a_named_day() {
    let town = Town::new().await;
    let ids = &town.ids;
    for day in ["2026-10-12", "2026-11-02", "2026-11-20"] {
        town.open_session(ids.gp, day, "morning", 12).await;
    }
    let (district, wang) = (town.district.clone(), ids.wang);
    town.write(move |tx| {
        let sessions = tx.rows("SELECT id, held_on, doctor_id FROM clinic_session", &[])?;
        for session in sessions {
            let booking: Val = new_id::<BookingId>().into();
            tx.exec(
                "INSERT INTO booking (district_id, id, resident_id, session_id, number, held_on,
                     start_minute, doctor_id, state, booked_ms, changed_ms, version)
                 VALUES ($1, $2, $3, $4, 1, $5, 480, $6, 'no_show', 0, 0, 1)",
                &[
                    (&district).into(),
                    booking,
                    wang.into(),
                    session.get("id")?,
                    session.get("held_on")?,
                    session.get("doctor_id")?,
                ],
            )?;
        }
        Ok(())
    })
    .await;
    let session = town.open_session(ids.gp, "2026-11-25", "morning", 12).await;
    let phone = town.signed_in(ids.wang_phone).await;
    let open = phone
        .ask::<ListSessions>(wang, SessionQuery::default())
        .await
        .unwrap();
    assert_eq!(open.paused_until.unwrap().to_string(), "2026-12-20");
    let refused = phone
        .send::<Book>((), number(wang, session))
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::BookingPaused);
    assert_eq!(refused.detail.as_deref(), Some("2026-12-20"));
}

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
        Code::Forbidden
    );
}

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
            assert_eq!(
                shown.allowed,
                [BookingAction::Arrive, BookingAction::Finish]
            );
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

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_at_once_get_twelve_numbers_and_no_number_twice() {
    let town = Town::new().await;
    let session = town
        .open_session(town.ids.gp, "2026-11-25", "morning", 12)
        .await;
    let mut crowd = Vec::new();
    for (account, resident) in town.crowd(64).await {
        crowd.push((town.signed_in(account).await, resident));
    }
    let mut asking = tokio::task::JoinSet::new();
    for (client, resident) in crowd {
        asking.spawn(async move {
            let answer = client.send::<Book>((), number(resident, session)).await;
            (client, answer)
        });
    }
    let (mut sold, mut full) = (Vec::new(), 0);
    while let Some(answer) = asking.join_next().await {
        match answer.unwrap() {
            (client, Ok(booking)) => sold.push((client, booking)),
            (_, Err(problem)) => {
                assert_eq!(problem.code, Code::SessionFull);
                full += 1;
            }
        }
    }
    let numbers: BTreeSet<_> = sold.iter().map(|(_, booking)| booking.number).collect();
    assert_eq!((sold.len(), full), (12, 52));
    assert_eq!(numbers, (1..=12).collect());
    let taken = "SELECT taken AS n FROM clinic_session WHERE id = $1";
    assert_eq!(town.count(taken, vec![session.into()]).await, 12);
    assert_eq!(town.broken().await, [""; 0]);

    // Each of the twelve gives the number back and takes one again, all at once.
    let mut asking = tokio::task::JoinSet::new();
    for (client, booking) in sold {
        asking.spawn(async move {
            client
                .send::<CancelBooking>(booking.booking_id, ())
                .await
                .unwrap();
            let again = number(booking.person.resident_id, session);
            client.send::<Book>((), again).await.unwrap().number
        });
    }
    let again: BTreeSet<_> = asking.join_all().await.into_iter().collect();
    assert_eq!(again, (1..=12).collect());
    assert_eq!(town.count(taken, vec![session.into()]).await, 12);
    assert_eq!(town.broken().await, [""; 0]);
}
