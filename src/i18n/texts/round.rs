//! Words of a round's quick entry.

use domain::rules::round::Urgent;

use crate::i18n::{Language, Text, language};

/// Title and row.
pub const TITLE: Text = Text {
    zh: "巡诊快速录入",
    en: "Quick entry on a round",
};
/// Row.
pub const TITLE_HINT: Text = Text {
    zh: "一个接一个，没网也能记",
    en: "One after another, without network too",
};
/// Where nobody is chosen.
pub const WHO: Text = Text {
    zh: "选一位居民，记好就回到这里选下一位",
    en: "Choose a person; after saving you are back here for the next",
};
/// Section of those who are done.
pub const DONE_TODAY: Text = Text {
    zh: "这一趟已记",
    en: "Entered on this round",
};
/// Field.
pub const COMPLAINT: Text = Text {
    zh: "病情",
    en: "Complaint",
};
/// Field.
pub const ADVICE: Text = Text {
    zh: "处理（用药、建议）",
    en: "Advice, prescription",
};
/// Button.
pub const SAVE_NEXT: Text = Text {
    zh: "记好，下一位",
    en: "Save, next person",
};
/// Button.
pub const OTHER: Text = Text {
    zh: "换一位",
    en: "Somebody else",
};
/// It is kept.
pub const SAVED: Text = Text {
    zh: "记好了",
    en: "Saved",
};
/// A number is none.
pub const NOT_A_NUMBER: Text = Text {
    zh: "请输入数字",
    en: "Enter a number",
};
/// The pressures are exchanged.
pub const NOT_BELOW: Text = Text {
    zh: "低压要比高压小",
    en: "The diastolic is below the systolic",
};
/// Nothing was entered.
pub const NOTHING: Text = Text {
    zh: "请至少填一项",
    en: "Enter at least one",
};

/// What is to be done at once.
#[must_use]
pub fn urgent(what: Urgent) -> Text {
    match what {
        Urgent::Pressure => Text {
            zh: "血压很高（≥180/110）：让居民坐下休息，5 分钟后复测；还这么高就马上转诊，2 周内随访转诊情况",
            en: "Dangerously high pressure (≥180/110): let them rest, measure again after 5 minutes, refer at once if it stays",
        },
        Urgent::GlucoseHigh => Text {
            zh: "血糖很高（≥16.7）：问有没有口渴、呕吐、意识不清，马上转诊",
            en: "Dangerously high glucose (≥16.7): ask for thirst, vomiting, confusion; refer at once",
        },
        Urgent::GlucoseLow => Text {
            zh: "血糖很低（≤3.9）：马上吃糖或甜食，15 分钟后复测；意识不清的马上转诊",
            en: "Dangerously low glucose (≤3.9): sugar now, measure again after 15 minutes; refer at once if confused",
        },
    }
}

/// How many were entered.
#[must_use]
pub fn count(people: usize) -> String {
    let people = people.to_string();
    match language() {
        Language::Zh => [&people, " 位"].concat(),
        Language::En => [&people, " people"].concat(),
    }
}
