//! Bookings of the demo: what holds for whichever chance draws.

use chrono::Timelike;
use domain::rules::rating::rate_until;

use super::*;
use crate::demo::chance::Subject;
use crate::demo::places::Places;
use crate::demo::schedule;

fn now() -> DateTime<Utc> {
    "2026-11-24T02:00:00Z".parse().unwrap()
}

fn residents(count: usize) -> Vec<ResidentId> {
    (0..count)
        .map(|n| Chance::of(4, Subject::Newcomer, n).id(now()))
        .collect()
}

fn booked(team: usize, wanted: &[Wanted]) -> Vec<(Session, Vec<Draft>)> {
    let places = Places::read(1, now()).unwrap();
    let calendar = schedule::calendar().unwrap();
    let mut chance = Chance::of(1, Subject::Bookings, team);
    let today = now().date_naive();
    let sessions = schedule::sessions(&mut chance, &calendar, &places, team, today);
    let drafts = drafts(&mut chance, &sessions, &residents(80), wanted, now());
    sessions.into_iter().zip(drafts).collect()
}

#[test]
fn a_number_and_a_day_with_a_doctor_are_given_once() {
    for team in 0..28 {
        let mut days = HashSet::new();
        for (session, drafts) in booked(team, &[]) {
            let held = drafts.iter().map(|draft| draft.number);
            assert!(held.eq(1..=u16::try_from(drafts.len()).unwrap()));
            assert!(drafts.len() <= usize::from(session.capacity));
            assert!(
                drafts
                    .iter()
                    .all(|draft| days.insert((session.date, draft.resident)))
            );
        }
    }
}

#[test]
fn the_past_is_settled_and_the_future_is_open() {
    let today = now().date_naive();
    for (session, drafts) in booked(3, &[]) {
        for draft in drafts {
            let open = draft.state == BookingState::Booked;
            assert_eq!(open, session.date >= today, "{}", session.date);
            assert_eq!(
                draft.service.is_some(),
                draft.state == BookingState::Fulfilled
            );
            assert!(draft.booked_at <= now() && draft.changed_at <= now());
            assert!(draft.booked_at <= draft.changed_at, "{draft:?}");
            let hour = draft.booked_at.with_timezone(&district_offset()).hour();
            assert!((7..22).contains(&hour), "nobody books at {hour}");
            if let Some(rating) = draft.service.and_then(|service| service.rating) {
                assert!(rating.steps.iter().all(|step| (1..=5).contains(step)));
                assert!(rating.rated_at <= now());
                assert!(rating.rated_at.date_naive() <= rate_until(session.date));
            }
        }
    }
}

#[test]
fn wanted_visits_come_first_and_are_rated_as_wanted() {
    let someone = residents(1)[0];
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let visits = [
        ("2026-11-24", false),
        ("2026-11-19", false),
        ("2026-11-05", true),
    ];
    let wanted = visits.map(|(on, rated)| Wanted {
        resident: someone,
        on: day(on),
        rated,
    });
    let booked = booked(0, &wanted);
    for (on, rated) in visits {
        let morning = |(session, _): &&(Session, Vec<Draft>)| {
            session.date == day(on) && session.half == Half::Morning
        };
        let first = &booked.iter().find(morning).unwrap().1[0];
        assert_eq!((first.resident, first.number), (someone, 1));
        let service = first.service.as_ref();
        assert_eq!(service.is_some(), on != "2026-11-24");
        assert_eq!(
            service.is_some_and(|service| service.rating.is_some()),
            rated
        );
    }
}

#[test]
fn every_doctor_has_enough_ratings_for_an_average() {
    for team in 0..28 {
        let rated = booked(team, &[]).into_iter().flat_map(|(_, drafts)| drafts);
        let rated = rated.filter(|d| d.service.as_ref().is_some_and(|s| s.rating.is_some()));
        assert!(rated.count() >= 10);
    }
}
