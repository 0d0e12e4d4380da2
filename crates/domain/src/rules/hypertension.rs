//! Classified intervention of hypertension: 高血压患者健康管理服务规范, third edition (2017), §4
//! as domain.md §2.1 gives it. The client shows [`decide`]'s answer while the doctor types, the
//! backend takes the same decision again.

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::api::follow_ups::HypertensionForm;
use crate::api::records::BpTarget;
use crate::codes::{ControlClass, HypertensionSymptom};
use crate::person::age_on;
use crate::problem::FieldError;
use crate::rules::limits::{self, Limit, Verdict};

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
    /// Days to the next visit when something is wrong, and to the check of a referral.
    pub recheck_days: u64,
    /// Months to the next visit when all is well. The text says only "agree the next visit";
    /// three months follow from four visits a year ([known] in domain.md).
    pub routine_months: u32,
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
    recheck_days: 14,
    routine_months: 3,
};

/// The edition of that name. Old editions stay, because a visit is judged by the rules it was
/// made with.
#[must_use]
pub fn rules(version: &str) -> Option<&'static Rules> {
    static EDITIONS: [Rules; 1] = [NBPHS_3_2017];
    EDITIONS.iter().find(|edition| edition.version == version)
}

/// Whether and how fast the person is referred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Referral {
    /// Not referred.
    No,
    /// Advised; checked within 14 days.
    Advised,
    /// At once, after first treatment; checked within 14 days.
    Urgent,
}

/// Why the decision came out as it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Systolic pressure at or above the control limit.
    SystolicOverLimit,
    /// Diastolic pressure at or above the control limit.
    DiastolicOverLimit,
    /// Systolic pressure of an emergency.
    SystolicEmergency,
    /// Diastolic pressure of an emergency.
    DiastolicEmergency,
    /// A danger sign was seen.
    DangerSign,
    /// Pressure above normal in pregnancy or while breast-feeding.
    PregnancyOverNormal,
    /// An adverse reaction.
    AdverseReaction,
    /// A new complication, or an old one that has become worse.
    Complication,
    /// Uncontrolled or with an adverse reaction for the second time running.
    SecondInARow,
}

/// What the rules say of a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Decision {
    /// Class of this visit.
    pub class: ControlClass,
    /// Referral.
    pub referral: Referral,
    /// The latest next date; a doctor may choose an earlier one.
    pub latest_next: NaiveDate,
    /// Reasons, the most pressing first.
    pub reasons: Vec<Reason>,
}

/// What the rules need to know of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    pub adverse_reaction: bool,
    /// A new or worse complication.
    pub complication: bool,
    /// A danger sign.
    pub danger_sign: bool,
    /// Pregnant or breast-feeding.
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

fn filled(text: &Option<String>) -> bool {
    text.as_deref().is_some_and(|t| !t.trim().is_empty())
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
///
/// Counting class 2 and 3 together for "two in a row" is a simplification that domain.md marks
/// as [proposal]: the text speaks of two uncontrolled pressures, or a reaction hard to control.
#[must_use]
pub fn decide(rules: &Rules, visit: &Visit, previous: Option<ControlClass>) -> Decision {
    let limits = target(rules, visit.age);
    let systolic_over = visit.sbp >= limits.sbp_below;
    let diastolic_over = visit.dbp >= limits.dbp_below;
    let pregnancy_over = visit.pregnant_or_lactating
        && (visit.sbp >= rules.sbp_below || visit.dbp >= rules.dbp_below);
    let systolic_emergency = visit.sbp >= rules.urgent_sbp;
    let diastolic_emergency = visit.dbp >= rules.urgent_dbp;

    let class = if visit.complication {
        ControlClass::Complication
    } else if visit.adverse_reaction {
        ControlClass::AdverseReaction
    } else if systolic_over || diastolic_over || pregnancy_over {
        ControlClass::Uncontrolled
    } else {
        ControlClass::Controlled
    };
    let bad = |class| {
        matches!(
            class,
            ControlClass::Uncontrolled | ControlClass::AdverseReaction
        )
    };
    let second_in_a_row = bad(class) && previous.is_some_and(bad);
    let urgent = systolic_emergency || diastolic_emergency || visit.danger_sign || pregnancy_over;

    let referral = if urgent {
        Referral::Urgent
    } else if visit.complication || second_in_a_row {
        Referral::Advised
    } else {
        Referral::No
    };
    let recheck = referral != Referral::No || class != ControlClass::Controlled;
    let latest_next = if recheck {
        visit.date.checked_add_days(Days::new(rules.recheck_days))
    } else {
        visit
            .date
            .checked_add_months(Months::new(rules.routine_months))
    };

    let reasons = [
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
    ];
    Decision {
        class,
        referral,
        latest_next: latest_next.unwrap_or(NaiveDate::MAX),
        reasons: reasons
            .iter()
            .filter(|(holds, _)| *holds)
            .map(|(_, reason)| *reason)
            .collect(),
    }
}

/// Fields that cannot be accepted, each with its reason and limit; empty when the form is sound.
#[must_use]
pub fn check(form: &HypertensionForm, decision: &Decision, today: NaiveDate) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if form.visit_date > today {
        errors.push(FieldError::new("visit_date", "in_future").with_limit(today));
    }
    for (field, value, limit) in numbers(form) {
        match value.map(|value| limit.judge(value)) {
            Some(Verdict::TooLow) => {
                errors.push(FieldError::new(field, "too_low").with_limit(limit.min))
            }
            Some(Verdict::TooHigh) => {
                errors.push(FieldError::new(field, "too_high").with_limit(limit.max))
            }
            _ => {}
        }
    }
    if form.sbp <= form.dbp {
        errors.push(FieldError::new("dbp", "not_below_systolic"));
    }
    if form.symptoms.is_empty() {
        errors.push(FieldError::new("symptoms", "required"));
    }
    if form.symptoms.len() > 1 && form.symptoms.contains(&HypertensionSymptom::None) {
        errors.push(FieldError::new("symptoms", "none_stands_alone"));
    }
    if form.symptoms.contains(&HypertensionSymptom::Other) && !filled(&form.symptom_other) {
        errors.push(FieldError::new("symptom_other", "required"));
    }
    if form.class != decision.class && !filled(&form.class_reason) {
        errors.push(FieldError::new("class_reason", "required"));
    }
    if decision.referral != Referral::No && !filled(&form.referral_to) {
        errors.push(FieldError::new("referral_to", "required"));
    }
    if form.next_date <= form.visit_date {
        errors.push(FieldError::new("next_date", "not_after_visit").with_limit(form.visit_date));
    } else if form.next_date > decision.latest_next {
        errors.push(FieldError::new("next_date", "too_late").with_limit(decision.latest_next));
    }
    errors
}

/// Fields whose values are possible but unusual; the form asks to check them.
#[must_use]
pub fn unusual(form: &HypertensionForm) -> Vec<&'static str> {
    numbers(form)
        .into_iter()
        .filter(|(_, value, limit)| value.is_some_and(|v| limit.judge(v) == Verdict::Unusual))
        .map(|(field, _, _)| field)
        .collect()
}

fn numbers(form: &HypertensionForm) -> [(&'static str, Option<u16>, Limit); 13] {
    [
        ("sbp", Some(form.sbp), limits::SBP),
        ("dbp", Some(form.dbp), limits::DBP),
        ("heart_rate", form.heart_rate, limits::HEART_RATE),
        ("weight", form.weight, limits::WEIGHT),
        ("weight_target", form.weight_target, limits::WEIGHT),
        ("smoke", form.smoke, limits::SMOKE),
        ("smoke_target", form.smoke_target, limits::SMOKE),
        ("drink", form.drink, limits::DRINK),
        ("drink_target", form.drink_target, limits::DRINK),
        (
            "exercise_times",
            form.exercise_times,
            limits::EXERCISE_TIMES,
        ),
        (
            "exercise_minutes",
            form.exercise_minutes,
            limits::EXERCISE_MINUTES,
        ),
        (
            "exercise_times_target",
            form.exercise_times_target,
            limits::EXERCISE_TIMES,
        ),
        (
            "exercise_minutes_target",
            form.exercise_minutes_target,
            limits::EXERCISE_MINUTES,
        ),
    ]
}

/// BMI in tenths of kg/m² from weight in tenths of kg and height in tenths of cm.
#[must_use]
pub fn bmi_tenths(weight: u16, height: u16) -> Option<u16> {
    let height = u64::from(height);
    if height == 0 {
        return None;
    }
    // tenths of kg / (tenths of cm)² → kg/m² is ×100,000; tenths of that, rounded half up.
    let numerator = u64::from(weight) * 1_000_000;
    let divisor = height * height;
    u16::try_from((numerator + divisor / 2) / divisor).ok()
}

#[cfg(test)]
#[path = "hypertension_tests.rs"]
mod tests;
