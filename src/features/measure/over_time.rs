//! What was measured, the newest first, and how it went over time with the band in which it should lie.

use domain::api::home_measurements::{HomeReading, TakeBackMeasurement};
use domain::api::records::BpTarget;
use domain::rules::home_measurement::HomeKind;
use leptos::prelude::*;

use super::model;
use crate::features::shared::{AskedButton, home_trends, reading_line};
use crate::i18n::texts::measure as words;
use crate::i18n::{format, t};
use crate::store::{self, use_submit};
use crate::ui::{Card, Disclosure, Empty, Question, Section, Status, Tone, icon};

/// Readings that are listed; the chart shows all.
const LISTED: usize = 10;

/// Everything that was measured.
#[component]
pub(super) fn OverTime(
    /// The newest first.
    readings: Vec<HomeReading>,
    /// Where a blood pressure should lie.
    target: BpTarget,
    /// Whether the caller may take one back.
    may_write: bool,
) -> impl IntoView {
    if readings.is_empty() {
        return view! {
            <Section title=words::LIST><Empty title=words::NONE hint=words::NONE_HINT glyph=icon::FILE /></Section>
        }
        .into_any();
    }
    let trends = home_trends(&readings, &target);
    let pressures = readings
        .iter()
        .any(|one| one.reading.kind == HomeKind::BloodPressure);
    let rows = readings
        .into_iter()
        .take(LISTED)
        .map(|one| view! { <Row reading=one target=target.clone() may_write=may_write /> })
        .collect_view();
    view! {
        <Section title=words::OVER_TIME>
            {trends}
            {pressures.then(|| view! { <p class="muted">{t(words::CHART_HINT)}</p> })}
        </Section>
        <Section title=words::LIST>{rows}</Section>
    }
    .into_any()
}

#[component]
fn Row(reading: HomeReading, target: BpTarget, may_write: bool) -> impl IntoView {
    let HomeReading {
        id,
        reading,
        alert,
        seen_by,
        ..
    } = reading;
    let standing = model::standing(&reading, alert, &target);
    let at = reading.taken_at;
    let line = move || reading_line(&reading);
    view! {
        <Card>
            <p>
                <strong>{line}</strong>
                {standing.map(|(tone, label)| view! { " " <Status tone=tone label=label /> })}
            </p>
            <p class="muted">{move || format::date_time(at)}</p>
            {seen_by.map(|who| {
                let label = Signal::derive(move || [words::SEEN.get(), format::DOT, &who].concat());
                view! { <p><Status tone=Tone::Info label=label /></p> }
            })}
            {may_write.then(|| view! {
                <Disclosure summary=words::TAKE_BACK><TakeBack id=id /></Disclosure>
            })}
        </Card>
    }
}

#[component]
fn TakeBack(id: domain::ids::HomeMeasurementId) -> impl IntoView {
    let take_back = use_submit::<TakeBackMeasurement>();
    let question = Question::new(
        words::TAKE_BACK_ASK,
        words::TAKE_BACK_TEXT,
        words::TAKE_BACK,
    );
    let again = Callback::new(move |()| store::refresh());
    view! {
        <AskedButton
            action=take_back
            path=id
            question=question
            done=words::TAKEN_BACK
            on_done=again
        />
    }
}
