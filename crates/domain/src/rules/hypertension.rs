//! Classified intervention of hypertension: 高血压患者健康管理服务规范, third edition (2017), §4
//! as domain.md §2.1 gives it. The client shows [`decide`]'s answer while the doctor types, the
//! backend takes the same decision again.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::api::records::BpTarget;
use crate::api::residents::Habits;
use crate::api::typed_follow_ups::HypertensionForm;
use crate::codes::{ControlClass, HypertensionSymptom, Programme};
use crate::person::age_on;
use crate::problem::FieldError;
use crate::rules::chronic::{self, Common, Decision, Form, Found, Pace, Reason, filled};

/// Figures of one edition of the rules. Data, because editions and districts differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Name of the edition, stored with each decision.
    pub version: &'static str,
    /// From this age on the systolic limit is `sbp_below_elderly`.
    pub elderly_from: u16,
    /// Systolic limit, mmHg.
    pub sbp_below: u16,
    /// Systolic limit of the elderly, mmHg.
    pub sbp_below_elderly: u16,
    /// Diastolic limit, mmHg.
    pub dbp_below: u16,
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
    elderly_from: 65,
    sbp_below: 140,
    sbp_below_elderly: 150,
    dbp_below: 90,
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
    /// Full years on that day.
    pub age: u16,
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
    /// What the form says of the visit, for a person born on that day.
    #[must_use]
    pub fn of(form: &HypertensionForm, born: NaiveDate) -> Self {
        Self {
            date: form.visit_date,
            age: age_on(born, form.visit_date),
            sbp: form.sbp,
            dbp: form.dbp,
            adverse_reaction: filled(&form.adverse_reaction),
            complication: filled(&form.complication),
            danger_sign: !form.danger_signs.is_empty(),
            pregnant_or_lactating: form.pregnant_or_lactating,
        }
    }
}

/// Control limits for somebody of this age.
#[must_use]
pub fn target(rules: &Rules, age: u16) -> BpTarget {
    let sbp_below = if age >= rules.elderly_from {
        rules.sbp_below_elderly
    } else {
        rules.sbp_below
    };
    BpTarget {
        sbp_below,
        dbp_below: rules.dbp_below,
    }
}

/// Class, referral and latest next date of a visit; `previous` is the class of the visit before.
#[must_use]
pub fn decide(rules: &Rules, visit: &Visit, previous: Option<ControlClass>) -> Decision {
    let limits = target(rules, visit.age);
    let systolic_over = visit.sbp >= limits.sbp_below;
    let diastolic_over = visit.dbp >= limits.dbp_below;
    let pregnancy_over = visit.pregnant_or_lactating
        && (visit.sbp >= rules.sbp_below || visit.dbp >= rules.dbp_below);
    let systolic_emergency = visit.sbp >= rules.urgent_sbp;
    let diastolic_emergency = visit.dbp >= rules.urgent_dbp;
    let found = Found {
        complication: visit.complication,
        adverse_reaction: visit.adverse_reaction,
        uncontrolled: systolic_over || diastolic_over || pregnancy_over,
        urgent: systolic_emergency || diastolic_emergency || visit.danger_sign || pregnancy_over,
    };
    let (decision, second_in_a_row) = chronic::settle(rules.pace, visit.date, found, previous);
    let reasons = chronic::holding(&[
        (systolic_emergency, Reason::SystolicEmergency),
        (diastolic_emergency, Reason::DiastolicEmergency),
        (visit.danger_sign, Reason::DangerSign),
        (pregnancy_over, Reason::PregnancyOverNormal),
        (visit.complication, Reason::Complication),
        (second_in_a_row, Reason::SecondInARow),
        (
            systolic_over && !systolic_emergency,
            Reason::SystolicOverLimit,
        ),
        (
            diastolic_over && !diastolic_emergency,
            Reason::DiastolicOverLimit,
        ),
        (visit.adverse_reaction, Reason::AdverseReaction),
    ]);
    Decision {
        reasons,
        ..decision
    }
}

impl Form for HypertensionForm {
    const PROGRAMME: Programme = Programme::Hypertension;
    const PLAN_ITEM: &'static str = "htn_follow_up";

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
            no_symptom: self.symptoms.contains(&HypertensionSymptom::None),
            other_symptom: self.symptoms.contains(&HypertensionSymptom::Other),
            sbp: self.sbp,
            dbp: self.dbp,
            weight: self.weight,
            weight_target: self.weight_target,
            heart_rate: self.heart_rate,
            fasting_glucose: None,
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
            ],
        }
    }

    fn decide(
        &self,
        version: &str,
        born: NaiveDate,
        previous: Option<ControlClass>,
    ) -> Option<Decision> {
        let visit = Visit::of(self, born);
        Some(decide(rules(version)?, &visit, previous))
    }

    fn habits(&self) -> Habits {
        Habits {
            smoke: self.smoke,
            drink: self.drink,
            exercise_times: self.exercise_times,
            exercise_minutes: self.exercise_minutes,
            salt: self.salt,
            staple: None,
        }
    }

    fn targets(&self) -> Habits {
        Habits {
            smoke: self.smoke_target,
            drink: self.drink_target,
            exercise_times: self.exercise_times_target,
            exercise_minutes: self.exercise_minutes_target,
            salt: self.salt_target,
            staple: None,
        }
    }

    fn own_faults(&self, _today: NaiveDate) -> Vec<FieldError> {
        Vec::new()
    }
}

#[cfg(test)]
#[path = "hypertension_tests.rs"]
mod tests;
