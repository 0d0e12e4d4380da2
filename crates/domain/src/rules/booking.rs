//! Rules of booking (domain.md §4.4, all marked [proposal] there): the window, the time of a
//! number, when cancelling ends, and the pause after missed appointments. A district may change
//! the figures in [`Rules`].

use chrono::{DateTime, Days, FixedOffset, NaiveDate, TimeDelta, Utc};

/// Figures of a district.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Days ahead that can be booked, counted from tomorrow.
    pub window_days: u64,
    /// Minutes each number is given.
    pub minutes_each: u16,
    /// Hour of the day before at which cancelling ends.
    pub cancel_hour: u32,
    /// So many missed appointments …
    pub misses: u16,
    /// … within so many days …
    pub misses_within_days: u64,
    /// … pause self-booking for so many days. Desk and phone stay open.
    pub pause_days: u64,
    /// Share of numbers kept for desk and phone, percent.
    pub desk_percent: u16,
}

/// The defaults.
pub const DEFAULT: Rules = Rules {
    window_days: 14,
    minutes_each: 15,
    cancel_hour: 17,
    misses: 3,
    misses_within_days: 180,
    pause_days: 30,
    desk_percent: 20,
};

/// The district's time, UTC+8 all year.
#[must_use]
pub fn district_offset() -> FixedOffset {
    const EAST_8: i32 = 8 * 3600;
    FixedOffset::east_opt(EAST_8).unwrap_or_else(|| chrono::Offset::fix(&Utc))
}

/// The date in the district at an instant.
#[must_use]
pub fn district_date(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&district_offset()).date_naive()
}

/// First and last day that can be booked.
#[must_use]
pub fn window(rules: &Rules, today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let day = |n| today.checked_add_days(Days::new(n)).unwrap_or(today);
    (day(1), day(rules.window_days))
}

/// Start of a number's time, minutes after midnight; numbers count from 1.
#[must_use]
pub fn minute_of(rules: &Rules, session_start: u16, number: u16) -> u16 {
    session_start.saturating_add(number.saturating_sub(1).saturating_mul(rules.minutes_each))
}

/// Numbers of a session that can be booked on line, the rest is kept for desk and phone.
#[must_use]
pub fn bookable(rules: &Rules, start: u16, end: u16) -> u16 {
    let numbers = numbers(rules, start, end);
    numbers - share(rules, numbers)
}

/// Numbers of a session that are kept for desk and phone, behind those that it sells on line; no
/// more than the share, and none where it sells all of its time.
#[must_use]
pub fn kept(rules: &Rules, start: u16, end: u16, on_line: u16) -> u16 {
    let numbers = numbers(rules, start, end);
    share(rules, numbers).min(numbers.saturating_sub(on_line))
}

fn numbers(rules: &Rules, start: u16, end: u16) -> u16 {
    end.saturating_sub(start)
        .checked_div(rules.minutes_each)
        .unwrap_or(0)
}

fn share(rules: &Rules, numbers: u16) -> u16 {
    (numbers * rules.desk_percent).div_ceil(100)
}

/// Last moment to cancel a visit on that day: the day before at 17:00.
#[must_use]
pub fn cancel_until(rules: &Rules, date: NaiveDate) -> DateTime<Utc> {
    date.pred_opt()
        .and_then(|day| day.and_hms_opt(rules.cancel_hour, 0, 0))
        .and_then(|local| local.and_local_timezone(district_offset()).single())
        .map_or(DateTime::<Utc>::MIN_UTC, |at| at.to_utc())
}

/// First and last day that the desk can book: today too.
#[must_use]
pub fn desk_window(rules: &Rules, today: NaiveDate) -> (NaiveDate, NaiveDate) {
    (today, window(rules, today).1)
}

/// Whether a number of that session can still be taken: not once the session has begun.
#[must_use]
pub fn open(rules: &Rules, date: NaiveDate, start: u16, now: DateTime<Utc>) -> bool {
    within(window(rules, district_date(now)), date, start, now)
}

/// [`open`] for the desk, to which people come on the day itself.
#[must_use]
pub fn open_at_desk(rules: &Rules, date: NaiveDate, start: u16, now: DateTime<Utc>) -> bool {
    within(desk_window(rules, district_date(now)), date, start, now)
}

fn within(
    (from, to): (NaiveDate, NaiveDate),
    date: NaiveDate,
    start: u16,
    now: DateTime<Utc>,
) -> bool {
    let begins = date
        .and_hms_opt(0, 0, 0)
        .and_then(|midnight| midnight.checked_add_signed(TimeDelta::minutes(i64::from(start))))
        .and_then(|local| local.and_local_timezone(district_offset()).single());
    from <= date && date <= to && begins.is_some_and(|begins| now < begins)
}

/// The day on which a pause after missed appointments ends; `None` when there is none.
#[must_use]
pub fn paused_until(rules: &Rules, missed: &[NaiveDate], today: NaiveDate) -> Option<NaiveDate> {
    let since = today.checked_sub_days(Days::new(rules.misses_within_days))?;
    let mut recent: Vec<NaiveDate> = missed.iter().copied().filter(|day| *day >= since).collect();
    recent.sort_unstable();
    if recent.len() < usize::from(rules.misses) {
        return None;
    }
    let until = recent
        .last()?
        .checked_add_days(Days::new(rules.pause_days))?;
    (today < until).then_some(until)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn the_window_runs_from_tomorrow_to_the_fourteenth_day() {
        assert_eq!(
            window(&DEFAULT, day("2026-11-24")),
            (day("2026-11-25"), day("2026-12-08"))
        );
        let eight = 8 * 60;
        let now = at("2026-11-24T02:00:00Z");
        assert!(!open(&DEFAULT, day("2026-11-24"), eight, now));
        assert!(open(&DEFAULT, day("2026-11-25"), eight, now));
        assert!(open(&DEFAULT, day("2026-12-08"), eight, now));
        assert!(!open(&DEFAULT, day("2026-12-09"), eight, now));
    }

    #[test]
    fn the_district_day_begins_at_16_utc() {
        assert_eq!(district_date(at("2026-11-24T15:59:59Z")), day("2026-11-24"));
        assert_eq!(district_date(at("2026-11-24T16:00:00Z")), day("2026-11-25"));
    }

    #[test]
    fn numbers_are_a_quarter_of_an_hour_apart() {
        assert_eq!(minute_of(&DEFAULT, 480, 1), 480);
        assert_eq!(minute_of(&DEFAULT, 480, 6), 555);
    }

    #[test]
    fn a_fifth_of_the_numbers_is_kept_for_desk_and_phone() {
        assert_eq!(bookable(&DEFAULT, 480, 720), 12); // 16 numbers, 4 kept
        assert_eq!(bookable(&DEFAULT, 480, 480), 0);
        for (on_line, left) in [(12, 4), (10, 4), (15, 1), (16, 0), (20, 0)] {
            assert_eq!(kept(&DEFAULT, 480, 720, on_line), left, "{on_line}");
        }
    }

    #[test]
    fn the_desk_books_on_the_day_itself_until_the_session_begins() {
        let nine = 9 * 60;
        let today = day("2026-11-24");
        let before = at("2026-11-24T00:59:59Z");
        assert!(open_at_desk(&DEFAULT, today, nine, before));
        assert!(!open(&DEFAULT, today, nine, before));
        assert!(!open_at_desk(
            &DEFAULT,
            today,
            nine,
            at("2026-11-24T01:00:00Z")
        ));
        assert!(!open_at_desk(&DEFAULT, day("2026-12-09"), nine, before));
    }

    #[test]
    fn cancelling_ends_at_17_the_day_before() {
        assert_eq!(
            cancel_until(&DEFAULT, day("2026-11-26")),
            at("2026-11-25T09:00:00Z")
        );
    }

    #[test]
    fn three_misses_within_180_days_pause_for_30() {
        let today = day("2026-11-24");
        let misses = [day("2026-06-01"), day("2026-09-01"), day("2026-11-20")];
        assert_eq!(
            paused_until(&DEFAULT, &misses, today),
            Some(day("2026-12-20"))
        );
        assert_eq!(paused_until(&DEFAULT, &misses, day("2026-12-20")), None);
        assert_eq!(paused_until(&DEFAULT, &misses[1..], today), None);
        let old = [day("2026-05-27"), day("2026-09-01"), day("2026-11-20")];
        assert_eq!(paused_until(&DEFAULT, &old, today), None);
    }
}
