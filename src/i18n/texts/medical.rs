//! The glossary: each medical word once, in the words of a nurse, for every page that says it. Words of
//! code lists (symptoms, classes, ways) have theirs in `domain::codes`.

use crate::i18n::Text;

/// What is measured.
pub const BLOOD_PRESSURE: Text = Text {
    zh: "血压",
    en: "Blood pressure",
};
/// The upper value, where it is asked for; in mmHg.
pub const SYSTOLIC: Text = Text {
    zh: "高压（收缩压）",
    en: "Systolic (upper)",
};
/// The upper value, where there is little room.
pub const SYSTOLIC_SHORT: Text = Text {
    zh: "高压",
    en: "Systolic",
};
/// The lower value, where it is asked for; in mmHg.
pub const DIASTOLIC: Text = Text {
    zh: "低压（舒张压）",
    en: "Diastolic (lower)",
};
/// The lower value, where there is little room.
pub const DIASTOLIC_SHORT: Text = Text {
    zh: "低压",
    en: "Diastolic",
};
/// What is measured, in mmol/L.
pub const FASTING_GLUCOSE: Text = Text {
    zh: "空腹血糖",
    en: "Fasting glucose",
};
/// What is measured, in beats a minute.
pub const HEART_RATE: Text = Text {
    zh: "心率",
    en: "Heart rate",
};
/// What is measured, in kg.
pub const WEIGHT: Text = Text {
    zh: "体重",
    en: "Weight",
};
/// What is measured, in cm.
pub const HEIGHT: Text = Text {
    zh: "身高",
    en: "Height",
};
/// What is measured, in cm.
pub const WAIST: Text = Text {
    zh: "腰围",
    en: "Waist",
};
/// Weight by height squared; said without a unit.
pub const BODY_MASS_INDEX: Text = Text {
    zh: "体质指数（BMI）",
    en: "Body-mass index (BMI)",
};
/// What the person feels.
pub const SYMPTOMS: Text = Text {
    zh: "症状",
    en: "Symptoms",
};
/// What the person may not be given.
pub const ALLERGIES: Text = Text {
    zh: "过敏",
    en: "Allergies",
};
/// What stays with the person.
pub const CHRONIC_CONDITIONS: Text = Text {
    zh: "慢性病",
    en: "Chronic conditions",
};
/// What is taken, and how.
pub const MEDICATION: Text = Text {
    zh: "用药",
    en: "Medication",
};
/// Whether it is taken as agreed.
pub const COMPLIANCE: Text = Text {
    zh: "服药情况",
    en: "Medication adherence",
};
/// What a drug does that it should not.
pub const ADVERSE_REACTION: Text = Text {
    zh: "药物不良反应",
    en: "Adverse drug reaction",
};
/// What an illness brings with it.
pub const COMPLICATION: Text = Text {
    zh: "新的或加重的并发症",
    en: "New or worsening complication",
};
/// What is seen or felt by the doctor beside what is measured.
pub const OTHER_SIGNS: Text = Text {
    zh: "其他体征",
    en: "Other signs",
};
/// Laboratory, ECG and pictures.
pub const EXAMINATIONS: Text = Text {
    zh: "辅助检查",
    en: "Tests and imaging",
};
/// A planned visit by the programme of an illness.
pub const FOLLOW_UP: Text = Text {
    zh: "随访记录",
    en: "Follow-up visit",
};
/// All of them.
pub const FOLLOW_UPS: Text = Text {
    zh: "随访记录",
    en: "Follow-up visits",
};
/// When the person is seen again.
pub const NEXT_VISIT: Text = Text {
    zh: "下次随访",
    en: "Next follow-up",
};
/// How well an illness is held, by the norm.
pub const CONTROL_CLASS: Text = Text {
    zh: "随访分类",
    en: "Outcome",
};
/// Where the person is sent on to.
pub const REFERRED_TO: Text = Text {
    zh: "转诊到",
    en: "Referred to",
};
/// And why.
pub const REFERRAL_REASON: Text = Text {
    zh: "转诊原因",
    en: "Reason for referral",
};

/// Unit of pressure.
pub const MMHG: Text = Text {
    zh: "mmHg",
    en: "mmHg",
};
/// Unit of glucose.
pub const MMOL: Text = Text {
    zh: "mmol/L",
    en: "mmol/L",
};
/// Unit of weight.
pub const KG: Text = Text { zh: "kg", en: "kg" };
/// Unit of length.
pub const CM: Text = Text { zh: "cm", en: "cm" };
/// Unit of the heart rate.
pub const PER_MINUTE: Text = Text {
    zh: "次/分",
    en: "/min",
};
