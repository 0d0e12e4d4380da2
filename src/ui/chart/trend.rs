//! How one or two measured values went over time, with the band in which they should lie.
//!
//! The drawing is stretched to its place while all texts stay HTML, so that they grow with the
//! person's text size. One can walk through the days with the arrow keys or a finger; the day
//! walked to is read out. A table with the same numbers is one press away.

use super::{path, scale};
use crate::{
    i18n::{format, t, texts::ui as words},
    ui::{Button, ButtonLook, Table, icon},
};
use chrono::NaiveDate;
use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    html,
    prelude::*,
};

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
struct Drawing {
    days: Vec<NaiveDate>,
    marks: Vec<String>,
    levels: String,
    band: Option<String>,
    lines: Vec<(String, String)>,
    axis: scale::Axis,
}

impl Drawing {
    fn of(series: &[Series], band: Option<Band>) -> Self {
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
fn along(days: &[NaiveDate], day: NaiveDate) -> f64 {
    const ROOM: f64 = 0.03;
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return 0.5;
    };
    let since =
        |day: NaiveDate| f64::from(i32::try_from((day - *first).num_days()).unwrap_or(i32::MAX));
    ROOM + (1.0 - 2.0 * ROOM) * scale::share(since(day), 0.0, since(*last))
}

/// The place in `days` of the day nearest to a share of the chart's width.
fn nearest(days: &[NaiveDate], share: f64) -> Option<usize> {
    let distance = |day: &NaiveDate| (along(days, *day) - share).abs();
    let by_distance =
        |a: &(usize, &NaiveDate), b: &(usize, &NaiveDate)| distance(a.1).total_cmp(&distance(b.1));
    days.iter()
        .enumerate()
        .min_by(by_distance)
        .map(|(place, _)| place)
}

/// The last of a day's points: the one that counts when several were measured.
fn last_on(series: &Series, day: NaiveDate) -> Option<&TrendPoint> {
    series.points.iter().rev().find(|point| point.day == day)
}

/// The values of all series on a day, "138 / 86"; a dash where one has none.
fn values_on(series: &[Series], day: NaiveDate, decimals: usize) -> String {
    let value = |series: &Series| {
        let point = last_on(series, day);
        point.map_or_else(
            || "—".to_owned(),
            |point| format!("{:.*}", decimals, point.value),
        )
    };
    series.iter().map(value).collect::<Vec<_>>().join(" / ")
}

/// Draws one or two series.
///
/// `<Trend label=BLOOD_PRESSURE unit="mmHg" series=series bands=vec![Band { low: 90.0, high: 140.0 }]/>`
#[component]
pub fn Trend(
    /// What is measured.
    #[prop(into)]
    label: Signal<String>,
    /// The unit of all values.
    #[prop(into)]
    unit: Signal<String>,
    /// One or two series; of two, the first is the upper one.
    #[prop(into)]
    series: Signal<Vec<Series>>,
    /// Where the values should lie.
    #[prop(optional)]
    band: Option<Band>,
    /// How many decimals the values have.
    #[prop(optional)]
    decimals: usize,
) -> impl IntoView {
    let drawing = StoredValue::new(series.with_untracked(|series| Drawing::of(series, band)));
    let changed = Memo::new(move |count: Option<&u32>| {
        drawing.set_value(series.with(|series| Drawing::of(series, band)));
        count.map_or(0, |count| count + 1)
    });
    let drawn = move |read: fn(&Drawing) -> String| {
        changed.track();
        drawing.with_value(read)
    };
    let as_table = RwSignal::new(false);
    let picked = RwSignal::new(None::<usize>);
    let count = move || drawing.with_value(|drawing| drawing.days.len());
    let day = move || {
        changed.track();
        let picked = picked.get();
        drawing.with_value(|drawing| match picked {
            Some(place) => drawing.days.get(place).copied(),
            None => drawing.days.last().copied(),
        })
    };

    let walk = move |event: KeyboardEvent| {
        let last = count().saturating_sub(1);
        let here = picked.get_untracked().unwrap_or(last);
        let next = match event.key().as_str() {
            "ArrowLeft" => here.saturating_sub(1),
            "ArrowRight" => last.min(here + 1),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        picked.set(Some(next));
    };
    let plot = NodeRef::<html::Div>::new();
    let point_at = move |event: MouseEvent| {
        let width = plot.get_untracked().map_or(0, |plot| plot.client_width());
        let share = f64::from(event.offset_x()) / f64::from(width.max(1));
        picked.set(drawing.with_value(|drawing| nearest(&drawing.days, share)));
    };

    let value = move || day().map(|day| series.with(|series| values_on(series, day, decimals)));
    let legend = move || {
        changed.track();
        let names =
            series.with(|series| series.iter().map(|series| series.name).collect::<Vec<_>>());
        let entry = |(place, name): (usize, Signal<String>)| {
            view! {
                <span class=["trend-key trend-", SHAPES.get(place).unwrap_or(&"b")].concat()>
                    <svg viewBox="0 0 32 16" aria-hidden="true">
                        <path class="trend-line" d="M2 8h28" />
                        <path class="trend-dots" d="M16 8h0" />
                    </svg>
                    {move || name.get()}
                </span>
            }
        };
        names.into_iter().enumerate().map(entry).collect_view()
    };
    let target = band.map(|Band { low, high }| {
        view! {
            <span class="trend-key">
                <span class="trend-swatch"></span>
                {t(words::TARGET)}
                {format!(" {low:.decimals$}–{high:.decimals$}")}
            </span>
        }
    });
    let cursor = move || {
        day().map(|day| drawing.with_value(|drawing| path::upright(along(&drawing.days, day))))
    };
    let cursor_dots = move || {
        let day = day()?;
        let places = series.with(|series| {
            drawing.with_value(|drawing| {
                let last_of = |series: &Series| {
                    let point = last_on(series, day)?;
                    Some((along(&drawing.days, day), drawing.axis.share(point.value)))
                };
                series.iter().filter_map(last_of).collect::<Vec<_>>()
            })
        });
        Some(path::dots(&places))
    };
    let lines = move || {
        changed.track();
        let lines = drawing.with_value(|drawing| drawing.lines.clone());
        let line = |(place, (line, dots)): (usize, (String, String))| {
            view! {
                <g class=["trend-", SHAPES.get(place).unwrap_or(&"b")].concat()>
                    <path class="trend-line" d=line />
                    <path class="trend-dots" d=dots />
                </g>
            }
        };
        lines.into_iter().enumerate().map(line).collect_view()
    };
    let marks = move || {
        changed.track();
        let marks = drawing.with_value(|drawing| drawing.marks.clone());
        marks
            .into_iter()
            .map(|mark| view! { <span>{mark}</span> })
            .collect_view()
    };
    let end = move |last: bool| {
        changed.track();
        let day = drawing.with_value(|drawing| {
            if last {
                drawing.days.last().copied()
            } else {
                drawing.days.first().copied()
            }
        });
        day.filter(|_| !last || count() > 1).map(format::date)
    };
    let spoken = move || {
        let when = day().map(format::date).unwrap_or_default();
        [label.get(), when, value().unwrap_or_default(), unit.get()].join(" ")
    };
    let chart = move || {
        view! {
            <div
                class="trend-chart"
                role="slider"
                tabindex="0"
                aria-label=move || label.get()
                aria-valuemin="1"
                aria-valuemax=move || {
                    changed.track();
                    count().to_string()
                }
                aria-valuenow=move || picked.get().map_or_else(count, |place| place + 1).to_string()
                aria-valuetext=spoken
                on:keydown=walk
            >
                <div class="trend-marks" aria-hidden="true">{marks}</div>
                <div class="trend-plot" node_ref=plot on:click=point_at>
                    <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
                        <path class="trend-band" d=move || drawn(|drawing| drawing.band.clone().unwrap_or_default()) />
                        <path class="trend-levels" d=move || drawn(|drawing| drawing.levels.clone()) />
                        <path class="trend-cursor" d=cursor />
                        {lines}
                        <path class="trend-picked" d=cursor_dots />
                    </svg>
                </div>
                <div class="trend-days" aria-hidden="true">
                    <span>{move || end(false)}</span>
                    <span>{move || end(true)}</span>
                </div>
            </div>
        }
    };
    let table = move || {
        let mut head = vec![Signal::from(words::DAY)];
        head.extend(
            series.with(|series| series.iter().map(|series| series.name).collect::<Vec<_>>()),
        );
        let rows = Signal::derive(move || {
            changed.track();
            let days = drawing.with_value(|drawing| drawing.days.clone());
            let row = |day: NaiveDate| {
                let values = series.with(|series| {
                    let one =
                        |series: &Series| values_on(std::slice::from_ref(series), day, decimals);
                    series.iter().map(one).collect::<Vec<_>>()
                });
                std::iter::once(day.to_string()).chain(values).collect()
            };
            days.into_iter().rev().map(row).collect()
        });
        let caption = Signal::derive(move || [label.get(), unit.get()].join(" "));
        view! { <Table caption=caption head=head rows=rows /> }
    };
    let switch = Signal::derive(move || {
        if as_table.get() {
            words::AS_CHART.get()
        } else {
            words::AS_TABLE.get()
        }
        .to_owned()
    });
    view! {
        <figure class="trend">
            <figcaption class="trend-head">
                <span class="trend-label">{move || label.get()}</span>
                <span class="trend-value">
                    <span class="number">{value}</span>
                    <span class="unit">{move || unit.get()}</span>
                    <span class="muted">{move || day().map(format::date)}</span>
                </span>
            </figcaption>
            {move || if as_table.get() { table().into_any() } else { chart().into_any() }}
            <div class="trend-foot">
                <span class="trend-legend">{legend} {target}</span>
                <Button
                    label=switch
                    look=ButtonLook::Quiet
                    glyph=icon::LIST
                    on_press=move |()| as_table.update(|as_table| *as_table = !*as_table)
                />
            </div>
        </figure>
    }
}

/// The first line has round dots, the second square ones, so that colour need not tell them apart.
const SHAPES: [&str; 2] = ["a", "b"];

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
