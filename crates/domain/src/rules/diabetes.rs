//! Classified intervention of type 2 diabetes: 2型糖尿病患者健康管理服务规范, third edition (2017),
//! as domain.md §2.2 gives it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::api::residents::Habits;
use crate::api::typed_follow_ups::DiabetesForm;
use crate::codes::{ControlClass, DiabetesSymptom, Programme};
use crate::problem::FieldError;
use crate::rules::chronic::{self, Common, Decision, Form, Found, Number, Pace, Reason, filled};
use crate::rules::limits;

/// Figures of one edition of the rules. Data, because editions and districts differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Name of the edition, stored with each decision.
    pub version: &'static str,
    /// Fasting glucose is controlled below this, tenths of mmol/L.
    pub glucose_below: u16,
    /// Fasting glucose in pregnancy or while breast-feeding is above normal from this on, tenths of
    /// mmol/L. The text says "above normal" and no figure; 6.1 is the usual upper limit of normal
    /// fasting glucose ([proposal]).
    pub glucose_above_normal: u16,
    /// Glucose that is an emergency from this on, tenths of mmol/L.
    pub urgent_glucose_high: u16,
    /// Glucose that is an emergency up to this, tenths of mmol/L. It is counted as not controlled,
    /// which the text leaves open ([proposal]).
    pub urgent_glucose_low: u16,
    /// Systolic pressure that is an emergency, mmHg.
    pub urgent_sbp: u16,
    /// Diastolic pressure that is an emergency, mmHg.
    pub urgent_dbp: u16,
    /// How soon somebody is seen again.
    pub pace: Pace,
}

/// The third edition of 2017.
pub const NBPHS_3_2017: Rules = Rules {
    version: crate::RULES_VERSION,
    glucose_below: 70,
    glucose_above_normal: 61,
    urgent_glucose_high: 167,
    urgent_glucose_low: 39,
    urgent_sbp: 180,
    urgent_dbp: 110,
    pace: Pace {
        recheck_days: 14,
        routine_months: 3,
    },
};

/// The edition of that name. Old editions stay, because a visit is judged by the rules it was
/// made with.
#[must_use]
pub fn rules(version: &str) -> Option<&'static Rules> {
    static EDITIONS: [Rules; 1] = [NBPHS_3_2017];
    EDITIONS.iter().find(|edition| edition.version == version)
}

/// What the rules need to know of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Visit {
    /// Day of the visit.
    pub date: NaiveDate,
    /// Fasting glucose, tenths of mmol/L.
    pub fasting_glucose: u16,
    /// Systolic pressure, mmHg.
    pub sbp: u16,
    /// Diastolic pressure, mmHg.
    pub dbp: u16,
    /// An adverse reaction.
    #[serde(default)]
    pub adverse_reaction: bool,
    /// A new or worse complication.
    #[serde(default)]
    pub complication: bool,
    /// A danger sign.
    #[serde(default)]
    pub danger_sign: bool,
    /// Pregnant or breast-feeding.
    #[serde(default)]
    pub pregnant_or_lactating: bool,
}

impl Visit {
    /// What the form says of the visit.
    #[must_use]
    pub fn of(form: &DiabetesForm) -> Self {
        Self {
            date: form.visit_date,
            fasting_glucose: form.fasting_glucose,
            sbp: form.sbp,
            dbp: form.dbp,
            adverse_reaction: filled(&form.adverse_reaction),
            complication: filled(&form.complication),
            danger_sign: !form.danger_signs.is_empty(),
            pregnant_or_lactating: form.pregnant_or_lactating,
        }
    }
}

/// Class, referral and latest next date of a visit; `previous` is the class of the visit before.
/// The 糖化血红蛋白 is recorded and decides nothing.
#[must_use]
pub fn decide(rules: &Rules, visit: &Visit, previous: Option<ControlClass>) -> Decision {
    let glucose = visit.fasting_glucose;
    let over = glucose >= rules.glucose_below;
    let too_high = glucose >= rules.urgent_glucose_high;
    let too_low = glucose <= rules.urgent_glucose_low;
    let pregnancy_over = visit.pregnant_or_lactating && glucose >= rules.glucose_above_normal;
    let systolic_emergency = visit.sbp >= rules.urgent_sbp;
    let diastolic_emergency = visit.dbp >= rules.urgent_dbp;
    let found = Found {
        complication: visit.complication,
        adverse_reaction: visit.adverse_reaction,
        uncontrolled: over || too_low || pregnancy_over,
        urgent: too_high
            || too_low
            || systolic_emergency
            || diastolic_emergency
            || visit.danger_sign
            || pregnancy_over,
    };
    let (decision, second_in_a_row) = chronic::settle(rules.pace, visit.date, found, previous);
    let reasons = chronic::holding(&[
        (too_high, Reason::GlucoseHighEmergency),
        (too_low, Reason::GlucoseLowEmergency),
        (systolic_emergency, Reason::SystolicEmergency),
        (diastolic_emergency, Reason::DiastolicEmergency),
        (visit.danger_sign, Reason::DangerSign),
        (pregnancy_over, Reason::PregnancyOverNormal),
        (visit.complication, Reason::Complication),
        (second_in_a_row, Reason::SecondInARow),
        (over && !too_high, Reason::GlucoseOverLimit),
        (visit.adverse_reaction, Reason::AdverseReaction),
    ]);
    Decision {
        reasons,
        ..decision
    }
}

impl Form for DiabetesForm {
    const PROGRAMME: Programme = Programme::Diabetes;
    const PLAN_ITEM: &'static str = "dm_follow_up";

    fn common(&self) -> Common<'_> {
        Common {
            visit_date: self.visit_date,
            way: self.way,
            symptoms: self
                .symptoms
                .iter()
                .map(|one| (one.zh(), one.en()))
                .collect(),
            danger_signs: self
                .danger_signs
                .iter()
                .map(|one| (one.zh(), one.en()))
                .collect(),
            pregnant_or_lactating: self.pregnant_or_lactating,
            no_symptom: self.symptoms.contains(&DiabetesSymptom::None),
            other_symptom: self.symptoms.contains(&DiabetesSymptom::Other),
            sbp: self.sbp,
            dbp: self.dbp,
            weight: self.weight,
            weight_target: self.weight_target,
            heart_rate: None,
            fasting_glucose: Some(self.fasting_glucose),
            psych: self.psych,
            obey: self.obey,
            compliance: self.compliance,
            class: self.class,
            drugs: &self.drugs,
            next_date: self.next_date,
            texts: vec![
                ("symptom_other", self.symptom_other.as_deref()),
                ("sign_other", self.sign_other.as_deref()),
                ("aux_exam", self.aux_exam.as_deref()),
                ("adverse_reaction", self.adverse_reaction.as_deref()),
                ("complication", self.complication.as_deref()),
                ("class_reason", self.class_reason.as_deref()),
                ("referral_reason", self.referral_reason.as_deref()),
                ("referral_to", self.referral_to.as_deref()),
                ("insulin_kind", self.insulin_kind.as_deref()),
                ("insulin_dose", self.insulin_dose.as_deref()),
            ],
        }
    }

    fn decide(
        &self,
        version: &str,
        _born: NaiveDate,
        previous: Option<ControlClass>,
    ) -> Option<Decision> {
        let visit = Visit::of(self);
        Some(decide(rules(version)?, &visit, previous))
    }

    fn habits(&self) -> Habits {
        Habits {
            smoke: self.smoke,
            drink: self.drink,
            exercise_times: self.exercise_times,
            exercise_minutes: self.exercise_minutes,
            salt: None,
            staple: self.staple,
        }
    }

    fn targets(&self) -> Habits {
        Habits {
            smoke: self.smoke_target,
            drink: self.drink_target,
            exercise_times: self.exercise_times_target,
            exercise_minutes: self.exercise_minutes_target,
            salt: None,
            staple: self.staple_target,
        }
    }

    fn own_faults(&self, today: NaiveDate) -> Vec<FieldError> {
        let taken_later = self.hba1c_date.is_some_and(|day| day > today);
        let fault = || FieldError::new("hba1c_date", "in_future").with_limit(today);
        taken_later.then(fault).into_iter().collect()
    }

    fn own_numbers(&self) -> Vec<Number> {
        vec![("hba1c", self.hba1c, limits::HBA1C)]
    }
}

#[cfg(test)]
#[path = "diabetes_tests.rs"]
mod tests;
