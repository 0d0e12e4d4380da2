//! What a chart draws and says, worked out from its points; pure but for the names' signals.

use super::{path, scale};
use chrono::NaiveDate;
use leptos::prelude::*;

/// A value on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrendPoint {
    /// The day.
    pub day: NaiveDate,
    /// The value, in the chart's unit.
    pub value: f64,
}

/// One line of a chart.
#[derive(Clone)]
pub struct Series {
    /// What it is: "收缩压".
    pub name: Signal<String>,
    /// Its points, oldest first.
    pub points: Vec<TrendPoint>,
}

/// Where values should lie, from the lower to the upper bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
}

/// Everything drawn, worked out once for given points.
pub(super) struct Drawing {
    pub(super) days: Vec<NaiveDate>,
    pub(super) marks: Vec<String>,
    pub(super) levels: String,
    pub(super) band: Option<String>,
    pub(super) lines: Vec<(String, String)>,
    pub(super) axis: scale::Axis,
}

impl Drawing {
    pub(super) fn of(series: &[Series], band: Option<Band>) -> Self {
        let points = || series.iter().flat_map(|series| series.points.iter());
        let mut days = points().map(|point| point.day).collect::<Vec<_>>();
        days.sort_unstable();
        days.dedup();
        let bounds = band.into_iter().flat_map(|band| [band.low, band.high]);
        let axis = scale::Axis::around(points().map(|point| point.value).chain(bounds), 4);
        let marks = axis.marks();
        let heights = marks
            .iter()
            .map(|mark| axis.share(*mark))
            .collect::<Vec<_>>();
        let line = |series: &Series| {
            let place = |point: &TrendPoint| (along(&days, point.day), axis.share(point.value));
            let places = series.points.iter().map(place).collect::<Vec<_>>();
            (path::line(&places), path::dots(&places))
        };
        Self {
            marks: marks
                .iter()
                .map(|mark| format!("{mark:.*}", axis.decimals()))
                .collect(),
            levels: path::levels(&heights),
            band: band.map(|band| path::band(axis.share(band.low), axis.share(band.high))),
            lines: series.iter().map(line).collect(),
            days,
            axis,
        }
    }
}

/// How far along the chart a day lies, with a little room at both ends for the dots.
pub(super) fn along(days: &[NaiveDate], day: NaiveDate) -> f64 {
    const ROOM: f64 = 0.03;
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return 0.5;
    };
    let since =
        |day: NaiveDate| f64::from(i32::try_from((day - *first).num_days()).unwrap_or(i32::MAX));
    ROOM + (1.0 - 2.0 * ROOM) * scale::share(since(day), 0.0, since(*last))
}

/// The place in `days` of the day nearest to a share of the chart's width.
pub(super) fn nearest(days: &[NaiveDate], share: f64) -> Option<usize> {
    let distance = |day: &NaiveDate| (along(days, *day) - share).abs();
    let by_distance =
        |a: &(usize, &NaiveDate), b: &(usize, &NaiveDate)| distance(a.1).total_cmp(&distance(b.1));
    days.iter()
        .enumerate()
        .min_by(by_distance)
        .map(|(place, _)| place)
}

/// The last of a day's points: the one that counts when several were measured.
pub(super) fn last_on(series: &Series, day: NaiveDate) -> Option<&TrendPoint> {
    series.points.iter().rev().find(|point| point.day == day)
}

/// The values of all series on a day, "138 / 86"; a dash where one has none.
pub(super) fn values_on(series: &[Series], day: NaiveDate, decimals: usize) -> String {
    let value = |series: &Series| {
        let point = last_on(series, day);
        point.map_or_else(
            || "—".to_owned(),
            |point| format!("{:.*}", decimals, point.value),
        )
    };
    series.iter().map(value).collect::<Vec<_>>().join(" / ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn series(points: &[(u32, f64)]) -> Series {
        let points = points.iter().map(|(on, value)| TrendPoint {
            day: day(*on),
            value: *value,
        });
        Series {
            name: Signal::stored(String::new()),
            points: points.collect(),
        }
    }

    #[test]
    fn days_keep_their_distance_from_each_other() {
        let days = [day(1), day(11), day(21)];
        let places = days.map(|one| along(&days, one));
        assert!(
            (places[0] - 0.03).abs() < 1e-9
                && (places[1] - 0.5).abs() < 1e-9
                && (places[2] - 0.97).abs() < 1e-9
        );
        assert!(
            (along(&[day(5)], day(5)) - 0.5).abs() < 1e-9,
            "a single day stands in the middle"
        );
    }

    #[test]
    fn a_finger_finds_the_nearest_day() {
        let days = [day(1), day(11), day(21)];
        for (share, place) in [(0.0, 0), (0.2, 0), (0.3, 1), (0.73, 1), (0.8, 2), (1.0, 2)] {
            assert_eq!(nearest(&days, share), Some(place), "{share}");
        }
        assert_eq!(nearest(&[], 0.5), None);
    }

    #[test]
    fn a_day_without_a_second_value_shows_a_dash() {
        let both = [series(&[(1, 138.0), (2, 141.0)]), series(&[(1, 86.0)])];
        assert_eq!(values_on(&both, day(1), 0), "138 / 86");
        assert_eq!(values_on(&both, day(2), 0), "141 / —");
        assert_eq!(values_on(&[series(&[(1, 6.25)])], day(1), 1), "6.2");
    }

    #[test]
    fn of_several_values_on_a_day_the_last_one_is_shown() {
        assert_eq!(
            values_on(&[series(&[(1, 152.0), (1, 138.0)])], day(1), 0),
            "138"
        );
    }

    #[test]
    fn the_band_is_part_of_the_axis() {
        let drawing = Drawing::of(
            &[series(&[(1, 150.0), (2, 160.0)])],
            Some(Band {
                low: 90.0,
                high: 140.0,
            }),
        );
        assert_eq!(drawing.marks, ["160", "140", "120", "100", "80"]);
    }
}
