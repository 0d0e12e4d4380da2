//! Taking a number: what can be chosen, what is refused and why.

use crate::common::{Town, new_id};
use backend::db::Val;
use domain::api::bookings::{
    Book, BookBody, BookingAction, BookingState, ListSessions, SessionQuery,
};
use domain::api::directory::ListInstitutions;
use domain::api::messages::{ListMessages, MessageKind};
use domain::api::residents::CursorQuery;
use domain::coordinates::Coordinates;
use domain::ids::BookingId;
use domain::money::Fen;
use domain::problem::Code;

use super::{booked, code, number};

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
async fn a_booking_and_its_institution_say_where_they_are_as_far_as_it_is_known() {
    let town = Town::new().await;
    let known = Some(Coordinates {
        latitude_microdegrees: 27_848_300,
        longitude_microdegrees: 113_158_200,
    });
    assert_eq!(booked(&town).await.coordinates, known);
    let visitor = town.visitor();
    let institutions = visitor.ask::<ListInstitutions>((), ()).await.unwrap();
    let places: Vec<_> = institutions.iter().map(|one| one.coordinates).collect();
    assert_eq!(places, [known, None]);
}
