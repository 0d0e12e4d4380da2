//! Working days by the State Council's yearly notice (domain.md §3.8).
//!
//! Owns the rule and the shape of the data; the files themselves are read by the backend. A
//! clinic's own opening hours come first and are not known here. Called by the booking rules, by
//! the demo district's schedules and by whatever counts working days.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::Deserialize;

/// One year's notice, in the form in which it is published as data (`holidays-2026.json`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct HolidayNotice {
    /// The year that the notice is about; its days may reach into the December before.
    pub year: i32,
    /// Days off and make-up days; plain weekends are not listed.
    pub days: Vec<HolidayDay>,
}

/// A day that differs from its weekday.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HolidayDay {
    /// The holiday that it belongs to, as `春节`.
    pub name: String,
    /// The day.
    pub date: NaiveDate,
    /// Off, or a make-up day on which people work.
    pub is_off_day: bool,
}

/// All notices known, laid over the plain week.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    years: Vec<i32>,
    days: BTreeMap<NaiveDate, HolidayDay>,
}

impl Calendar {
    /// Lays the notices over each other by year, since a notice can move days of the December
    /// before it.
    #[must_use]
    pub fn new(notices: impl IntoIterator<Item = HolidayNotice>) -> Self {
        let mut notices: Vec<_> = notices.into_iter().collect();
        notices.sort_by_key(|notice| notice.year);
        let years = notices.iter().map(|notice| notice.year).collect();
        let days = notices
            .into_iter()
            .flat_map(|notice| notice.days)
            .map(|day| (day.date, day))
            .collect();
        Self { years, days }
    }

    /// Whether a notice for the year is known; without one only the plain week is, and whoever
    /// asks should say so.
    #[must_use]
    pub fn knows(&self, year: i32) -> bool {
        self.years.contains(&year)
    }

    /// Whether people work on the day: a make-up day, or Monday to Friday unless off.
    #[must_use]
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        match self.days.get(&date) {
            Some(day) => !day.is_off_day,
            None => !matches!(date.weekday(), Weekday::Sat | Weekday::Sun),
        }
    }

    /// The holiday's name where the day is off because of one.
    #[must_use]
    pub fn holiday(&self, date: NaiveDate) -> Option<&str> {
        self.days
            .get(&date)
            .filter(|day| day.is_off_day)
            .map(|day| day.name.as_str())
    }

    /// The working days from `first` to `last`, both included.
    pub fn working_days(
        &self,
        first: NaiveDate,
        last: NaiveDate,
    ) -> impl Iterator<Item = NaiveDate> + '_ {
        first
            .iter_days()
            .take_while(move |date| *date <= last)
            .filter(|date| self.is_working_day(*date))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn notice(year: i32, off: &[&str], work: &[&str]) -> HolidayNotice {
        let days = [(off, true), (work, false)]
            .into_iter()
            .flat_map(|(dates, is_off_day)| {
                dates.iter().map(move |date| HolidayDay {
                    name: "国庆节".into(),
                    date: day(date),
                    is_off_day,
                })
            })
            .collect();
        HolidayNotice { year, days }
    }

    #[test]
    fn a_published_notice_is_read_as_it_is() {
        let text = r#"{"$schema": "x", "year": 2026, "papers": ["y"], "days": [
            {"name": "元旦", "date": "2026-01-01", "isOffDay": true},
            {"name": "元旦", "date": "2026-01-04", "isOffDay": false}]}"#;
        let calendar = Calendar::new([serde_json::from_str::<HolidayNotice>(text).unwrap()]);
        assert_eq!(calendar.holiday(day("2026-01-01")), Some("元旦"));
        assert_eq!(calendar.holiday(day("2026-01-04")), None);
        assert!(
            calendar.is_working_day(day("2026-01-04")),
            "a Sunday made up for"
        );
    }

    #[test]
    fn a_day_is_worked_unless_weekend_or_off_and_made_up_days_are_worked() {
        let calendar =
            Calendar::new([notice(2026, &["2026-10-01", "2026-10-07"], &["2026-10-10"])]);
        for (date, worked) in [
            ("2026-09-30", true),
            ("2026-10-01", false),
            ("2026-10-07", false),
            ("2026-10-08", true),
            ("2026-10-10", true),
            ("2026-10-11", false),
        ] {
            assert_eq!(calendar.is_working_day(day(date)), worked, "{date}");
        }
        let week: Vec<_> = calendar
            .working_days(day("2026-10-07"), day("2026-10-12"))
            .collect();
        assert_eq!(
            week,
            ["2026-10-08", "2026-10-09", "2026-10-10", "2026-10-12"].map(day)
        );
    }

    #[test]
    fn a_year_without_a_notice_is_a_plain_week_and_says_so() {
        let calendar = Calendar::new([notice(2026, &["2026-10-01"], &[])]);
        assert!(calendar.knows(2026) && !calendar.knows(2027));
        assert!(calendar.is_working_day(day("2027-10-01")), "a Friday");
        assert!(!calendar.is_working_day(day("2027-10-02")), "a Saturday");
    }

    #[test]
    fn the_later_notice_decides_about_december() {
        let older = notice(2026, &[], &["2026-12-26"]);
        let newer = notice(2027, &["2026-12-26"], &[]);
        for notices in [[older.clone(), newer.clone()], [newer, older]] {
            assert!(!Calendar::new(notices).is_working_day(day("2026-12-26")));
        }
    }
}
