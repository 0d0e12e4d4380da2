//! A person's health record as the demo makes it up: conditions, allergies, drugs, measurements
//! and follow-ups that fit each other and the groups that the register names. Pure; written by
//! `record`.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Timelike, Utc};
use domain::api::records::{Condition, Drug, MeasurementKind};
use domain::calendar::Calendar;
use domain::codes::PeopleGroup;
use domain::ids::Uuid;
use domain::person::{Sex, age_on};
use domain::programme::Known;
use domain::rules::booking::district_offset;

use super::body::Body;
use super::chance::Chance;
use super::follow_up::FollowUp;
use super::places::Team;
use super::timetable::{self, Standing};
use super::{diabetes, hypertension, programmes};
use crate::failure::Failure;

/// Ages up to this one are measured as children.
const CHILD_UP_TO: u16 = 13;

/// Everything that a record holds beyond the person.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Allergies.
    pub allergies: Vec<&'static str>,
    /// Conditions.
    pub conditions: Vec<Condition>,
    /// Drugs taken now.
    pub drugs: Vec<Drug>,
    /// Measurements.
    pub measurements: Vec<Measured>,
    /// Follow-ups of hypertension and diabetes, oldest first within a programme.
    pub follow_ups: Vec<FollowUp>,
    /// Visits of the other programmes, one each.
    pub other_visits: Vec<FollowUp>,
    /// Day of the last check-up, if there was one in the last year.
    pub exam: Option<NaiveDate>,
}

/// One measurement.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    /// What.
    pub kind: MeasurementKind,
    /// Day.
    pub on: NaiveDate,
    /// The visit it came with.
    pub visit: Uuid,
    /// Value in the unit of the kind.
    pub value: u16,
    /// Diastolic pressure.
    pub second: Option<u16>,
}

/// What the history depends on besides chance.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// The instant that everything lies before.
    pub now: DateTime<Utc>,
    /// The instant in the identifiers of what is made. It grows with everybody who comes, so that
    /// their rows stand side by side and writing them walks along the indexes.
    pub made_at: DateTime<Utc>,
    /// The day of now.
    pub today: NaiveDate,
    /// Working days.
    pub calendar: &'a Calendar,
    /// The team in charge.
    pub team: &'a Team,
}

/// Whose history it is.
#[derive(Clone, Copy, Debug)]
pub struct Patient<'a> {
    /// Birth date.
    pub born: NaiveDate,
    /// Sex.
    pub sex: Sex,
    /// Groups.
    pub groups: &'a [PeopleGroup],
    /// Where the person stands in each programme, if followed up in it.
    pub hypertension: Option<Standing>,
    /// As for hypertension.
    pub diabetes: Option<Standing>,
}

impl History {
    /// Makes a history up.
    pub fn of(
        chance: &mut Chance,
        setting: &Setting<'_>,
        patient: &Patient<'_>,
    ) -> Result<Self, Failure> {
        let age = age_on(patient.born, setting.today);
        let chronic = patient.hypertension.is_some() || patient.diabetes.is_some();
        let body = if age <= CHILD_UP_TO {
            Body::child(chance, age)
        } else {
            Body::adult(chance, patient.sex, age, chronic)
        };
        let mut history = Self {
            allergies: allergies(chance),
            conditions: conditions(chance, setting.today, patient),
            ..Self::default()
        };
        if chronic || chance.percent(if age >= 65 { 80 } else { 35 }) {
            history.examine(chance, setting, patient, &body, age);
        }
        let known = Known {
            born: patient.born,
            sex: patient.sex,
            height: Some(body.height),
        };
        if let Some(standing) = patient.hypertension {
            let slots = timetable::visits(chance, setting.calendar, setting.today, standing);
            let drugs = hypertension::drugs(chance);
            for decided in hypertension::visits(chance, &known, &body, &drugs, &slots)? {
                history.record(FollowUp::signed(chance, setting, &body, decided));
            }
            history.drugs.extend(drugs);
        }
        if let Some(standing) = patient.diabetes {
            let slots = timetable::visits(chance, setting.calendar, setting.today, standing);
            let drugs = diabetes::drugs(chance);
            let usual = history.usual_pressure();
            for decided in diabetes::visits(chance, &known, &body, &drugs, &slots, usual)? {
                history.record(FollowUp::signed(chance, setting, &body, decided));
            }
            history.drugs.extend(drugs);
        }
        if chronic && age >= 60 && chance.percent(40) {
            let also = [
                ("阿托伐他汀钙片", 1, "20 mg"),
                ("阿司匹林肠溶片", 1, "100 mg"),
            ];
            history.drugs.push(hypertension::drug(chance.pick(&also)));
        }
        // Drawn last, so that whatever else is made up stays as it is.
        history.other_visits = programmes::visits(chance, setting, patient)?;
        Ok(history)
    }

    /// The last blood pressure under control.
    fn usual_pressure(&self) -> (u16, u16) {
        let controlled = |visit: &&FollowUp| visit.decision.class == "controlled";
        let last = self.follow_ups.iter().rfind(controlled);
        let pressure = last.and_then(FollowUp::pressure);
        pressure.unwrap_or(diabetes::HEALTHY_PRESSURE)
    }

    /// Days of the visits in a programme, oldest first.
    pub fn visits(&self, programme: &'static str) -> impl Iterator<Item = NaiveDate> + '_ {
        let of_programme = self
            .follow_ups
            .iter()
            .filter(move |visit| visit.programme() == programme);
        of_programme.map(|visit| visit.on)
    }

    /// The last visits of hypertension and of diabetes.
    pub fn last_visits(&self) -> impl Iterator<Item = &FollowUp> + '_ {
        ["hypertension", "diabetes"]
            .into_iter()
            .filter_map(|programme| {
                let mut visits = self.follow_ups.iter();
                visits.rfind(|visit| visit.programme() == programme)
            })
    }

    fn examine(
        &mut self,
        chance: &mut Chance,
        setting: &Setting<'_>,
        patient: &Patient<'_>,
        body: &Body,
        age: u16,
    ) {
        let from = setting.today - Days::new(20 + chance.below(320) as u64);
        let Some(on) = setting.calendar.working_days(from, setting.today).next() else {
            return;
        };
        if on < patient.born {
            return;
        }
        let visit = chance.id(setting.made_at);
        let weight = body.weight_today(chance);
        let mut take = |kind, value| {
            self.measurements.push(Measured {
                kind,
                on,
                visit,
                value,
                second: None,
            });
        };
        take(MeasurementKind::Height, body.height);
        take(MeasurementKind::Weight, weight);
        if let Some(bmi) = body.bmi(weight) {
            take(MeasurementKind::Bmi, bmi);
        }
        take(MeasurementKind::HeartRate, body.heart_rate_now(chance));
        if age > CHILD_UP_TO {
            take(MeasurementKind::Waist, body.waist);
        }
        let followed_up = patient.hypertension.is_some() || patient.diabetes.is_some();
        if age > CHILD_UP_TO && !followed_up {
            take(MeasurementKind::FastingGlucose, 52 + chance.below(9) as u16);
            let (sbp, dbp) = (112 + chance.below(22) as u16, 66 + chance.below(16) as u16);
            self.pressure(on, visit, (sbp, dbp));
        }
        self.exam = Some(on);
    }

    fn pressure(&mut self, on: NaiveDate, visit: Uuid, (value, dbp): (u16, u16)) {
        let kind = MeasurementKind::BloodPressure;
        self.measurements.push(Measured {
            kind,
            on,
            visit,
            value,
            second: Some(dbp),
        });
    }

    /// A follow-up with the measurements that it brings.
    fn record(&mut self, follow_up: FollowUp) {
        let (on, visit) = (follow_up.on, follow_up.id.0);
        if let Some(pressure) = follow_up.pressure() {
            self.pressure(on, visit, pressure);
        }
        let others = [
            (
                MeasurementKind::FastingGlucose,
                follow_up.size("fasting_glucose"),
            ),
            (MeasurementKind::HeartRate, follow_up.size("heart_rate")),
            (MeasurementKind::Weight, follow_up.size("weight")),
            (MeasurementKind::Bmi, follow_up.bmi),
        ];
        self.measurements
            .extend(others.into_iter().filter_map(|(kind, value)| {
                value.map(|value| Measured {
                    kind,
                    on,
                    visit,
                    value,
                    second: None,
                })
            }));
        self.follow_ups.push(follow_up);
    }
}

/// An instant in the working hours of a day, and not after now.
pub fn at_work(chance: &mut Chance, on: NaiveDate, now: DateTime<Utc>) -> DateTime<Utc> {
    // One o'clock in Greenwich is nine in the district.
    let nine = on.and_time(chrono::NaiveTime::MIN).and_utc() + TimeDelta::hours(1);
    (nine + TimeDelta::minutes(i64::from(chance.between(0, 460)))).min(now)
}

/// The instant itself by day; from ten at night to seven, nine hours before, when people are up.
pub fn awake(instant: DateTime<Utc>) -> DateTime<Utc> {
    let hour = instant.with_timezone(&district_offset()).hour();
    if (7..22).contains(&hour) {
        instant
    } else {
        instant - TimeDelta::hours(9)
    }
}

fn allergies(chance: &mut Chance) -> Vec<&'static str> {
    const KNOWN: [&str; 6] = ["青霉素", "头孢类", "磺胺类", "链霉素", "海鲜", "花粉"];
    if chance.percent(10) {
        vec![chance.pick(&KNOWN)]
    } else {
        Vec::new()
    }
}

fn conditions(chance: &mut Chance, today: NaiveDate, patient: &Patient<'_>) -> Vec<Condition> {
    let name = |group| match group {
        PeopleGroup::Hypertension => Some("高血压"),
        PeopleGroup::Diabetes => Some("2型糖尿病"),
        PeopleGroup::Copd => Some("慢性阻塞性肺疾病"),
        PeopleGroup::SevereMental => Some("严重精神障碍"),
        PeopleGroup::Tuberculosis => Some("肺结核"),
        _ => None,
    };
    let named = patient.groups.iter().filter_map(|group| name(*group));
    named
        .map(|name| {
            // Before the first visit, which is at most two years ago.
            let since = today - Days::new(740 + chance.below(12 * 365) as u64);
            Condition {
                name: name.to_owned(),
                since: (since > patient.born).then_some(since),
            }
        })
        .collect()
}

#[cfg(test)]
#[path = "history_tests.rs"]
mod tests;
