//! The health record as resident and staff see it, piece by piece: the same words and the same
//! points for both.

use chrono::Datelike;
use domain::api::home_measurements::HomeReading;
use domain::api::records::{
    BloodPressurePoint, BpTarget, Condition, Drug, FollowUpLine, GlucosePoint, Measurement,
    MeasurementKind, Record,
};
use domain::api::rounds::RoundEntry;
use domain::ids::FollowUpId;
use domain::rules::home_measurement::{HomeKind, Reading as HomeValue};
use leptos::prelude::*;

use super::home_reading::reading_line;
use super::identity::BasicPart;
use super::words::{said, tone, word};
use crate::i18n::format;
use crate::i18n::t;
use crate::i18n::texts::{measure, record as words};
use crate::platform::clock::local;
use crate::routes::Route;
use crate::ui::chart::{Band, Series, Trend, TrendPoint};
use crate::ui::{
    Card, KeyValue, KeyValues, List, ListRow, Reading, Readings, Section, Status, Tone,
};

/// The whole record.
///
/// `<RecordParts record=record visit=Route::FollowUp/>`
#[component]
pub fn RecordParts(
    /// The record.
    record: Record,
    /// The page of one follow-up: residents and staff have each their own.
    visit: fn(FollowUpId) -> Route,
) -> impl IntoView {
    let Record {
        basic,
        allergies,
        conditions,
        drugs,
        latest,
        blood_pressure,
        glucose,
        follow_ups,
        home,
        rounds,
        bp_target,
    } = record;
    view! {
        <LatestPart latest=latest />
        <TrendsPart blood_pressure=blood_pressure glucose=glucose target=bp_target.clone() />
        <HomePart home=home target=bp_target />
        <HealthPart allergies=allergies conditions=conditions drugs=drugs />
        <FollowUpsPart lines=follow_ups visit=visit />
        <RoundsPart rounds=rounds />
        <BasicPart basic=basic />
    }
}

/// A measurement's value, as people write it.
#[must_use]
pub fn measured_value(measurement: &Measurement) -> String {
    let tenths = |value: i32| u16::try_from(value).map(format::tenths).unwrap_or_default();
    match (measurement.kind, measurement.second) {
        (MeasurementKind::BloodPressure, Some(second)) => {
            [&measurement.value.to_string(), "/", &second.to_string()].concat()
        }
        (MeasurementKind::BloodPressure | MeasurementKind::HeartRate, _) => {
            measurement.value.to_string()
        }
        _ => tenths(measurement.value),
    }
}

#[component]
fn LatestPart(latest: Vec<Measurement>) -> impl IntoView {
    let readings = latest.into_iter().map(|measurement| {
        let (label, unit) = (
            words::measured(measurement.kind),
            words::unit(measurement.kind),
        );
        let day = measurement.date;
        let standing = measurement.in_range.map(|good| {
            if good {
                words::IN_RANGE
            } else {
                words::OUT_OF_RANGE
            }
        });
        let tone = if measurement.in_range == Some(false) {
            Tone::Warn
        } else {
            Tone::Ok
        };
        view! {
            <Reading
                label=label
                value=Signal::stored(measured_value(&measurement))
                nostrip:unit=unit
                note=Signal::derive(move || format::date(day))
                tone=tone
                nostrip:status=standing
            />
        }
    });
    let readings = readings.collect_view();
    let any = !readings.is_empty();
    view! {
        <Section title=words::LATEST>
            <Card>
                {if any {
                    view! { <Readings>{readings}</Readings> }.into_any()
                } else {
                    view! { <p class="muted">{t(words::NONE)}</p> }.into_any()
                }}
            </Card>
        </Section>
    }
}

#[component]
fn TrendsPart(
    blood_pressure: Vec<BloodPressurePoint>,
    glucose: Vec<GlucosePoint>,
    target: BpTarget,
) -> impl IntoView {
    if blood_pressure.is_empty() && glucose.is_empty() {
        return ().into_any();
    }
    let pressure = (!blood_pressure.is_empty()).then(|| {
        let points = |value: fn(&BloodPressurePoint) -> u16| {
            let point = |point: &BloodPressurePoint| TrendPoint { day: point.date, value: f64::from(value(point)) };
            blood_pressure.iter().map(point).collect()
        };
        let series = vec![
            Series { name: words::SYSTOLIC.into(), points: points(|point| point.sbp) },
            Series { name: words::DIASTOLIC.into(), points: points(|point| point.dbp) },
        ];
        // One band for two lines: the systolic one lies above the diastolic limit, so between the
        // two limits only the systolic line is at home.
        let band = Band { low: f64::from(target.dbp_below), high: f64::from(target.sbp_below) };
        view! {
            <Card>
                <Trend label=words::PRESSURE unit=words::MMHG series=Signal::stored(series) band=band />
            </Card>
        }
    });
    let glucose = (!glucose.is_empty()).then(|| {
        let point = |point: &GlucosePoint| TrendPoint { day: point.date, value: f64::from(point.tenths) / 10.0 };
        let series = vec![Series { name: words::GLUCOSE.into(), points: glucose.iter().map(point).collect() }];
        view! {
            <Card>
                <Trend label=words::GLUCOSE unit=words::MMOL series=Signal::stored(series) decimals=1 />
            </Card>
        }
    });
    view! { <Section title=words::TRENDS>{pressure} {glucose}</Section> }.into_any()
}

/// What was measured at home has a chart of its own: it is another cuff on another day.
#[component]
fn HomePart(home: Vec<HomeReading>, target: BpTarget) -> impl IntoView {
    let newest = home.first().map(|one| {
        let (reading, alert) = (one.reading.clone(), one.alert);
        let at = reading.taken_at;
        let line = move || [&reading_line(&reading), format::DOT, &format::date_time(at)].concat();
        view! {
            <p>
                {line}
                {alert.map(|alert| view! { " " <Status tone=Tone::Bad label=measure::alert_name(alert) /> })}
            </p>
        }
    });
    (!home.is_empty()).then(|| {
        let trends = home_trends(&home, &target);
        view! {
            <Section title=measure::TITLE>
                <Card>{newest}</Card>
                {trends}
            </Section>
        }
    })
}

/// Charts of what was measured at home: blood pressure in its target, and glucose.
#[must_use]
pub fn home_trends(home: &[HomeReading], target: &BpTarget) -> AnyView {
    // The newest comes first; a chart begins with the oldest.
    let of = |kind: HomeKind| {
        let those = home.iter().rev().map(|one| &one.reading);
        let those = those.filter(move |reading| reading.kind == kind);
        those
            .map(|one| (local(one.taken_at).date(), one.clone()))
            .collect::<Vec<_>>()
    };
    let (pressures, glucose) = (of(HomeKind::BloodPressure), of(HomeKind::Glucose));
    let pressure = (!pressures.is_empty()).then(|| {
        let points = |value: fn(&HomeValue) -> u16| {
            let point = |(day, one): &(chrono::NaiveDate, HomeValue)| TrendPoint {
                day: *day,
                value: f64::from(value(one)),
            };
            pressures.iter().map(point).collect()
        };
        let series = vec![
            Series {
                name: words::SYSTOLIC.into(),
                points: points(|one| one.value),
            },
            Series {
                name: words::DIASTOLIC.into(),
                points: points(|one| one.second.unwrap_or_default()),
            },
        ];
        let band = Band {
            low: f64::from(target.dbp_below),
            high: f64::from(target.sbp_below),
        };
        let label =
            Signal::derive(|| [measure::SELF_MEASURED.get(), " ", words::PRESSURE.get()].concat());
        view! {
            <Card>
                <Trend label=label unit=words::MMHG series=Signal::stored(series) band=band />
            </Card>
        }
    });
    let glucose = (!glucose.is_empty()).then(|| {
        let point = |(day, one): &(chrono::NaiveDate, HomeValue)| TrendPoint {
            day: *day,
            value: f64::from(one.value) / 10.0,
        };
        let series = vec![Series {
            name: measure::GLUCOSE.into(),
            points: glucose.iter().map(point).collect(),
        }];
        let label =
            Signal::derive(|| [measure::SELF_MEASURED.get(), " ", measure::GLUCOSE.get()].concat());
        view! {
            <Card>
                <Trend label=label unit=words::MMOL series=Signal::stored(series) decimals=1 />
            </Card>
        }
    });
    view! { {pressure} {glucose} }.into_any()
}

#[component]
fn HealthPart(
    allergies: Vec<String>,
    conditions: Vec<Condition>,
    drugs: Vec<Drug>,
) -> impl IntoView {
    let allergies = if allergies.is_empty() {
        view! { <span class="muted">{t(words::NO_ALLERGIES)}</span> }.into_any()
    } else {
        view! { <Status tone=Tone::Warn label=Signal::stored(allergies.join("、")) /> }.into_any()
    };
    let conditions = move || {
        let said = conditions
            .iter()
            .map(|one| words::condition(&one.name, one.since.map(|day| day.year())));
        let said = said.collect::<Vec<_>>().join("、");
        if said.is_empty() {
            words::NONE.get().to_owned()
        } else {
            said
        }
    };
    let none = drugs
        .is_empty()
        .then(|| view! { <p class="muted">{t(words::NONE)}</p> });
    let drugs = drugs
        .into_iter()
        .map(
            |drug| view! { <p>{move || words::drug(&drug.name, drug.times_a_day, &drug.dose)}</p> },
        )
        .collect_view();
    view! {
        <Section title=words::HEALTH>
            <Card>
                <KeyValues>
                    <KeyValue label=words::ALLERGIES>{allergies}</KeyValue>
                    <KeyValue label=words::CONDITIONS>{conditions}</KeyValue>
                    <KeyValue label=words::DRUGS>{drugs} {none}</KeyValue>
                </KeyValues>
            </Card>
        </Section>
    }
}

#[component]
fn FollowUpsPart(lines: Vec<FollowUpLine>, visit: fn(FollowUpId) -> Route) -> impl IntoView {
    let none = lines
        .is_empty()
        .then(|| view! { <Card><p class="muted">{t(words::NO_FOLLOW_UPS)}</p></Card> });
    let rows = lines
        .into_iter()
        .map(|line| view! { <FollowUpRow line=line visit=visit /> })
        .collect_view();
    let list = (!rows.is_empty()).then(|| view! { <List>{rows}</List> });
    view! { <Section title=words::FOLLOW_UPS>{none} {list}</Section> }
}

/// What was said when a doctor came by: the numbers stand in the charts.
#[component]
fn RoundsPart(rounds: Vec<RoundEntry>) -> impl IntoView {
    let cards = rounds.into_iter().map(|RoundEntry { entry, doctor, .. }| {
        let on = entry.on;
        let head = move || [format::date(on).as_str(), format::DOT, &doctor].concat();
        let said = |label, text: Option<String>| {
            text.map(|text| view! { <KeyValue label=label>{text}</KeyValue> })
        };
        view! {
            <Card>
                <p class="muted">{head}</p>
                <KeyValues>
                    {said(words::COMPLAINT, entry.complaint)}
                    {said(words::ADVICE, entry.advice)}
                </KeyValues>
            </Card>
        }
    });
    let cards = cards.collect_view();
    (!cards.is_empty()).then(|| view! { <Section title=words::ROUNDS>{cards}</Section> })
}

#[component]
fn FollowUpRow(line: FollowUpLine, visit: fn(FollowUpId) -> Route) -> impl IntoView {
    let FollowUpLine {
        follow_up_id,
        title: programme,
        date,
        way,
        programme: _,
        class,
        bp,
        doctor,
        next_date,
    } = line;
    let bp = bp.map(|bp| (bp.sbp, bp.dbp));
    let title = Signal::derive(move || {
        let visit = words::visit(&format::date(date), word(way.zh(), way.en()));
        [said(&programme), format::DOT, &visit].concat()
    });
    let detail = Signal::derive(move || {
        let next = next_date.map(format::by);
        words::visit_rest(bp, next.as_deref(), &doctor)
    });
    view! {
        <ListRow title=title detail=detail href=visit(follow_up_id).href()>
            <Status tone=tone(class.tone) label=Signal::derive(move || said(&class.words).to_owned()) />
        </ListRow>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_written_in_the_unit_of_its_kind() {
        for (kind, value, second, said) in [
            (MeasurementKind::BloodPressure, 138, Some(86), "138/86"),
            (MeasurementKind::HeartRate, 76, None, "76"),
            (MeasurementKind::FastingGlucose, 63, None, "6.3"),
            (MeasurementKind::Bmi, 241, None, "24.1"),
        ] {
            let date = "2026-11-02".parse().unwrap();
            let measurement = Measurement {
                kind,
                value,
                second,
                date,
                in_range: None,
            };
            assert_eq!(measured_value(&measurement), said);
        }
    }

    #[test]
    fn a_drug_and_a_visit_are_told_in_plain_words() {
        assert_eq!(
            words::drug("氨氯地平", 1, "5 mg"),
            "氨氯地平，每天 1 次，每次 5 mg"
        );
        assert_eq!(words::visit("11月2日", "门诊"), "11月2日 门诊随访");
        assert_eq!(
            words::visit_rest(Some((138, 86)), Some("2月2日（周一）前"), "李医生"),
            "血压 138/86，下次 2月2日（周一）前，李医生"
        );
        assert_eq!(
            words::condition("高血压", Some(2015)),
            "高血压（2015 年起）"
        );
    }
}
