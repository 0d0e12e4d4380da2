//! Words of reviewing what programmes ask and by what they judge.

use domain::programme::Status;

use crate::i18n::{Language, Text, language};

/// Title.
pub const TITLE: Text = Text {
    zh: "随访项目和规则",
    en: "Programmes and rules",
};
/// What it is.
pub const HINT: Text = Text {
    zh: "每个项目现在按哪个版本判定，数值从哪里来。标“建议”的请本区专家核对",
    en: "By which edition each programme is judged, and where its figures come from. A district's experts should look at what is marked as a proposal",
};
/// How a district adds its own.
pub const OWN: Text = Text {
    zh: "本区自己的版本由系统管理员放进规则目录后启用，见《运行手册》",
    en: "Editions of the district's own come from a folder that whoever runs the service sets up; see the guide to operation",
};
/// Label.
pub const EDITION: Text = Text {
    zh: "版本",
    en: "Edition",
};
/// Label.
pub const COMPARED: Text = Text {
    zh: "和哪个版本比",
    en: "Compared with",
};
/// No comparison.
pub const ALONE: Text = Text {
    zh: "不比较",
    en: "None",
};
/// Mark.
pub const IN_FORCE: Text = Text {
    zh: "正在使用",
    en: "In force",
};
/// Mark.
pub const NOT_IN_FORCE: Text = Text {
    zh: "现在不用",
    en: "Not in force",
};
/// Heading.
pub const DIFFERENCES: Text = Text {
    zh: "两个版本的不同",
    en: "What differs",
};
/// Nothing.
pub const SAME: Text = Text {
    zh: "两个版本的数值、规则和表单没有不同",
    en: "Figures, rules and form are the same in both",
};
/// Column.
pub const WHAT: Text = Text {
    zh: "内容",
    en: "What",
};
/// Heading.
pub const FIGURES: Text = Text {
    zh: "数值",
    en: "Figures",
};
/// Heading.
pub const RULES: Text = Text {
    zh: "判定规则",
    en: "Rules",
};
/// Heading.
pub const STAGES: Text = Text {
    zh: "打开表单时默认选哪一次",
    en: "Which stage a form opens with",
};
/// A stage that nothing has to come before.
pub const AT_FIRST: Text = Text {
    zh: "还没有随访过时",
    en: "before the first visit",
};
/// Heading.
pub const FIELDS: Text = Text {
    zh: "表单内容和范围",
    en: "Fields and ranges",
};
/// Label.
pub const FORM: Text = Text {
    zh: "表单",
    en: "Form",
};
/// Label.
pub const SOURCE: Text = Text {
    zh: "依据",
    en: "Source",
};
/// Label.
pub const SINCE: Text = Text {
    zh: "从哪天起",
    en: "In force from",
};
/// Of a field.
pub const REQUIRED: Text = Text {
    zh: "必填",
    en: "required",
};
/// Of a rule.
pub const REFERRED: Text = Text {
    zh: "建议转诊",
    en: "referral advised",
};
/// Of a rule.
pub const URGENT: Text = Text {
    zh: "紧急转诊",
    en: "urgent referral",
};
/// Of a rule.
pub const ENDS: Text = Text {
    zh: "结束管理",
    en: "ends the programme",
};
/// Of a figure that holds for whoever is left.
pub const OTHERS: Text = Text {
    zh: "其他人",
    en: "others",
};
/// Stands where one of two editions has nothing.
pub const NOT_THERE: Text = Text {
    zh: "没有",
    en: "not there",
};

/// How sure a figure or a rule is.
#[must_use]
pub fn status(status: Status) -> Text {
    match status {
        Status::National => Text {
            zh: "国家规范",
            en: "National",
        },
        Status::Known => Text {
            zh: "通行做法",
            en: "Known practice",
        },
        Status::Proposal => Text {
            zh: "建议",
            en: "Proposal",
        },
    }
}

/// What is known of a person without asking.
#[must_use]
pub fn known(key: &str) -> Option<Text> {
    Some(match key {
        "age_years" => Text {
            zh: "年龄（岁）",
            en: "age in years",
        },
        "age_months" => Text {
            zh: "月龄",
            en: "age in months",
        },
        "age_days" => Text {
            zh: "日龄",
            en: "age in days",
        },
        "age_calendar" => Text {
            zh: "当年满的岁数",
            en: "age in the calendar year",
        },
        "height" => super::medical::HEIGHT,
        "born" => Text {
            zh: "出生日期",
            en: "birth date",
        },
        _ => return None,
    })
}

/// 14 天内.
#[must_use]
pub fn days(days: u16) -> String {
    match language() {
        Language::Zh => format!("{days} 天内"),
        Language::En => format!("within {days} days"),
    }
}

/// 3 个月内.
#[must_use]
pub fn months(months: u16) -> String {
    match language() {
        Language::Zh => format!("{months} 个月内"),
        Language::En => format!("within {months} months"),
    }
}

/// 1 年后的年底前.
#[must_use]
pub fn year_end(years: u8) -> String {
    match (language(), years) {
        (Language::Zh, 0) => "当年年底前".to_owned(),
        (Language::Zh, _) => format!("{years} 年后的年底前"),
        (Language::En, 0) => "by the end of the year".to_owned(),
        (Language::En, _) => format!("by the end of the year, {years} later"),
    }
}

/// 末次月经后 3 个月 14 天.
#[must_use]
pub fn after(day: &str, months: u16, days: u16) -> String {
    match language() {
        Language::Zh => {
            let months = (months > 0).then(|| format!(" {months} 个月"));
            let days = (days > 0).then(|| format!(" {days} 天"));
            [
                day,
                "后",
                &months.unwrap_or_default(),
                &days.unwrap_or_default(),
            ]
            .concat()
        }
        Language::En => format!("{months} months and {days} days after {day}"),
    }
}

/// 上次随访：随访.
#[must_use]
pub fn last_visit(was: &str) -> String {
    match language() {
        Language::Zh => ["上次随访：", was].concat(),
        Language::En => ["at the last visit: ", was].concat(),
    }
}

/// 至少 2 项.
#[must_use]
pub fn at_least(many: u8) -> String {
    match language() {
        Language::Zh => format!("至少 {many} 项"),
        Language::En => format!("{many} or more"),
    }
}

/// 可填 50–300，通常 80–200.
#[must_use]
pub fn range(legal: &str, usual: &str) -> String {
    match language() {
        Language::Zh => ["可填 ", legal, "，通常 ", usual].concat(),
        Language::En => ["allowed ", legal, ", usual ", usual].concat(),
    }
}
