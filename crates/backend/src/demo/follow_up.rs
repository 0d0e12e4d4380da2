//! A follow-up as it is stored: what a programme's visit says, signed by someone of the team at a
//! time of the working day.

use chrono::{DateTime, NaiveDate, Utc};
use domain::codes::{ControlClass, Programme, VisitWay};
use domain::ids::{FollowUpId, StaffId};
use domain::rules::chronic::{Decision, Referral};
use serde::Serialize;

use super::body::Body;
use super::chance::Chance;
use super::history::{Setting, at_work};
use super::{diabetes, hypertension};
use crate::failure::Failure;

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
    /// Weight, tenths of kg.
    pub weight: u16,
    /// Heart rate, beats a minute.
    pub heart_rate: Option<u16>,
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

impl FollowUp {
    /// Of a hypertension visit.
    pub fn of_hypertension(
        chance: &mut Chance,
        setting: &Setting<'_>,
        body: &Body,
        visited: hypertension::Visited,
    ) -> Result<Self, Failure> {
        let hypertension::Visited { form, decision } = visited;
        let weight = form.weight.unwrap_or(body.weight);
        let (id, doctor, recorded_at) = signed(chance, setting, form.visit_date);
        Ok(Self {
            id,
            programme: Programme::Hypertension,
            visited_on: form.visit_date,
            way: form.way,
            class: form.class,
            bp: (form.sbp, form.dbp),
            glucose: None,
            weight,
            heart_rate: form.heart_rate,
            bmi: body.bmi(weight),
            next_date: form.next_date,
            form: json(&form)?,
            decision,
            doctor,
            recorded_at,
        })
    }

    /// Of a diabetes visit.
    pub fn of_diabetes(
        chance: &mut Chance,
        setting: &Setting<'_>,
        body: &Body,
        visited: diabetes::Visited,
    ) -> Result<Self, Failure> {
        let diabetes::Visited { form, decision } = visited;
        let weight = form.weight.unwrap_or(body.weight);
        let (id, doctor, recorded_at) = signed(chance, setting, form.visit_date);
        Ok(Self {
            id,
            programme: Programme::Diabetes,
            visited_on: form.visit_date,
            way: form.way,
            class: form.class,
            bp: (form.sbp, form.dbp),
            glucose: Some(form.fasting_glucose),
            weight,
            heart_rate: None,
            bmi: body.bmi(weight),
            next_date: form.next_date,
            form: json(&form)?,
            decision,
            doctor,
            recorded_at,
        })
    }
}

/// Who signs, mostly the leading doctor, and when.
fn signed(
    chance: &mut Chance,
    setting: &Setting<'_>,
    on: NaiveDate,
) -> (FollowUpId, StaffId, DateTime<Utc>) {
    let recorded_at = at_work(chance, on, setting.now);
    let members = &setting.team.members;
    let by = if chance.percent(70) {
        0
    } else {
        chance.below(members.len())
    };
    (chance.id(setting.made_at), members[by], recorded_at)
}

fn json<T: Serialize>(value: &T) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|error| Failure::broken(format!("a form: {error}")))
}
