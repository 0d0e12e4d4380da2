//! What time it is. Everything that depends on time gets it from here, once per request, so that
//! a test or a demo can live on another day. No handler reads the system's clock.

use std::ops::Range;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, TimeDelta, Utc};

/// Years that a clock may be moved to.
const YEARS: Range<i32> = 1970..3000;

/// Where the time comes from.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// The system's clock.
    System,
    /// The system's clock, moved; time goes on. For demos.
    Moved(TimeDelta),
    /// Stands still. For tests.
    Fixed(DateTime<Utc>),
}

impl Clock {
    /// A clock that shows `instant` now and goes on from there.
    #[must_use]
    pub fn from(instant: DateTime<Utc>) -> Self {
        Clock::Moved(instant - Utc::now())
    }

    /// Reads `--now`: an instant (RFC 3339), or a date, taken at the present time of day; in a year
    /// around which days can be counted and written with four digits.
    pub fn parse(text: &str) -> Result<Self, String> {
        let instant = Self::instant(text)?;
        // The first comparison is what makes the second one's days exist.
        if YEARS.contains(&instant.year()) && YEARS.contains(&date_in_district(instant).year()) {
            Ok(Self::from(instant))
        } else {
            Err(format!("`{text}` is out of range"))
        }
    }

    fn instant(text: &str) -> Result<DateTime<Utc>, String> {
        if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
            return Ok(instant.to_utc());
        }
        let date: NaiveDate = text.parse().map_err(|_| {
            format!(
                "`{text}` is neither a date (2026-11-24) nor an instant (2026-11-24T09:00:00+08:00)"
            )
        })?;
        let time = Utc::now().with_timezone(&district_time()).time();
        match date
            .and_time(time)
            .and_local_timezone(district_time())
            .single()
        {
            Some(instant) => Ok(instant.to_utc()),
            None => Err(format!("`{text}` is out of range")),
        }
    }

    /// The present instant, to the millisecond: what is answered now and what is read back later
    /// are the same.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        let now = match self {
            Clock::System => Utc::now(),
            Clock::Moved(by) => Utc::now() + *by,
            Clock::Fixed(instant) => *instant,
        };
        DateTime::from_timestamp_millis(now.timestamp_millis()).unwrap_or(now)
    }
}

/// The date of an instant where the district is.
#[must_use]
pub fn date_in_district(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&district_time()).date_naive()
}

/// The instant at which a day begins where the district is.
#[must_use]
pub fn day_begins(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(chrono::NaiveTime::MIN);
    let local = midnight.and_local_timezone(district_time()).single();
    local.map_or(DateTime::<Utc>::MIN_UTC, |local| local.to_utc())
}

/// UTC+8, all year; China has one time.
fn district_time() -> FixedOffset {
    const HOURS: i32 = 8;
    // Eight hours are within a day, so the fallback (UTC) is never taken.
    FixedOffset::east_opt(HOURS * 3600).unwrap_or_else(|| chrono::Offset::fix(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_districts_day_begins_eight_hours_earlier() {
        let late: DateTime<Utc> = "2026-11-23T16:00:00Z".parse().unwrap();
        assert_eq!(
            date_in_district(late),
            NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
        );
        let before: DateTime<Utc> = "2026-11-23T15:59:59Z".parse().unwrap();
        assert_eq!(
            date_in_district(before),
            NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
        );
        assert_eq!(day_begins(date_in_district(late)), late);
    }

    #[test]
    fn a_moved_clock_shows_the_wanted_day_and_goes_on() {
        let clock = Clock::parse("2026-02-09").unwrap();
        assert_eq!(
            date_in_district(clock.now()),
            NaiveDate::from_ymd_opt(2026, 2, 9).unwrap()
        );
        let exact = Clock::parse("2026-02-09T09:00:00+08:00").unwrap();
        let begun: DateTime<Utc> = "2026-02-09T01:00:00Z".parse().unwrap();
        let passed = exact.now() - begun;
        assert!(
            passed >= TimeDelta::milliseconds(-1) && passed < TimeDelta::minutes(1),
            "{passed}"
        );
        assert!(Clock::parse("tomorrow").is_err());
    }

    #[test]
    fn a_year_around_which_days_cannot_be_counted_is_refused() {
        for far in ["+262142-12-31", "-262143-01-01", "9999-12-31", "1969-12-31"] {
            assert!(Clock::parse(far).unwrap_err().contains("range"), "{far}");
        }
        // Already 3000 where the district is, and still 1969 in UTC.
        assert!(Clock::parse("2999-12-31T16:00:00Z").is_err());
        assert!(Clock::parse("1970-01-01T07:59:59+08:00").is_err());
        assert!(Clock::parse("1970-01-01T08:00:00+08:00").is_ok());
    }
}
