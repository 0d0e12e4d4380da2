//! Ratings through the real router on a real file: of a finished visit, once, within the window,
//! and what the doctor gets to see.

mod common;

use common::{Town, new_id};
use domain::api::bookings::{Book, BookBody, FinishBody, FinishBooking, GetBooking};
use domain::api::ratings::{
    Aspects, GetMyRatings, GetService, ListServices, RateBody, RateService, Service,
};
use domain::ids::{AccountId, BookingId, ResidentId, ServiceId};
use domain::problem::{Code, Problem};

fn stars(overall: u8, words: &str, anonymous: bool) -> RateBody {
    RateBody {
        id: new_id(),
        overall,
        aspects: Aspects {
            attitude: Some(5),
            waiting: Some(3),
            ..Aspects::default()
        },
        words: Some(words.to_owned()),
        anonymous,
    }
}

fn code(answer: Result<Service, Problem>) -> Code {
    answer.unwrap_err().code
}

/// A visit to 彭海燕 on the 25th that was finished on the day; `town` is at that day.
async fn visited(town: &Town, account: AccountId, resident: ResidentId) -> (BookingId, ServiceId) {
    let ids = &town.ids;
    let day_before = town.at(common::NOW);
    let phone = day_before.signed_in(account).await;
    let body = BookBody {
        id: new_id(),
        resident_id: resident,
        session_id: town.session_on("2026-11-25").await,
        note: None,
    };
    let booking = phone.send::<Book>((), body).await.unwrap().booking_id;
    let body = FinishBody {
        summary: "量血压，继续服药".to_owned(),
    };
    let gp = town.signed_in(ids.gp).await;
    let done = gp.send::<FinishBooking>(booking, body).await.unwrap();
    (booking, done.service_id.unwrap())
}

async fn the_day() -> Town {
    let town = Town::new().await;
    town.open_session(town.ids.gp, "2026-11-25", "morning", 12)
        .await;
    town.at("2026-11-25T03:00:00Z")
}

#[tokio::test]
async fn a_finished_visit_is_rated_once_by_its_resident() {
    let town = the_day().await;
    let ids = &town.ids;
    let (booking, service) = visited(&town, ids.wang_phone, ids.wang).await;
    let wang = town.signed_in(ids.wang_phone).await;
    let waiting = wang.ask::<GetService>(service, ()).await.unwrap();
    assert_eq!(
        (waiting.name.as_str(), waiting.doctor.as_str()),
        ("全科", "彭海燕")
    );
    assert_eq!(waiting.summary, "量血压，继续服药");
    assert_eq!(waiting.rate_until.to_string(), "2026-12-10");
    assert!(waiting.can_rate && waiting.booking_id == Some(booking));

    let body = stars(5, " 很耐心 ", false);
    let rated = wang
        .send::<RateService>(service, body.clone())
        .await
        .unwrap();
    let rating = rated.rating.clone().unwrap();
    assert_eq!((rating.rating_id, rating.overall), (body.id, 5));
    assert_eq!(rating.words.as_deref(), Some("很耐心"));
    assert_eq!(rating.aspects, body.aspects);
    assert!(!rated.can_rate);

    let again = wang
        .send::<RateService>(service, body.clone())
        .await
        .unwrap();
    assert_eq!(again, rated);
    let changed = RateBody { overall: 1, ..body };
    assert_eq!(
        code(wang.send::<RateService>(service, changed).await),
        Code::Conflict
    );
    let another = stars(1, "", false);
    assert_eq!(
        code(wang.send::<RateService>(service, another).await),
        Code::AlreadyRated
    );
    let seen = wang.ask::<GetBooking>(booking, ()).await.unwrap();
    assert!(!seen.can_rate);
    let list = wang.ask::<ListServices>(ids.wang, ()).await.unwrap();
    assert_eq!(list, [rated]);
    assert_eq!(town.broken().await, [""; 0]);
}

#[tokio::test]
async fn a_rating_closes_after_the_fifteenth_day() {
    let town = the_day().await;
    let ids = &town.ids;
    let (_, service) = visited(&town, ids.wang_phone, ids.wang).await;
    let late = town.at("2026-12-10T16:00:00Z"); // midnight in the district
    let wang = late.signed_in(ids.wang_phone).await;
    assert!(!wang.ask::<GetService>(service, ()).await.unwrap().can_rate);
    let refused = wang
        .send::<RateService>(service, stars(4, "好", false))
        .await;
    assert_eq!(code(refused), Code::RatingClosed);
    let last = town.at("2026-12-10T15:59:59Z");
    let wang = last.signed_in(ids.wang_phone).await;
    wang.send::<RateService>(service, stars(4, "好", false))
        .await
        .unwrap();
}

#[tokio::test]
async fn steps_and_words_outside_the_scale_are_named() {
    let town = the_day().await;
    let ids = &town.ids;
    let (_, service) = visited(&town, ids.wang_phone, ids.wang).await;
    let wang = town.signed_in(ids.wang_phone).await;
    let cases = [
        (stars(0, "", false), "overall"),
        (stars(6, "", false), "overall"),
        (stars(3, &"长".repeat(501), false), "words"),
        (
            RateBody {
                aspects: Aspects {
                    result: Some(9),
                    ..Aspects::default()
                },
                ..stars(3, "", false)
            },
            "aspects.result",
        ),
    ];
    for (body, field) in cases {
        let refused = wang.send::<RateService>(service, body).await.unwrap_err();
        assert_eq!(
            (refused.code, refused.errors[0].field.as_str()),
            (Code::Invalid, field)
        );
    }
}

#[tokio::test]
async fn nobody_sees_or_rates_the_service_of_another_family() {
    let town = the_day().await;
    let ids = &town.ids;
    let (_, service) = visited(&town, ids.wang_phone, ids.wang).await;
    let li = town.signed_in(ids.li_phone).await;
    assert_eq!(
        code(li.ask::<GetService>(service, ()).await),
        Code::NotFound
    );
    assert_eq!(
        code(li.send::<RateService>(service, stars(1, "", true)).await),
        Code::NotFound
    );
    let list = li.ask::<ListServices>(ids.wang, ()).await;
    assert_eq!(list.unwrap_err().code, Code::NotFound);
    let gp = town.signed_in(ids.gp).await;
    assert_eq!(
        code(gp.send::<RateService>(service, stars(5, "", true)).await),
        Code::Forbidden
    );
    let visitor = town.visitor().ask::<GetService>(service, ()).await;
    assert_eq!(code(visitor), Code::SignInRequired);
}

#[tokio::test]
async fn the_doctor_sees_a_mean_only_of_five_and_names_only_where_they_are_given() {
    let town = the_day().await;
    let ids = &town.ids;
    let (_, service) = visited(&town, ids.wang_phone, ids.wang).await;
    let wang = town.signed_in(ids.wang_phone).await;
    wang.send::<RateService>(service, stars(5, "很耐心", false))
        .await
        .unwrap();
    let (_, service) = visited(&town, ids.li_phone, ids.li).await;
    let li = town.signed_in(ids.li_phone).await;
    li.send::<RateService>(service, stars(2, "等了太久", true))
        .await
        .unwrap();

    let gp = town.signed_in(ids.gp).await;
    let few = gp.ask::<GetMyRatings>((), ()).await.unwrap();
    assert_eq!(
        (few.count, few.mean_hundredths, few.satisfied_percent),
        (2, None, None)
    );
    let mut said: Vec<_> = few
        .words
        .iter()
        .map(|w| (w.words.as_str(), w.who.as_deref()))
        .collect();
    said.sort_unstable();
    assert_eq!(said, [("很耐心", Some("王*英")), ("等了太久", None)]);

    for (account, resident) in town.crowd(3).await {
        let (_, service) = visited(&town, account, resident).await;
        let phone = town.signed_in(account).await;
        phone
            .send::<RateService>(service, stars(4, "", false))
            .await
            .unwrap();
    }
    let five = gp.ask::<GetMyRatings>((), ()).await.unwrap();
    // 5 + 2 + 4 + 4 + 4 = 19 of five.
    assert_eq!((five.count, five.mean_hundredths), (5, Some(380)));
    assert_eq!(five.satisfied_percent, Some(80));
    assert_eq!(five.words.len(), 2);

    let other = town.signed_in(ids.second_gp).await;
    assert_eq!(other.ask::<GetMyRatings>((), ()).await.unwrap().count, 0);
    let refused = wang.ask::<GetMyRatings>((), ()).await.unwrap_err();
    assert_eq!(refused.code, Code::Forbidden);
}

#[tokio::test]
async fn an_anonymous_comment_leaves_no_trace_of_who_was_read() {
    let town = the_day().await;
    let ids = &town.ids;
    let gp = town.signed_in(ids.gp).await;
    let trail = "SELECT count(*) AS n FROM audit a
        JOIN audit_resident r ON r.audit_id = a.id
        WHERE r.resident_id = $1 AND a.operation = 'get_my_ratings'";
    for (account, resident, anonymous, noted) in [
        (ids.wang_phone, ids.wang, false, 1),
        (ids.li_phone, ids.li, true, 0),
    ] {
        let (_, service) = visited(&town, account, resident).await;
        let phone = town.signed_in(account).await;
        phone
            .send::<RateService>(service, stars(3, "还行", anonymous))
            .await
            .unwrap();
        gp.ask::<GetMyRatings>((), ()).await.unwrap();
        assert_eq!(town.count(trail, vec![resident.into()]).await, noted);
    }
}
