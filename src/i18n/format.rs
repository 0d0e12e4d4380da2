//! How days, times, money and measured values are written in the language in use.
//!
//! Days are told by their distance when near (今天, 明天), times by the part of the day, units
//! stand after a space. Every function here follows the language where it is read reactively.
//! Written by hand: chrono's own formatter costs more bytes than all of this.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike, Utc};
use domain::money::Fen;

use super::{Language, language};
use crate::platform::clock;

/// Stands between facts of one line; a line may end with it and never begins with it.
pub const DOT: &str = "\u{a0}· ";
/// Keeps a number and its word on one line.
const TOGETHER: &str = "\u{a0}";

/// A day: 今天, 明天, 昨天, 11月26日 周四; with its year when that is not this one.
#[must_use]
pub fn date(date: NaiveDate) -> String {
    day_in(language(), date, clock::today())
}

/// Until when, the day included: 最晚明天, 11月26日（周四）前, 2027年1月5日前.
#[must_use]
pub fn by(day: NaiveDate) -> String {
    by_in(language(), &date(day))
}

/// A day without regard to today: 2026年11月26日.
#[must_use]
pub fn full_date(date: NaiveDate) -> String {
    full_date_in(language(), date)
}

/// A day as it stands on paper: 2026年11月26日 周四.
#[must_use]
pub fn paper_date(date: NaiveDate) -> String {
    let language = language();
    let (date, weekday) = (full_date_in(language, date), weekday(language, date));
    match language {
        Language::Zh => [&date, " ", weekday].concat(),
        Language::En => [weekday, " ", &date].concat(),
    }
}

/// The time of a moment: 上午 9:20.
#[must_use]
pub fn time(moment: DateTime<Utc>) -> String {
    time_in(language(), clock::local(moment))
}

/// A moment: 明天 上午 9:20.
#[must_use]
pub fn date_time(moment: DateTime<Utc>) -> String {
    let local = clock::local(moment);
    let (day, time) = (
        day_in(language(), local.date(), clock::today()),
        time_in(language(), local),
    );
    [day.as_str(), " ", &time].concat()
}

/// How long ago, for data that may be old: 刚刚, 5 分钟前, else the moment.
#[must_use]
pub fn ago(moment: DateTime<Utc>) -> String {
    let minutes = (clock::now() - moment).num_minutes();
    match (language(), minutes) {
        (Language::Zh, ..1) => "刚刚".to_owned(),
        (Language::En, ..1) => "just now".to_owned(),
        (Language::Zh, 1..60) => [&minutes.to_string(), " 分钟前"].concat(),
        (Language::En, 1..60) => [&minutes.to_string(), " min ago"].concat(),
        _ => date_time(moment),
    }
}

/// An amount: 8 元, 12.50 元.
#[must_use]
pub fn money(amount: Fen) -> String {
    let amount = amount.to_string();
    match language() {
        Language::Zh => [&amount, TOGETHER, "元"].concat(),
        Language::En => ["¥", &amount].concat(),
    }
}

/// An age in full years: 68 岁.
#[must_use]
pub fn age(years: u16) -> String {
    match language() {
        Language::Zh => [&years.to_string(), TOGETHER, "岁"].concat(),
        Language::En => ["aged", TOGETHER, &years.to_string()].concat(),
    }
}

/// A phone number in groups: 138 0013 8000. Masked ones (138****8000) are grouped the same way.
#[must_use]
pub fn phone(number: &str) -> String {
    let mobile = number.chars().count() == 11 && number.starts_with('1');
    let mut out = String::with_capacity(number.len() + 2);
    for (place, c) in number.chars().enumerate() {
        if mobile && matches!(place, 3 | 7) {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// A blood pressure: 138/86 mmHg.
#[must_use]
pub fn blood_pressure(systolic: u16, diastolic: u16) -> String {
    [&systolic.to_string(), "/", &diastolic.to_string(), " mmHg"].concat()
}

/// A value kept in tenths: 63 is 6.3.
#[must_use]
pub fn tenths(value: u16) -> String {
    [&(value / 10).to_string(), ".", &(value % 10).to_string()].concat()
}

/// Tenths without a needless zero: 65, 65.5.
#[must_use]
pub fn short_tenths(value: u16) -> String {
    let text = tenths(value);
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// A whole number in its scale, without needless zeros behind the point: 650 in scale 1 is 65, 655 is 65.5.
#[must_use]
pub fn scaled(number: i32, scale: u8) -> String {
    let mut digits = number.unsigned_abs().to_string();
    let behind = usize::from(scale);
    while digits.len() <= behind {
        digits.insert(0, '0');
    }
    let (whole, part) = digits.split_at(digits.len() - behind);
    let part = part.trim_end_matches('0');
    let sign = if number < 0 { "-" } else { "" };
    let point = if part.is_empty() { "" } else { "." };
    [sign, whole, point, part].concat()
}

fn day_in(language: Language, date: NaiveDate, today: NaiveDate) -> String {
    let near = match ((date - today).num_days(), language) {
        (0, Language::Zh) => "今天",
        (1, Language::Zh) => "明天",
        (2, Language::Zh) => "后天",
        (-1, Language::Zh) => "昨天",
        (0, Language::En) => "today",
        (1, Language::En) => "tomorrow",
        (-1, Language::En) => "yesterday",
        _ => "",
    };
    match (near.is_empty(), date.year() == today.year(), language) {
        (false, _, _) => near.to_owned(),
        (true, true, Language::Zh) => [
            &date.month().to_string(),
            "月",
            &date.day().to_string(),
            "日 ",
            weekday(language, date),
        ]
        .concat(),
        (true, true, Language::En) => [weekday(language, date), " ", &day_month(date)].concat(),
        (true, false, _) => full_date_in(language, date),
    }
}

fn by_in(language: Language, day: &str) -> String {
    match (language, day.split_once(' ')) {
        (Language::En, _) => ["by ", day].concat(),
        (Language::Zh, None) if day.ends_with('日') => [day, "前"].concat(),
        (Language::Zh, None) => ["最晚", day].concat(),
        (Language::Zh, Some((day, weekday))) => [day, "（", weekday, "）前"].concat(),
    }
}

fn full_date_in(language: Language, date: NaiveDate) -> String {
    let (year, month, day) = (
        date.year().to_string(),
        date.month().to_string(),
        date.day().to_string(),
    );
    match language {
        Language::Zh => [&year, "年", &month, "月", &day, "日"].concat(),
        Language::En => [&day_month(date), " ", &year].concat(),
    }
}

fn day_month(date: NaiveDate) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let month = usize::try_from(date.month0())
        .ok()
        .and_then(|month| MONTHS.get(month))
        .copied()
        .unwrap_or_default();
    [&date.day().to_string(), " ", month].concat()
}

fn weekday(language: Language, date: NaiveDate) -> &'static str {
    const ZH: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
    const EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let names = match language {
        Language::Zh => &ZH,
        Language::En => &EN,
    };
    let day = usize::try_from(date.weekday().num_days_from_monday()).unwrap_or_default();
    names.get(day).copied().unwrap_or_default()
}

fn time_in(language: Language, local: NaiveDateTime) -> String {
    let (hour, minute) = (local.hour(), two(local.minute()));
    match language {
        Language::Zh => {
            let part = match hour {
                0..6 => "凌晨",
                6..12 => "上午",
                12..13 => "中午",
                13..18 => "下午",
                _ => "晚上",
            };
            let hour = if hour > 12 { hour - 12 } else { hour };
            [part, TOGETHER, &hour.to_string(), ":", &minute].concat()
        }
        Language::En => [&hour.to_string(), ":", &minute].concat(),
    }
}

fn two(number: u32) -> String {
    if number < 10 {
        ["0", &number.to_string()].concat()
    } else {
        number.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn near_days_are_told_by_their_distance_and_far_ones_by_their_date() {
        let today = day("2026-11-24");
        for (date, zh, en) in [
            ("2026-11-24", "今天", "today"),
            ("2026-11-25", "明天", "tomorrow"),
            ("2026-11-26", "后天", "Thu 26 Nov"),
            ("2026-11-23", "昨天", "yesterday"),
            ("2026-11-29", "11月29日 周日", "Sun 29 Nov"),
            ("2026-01-05", "1月5日 周一", "Mon 5 Jan"),
            ("2027-01-05", "2027年1月5日", "5 Jan 2027"),
        ] {
            assert_eq!(day_in(Language::Zh, day(date), today), zh);
            assert_eq!(day_in(Language::En, day(date), today), en);
        }
    }

    #[test]
    fn a_last_day_is_told_so_that_the_day_itself_is_in_time() {
        for (told, zh) in [
            ("今天", "最晚今天"),
            ("1月5日 周一", "1月5日（周一）前"),
            ("2027年1月5日", "2027年1月5日前"),
        ] {
            assert_eq!(by_in(Language::Zh, told), zh);
        }
        assert_eq!(by_in(Language::En, "Mon 5 Jan"), "by Mon 5 Jan");
    }

    #[test]
    fn a_time_names_its_part_of_the_day() {
        for (hour, minute, zh, en) in [
            (0, 5, "凌晨\u{a0}0:05", "0:05"),
            (9, 20, "上午\u{a0}9:20", "9:20"),
            (12, 30, "中午\u{a0}12:30", "12:30"),
            (14, 0, "下午\u{a0}2:00", "14:00"),
            (23, 59, "晚上\u{a0}11:59", "23:59"),
        ] {
            let moment = day("2026-11-24").and_hms_opt(hour, minute, 0).unwrap();
            assert_eq!(time_in(Language::Zh, moment), zh);
            assert_eq!(time_in(Language::En, moment), en);
        }
    }

    #[test]
    fn amounts_ages_numbers_and_values_carry_their_units() {
        assert_eq!(money(Fen(800)), "8\u{a0}元");
        assert_eq!(money(Fen(1250)), "12.50\u{a0}元");
        assert_eq!(age(68), "68\u{a0}岁");
        assert_eq!(phone("13800138000"), "138 0013 8000");
        assert_eq!(phone("138****8000"), "138 **** 8000");
        assert_eq!(phone("0731-28550120"), "0731-28550120");
        assert_eq!(blood_pressure(138, 86), "138/86 mmHg");
        assert_eq!(tenths(63), "6.3");
        for (value, said) in [(650, "65"), (655, "65.5"), (5, "0.5"), (0, "0")] {
            assert_eq!(short_tenths(value), said);
        }
    }
}
