//! The doctors' sessions (出诊场次): who sits when, for the days that can be booked and for some
//! weeks before, so that past visits have their place. Never on a day off.

use chrono::{Datelike, Days, NaiveDate};
use domain::api::bookings::Half;
use domain::calendar::{Calendar, HolidayNotice};
use domain::ids::ClinicSessionId;
use domain::money::Fen;
use domain::rules::booking;

use super::chance::Chance;
use super::places::{Places, Team};
use crate::failure::Failure;

const NOTICES: [&str; 2] = [
    include_str!("../../data/holidays-2025.json"),
    include_str!("../../data/holidays-2026.json"),
];

/// Days ahead with sessions: the booking window, and two weeks in which a demo may grow old.
pub const AHEAD_DAYS: u64 = 28;
/// Days back with sessions.
pub const BACK_DAYS: u64 = 30;

/// Fee of a visit without contract; an example, districts set their own.
const FEE: Fen = Fen::yuan(10);
const MORNING: (u16, u16) = (8 * 60, 12 * 60);
const AFTERNOON: (u16, u16) = (14 * 60 + 30, 17 * 60 + 30);

/// One half-day of one doctor.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its id.
    pub id: ClinicSessionId,
    /// Clinic.
    pub clinic: &'static str,
    /// Day.
    pub date: NaiveDate,
    /// Half of the day.
    pub half: Half,
    /// Start, minutes after midnight.
    pub start: u16,
    /// End, minutes after midnight.
    pub end: u16,
    /// Fee.
    pub fee: Fen,
    /// Numbers that can be booked.
    pub capacity: u16,
}

/// The working days of all years with a notice.
pub fn calendar() -> Result<Calendar, Failure> {
    let notices = NOTICES
        .iter()
        .map(|text| serde_json::from_str::<HolidayNotice>(text));
    let notices = notices
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| Failure::broken(format!("holidays: {error}")))?;
    Ok(Calendar::new(notices))
}

/// Years in the schedule without a notice; in them only weekends are free.
#[must_use]
pub fn years_without_notice(calendar: &Calendar, today: NaiveDate) -> Vec<i32> {
    let years = today.year()..=(today + Days::new(AHEAD_DAYS)).year();
    years.filter(|year| !calendar.knows(*year)).collect()
}

/// The sessions of a team's doctor: every morning, and the afternoons of every other day.
#[must_use]
pub fn sessions(
    chance: &mut Chance,
    calendar: &Calendar,
    places: &Places,
    team: usize,
    today: NaiveDate,
) -> Vec<Session> {
    let (first, last) = (today - Days::new(BACK_DAYS), today + Days::new(AHEAD_DAYS));
    let mut sessions = Vec::new();
    for date in calendar.working_days(first, last) {
        sessions.push(session(chance, date, Half::Morning, "全科"));
        let day = usize::try_from(date.num_days_from_ce()).unwrap_or(0);
        if (day + team).is_multiple_of(2) {
            let chronic = places.teams.get(team).is_some_and(Team::serves_villages);
            let clinic = if chronic {
                "全科"
            } else {
                "高血压糖尿病门诊"
            };
            sessions.push(session(chance, date, Half::Afternoon, clinic));
        }
    }
    sessions
}

fn session(chance: &mut Chance, date: NaiveDate, half: Half, clinic: &'static str) -> Session {
    let (start, end) = match half {
        Half::Morning => MORNING,
        Half::Afternoon => AFTERNOON,
    };
    let made = date.and_time(chrono::NaiveTime::MIN).and_utc() - Days::new(BACK_DAYS);
    Session {
        id: chance.id(made),
        clinic,
        date,
        half,
        start,
        end,
        fee: FEE,
        capacity: booking::bookable(&booking::DEFAULT, start, end),
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::demo::chance::Subject;

    fn held(today: &str, team: usize) -> Vec<Session> {
        let places = Places::read(1, DateTime::UNIX_EPOCH).unwrap();
        let mut chance = Chance::of(1, Subject::Bookings, team);
        sessions(
            &mut chance,
            &calendar().unwrap(),
            &places,
            team,
            today.parse().unwrap(),
        )
    }

    #[test]
    fn nobody_sits_on_a_holiday_and_a_made_up_saturday_is_worked() {
        let days: Vec<_> = held("2026-10-01", 0)
            .iter()
            .map(|s| s.date.to_string())
            .collect();
        for off in ["2026-10-01", "2026-10-07", "2026-10-11", "2026-09-25"] {
            assert!(!days.contains(&off.to_owned()), "{off}");
        }
        for worked in ["2026-09-20", "2026-09-30", "2026-10-08", "2026-10-10"] {
            assert!(days.contains(&worked.to_owned()), "{worked}");
        }
    }

    #[test]
    fn every_working_day_of_the_window_has_a_session_even_a_week_later() {
        let calendar = calendar().unwrap();
        for age in [0, 1, 7] {
            let today: NaiveDate = "2026-11-24".parse().unwrap();
            let (from, to) = booking::window(&booking::DEFAULT, today + Days::new(age));
            for team in 0..28 {
                let sessions = held("2026-11-24", team);
                for date in calendar.working_days(from, to) {
                    assert!(
                        sessions.iter().any(|session| session.date == date),
                        "{date}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_year_without_a_notice_is_named() {
        let calendar = calendar().unwrap();
        let named = |day: &str| years_without_notice(&calendar, day.parse().unwrap());
        assert_eq!(named("2026-11-24"), [] as [i32; 0]);
        assert_eq!(named("2026-12-24"), [2027]);
        assert!(!held("2027-03-05", 0).is_empty());
    }
}
