//! What is shown of bookings and sessions. Pure.

use chrono::NaiveDate;
use domain::api::bookings::{Booking, BookingState, ClinicSession};

/// Splits bookings into those still to come, soonest first, and the others, newest first.
pub(super) fn split(bookings: Vec<Booking>, today: NaiveDate) -> (Vec<Booking>, Vec<Booking>) {
    let to_come = |booking: &Booking| {
        booking.date >= today
            && matches!(booking.state, BookingState::Booked | BookingState::Arrived)
    };
    let (mut upcoming, mut past): (Vec<_>, Vec<_>) = bookings.into_iter().partition(to_come);
    upcoming.sort_by_key(|booking| (booking.date, booking.minute));
    past.sort_by_key(|booking| std::cmp::Reverse((booking.date, booking.minute)));
    (upcoming, past)
}

/// Days that have a session, in their order.
pub(super) fn days(sessions: &[ClinicSession]) -> Vec<NaiveDate> {
    let mut days: Vec<NaiveDate> = sessions.iter().map(|session| session.date).collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// Sessions day by day; within a day in the order the backend gave them.
pub(super) fn by_day(
    sessions: Vec<ClinicSession>,
    only: Option<NaiveDate>,
) -> Vec<(NaiveDate, Vec<ClinicSession>)> {
    let wanted = days(&sessions)
        .into_iter()
        .filter(|day| only.is_none_or(|only| only == *day));
    wanted
        .map(|day| {
            (
                day,
                sessions
                    .iter()
                    .filter(|session| session.date == day)
                    .cloned()
                    .collect(),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(date: &str, doctor: &str) -> ClinicSession {
        serde_json::from_value(serde_json::json!({
            "session_id": "0198f0c0-0000-7000-8000-000000000001", "date": date, "half": "morning",
            "start": 480, "end": 720, "doctor": doctor, "title": "主治医师", "clinic": "全科",
            "institution": "月塘", "capacity": 12, "left": 3, "fee": 0, "own_team": false, "booked": false,
        }))
        .unwrap()
    }

    #[test]
    fn sessions_stand_under_their_day_and_a_chosen_day_stands_alone() {
        let sessions = vec![
            session("2026-11-26", "甲"),
            session("2026-11-25", "乙"),
            session("2026-11-26", "丙"),
        ];
        let all = by_day(sessions.clone(), None);
        assert_eq!(
            all.iter().map(|(_, list)| list.len()).collect::<Vec<_>>(),
            [1, 2]
        );
        let one = by_day(sessions, "2026-11-26".parse().ok());
        assert_eq!(one.len(), 1);
        assert_eq!(one.first().map(|(_, list)| list.len()), Some(2));
    }
}
