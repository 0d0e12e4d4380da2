//! A person's health record as the demo makes it up: conditions, allergies, drugs, measurements
//! and follow-ups that fit each other and the groups that the register names. Pure; written by
//! `record`.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::api::records::{Condition, Drug, MeasurementKind};
use domain::calendar::Calendar;
use domain::codes::{ControlClass, PeopleGroup, Programme, VisitWay};
use domain::ids::{FollowUpId, StaffId, Uuid};
use domain::person::{Sex, age_on};
use domain::rules::hypertension::{Decision, Referral};
use serde::Serialize;

use super::body::Body;
use super::chance::Chance;
use super::places::Team;
use super::timetable::{self, Slot, Standing};
use super::{diabetes, hypertension};
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
    /// Follow-ups, oldest first within a programme.
    pub follow_ups: Vec<FollowUp>,
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

/// One follow-up, with its form as it is stored.
#[derive(Clone, Debug)]
pub struct FollowUp {
    /// Its id.
    pub id: FollowUpId,
    /// Programme.
    pub programme: Programme,
    /// Day.
    pub visited_on: NaiveDate,
    /// How.
    pub way: VisitWay,
    /// Class.
    pub class: ControlClass,
    /// Blood pressure, mmHg.
    pub bp: (u16, u16),
    /// Fasting glucose, tenths of mmol/L.
    pub glucose: Option<u16>,
    /// BMI in tenths.
    pub bmi: Option<u16>,
    /// Next date agreed; the last one's is what is due now.
    pub next_date: NaiveDate,
    /// The form as JSON.
    pub form: String,
    /// The decision.
    pub decision: Decision,
    /// Who signed.
    pub doctor: StaffId,
    /// When it was written down.
    pub recorded_at: DateTime<Utc>,
}

impl FollowUp {
    /// Whether the next visit is one that cannot wait: an emergency or a referral to check.
    #[must_use]
    pub fn urgent(&self) -> bool {
        self.decision.referral != Referral::No
    }
}

/// What the history depends on besides chance.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// The instant that everything lies before.
    pub now: DateTime<Utc>,
    /// Its day.
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
        if let Some(standing) = patient.hypertension {
            history.hypertension(chance, setting, patient, &body, standing)?;
        }
        if let Some(standing) = patient.diabetes {
            history.diabetes(chance, setting, &body, standing)?;
        }
        if chronic && age >= 60 && chance.percent(40) {
            let also = [
                ("阿托伐他汀钙片", 1, "20 mg"),
                ("阿司匹林肠溶片", 1, "100 mg"),
            ];
            history.drugs.push(hypertension::drug(chance.pick(&also)));
        }
        Ok(history)
    }

    /// Days of the visits in a programme, oldest first.
    pub fn visits(&self, programme: Programme) -> impl Iterator<Item = NaiveDate> + '_ {
        let of_programme = self
            .follow_ups
            .iter()
            .filter(move |visit| visit.programme == programme);
        of_programme.map(|visit| visit.visited_on)
    }

    /// The last visit of each programme.
    pub fn last_visits(&self) -> impl Iterator<Item = &FollowUp> + '_ {
        Programme::ALL.iter().filter_map(|programme| {
            self.follow_ups
                .iter()
                .rfind(|visit| visit.programme == *programme)
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
        let at = at_work(chance, on, setting.now);
        let visit = chance.id(at);
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

    fn hypertension(
        &mut self,
        chance: &mut Chance,
        setting: &Setting<'_>,
        patient: &Patient<'_>,
        body: &Body,
        standing: Standing,
    ) -> Result<(), Failure> {
        let drugs = hypertension::drugs(chance);
        let slots = timetable::visits(chance, setting.calendar, setting.today, standing);
        for visited in hypertension::visits(chance, patient.born, body, &drugs, &slots) {
            let form = &visited.form;
            let weight = form.weight.unwrap_or(body.weight);
            let follow_up = FollowUp {
                programme: Programme::Hypertension,
                way: form.way,
                class: form.class,
                bp: (form.sbp, form.dbp),
                glucose: None,
                bmi: body.bmi(weight),
                form: json(form)?,
                ..blank(
                    chance,
                    setting,
                    form.visit_date,
                    form.next_date,
                    visited.decision,
                )
            };
            self.record(follow_up, weight, form.heart_rate);
        }
        self.drugs.extend(drugs);
        Ok(())
    }

    fn diabetes(
        &mut self,
        chance: &mut Chance,
        setting: &Setting<'_>,
        body: &Body,
        standing: Standing,
    ) -> Result<(), Failure> {
        let drugs = diabetes::drugs(chance);
        let slots: Vec<Slot> = timetable::visits(chance, setting.calendar, setting.today, standing);
        for visited in diabetes::visits(chance, body, &drugs, &slots) {
            let form = &visited.form;
            let follow_up = FollowUp {
                programme: Programme::Diabetes,
                way: form.way,
                class: visited.decision.class,
                bp: (form.sbp, form.dbp),
                glucose: Some(form.fasting_glucose),
                bmi: body.bmi(form.weight),
                form: json(form)?,
                ..blank(
                    chance,
                    setting,
                    form.visit_date,
                    form.next_date,
                    visited.decision.clone(),
                )
            };
            self.record(follow_up, form.weight, None);
        }
        self.drugs.extend(drugs);
        Ok(())
    }

    /// A follow-up with the measurements that it brings.
    fn record(&mut self, follow_up: FollowUp, weight: u16, heart_rate: Option<u16>) {
        let (on, visit) = (follow_up.visited_on, follow_up.id.0);
        self.pressure(on, visit, follow_up.bp);
        let others = [
            (MeasurementKind::FastingGlucose, follow_up.glucose),
            (MeasurementKind::HeartRate, heart_rate),
            (MeasurementKind::Weight, Some(weight)),
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

/// A follow-up without its values.
fn blank(
    chance: &mut Chance,
    setting: &Setting<'_>,
    visited_on: NaiveDate,
    next_date: NaiveDate,
    decision: Decision,
) -> FollowUp {
    let recorded_at = at_work(chance, visited_on, setting.now);
    let members = &setting.team.members;
    let doctor = if chance.percent(70) {
        0
    } else {
        chance.below(members.len())
    };
    FollowUp {
        id: chance.id(recorded_at),
        programme: Programme::Hypertension,
        visited_on,
        way: VisitWay::Clinic,
        class: decision.class,
        bp: (0, 0),
        glucose: None,
        bmi: None,
        next_date,
        form: String::new(),
        decision,
        doctor: members[doctor],
        recorded_at,
    }
}

/// An instant in the working hours of a day, and not after now.
pub fn at_work(chance: &mut Chance, on: NaiveDate, now: DateTime<Utc>) -> DateTime<Utc> {
    // One o'clock in Greenwich is nine in the district.
    let nine = on.and_time(chrono::NaiveTime::MIN).and_utc() + TimeDelta::hours(1);
    (nine + TimeDelta::minutes(i64::from(chance.between(0, 460)))).min(now)
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

fn json<T: Serialize>(value: &T) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|error| Failure::broken(format!("a form: {error}")))
}

#[cfg(test)]
mod tests {
    use domain::api::follow_ups::HypertensionForm;

    use super::*;
    use crate::demo::chance::Subject;
    use crate::demo::places::Places;
    use crate::demo::schedule;

    fn history(n: usize, groups: &[PeopleGroup]) -> History {
        let now: DateTime<Utc> = "2026-11-24T02:00:00Z".parse().unwrap();
        let places = Places::read(1, now).unwrap();
        let calendar = schedule::calendar().unwrap();
        let today = now.date_naive();
        let setting = Setting {
            now,
            today,
            calendar: &calendar,
            team: &places.teams[0],
        };
        let standing = |group| groups.contains(&group).then(|| Standing::of_nth(n));
        let patient = Patient {
            born: "1957-01-18".parse().unwrap(),
            sex: Sex::Female,
            groups,
            hypertension: standing(PeopleGroup::Hypertension),
            diabetes: standing(PeopleGroup::Diabetes),
        };
        History::of(&mut Chance::of(1, Subject::History, n), &setting, &patient).unwrap()
    }

    #[test]
    fn what_a_visit_says_is_what_was_measured_on_its_day() {
        let groups = [PeopleGroup::Hypertension, PeopleGroup::Diabetes];
        for n in 0..50 {
            let history = history(n, &groups);
            assert!(history.last_visits().count() == 2 && history.exam.is_some());
            for visit in &history.follow_ups {
                let measured = |kind| {
                    let with_it = history.measurements.iter();
                    with_it
                        .filter(|m| m.visit == visit.id.0)
                        .find(|m| m.kind == kind)
                };
                let bp = measured(MeasurementKind::BloodPressure).unwrap();
                assert_eq!(
                    (bp.on, bp.value, bp.second.unwrap()),
                    (visit.visited_on, visit.bp.0, visit.bp.1)
                );
                let glucose = measured(MeasurementKind::FastingGlucose).map(|m| m.value);
                assert_eq!(glucose, visit.glucose);
            }
        }
    }

    #[test]
    fn a_stored_form_is_read_back() {
        for visit in history(3, &[PeopleGroup::Hypertension]).follow_ups {
            let form: HypertensionForm = serde_json::from_str(&visit.form).unwrap();
            assert_eq!((form.sbp, form.dbp), visit.bp);
            assert_eq!((form.class, form.next_date), (visit.class, visit.next_date));
        }
    }

    #[test]
    fn nobody_is_ill_or_treated_beyond_the_groups_of_the_register() {
        for n in 0..50 {
            let history = history(n, &[PeopleGroup::Elderly]);
            assert!(history.conditions.is_empty() && history.drugs.is_empty());
            assert!(history.follow_ups.is_empty());
        }
        let both = history(1, &[PeopleGroup::Copd, PeopleGroup::Tuberculosis]);
        assert_eq!(both.conditions.len(), 2);
    }
}
