//! The forms of hypertension and diabetes as types of their own; the client leaves them for
//! [`super::follow_ups`], programme by programme.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::records::{BpTarget, Drug};
use super::residents::{Habits, PersonHeader};
use crate::codes::{
    Compliance, ControlClass, DangerSign, DiabetesDangerSign, DiabetesSymptom, DorsalisPedis,
    Grade, HypertensionSymptom, Hypoglycaemia, Salt, VisitWay,
};
use crate::ids::{FollowUpId, ResidentId};
use crate::rules::chronic::Decision;

/// What a form starts from; `F` is the programme's form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "StartOf{F}")
)]
#[serde(bound(serialize = "F: Serialize", deserialize = "F: Deserialize<'de>"))]
pub struct FollowUpStart<F> {
    /// The person; always visible.
    pub person: PersonHeader,
    /// Birth date, because the control limit depends on the age on the day of the visit.
    pub birth_date: NaiveDate,
    /// The last follow-up, whose values stand beside the new ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<FollowUp<F>>,
    /// Class of the last visit, for the rule of two consecutive visits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_class: Option<ControlClass>,
    /// Allergies.
    pub allergies: Vec<String>,
    /// Drugs taken now.
    pub drugs: Vec<Drug>,
    /// Habits as last recorded.
    pub habits: Habits,
    /// Height in tenths of cm, for the BMI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height_tenths: Option<u16>,
    /// Control limits of the blood pressure today.
    pub target: BpTarget,
    /// When the follow-up was due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// Rules by which the decision is taken.
    pub rules_version: String,
}

/// The hypertension form (高血压患者随访服务记录表, §2.1). Weights in tenths of kg, spirit in
/// tenths of 两 a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HypertensionForm {
    /// Day of the visit, not in the future.
    pub visit_date: NaiveDate,
    /// How.
    pub way: VisitWay,
    /// Symptoms; `none` stands alone.
    pub symptoms: Vec<HypertensionSymptom>,
    /// Other symptoms, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub symptom_other: Option<String>,
    /// Systolic pressure, mmHg.
    pub sbp: u16,
    /// Diastolic pressure, mmHg.
    pub dbp: u16,
    /// Danger signs seen.
    pub danger_signs: Vec<DangerSign>,
    /// Pregnant or breast-feeding.
    pub pregnant_or_lactating: bool,
    /// Weight, tenths of kg.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<u16>,
    /// Target weight, tenths of kg.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_target: Option<u16>,
    /// Heart rate, beats a minute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heart_rate: Option<u16>,
    /// Other signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_other: Option<String>,
    /// Cigarettes a day, now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smoke: Option<u16>,
    /// Cigarettes a day, target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smoke_target: Option<u16>,
    /// Spirit, tenths of 两 a day, now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drink: Option<u16>,
    /// Spirit, tenths of 两 a day, target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drink_target: Option<u16>,
    /// Exercise, times a week, now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise_times: Option<u16>,
    /// Minutes each time, now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise_minutes: Option<u16>,
    /// Exercise, times a week, target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise_times_target: Option<u16>,
    /// Minutes each time, target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise_minutes_target: Option<u16>,
    /// Salt, now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<Salt>,
    /// Salt, target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt_target: Option<Salt>,
    /// 心理调整.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub psych: Option<Grade>,
    /// 遵医行为.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub obey: Option<Grade>,
    /// 辅助检查 since the last visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aux_exam: Option<String>,
    /// 服药依从性.
    pub compliance: Compliance,
    /// 药物不良反应, in words; absent when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adverse_reaction: Option<String>,
    /// A new complication, or an old one that has become worse, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complication: Option<String>,
    /// Class recorded; another one than the rule's needs `class_reason`.
    pub class: ControlClass,
    /// Why the doctor departs from the rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class_reason: Option<String>,
    /// Drugs.
    pub drugs: Vec<Drug>,
    /// Why the person is referred.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referral_reason: Option<String>,
    /// To which institution and department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referral_to: Option<String>,
    /// Next date agreed.
    pub next_date: NaiveDate,
}

/// The diabetes form (2型糖尿病患者随访服务记录表, §2.2). Weights in tenths of kg, spirit in tenths
/// of 两 a day, staple food in grams a day, glucose in tenths of mmol/L.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DiabetesForm {
    /// Day of the visit, not in the future.
    pub visit_date: NaiveDate,
    /// How.
    pub way: VisitWay,
    /// Symptoms; `none` stands alone.
    pub symptoms: Vec<DiabetesSymptom>,
    /// Other symptoms, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub symptom_other: Option<String>,
    /// Systolic pressure, mmHg.
    pub sbp: u16,
    /// Diastolic pressure, mmHg.
    pub dbp: u16,
    /// Danger signs seen.
    pub danger_signs: Vec<DiabetesDangerSign>,
    /// Pregnant or breast-feeding.
    pub pregnant_or_lactating: bool,
    /// Weight, tenths of kg.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<u16>,
    /// Target weight, tenths of kg.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_target: Option<u16>,
    /// 足背动脉搏动.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dorsalis_pedis: Option<DorsalisPedis>,
    /// Other signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_other: Option<String>,
    /// Cigarettes a day, now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smoke: Option<u16>,
    /// Cigarettes a day, target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smoke_target: Option<u16>,
    /// Spirit, tenths of 两 a day, now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drink: Option<u16>,
    /// Spirit, tenths of 两 a day, target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drink_target: Option<u16>,
    /// Exercise, times a week, now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise_times: Option<u16>,
    /// Minutes each time, now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise_minutes: Option<u16>,
    /// Exercise, times a week, target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise_times_target: Option<u16>,
    /// Minutes each time, target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise_minutes_target: Option<u16>,
    /// Staple food, grams a day, now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staple: Option<u16>,
    /// Staple food, grams a day, target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staple_target: Option<u16>,
    /// 心理调整.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub psych: Option<Grade>,
    /// 遵医行为.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub obey: Option<Grade>,
    /// 空腹血糖, tenths of mmol/L.
    pub fasting_glucose: u16,
    /// 糖化血红蛋白, tenths of a per cent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hba1c: Option<u16>,
    /// Day on which the 糖化血红蛋白 was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hba1c_date: Option<NaiveDate>,
    /// 辅助检查 since the last visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aux_exam: Option<String>,
    /// 服药依从性.
    pub compliance: Compliance,
    /// 药物不良反应, in words; absent when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adverse_reaction: Option<String>,
    /// 低血糖反应.
    pub hypoglycaemia: Hypoglycaemia,
    /// A new complication, or an old one that has become worse, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complication: Option<String>,
    /// Class recorded; another one than the rule's needs `class_reason`.
    pub class: ControlClass,
    /// Why the doctor departs from the rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class_reason: Option<String>,
    /// Drugs.
    pub drugs: Vec<Drug>,
    /// Kind of insulin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insulin_kind: Option<String>,
    /// How it is taken: times and units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insulin_dose: Option<String>,
    /// Why the person is referred.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referral_reason: Option<String>,
    /// To which institution and department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referral_to: Option<String>,
    /// Next date agreed.
    pub next_date: NaiveDate,
}

/// Records a follow-up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "RecordOf{F}")
)]
pub struct RecordFollowUpBody<F> {
    /// Made by the client; the follow-up's own id.
    pub id: FollowUpId,
    /// The form.
    pub form: F,
    /// Rules by which the client decided.
    pub rules_version: String,
    /// The decision that the doctor saw; a difference is answered with `needs_you`.
    pub decision: Decision,
}

/// A recorded follow-up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "FollowUpOf{F}")
)]
pub struct FollowUp<F> {
    /// The follow-up.
    pub follow_up_id: FollowUpId,
    /// The person.
    pub person: PersonHeader,
    /// The form.
    pub form: F,
    /// BMI in tenths, where weight and height are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bmi_tenths: Option<u16>,
    /// The decision taken.
    pub decision: Decision,
    /// Rules it was taken by.
    pub rules_version: String,
    /// Doctor who signed.
    pub doctor: String,
    /// Institution.
    pub institution: String,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// A recorded follow-up of whatever programme.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AnyFollowUp {
    /// Of hypertension.
    Hypertension(FollowUp<HypertensionForm>),
    /// Of type 2 diabetes.
    Diabetes(FollowUp<DiabetesForm>),
}

crate::endpoints! {
    visit visit_typed_follow_ups;
    #[doc = "Answers what a hypertension form starts from."]
    StartHypertension = "start_hypertension": Get "/residents/{resident}/hypertension/start", Staff,
        path ResidentId, query (), body (), reply FollowUpStart<HypertensionForm>, errors [];
    #[doc = "Records a hypertension follow-up, decides again and sets the next date."]
    RecordHypertension = "record_hypertension": Post "/residents/{resident}/hypertension", Staff,
        path ResidentId, query (), body RecordFollowUpBody<HypertensionForm>,
        reply FollowUp<HypertensionForm>, errors [NeedsYou];
    #[doc = "Answers what a diabetes form starts from."]
    StartDiabetes = "start_diabetes": Get "/residents/{resident}/diabetes/start", Staff,
        path ResidentId, query (), body (), reply FollowUpStart<DiabetesForm>, errors [];
    #[doc = "Records a diabetes follow-up, decides again and sets the next date."]
    RecordDiabetes = "record_diabetes": Post "/residents/{resident}/diabetes", Staff,
        path ResidentId, query (), body RecordFollowUpBody<DiabetesForm>,
        reply FollowUp<DiabetesForm>, errors [NeedsYou];
    #[doc = "Answers a recorded follow-up."]
    GetTypedFollowUp = "get_typed_follow_up": Get "/follow-ups/{follow_up}/typed", SignedIn,
        path FollowUpId, query (), body (), reply AnyFollowUp, errors [];
}
