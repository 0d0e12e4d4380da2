//! Age in full years (周岁, domain.md §3.5); the one function that counts it.

use chrono::{Datelike, NaiveDate};

/// Full years on a date. The birthday itself counts, as in public health; somebody born on
/// 29 February reaches the birthday on 1 March of a common year. 0 before birth.
#[must_use]
pub fn age_on(birth: NaiveDate, date: NaiveDate) -> u16 {
    let had_birthday = (date.month(), date.day()) >= (birth.month(), birth.day());
    let years = date
        .year()
        .saturating_sub(birth.year())
        .saturating_sub(i32::from(!had_birthday));
    u16::try_from(years.max(0)).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_birthday_itself_counts_and_leap_days_wait_for_march() {
        for (birth, date, age) in [
            ("1960-02-29", "2026-02-28", 65),
            ("1960-02-29", "2026-03-01", 66),
            ("1960-02-29", "2028-02-28", 67),
            ("1960-02-29", "2028-02-29", 68),
            ("1961-12-31", "2026-11-23", 64),
            ("1958-03-12", "2026-03-11", 67),
            ("1958-03-12", "2026-03-12", 68),
            ("2026-11-23", "2026-11-23", 0),
            ("2026-11-24", "2026-11-23", 0),
        ] {
            let day = |text: &str| text.parse::<NaiveDate>().unwrap();
            assert_eq!(
                age_on(day(birth), day(date)),
                age,
                "born {birth}, on {date}"
            );
        }
    }

    proptest! {
        #[test]
        fn nobody_grows_younger(birth in 0i32..45_000, lived in 0i32..45_000) {
            let day = |n: i32| NaiveDate::from_num_days_from_ce_opt(693_000 + n).unwrap();
            let (born, then) = (day(birth), day(birth + lived));
            let (today, tomorrow) = (age_on(born, then), age_on(born, then.succ_opt().unwrap()));
            prop_assert!(tomorrow == today || tomorrow == today + 1);
        }
    }
}
