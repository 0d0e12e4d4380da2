//! Words of the hypertension form: fields, the decision, its reasons.

use domain::problem::FieldError;
use domain::rules::chronic::{Reason, Referral};

pub use super::medical::{
    ADVERSE_REACTION as REACTION, BLOOD_PRESSURE as PRESSURE, BODY_MASS_INDEX as BMI, COMPLIANCE,
    COMPLICATION, CONTROL_CLASS as CLASS, DIASTOLIC, EXAMINATIONS as EXAMS,
    FASTING_GLUCOSE as GLUCOSE, HEART_RATE, HYPERTENSION_FOLLOW_UP as TITLE, KG,
    MEDICATION as DRUGS, MMHG, MMOL, NEXT_VISIT as NEXT_DATE, OTHER_SIGNS as SIGN_OTHER,
    PER_MINUTE, REFERRAL_REASON, SYMPTOMS, SYSTOLIC, WEIGHT,
};
use super::problem;
use crate::i18n::{Language, Text, language};

/// Draft put back.
pub const RESTORED: Text = Text {
    zh: "上次没填完的内容已放回来",
    en: "What you had typed is back",
};
/// Starts anew.
pub const START_ANEW: Text = Text {
    zh: "清掉重填",
    en: "Start anew",
};
/// Field.
pub const VISIT_DATE: Text = Text {
    zh: "随访日期",
    en: "Day of the visit",
};
/// Chip.
pub const TODAY: Text = Text {
    zh: "今天",
    en: "Today",
};
/// Chip.
pub const YESTERDAY: Text = Text {
    zh: "昨天",
    en: "Yesterday",
};
/// Field.
pub const WAY: Text = Text {
    zh: "随访方式",
    en: "How",
};
/// Field.
pub const SYMPTOM_OTHER: Text = Text {
    zh: "其他症状",
    en: "Other symptoms",
};
/// Group.
pub const DANGER: Text = Text {
    zh: "有危急情况",
    en: "Danger signs",
};
/// Field.
pub const DANGER_SIGNS: Text = Text {
    zh: "看到了哪些",
    en: "Which ones",
};
/// Switch.
pub const PREGNANT: Text = Text {
    zh: "怀孕或哺乳期",
    en: "Pregnant or breast-feeding",
};
/// Group.
pub const EVENTS: Text = Text {
    zh: "不良反应、并发症",
    en: "Reactions, complications",
};
/// Hint.
pub const REACTION_HINT: Text = Text {
    zh: "没有就空着",
    en: "Leave empty when there is none",
};
/// Field.
pub const DRUG_NAME: Text = Text {
    zh: "药名",
    en: "Drug",
};
/// Field.
pub const DRUG_TIMES: Text = Text {
    zh: "每天几次",
    en: "Times a day",
};
/// Unit.
pub const TIMES: Text = Text {
    zh: "次",
    en: "times",
};
/// Field.
pub const DRUG_DOSE: Text = Text {
    zh: "每次多少（带单位）",
    en: "Dose with its unit",
};
/// Button.
pub const ADD_DRUG: Text = Text {
    zh: "加一种药",
    en: "Add a drug",
};
/// Button.
pub const REMOVE_DRUG: Text = Text {
    zh: "去掉这种药",
    en: "Remove this drug",
};
/// No drugs.
pub const NO_DRUGS: Text = Text {
    zh: "现在没有用药",
    en: "No drugs now",
};
/// Group.
pub const SIGNS: Text = Text {
    zh: "体重、心率",
    en: "Weight, heart rate",
};
/// Field.
pub const WEIGHT_TARGET: Text = Text {
    zh: "目标体重",
    en: "Target weight",
};
/// Group.
pub const HABITS: Text = Text {
    zh: "生活方式",
    en: "Habits",
};
/// Field.
pub const SMOKE: Text = Text {
    zh: "每天吸烟",
    en: "Cigarettes a day",
};
/// Field.
pub const SMOKE_TARGET: Text = Text {
    zh: "吸烟目标",
    en: "Target, cigarettes",
};
/// Unit.
pub const CIGARETTES: Text = Text {
    zh: "支",
    en: "a day",
};
/// Field.
pub const DRINK: Text = Text {
    zh: "每天喝白酒",
    en: "Spirit a day",
};
/// Field.
pub const DRINK_TARGET: Text = Text {
    zh: "饮酒目标",
    en: "Target, spirit",
};
/// Unit.
pub const LIANG: Text = Text {
    zh: "两",
    en: "liang",
};
/// Field.
pub const EXERCISE_TIMES: Text = Text {
    zh: "每周运动",
    en: "Exercise a week",
};
/// Field.
pub const EXERCISE_TIMES_TARGET: Text = Text {
    zh: "每周运动目标",
    en: "Target, a week",
};
/// Field.
pub const EXERCISE_MINUTES: Text = Text {
    zh: "每次运动",
    en: "Minutes each time",
};
/// Field.
pub const EXERCISE_MINUTES_TARGET: Text = Text {
    zh: "每次运动目标",
    en: "Target, minutes",
};
/// Unit.
pub const MINUTES: Text = Text {
    zh: "分钟",
    en: "min",
};
/// Field.
pub const SALT: Text = Text {
    zh: "吃盐",
    en: "Salt",
};
/// Field.
pub const SALT_TARGET: Text = Text {
    zh: "吃盐目标",
    en: "Target, salt",
};
/// Field.
pub const PSYCH: Text = Text {
    zh: "心理调整",
    en: "State of mind",
};
/// Field.
pub const OBEY: Text = Text {
    zh: "遵医行为",
    en: "Follows advice",
};
/// Field.
pub const AUX_EXAM: Text = Text {
    zh: "上次随访以来的检查结果",
    en: "Results since the last visit",
};
/// Allergies.
pub const ALLERGIES: Text = Text {
    zh: "过敏：",
    en: "Allergies: ",
};
/// Section.
pub const DECISION: Text = Text {
    zh: "结论",
    en: "Decision",
};
/// Before there is one.
pub const DECISION_LATER: Text = Text {
    zh: "填好血压，这里就有结论",
    en: "Enter the pressure to see it here",
};
/// Group.
pub const CHANGE_CLASS: Text = Text {
    zh: "我的判断不一样",
    en: "I judge differently",
};
/// Answer.
pub const CLASS_BY_RULE: Text = Text {
    zh: "按规范",
    en: "By the rules",
};
/// Field.
pub const CLASS_REASON: Text = Text {
    zh: "为什么改",
    en: "Why",
};
/// Field.
pub const REFERRAL_TO: Text = Text {
    zh: "转到哪里（机构和科室）",
    en: "Referred to (place, department)",
};
/// Chip.
pub const IN_TWO_WEEKS: Text = Text {
    zh: "14 天后",
    en: "In 14 days",
};
/// Chip.
pub const IN_A_MONTH: Text = Text {
    zh: "1 个月后",
    en: "In a month",
};
/// Chip.
pub const IN_THREE_MONTHS: Text = Text {
    zh: "3 个月后",
    en: "In 3 months",
};
/// Urgent.
pub const URGENT_BANNER: Text = Text {
    zh: "请先现场处理，马上转诊。两周内要查转诊结果",
    en: "Treat first, refer at once, check within two weeks",
};
/// Button.
pub const CALL_120: Text = Text {
    zh: "拨打 120",
    en: "Call 120",
};
/// Button.
pub const SAVE: Text = Text {
    zh: "保存随访",
    en: "Save",
};
/// Said after saving.
pub const SAVED: Text = Text {
    zh: "随访已保存",
    en: "Saved",
};
/// Back to the list.
pub const TO_LIST: Text = Text {
    zh: "回待办，做下一位",
    en: "Back to the list",
};
/// Question.
pub const UNUSUAL_ASK: Text = Text {
    zh: "这些数值对吗？",
    en: "Are these values right?",
};
/// Answer.
pub const UNUSUAL_YES: Text = Text {
    zh: "没错，保存",
    en: "Right, save",
};
/// Answer.
pub const UNUSUAL_NO: Text = Text {
    zh: "我再看看",
    en: "Let me look",
};
/// Beside a value.
pub const UNUSUAL: Text = Text {
    zh: "少见，请再量一次或核对",
    en: "Rare; please measure again or check",
};
/// Errors.
pub const LOOK_AT: Text = Text {
    zh: "请看一下：",
    en: "Please look at: ",
};
/// The backend differs.
pub const DIFFERS: Text = Text {
    zh: "请再看一下结论：系统里的记录比这部手机新",
    en: "Please look at the decision again: more is known than on this phone",
};
/// The backend differs in a way that the phone cannot follow.
pub const DIFFERS_RELOAD: Text = Text {
    zh: "请回待办重新打开这份表，已填的内容还在",
    en: "Please open this form again from the list; what you typed is kept",
};

/// 上次 142.
#[must_use]
pub fn before(value: &str) -> String {
    match language() {
        Language::Zh => ["上次 ", value].concat(),
        Language::En => ["last ", value].concat(),
    }
}

/// 控制目标：低于 150/90.
#[must_use]
pub fn target(sbp: u16, dbp: u16) -> String {
    match language() {
        Language::Zh => format!("目标：低于 {sbp}/{dbp}"),
        Language::En => format!("Target: below {sbp}/{dbp}"),
    }
}

/// 上次 8月20日 门诊随访，控制满意.
#[must_use]
pub fn last_visit(day: &str, way: &str, class: &str) -> String {
    match language() {
        Language::Zh => format!("上次 {day} {way}随访，{class}"),
        Language::En => format!("Last {day}, {way}: {class}"),
    }
}

/// 最晚 2月24日.
#[must_use]
pub fn latest(day: &str) -> String {
    match language() {
        Language::Zh => ["最晚 ", day].concat(),
        Language::En => ["at the latest ", day].concat(),
    }
}

/// Whether to refer.
#[must_use]
pub fn referral(referral: Referral) -> Text {
    match referral {
        Referral::No => Text {
            zh: "不用转诊",
            en: "No referral",
        },
        Referral::Advised => Text {
            zh: "建议转诊，两周内查结果",
            en: "Refer, check within two weeks",
        },
        Referral::Urgent => Text {
            zh: "马上转诊，两周内查结果",
            en: "Refer at once, check within two weeks",
        },
    }
}

/// What is measured, in per cent.
pub const HBA1C: Text = Text {
    zh: "糖化血红蛋白",
    en: "HbA1c",
};
/// Field.
pub const HYPOGLYCAEMIA: Text = Text {
    zh: "低血糖反应",
    en: "Low blood sugar",
};
/// Field.
pub const DORSALIS_PEDIS: Text = Text {
    zh: "足背动脉搏动",
    en: "Pulse of the foot",
};
/// Field.
pub const STAPLE: Text = Text {
    zh: "每天主食",
    en: "Staple food a day",
};
/// Unit.
pub const GRAMS: Text = Text { zh: "克", en: "g" };
/// Field.
pub const INSULIN_KIND: Text = Text {
    zh: "胰岛素种类",
    en: "Kind of insulin",
};
/// Field.
pub const INSULIN_DOSE: Text = Text {
    zh: "胰岛素用法用量",
    en: "How insulin is taken",
};
/// Why the rules say so, with the limits of this person.
#[must_use]
pub fn reason(reason: Reason, sbp_below: u16, dbp_below: u16) -> String {
    let zh = language() == Language::Zh;
    match reason {
        Reason::SystolicOverLimit if zh => format!("高压没有低于 {sbp_below}"),
        Reason::SystolicOverLimit => format!("Systolic is not below {sbp_below}"),
        Reason::DiastolicOverLimit if zh => format!("低压没有低于 {dbp_below}"),
        Reason::DiastolicOverLimit => format!("Diastolic is not below {dbp_below}"),
        other => plain_reason(other).get().to_owned(),
    }
}

fn plain_reason(reason: Reason) -> Text {
    match reason {
        Reason::SystolicOverLimit => Text {
            zh: "高压偏高",
            en: "Systolic over the limit",
        },
        Reason::DiastolicOverLimit => Text {
            zh: "低压偏高",
            en: "Diastolic over the limit",
        },
        Reason::SystolicEmergency => Text {
            zh: "高压到了 180，属于危急",
            en: "Systolic at or above 180: an emergency",
        },
        Reason::DiastolicEmergency => Text {
            zh: "低压到了 110，属于危急",
            en: "Diastolic at or above 110: an emergency",
        },
        Reason::DangerSign => Text {
            zh: "有危急情况",
            en: "A danger sign",
        },
        Reason::PregnancyOverNormal => Text {
            zh: "怀孕或哺乳期血压高",
            en: "High in pregnancy or breast-feeding",
        },
        Reason::GlucoseHighEmergency => Text {
            zh: "血糖到了 16.7，属于危急",
            en: "Glucose at or above 16.7: an emergency",
        },
        Reason::GlucoseLowEmergency => Text {
            zh: "血糖只有 3.9 或更低，属于危急",
            en: "Glucose at or below 3.9: an emergency",
        },
        Reason::GlucoseOverLimit => Text {
            zh: "空腹血糖没有低于 7.0",
            en: "Fasting glucose is not below 7.0",
        },
        Reason::AdverseReaction => Text {
            zh: "有药物不良反应",
            en: "An adverse reaction",
        },
        Reason::Complication => Text {
            zh: "有新的或加重的并发症",
            en: "A new or worse complication",
        },
        Reason::SecondInARow => Text {
            zh: "连续两次没控制好",
            en: "Not controlled twice in a row",
        },
    }
}

/// The reason for a referral as the form has it (codes of domain.md §2.1), from the decision's.
#[must_use]
pub fn referral_reason(reasons: &[Reason]) -> Option<Text> {
    let word = |reason: &Reason| match reason {
        Reason::SystolicEmergency
        | Reason::DiastolicEmergency
        | Reason::GlucoseHighEmergency
        | Reason::GlucoseLowEmergency
        | Reason::DangerSign
        | Reason::PregnancyOverNormal => Some(Text {
            zh: "危急情况",
            en: "Emergency",
        }),
        Reason::Complication => Some(Text {
            zh: "出现新的并发症或原有并发症加重",
            en: "A new complication, or an old one got worse",
        }),
        Reason::SecondInARow => Some(Text {
            zh: "连续两次血压控制不满意",
            en: "Uncontrolled twice in a row",
        }),
        Reason::SystolicOverLimit
        | Reason::DiastolicOverLimit
        | Reason::GlucoseOverLimit
        | Reason::AdverseReaction => None,
    };
    reasons.iter().find_map(word)
}

/// The name of a field, for the summary of what is to be looked at.
#[must_use]
pub fn field_name(field: &str) -> Text {
    match field {
        "visit_date" => VISIT_DATE,
        "way" => WAY,
        "symptoms" => SYMPTOMS,
        "symptom_other" => SYMPTOM_OTHER,
        "sbp" => SYSTOLIC,
        "dbp" => DIASTOLIC,
        "weight" => WEIGHT,
        "weight_target" => WEIGHT_TARGET,
        "heart_rate" => HEART_RATE,
        "smoke" => SMOKE,
        "smoke_target" => SMOKE_TARGET,
        "drink" => DRINK,
        "drink_target" => DRINK_TARGET,
        "exercise_times" => EXERCISE_TIMES,
        "exercise_times_target" => EXERCISE_TIMES_TARGET,
        "exercise_minutes" => EXERCISE_MINUTES,
        "exercise_minutes_target" => EXERCISE_MINUTES_TARGET,
        "compliance" => COMPLIANCE,
        "class" | "class_reason" => CLASS_REASON,
        "referral_to" => REFERRAL_TO,
        "referral_reason" => REFERRAL_REASON,
        "next_date" => NEXT_DATE,
        "sign_other" => SIGN_OTHER,
        "aux_exam" => AUX_EXAM,
        "adverse_reaction" => REACTION,
        "complication" => COMPLICATION,
        _ => DRUGS,
    }
}

/// What is wrong with a field; values kept in tenths and dates are told as people write them.
#[must_use]
pub fn field_error(error: &FieldError) -> String {
    let zh = language() == Language::Zh;
    let limit = error.limit.clone().unwrap_or_default();
    match (error.field.as_str(), error.reason.as_str()) {
        (_, "not_a_number") if zh => "请填数字".to_owned(),
        (_, "not_a_number") => "Please enter a number".to_owned(),
        (_, "twice") if zh => "这种药已经有了".to_owned(),
        (_, "twice") => "This drug is here already".to_owned(),
        (_, "before_birth") if zh => "请核对，日期早于出生日期".to_owned(),
        (_, "before_birth") => "Please check; it is before the birth date".to_owned(),
        ("weight" | "weight_target" | "drink" | "drink_target", _) => {
            let shown = limit.parse::<u16>().map(crate::i18n::format::tenths).ok();
            problem::field(&FieldError {
                limit: shown,
                ..error.clone()
            })
        }
        ("next_date", "too_late") => {
            let shown = limit.parse().map(crate::i18n::format::full_date).ok();
            problem::field(&FieldError {
                limit: shown,
                ..error.clone()
            })
        }
        _ => problem::field(error),
    }
}
