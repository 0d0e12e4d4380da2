//! How one or two measured values went over time, with the band in which they should lie.
//!
//! The drawing is stretched to its place while all texts stay HTML, so that they grow with the
//! person's text size. One can walk through the days with the arrow keys or a finger; the day
//! walked to is read out. A table with the same numbers is one press away.

use super::drawing::{Band, Drawing, Series, along, last_on, nearest, values_on};
use super::path;
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

/// The first line has round dots, the second square ones, so that colour need not tell them apart.
const SHAPES: [&str; 2] = ["a", "b"];

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
