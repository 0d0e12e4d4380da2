//! The health record (居民健康档案) as resident and doctor read it: one answer, the same points
//! behind both charts.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::follow_ups::ClassCard;
use super::residents::BasicData;
use crate::codes::VisitWay;
use crate::ids::{FollowUpId, ResidentId};
use crate::programme::{ProgrammeCode, Words};

/// The record on one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Record {
    /// Basic data, masked.
    pub basic: BasicData,
    /// Allergies, in words; empty when none are known.
    pub allergies: Vec<String>,
    /// Chronic conditions with the year of onset.
    pub conditions: Vec<Condition>,
    /// Drugs taken now.
    pub drugs: Vec<Drug>,
    /// Latest value of each kind of measurement.
    pub latest: Vec<Measurement>,
    /// Blood pressures of the last year, oldest first.
    pub blood_pressure: Vec<BloodPressurePoint>,
    /// Glucose of the last year, oldest first.
    pub glucose: Vec<GlucosePoint>,
    /// Follow-ups, newest first.
    pub follow_ups: Vec<FollowUpLine>,
    /// What the person measured at home in the last year, the newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub home: Vec<super::home_measurements::HomeReading>,
    /// What was said on rounds of the last year, the newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rounds: Vec<super::rounds::RoundEntry>,
    /// Target band of this person's blood pressure by the rules in force.
    pub bp_target: BpTarget,
}

/// A chronic condition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Condition {
    /// Name, as a doctor would say it.
    pub name: String,
    /// When it began, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
}

/// A drug with its dose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Drug {
    /// Name.
    pub name: String,
    /// Times a day.
    pub times_a_day: u8,
    /// Each dose with its unit (`5 mg`).
    pub dose: String,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MeasurementKind {
    /// 血压, mmHg; `value` systolic, `second` diastolic.
    BloodPressure,
    /// 心率, beats a minute.
    HeartRate,
    /// 空腹血糖, tenths of mmol/L.
    FastingGlucose,
    /// 体重, tenths of kg.
    Weight,
    /// 身高, tenths of cm.
    Height,
    /// 体质指数, tenths of kg/m².
    Bmi,
    /// 腰围, tenths of cm.
    Waist,
}

/// One measurement. Integers in the unit of its kind, so that nothing is rounded twice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Measurement {
    /// What.
    pub kind: MeasurementKind,
    /// Value in the unit of the kind.
    pub value: i32,
    /// Diastolic pressure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<i32>,
    /// Day.
    pub date: NaiveDate,
    /// Whether it lies in the range that is good for this person; absent where no range applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_range: Option<bool>,
}

/// A blood pressure in mmHg.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BloodPressurePoint {
    /// Day.
    pub date: NaiveDate,
    /// Systolic.
    pub sbp: u16,
    /// Diastolic.
    pub dbp: u16,
}

/// A fasting glucose in tenths of mmol/L.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GlucosePoint {
    /// Day.
    pub date: NaiveDate,
    /// Tenths of mmol/L.
    pub tenths: u16,
}

/// Control limits in mmHg: a reading below both is under control.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BpTarget {
    /// Systolic limit.
    pub sbp_below: u16,
    /// Diastolic limit.
    pub dbp_below: u16,
}

/// A follow-up in one line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FollowUpLine {
    /// The follow-up.
    pub follow_up_id: FollowUpId,
    /// Programme.
    pub programme: ProgrammeCode,
    /// What the programme is called.
    pub title: Words,
    /// Day.
    pub date: NaiveDate,
    /// How.
    pub way: VisitWay,
    /// Class.
    pub class: ClassCard,
    /// Blood pressure where it was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bp: Option<BloodPressurePoint>,
    /// Who.
    pub doctor: String,
    /// Next date agreed; absent where no visit follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_date: Option<NaiveDate>,
}

crate::endpoints! {
    visit visit_records;
    #[doc = "Answers a resident's health record; the read is audited before the answer."]
    GetRecord = "get_record": Get "/residents/{resident}/record", SignedIn,
        path ResidentId, query (), body (), reply Record, errors [];
}
