//! Words of the health record, as residents and staff read it.

use domain::api::records::MeasurementKind;

pub use super::medical::{
    ALLERGIES, BLOOD_PRESSURE as PRESSURE, CHRONIC_CONDITIONS as CONDITIONS, COMPLIANCE,
    DIASTOLIC_SHORT as DIASTOLIC, FASTING_GLUCOSE as GLUCOSE, FOLLOW_UP as ONE, FOLLOW_UPS,
    HEART_RATE, MEDICATION as DRUGS_THEN, MMHG, MMOL, NEXT_VISIT as NEXT, PER_MINUTE,
    REFERRED_TO as REFERRAL, SYMPTOMS, SYSTOLIC_SHORT as SYSTOLIC, WEIGHT,
};
use super::medical::{BODY_MASS_INDEX, CM, HEIGHT, KG, WAIST};
use crate::i18n::{Language, Text, language};

/// Title.
pub const TITLE: Text = Text {
    zh: "健康档案",
    en: "Health record",
};
/// Section.
pub const LATEST: Text = Text {
    zh: "最近测量",
    en: "Latest values",
};
/// Section.
pub const TRENDS: Text = Text {
    zh: "这一年的变化",
    en: "This year",
};
/// Status.
pub const IN_RANGE: Text = Text {
    zh: "在目标内",
    en: "On target",
};
/// Status.
pub const OUT_OF_RANGE: Text = Text {
    zh: "不在目标内",
    en: "Off target",
};
/// Section.
pub const HEALTH: Text = Text {
    zh: "过敏、疾病、用药",
    en: "Allergies, conditions, drugs",
};
/// None known.
pub const NO_ALLERGIES: Text = Text {
    zh: "没有记录",
    en: "None recorded",
};
/// Label.
pub const DRUGS: Text = Text {
    zh: "现在吃的药",
    en: "Drugs now",
};
/// None.
pub const NONE: Text = Text {
    zh: "没有记录",
    en: "None recorded",
};
/// Empty.
pub const NO_FOLLOW_UPS: Text = Text {
    zh: "还没有随访记录",
    en: "No follow-ups yet",
};
/// Section of what was said on rounds.
pub const ROUNDS: Text = Text {
    zh: "巡诊记录",
    en: "Notes of rounds",
};
/// What the person told.
pub const COMPLAINT: Text = Text {
    zh: "病情",
    en: "What was told",
};
/// What the doctor advised.
pub const ADVICE: Text = Text {
    zh: "医生嘱咐",
    en: "What was advised",
};
/// Section.
pub const BASIC: Text = Text {
    zh: "基本信息",
    en: "Basic data",
};
/// Label.
pub const RECORD_NO: Text = Text {
    zh: "档案编号",
    en: "Record number",
};
/// Label.
pub const NATIONAL_ID: Text = Text {
    zh: "身份证号",
    en: "ID number",
};
/// Label.
pub const PHONE: Text = Text {
    zh: "电话",
    en: "Phone",
};
/// Label.
pub const ADDRESS: Text = Text {
    zh: "住址",
    en: "Address",
};
/// Label.
pub const INSURANCE: Text = Text {
    zh: "医保",
    en: "Insurance",
};
/// Label.
pub const INSTITUTION: Text = Text {
    zh: "建档机构",
    en: "Institution",
};
/// Label.
pub const PACKAGES: Text = Text {
    zh: "签约服务包",
    en: "Packages",
};
/// Label.
pub const UPDATED: Text = Text {
    zh: "最近更新",
    en: "Last changed",
};
/// Button.
pub const PRINT: Text = Text {
    zh: "打印",
    en: "Print",
};
/// Label.
pub const WHEN: Text = Text {
    zh: "日期",
    en: "Day",
};
/// Label.
pub const WAY: Text = Text {
    zh: "方式",
    en: "How",
};
/// Label.
pub const RESULT: Text = Text {
    zh: "结果",
    en: "Result",
};
/// Section.
pub const FOUND: Text = Text {
    zh: "这次的情况",
    en: "What was found",
};
/// Label.
pub const EXAMS: Text = Text {
    zh: "检查结果",
    en: "Examination results",
};
/// It is so.
pub const YES: Text = Text {
    zh: "是",
    en: "yes",
};
/// Label.
pub const DOCTOR: Text = Text {
    zh: "随访医生",
    en: "Doctor",
};
/// What is measured.
#[must_use]
pub fn measured(kind: MeasurementKind) -> Text {
    match kind {
        MeasurementKind::BloodPressure => PRESSURE,
        MeasurementKind::HeartRate => HEART_RATE,
        MeasurementKind::FastingGlucose => GLUCOSE,
        MeasurementKind::Weight => WEIGHT,
        MeasurementKind::Height => HEIGHT,
        MeasurementKind::Bmi => BODY_MASS_INDEX,
        MeasurementKind::Waist => WAIST,
    }
}

/// The unit of what is measured; a body-mass index is said without one.
#[must_use]
pub fn unit(kind: MeasurementKind) -> Option<Text> {
    match kind {
        MeasurementKind::BloodPressure => Some(MMHG),
        MeasurementKind::HeartRate => Some(PER_MINUTE),
        MeasurementKind::FastingGlucose => Some(MMOL),
        MeasurementKind::Weight => Some(KG),
        MeasurementKind::Height | MeasurementKind::Waist => Some(CM),
        MeasurementKind::Bmi => None,
    }
}

/// 氨氯地平，每天 1 次，每次 5 mg.
#[must_use]
pub fn drug(name: &str, times: u8, dose: &str) -> String {
    match (language(), dose.is_empty()) {
        (Language::Zh, false) => format!("{name}，每天 {times} 次，每次 {dose}"),
        (Language::Zh, true) => format!("{name}，每天 {times} 次"),
        (Language::En, false) => format!("{name}, {times} a day, {dose} each"),
        (Language::En, true) => format!("{name}, {times} a day"),
    }
}

/// Column of the printed form.
pub const ASKED: Text = Text {
    zh: "项目",
    en: "Item",
};
/// Column of the printed form.
pub const ANSWERED: Text = Text {
    zh: "内容",
    en: "Answer",
};

/// 轻（沿用 2026年8月20日）.
#[must_use]
pub fn carried_over(value: &str, day: &str) -> String {
    match language() {
        Language::Zh => [value, "（沿用 ", day, "）"].concat(),
        Language::En => [value, " (as of ", day, ")"].concat(),
    }
}

/// 205 mmHg（已核对）.
#[must_use]
pub fn confirmed(value: &str) -> String {
    match language() {
        Language::Zh => [value, "（已核对）"].concat(),
        Language::En => [value, " (checked)"].concat(),
    }
}

/// 65.5 kg（按上次加减）.
#[must_use]
pub fn stepped(value: &str) -> String {
    match language() {
        Language::Zh => [value, "（按上次加减）"].concat(),
        Language::En => [value, " (adjusted from last time)"].concat(),
    }
}

/// 5 支，目标 0 支.
#[must_use]
pub fn with_target(now: Option<String>, target: Option<String>) -> String {
    let target = target.map(|target| match language() {
        Language::Zh => ["目标 ", &target].concat(),
        Language::En => ["target ", &target].concat(),
    });
    let comma = match language() {
        Language::Zh => "，",
        Language::En => ", ",
    };
    now.into_iter()
        .chain(target)
        .collect::<Vec<_>>()
        .join(comma)
}

/// 高血压（2015 年起）.
#[must_use]
pub fn condition(name: &str, since: Option<i32>) -> String {
    match (language(), since) {
        (Language::Zh, Some(year)) => format!("{name}（{year} 年起）"),
        (Language::En, Some(year)) => format!("{name} (since {year})"),
        (_, None) => name.to_owned(),
    }
}

/// 11月2日 门诊随访.
#[must_use]
pub fn visit(day: &str, way: &str) -> String {
    match language() {
        Language::Zh => format!("{day} {way}随访"),
        Language::En => format!("{day}, {way}"),
    }
}

/// 血压 138/86，下次 2月2日（周一）前，李医生.
#[must_use]
pub fn visit_rest(bp: Option<(u16, u16)>, next: Option<&str>, doctor: &str) -> String {
    let next = next.map(|next| match language() {
        Language::Zh => ["下次 ", next].concat(),
        Language::En => ["next ", next].concat(),
    });
    let parts = [
        bp.map(|(s, d)| format!("{} {s}/{d}", PRESSURE.get())),
        next,
        Some(doctor.to_owned()),
    ];
    let comma = if language() == Language::Zh {
        "，"
    } else {
        ", "
    };
    parts.into_iter().flatten().collect::<Vec<_>>().join(comma)
}
