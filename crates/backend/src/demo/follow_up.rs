//! A follow-up of somebody who does not exist: answered as its definition asks, decided by it, and signed by
//! someone of the team at a time of the working day.

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{FollowUpId, StaffId};
use domain::programme::{Answers, Decision, Definition, Known, Referral, decide};
use serde_json::Value;

use super::body::Body;
use super::chance::Chance;
use super::history::{Setting, at_work};
use crate::failure::Failure;
use crate::programmes;

/// Answers with what the edition of their day says of them.
#[derive(Clone, Debug)]
pub struct Decided {
    /// The edition that the visit is made with.
    pub definition: &'static Definition,
    /// Day.
    pub on: NaiveDate,
    /// What was answered.
    pub form: Answers,
    /// The decision.
    pub decision: Decision,
}

impl Decided {
    /// Decides a visit; where a referral follows, the person is sent to `hospital` with the reason of the rule.
    pub fn of(
        programme: &'static str,
        on: NaiveDate,
        form: Value,
        known: &Known,
        previous: Option<&str>,
        hospital: &str,
    ) -> Result<Self, Failure> {
        let broken = |what: &str| Failure::broken(format!("a demo visit of {programme}: {what}"));
        let code = programme.parse().map_err(|_| broken("no programme"))?;
        let definition = programmes::in_force(&code, on).ok_or_else(|| broken("no edition"))?;
        let form: Answers = serde_json::from_value(form).map_err(|_| broken("no answers"))?;
        let form = form.with("visit_date", on);
        let decision =
            decide(definition, &form, known, previous).ok_or_else(|| broken("no decision"))?;
        let mut form = form.with("class", decision.class.as_str());
        if decision.referral != Referral::No {
            let mut reasons = decision.reasons.iter();
            let reason = reasons.find_map(|id| definition.rule(id)?.referral_reason.as_ref());
            if let Some(words) = reason
                && definition.field("referral_reason").is_some()
            {
                form.set("referral_reason", Some(words.zh.as_str().into()));
            }
            form.set("referral_to", Some(hospital.into()));
        }
        Ok(Self {
            definition,
            on,
            form,
            decision,
        })
    }
}

/// One follow-up, as it is stored.
#[derive(Clone, Debug)]
pub struct FollowUp {
    /// Its id.
    pub id: FollowUpId,
    /// The edition that it is made with.
    pub definition: &'static Definition,
    /// Day.
    pub on: NaiveDate,
    /// What was answered.
    pub form: Answers,
    /// The decision.
    pub decision: Decision,
    /// BMI in tenths.
    pub bmi: Option<u16>,
    /// Who signed.
    pub doctor: StaffId,
    /// When it was written down.
    pub recorded_at: DateTime<Utc>,
}

impl FollowUp {
    /// A visit of somebody with this body, signed mostly by the leading doctor.
    pub fn signed(
        chance: &mut Chance,
        setting: &Setting<'_>,
        body: &Body,
        decided: Decided,
    ) -> Self {
        let recorded_at = at_work(chance, decided.on, setting.now);
        let members = &setting.team.members;
        let by = if chance.percent(70) {
            0
        } else {
            chance.below(members.len())
        };
        let id = chance.id(setting.made_at);
        let visit = Self::by(id, members[by], recorded_at, decided);
        let weight = visit.size("weight").unwrap_or(body.weight);
        Self {
            bmi: body.bmi(weight),
            ..visit
        }
    }

    /// A visit that this member of the team signed then.
    pub fn by(
        id: FollowUpId,
        doctor: StaffId,
        recorded_at: DateTime<Utc>,
        decided: Decided,
    ) -> Self {
        let Decided {
            definition,
            on,
            form,
            decision,
        } = decided;
        Self {
            id,
            definition,
            on,
            form,
            decision,
            bmi: None,
            doctor,
            recorded_at,
        }
    }

    /// The programme.
    #[must_use]
    pub fn programme(&self) -> &'static str {
        self.definition.programme.as_str()
    }

    /// Whether the next visit is one that cannot wait: an emergency or a referral to check.
    #[must_use]
    pub fn urgent(&self) -> bool {
        self.decision.referral != Referral::No
    }

    /// A number of the form.
    #[must_use]
    pub fn size(&self, key: &str) -> Option<u16> {
        u16::try_from(self.form.number(key)?).ok()
    }

    /// Blood pressure, mmHg.
    #[must_use]
    pub fn pressure(&self) -> Option<(u16, u16)> {
        self.size("sbp").zip(self.size("dbp"))
    }

    /// A word of the form.
    #[must_use]
    pub fn word(&self, key: &str) -> &str {
        self.form.text(key).unwrap_or_default()
    }

    /// Next date agreed; the last visit's is what is due now.
    #[must_use]
    pub fn next(&self) -> Option<NaiveDate> {
        self.form.day("next_date")
    }
}
