//! What the programmes of chronic diseases have in common (domain.md §2.1, §2.2): classes, referral,
//! the distance to the next visit, and the part of the form that both ask.

mod form;

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

pub use crate::programme::Referral;
pub use form::{Common, Form, Words};
pub(super) use form::{Number, filled};

use crate::codes::ControlClass;

/// Why the decision came out as it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Systolic pressure at or above the control limit.
    SystolicOverLimit,
    /// Diastolic pressure at or above the control limit.
    DiastolicOverLimit,
    /// Fasting glucose at or above the control limit.
    GlucoseOverLimit,
    /// Systolic pressure of an emergency.
    SystolicEmergency,
    /// Diastolic pressure of an emergency.
    DiastolicEmergency,
    /// Glucose so high that it is an emergency.
    GlucoseHighEmergency,
    /// Glucose so low that it is an emergency.
    GlucoseLowEmergency,
    /// A danger sign was seen.
    DangerSign,
    /// The programme's value is above normal in pregnancy or while breast-feeding.
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

/// How soon somebody is seen again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Days to the next visit when something is wrong, and to the check of a referral.
    pub recheck_days: u64,
    /// Months to the next visit when all is well. The text says only "agree the next visit";
    /// three months follow from four visits a year ([known] in domain.md).
    pub routine_months: u32,
}

/// What was found at a visit, in the words that both programmes share.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    /// A new or worse complication.
    pub complication: bool,
    /// An adverse reaction.
    pub adverse_reaction: bool,
    /// The programme's value is over its limit.
    pub uncontrolled: bool,
    /// Something that cannot wait.
    pub urgent: bool,
}

/// Class, referral and latest next date; whether it is the second bad visit running.
///
/// Counting class 2 and 3 together for "two in a row" is a simplification that domain.md marks
/// as [proposal]: the text speaks of two uncontrolled values, or a reaction hard to control.
pub(super) fn settle(
    pace: Pace,
    date: NaiveDate,
    found: Found,
    previous: Option<ControlClass>,
) -> (Decision, bool) {
    let class = if found.complication {
        ControlClass::Complication
    } else if found.adverse_reaction {
        ControlClass::AdverseReaction
    } else if found.uncontrolled {
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
    let referral = if found.urgent {
        Referral::Urgent
    } else if found.complication || second_in_a_row {
        Referral::Advised
    } else {
        Referral::No
    };
    let recheck = referral != Referral::No || class != ControlClass::Controlled;
    let latest_next = if recheck {
        date.checked_add_days(Days::new(pace.recheck_days))
    } else {
        date.checked_add_months(Months::new(pace.routine_months))
    };
    let decision = Decision {
        class,
        referral,
        latest_next: latest_next.unwrap_or(NaiveDate::MAX),
        reasons: Vec::new(),
    };
    (decision, second_in_a_row)
}

/// The reasons that hold, in their order.
pub(super) fn holding(reasons: &[(bool, Reason)]) -> Vec<Reason> {
    let holds = reasons.iter().filter(|(holds, _)| *holds);
    holds.map(|(_, reason)| *reason).collect()
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
