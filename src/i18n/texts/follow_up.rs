//! Words of the follow-up form that hold for every programme; what a programme asks and says stands in its
//! definition.

use domain::programme::Referral;

use crate::i18n::{Language, Text, language};

/// Title while it is not known yet of which programme.
pub const TITLE: Text = Text {
    zh: "随访",
    en: "Follow-up",
};

/// Draft put back.
pub const RESTORED: Text = Text {
    zh: "上次没填完的内容已放回来",
    en: "Your unfinished entries are back",
};
/// Starts anew.
pub const START_ANEW: Text = Text {
    zh: "清掉重填",
    en: "Clear and start over",
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
    en: "Dose (with unit)",
};
/// Part of the day.
pub const MORNING: Text = Text {
    zh: "早上",
    en: "Morning",
};
/// Part of the day.
pub const NOON: Text = Text {
    zh: "中午",
    en: "Noon",
};
/// Part of the day.
pub const EVENING: Text = Text {
    zh: "晚上",
    en: "Evening",
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
    en: "No current medication",
};
/// Allergies.
pub const ALLERGIES: Text = Text {
    zh: "过敏：",
    en: "Allergies: ",
};
/// Section.
pub const DECISION: Text = Text {
    zh: "结论",
    en: "Assessment",
};
/// Group.
pub const CHANGE_CLASS: Text = Text {
    zh: "我的判断不一样",
    en: "My assessment differs",
};
/// Chip.
pub const IN_TWO_WEEKS: Text = Text {
    zh: "14 天后",
    en: "In 14 days",
};
/// Chip.
pub const IN_A_MONTH: Text = Text {
    zh: "1 个月后",
    en: "In 1 month",
};
/// Chip.
pub const IN_THREE_MONTHS: Text = Text {
    zh: "3 个月后",
    en: "In 3 months",
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
    en: "Are these values correct?",
};
/// Answer.
pub const UNUSUAL_YES: Text = Text {
    zh: "没错，保存",
    en: "Yes, save",
};
/// Answer.
pub const UNUSUAL_NO: Text = Text {
    zh: "我再看看",
    en: "Check again",
};
/// Beside a value.
pub const UNUSUAL: Text = Text {
    zh: "少见，请再量一次或核对",
    en: "Unusual: measure again or check",
};
/// Errors.
pub const LOOK_AT: Text = Text {
    zh: "请看一下：",
    en: "Please check: ",
};
/// The backend differs.
pub const DIFFERS: Text = Text {
    zh: "请再看一下结论：系统里的记录比这部手机新",
    en: "Please check the assessment again: the record has newer entries than this phone",
};
/// The backend differs in a way that the phone cannot follow.
pub const DIFFERS_RELOAD: Text = Text {
    zh: "请回待办重新打开这份表，已填的内容还在",
    en: "Please reopen this form from the list; your entries are kept",
};

/// Button: what is looked at anew each time is as it was.
pub const AS_LAST_TIME: Text = Text {
    zh: "其余和上次一样",
    en: "The rest is as last time",
};
/// Button: the numbers of a meter.
pub const FROM_METER: Text = Text {
    zh: "从蓝牙设备读数",
    en: "Read from Bluetooth meter",
};
/// The meter sent nothing.
pub const METER_SILENT: Text = Text {
    zh: "没有收到读数。请打开设备的蓝牙，靠近手机再试，或直接填写",
    en: "No reading arrived. Switch on the meter's Bluetooth and try again close by, or type the numbers",
};
/// Several programmes of one person on one sheet: button and title.
pub const TOGETHER: Text = Text {
    zh: "一起随访",
    en: "Combined follow-up",
};

/// 一起随访：高血压、糖尿病.
#[must_use]
pub fn together(programmes: &[&str]) -> String {
    match language() {
        Language::Zh => ["一起随访：", &programmes.join("、")].concat(),
        Language::En => ["Combined follow-up: ", &programmes.join(", ")].concat(),
    }
}

/// 糖尿病也到期了，可以一起填，相同的只填一次.
#[must_use]
pub fn also_due(programmes: &[&str]) -> String {
    match language() {
        Language::Zh => {
            let names = programmes.join("、");
            [&names, "也到期了。一起填，相同的只问一次"].concat()
        }
        Language::En => {
            let names = programmes.join(", ");
            [
                "Also due: ",
                &names,
                ". On one sheet, shared questions come once",
            ]
            .concat()
        }
    }
}

/// 比上次随访（8月20日）早，按补记处理：以后的安排不变.
#[must_use]
pub fn before_the_last(day: &str) -> String {
    match language() {
        Language::Zh => ["比上次随访（", day, "）早，按补记处理，已定的下次日期不变"].concat(),
        Language::En => [
            "Before the last visit (",
            day,
            "): recorded late, the next date agreed since then stands",
        ]
        .concat(),
    }
}

/// 上次 142.
#[must_use]
pub fn before(value: &str) -> String {
    match language() {
        Language::Zh => ["上次 ", value].concat(),
        Language::En => ["last ", value].concat(),
    }
}

/// 上次 8月20日 门诊随访，控制满意.
#[must_use]
pub fn last_visit(day: &str, way: &str, class: &str) -> String {
    match language() {
        Language::Zh => format!("上次 {day} {way}随访，{class}"),
        Language::En => format!("Last visit {day} ({way}): {class}"),
    }
}

/// 最晚 2月24日.
#[must_use]
pub fn latest(day: &str) -> String {
    match language() {
        Language::Zh => ["最晚 ", day].concat(),
        Language::En => ["By ", day, " at the latest"].concat(),
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
            en: "Refer; check within 2 weeks",
        },
        Referral::Urgent => Text {
            zh: "马上转诊，两周内查结果",
            en: "Refer at once; check within 2 weeks",
        },
    }
}

/// Where an error names no field of the form.
pub const THE_FORM: Text = Text {
    zh: "这份表",
    en: "This form",
};
/// Error.
pub const NOT_A_NUMBER: Text = Text {
    zh: "请填数字",
    en: "Please enter a number",
};
/// Error.
pub const TWICE: Text = Text {
    zh: "这种药已经有了",
    en: "This drug is already listed",
};
/// Error.
pub const AFTER_DEATH: Text = Text {
    zh: "登记的死亡日期在这之前，请核对日期；登记错了的，先到居民页改正",
    en: "The person is marked as having died before this day. Check the day; a wrong mark is corrected on the person's page",
};
/// Error.
pub const BEFORE_BIRTH: Text = Text {
    zh: "请核对，日期早于出生日期",
    en: "This is before the date of birth",
};

/// 高血压随访.
#[must_use]
pub fn title(programme: &str) -> String {
    match language() {
        Language::Zh => [programme, "随访"].concat(),
        Language::En => [programme, " follow-up"].concat(),
    }
}

/// 体重目标.
#[must_use]
pub fn target_of(field: &str) -> String {
    match language() {
        Language::Zh => [field, "目标"].concat(),
        Language::En => ["Target: ", field].concat(),
    }
}

/// 沿用 8月20日.
#[must_use]
pub fn carried(day: &str) -> String {
    match language() {
        Language::Zh => ["沿用 ", day].concat(),
        Language::En => ["as of ", day].concat(),
    }
}

/// 填好收缩压、舒张压，这里就有结论.
#[must_use]
pub fn decision_later(fields: &str) -> String {
    match language() {
        Language::Zh => ["填好", fields, "，这里就有结论"].concat(),
        Language::En => ["Enter ", fields, " to see the assessment"].concat(),
    }
}

/// 还有 33 项没填，填完这里就有结论.
#[must_use]
pub fn decision_after(many: usize) -> String {
    let many = many.to_string();
    match language() {
        Language::Zh => ["还有 ", &many, " 项没填，填完这里就有结论"].concat(),
        Language::En => [many.as_str(), " answers to go before the assessment shows"].concat(),
    }
}
