//! Words of the health record, as residents and staff read it.

use domain::api::records::MeasurementKind;

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
/// Chart.
pub const PRESSURE: Text = Text {
    zh: "血压",
    en: "Blood pressure",
};
/// Series.
pub const SYSTOLIC: Text = Text {
    zh: "高压",
    en: "Systolic",
};
/// Series.
pub const DIASTOLIC: Text = Text {
    zh: "低压",
    en: "Diastolic",
};
/// Chart.
pub const GLUCOSE: Text = Text {
    zh: "空腹血糖",
    en: "Fasting glucose",
};
/// Unit.
pub const MMHG: Text = Text {
    zh: "mmHg",
    en: "mmHg",
};
/// Unit.
pub const MMOL: Text = Text {
    zh: "mmol/L",
    en: "mmol/L",
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
/// Label.
pub const ALLERGIES: Text = Text {
    zh: "过敏",
    en: "Allergies",
};
/// None known.
pub const NO_ALLERGIES: Text = Text {
    zh: "没有记录",
    en: "None recorded",
};
/// Label.
pub const CONDITIONS: Text = Text {
    zh: "慢性病",
    en: "Conditions",
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
/// Section.
pub const FOLLOW_UPS: Text = Text {
    zh: "随访记录",
    en: "Follow-up visits",
};
/// Empty.
pub const NO_FOLLOW_UPS: Text = Text {
    zh: "还没有随访记录",
    en: "No follow-ups yet",
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
/// Title of one follow-up.
pub const ONE: Text = Text {
    zh: "随访记录",
    en: "Follow-up visit",
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
pub const SYMPTOMS: Text = Text {
    zh: "症状",
    en: "Symptoms",
};
/// Label.
pub const RESULT: Text = Text {
    zh: "结果",
    en: "Result",
};
/// Label.
pub const WEIGHT: Text = Text {
    zh: "体重",
    en: "Weight",
};
/// Label.
pub const HEART_RATE: Text = Text {
    zh: "心率",
    en: "Heart rate",
};
/// Label.
pub const COMPLIANCE: Text = Text {
    zh: "服药",
    en: "Taking the drugs",
};
/// Label.
pub const REFERRAL: Text = Text {
    zh: "转诊到",
    en: "Referred to",
};
/// Label.
pub const NEXT: Text = Text {
    zh: "下次随访",
    en: "Next visit",
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
        MeasurementKind::Height => Text {
            zh: "身高",
            en: "Height",
        },
        MeasurementKind::Bmi => Text {
            zh: "体质指数",
            en: "BMI",
        },
        MeasurementKind::Waist => Text {
            zh: "腰围",
            en: "Waist",
        },
    }
}

/// Beats a minute.
pub const PER_MINUTE: Text = Text {
    zh: "次/分",
    en: "/min",
};

/// The unit of what is measured; a body-mass index is said without one.
#[must_use]
pub fn unit(kind: MeasurementKind) -> Option<Text> {
    match kind {
        MeasurementKind::BloodPressure => Some(MMHG),
        MeasurementKind::HeartRate => Some(PER_MINUTE),
        MeasurementKind::FastingGlucose => Some(MMOL),
        MeasurementKind::Weight => Some(Text { zh: "kg", en: "kg" }),
        MeasurementKind::Height | MeasurementKind::Waist => Some(Text { zh: "cm", en: "cm" }),
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

/// 血压 138/86，下次 2月2日前，李医生.
#[must_use]
pub fn visit_rest(bp: Option<(u16, u16)>, next: &str, doctor: &str) -> String {
    let parts = match language() {
        Language::Zh => [
            bp.map(|(s, d)| format!("血压 {s}/{d}")),
            Some(format!("下次 {next}前")),
            Some(doctor.to_owned()),
        ],
        Language::En => [
            bp.map(|(s, d)| format!("BP {s}/{d}")),
            Some(format!("next by {next}")),
            Some(doctor.to_owned()),
        ],
    };
    let comma = if language() == Language::Zh {
        "，"
    } else {
        ", "
    };
    parts.into_iter().flatten().collect::<Vec<_>>().join(comma)
}
