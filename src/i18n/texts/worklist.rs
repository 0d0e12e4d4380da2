//! Words of the worklist.

use super::medical;
use crate::i18n::{Language, Text, language};

/// Title.
pub const TITLE: Text = Text {
    zh: "随访待办",
    en: "Follow-ups due",
};
/// The filter; read out.
pub const SHOW: Text = Text {
    zh: "看哪些",
    en: "Show",
};
/// Filter.
pub const ALL: Text = Text {
    zh: "全部",
    en: "All",
};
/// Filter.
pub const URGENT: Text = Text {
    zh: "紧急",
    en: "Urgent",
};
/// Filter.
pub const OVERDUE: Text = Text {
    zh: "逾期",
    en: "Overdue",
};
/// Filter: the next seven days.
pub const SOON: Text = Text {
    zh: "7 天内",
    en: "7 days",
};
/// Filter.
pub const VILLAGE: Text = Text {
    zh: "村（社区）",
    en: "Village",
};
/// What leaving the village open means.
pub const ALL_VILLAGES: Text = Text {
    zh: "不选就看全部",
    en: "Leave empty to see all",
};
/// Search; read out.
pub const SEARCH: Text = Text {
    zh: "在待办里找人",
    en: "Search the list",
};
/// Search.
pub const SEARCH_HINT: Text = Text {
    zh: "姓名或手机后四位",
    en: "Name or phone",
};
/// Empty.
pub const NONE: Text = Text {
    zh: "没有到期的随访，辛苦了",
    en: "Nothing is due. Well done",
};
/// What to do then.
pub const NONE_HINT: Text = Text {
    zh: "要看别的居民，请到“居民”里找",
    en: "Look for other people under “Residents”",
};
/// Empty while something is filtered or searched.
pub const NONE_FOUND: Text = Text {
    zh: "这里没有符合的人",
    en: "No match",
};
/// What to do then.
pub const NONE_FOUND_HINT: Text = Text {
    zh: "换个词再找，也可以用拼音首字母，或者看全部",
    en: "Try other words or the initials, or show all",
};
/// The action of a row.
pub const VISIT: Text = Text {
    zh: "随访",
    en: "Follow up",
};
/// The next page.
pub const MORE: Text = Text {
    zh: "再看 30 位",
    en: "30 more",
};
/// Why now.
pub const REFERRAL_CHECK: Text = Text {
    zh: "转诊复查",
    en: "Check referral",
};
/// Why now.
pub const AT_ONCE: Text = Text {
    zh: "尽快随访",
    en: "As soon as possible",
};
/// Why now.
pub const TODAY: Text = Text {
    zh: "今天到期",
    en: "Due today",
};
/// Why now.
pub const TOMORROW: Text = Text {
    zh: "明天到期",
    en: "Due tomorrow",
};
/// No value yet.
pub const NO_VALUE: Text = Text {
    zh: "还没有测量记录",
    en: "Nothing measured yet",
};

/// Why now: 逾期 12 天.
#[must_use]
pub fn overdue(days: i64) -> String {
    match language() {
        Language::Zh => format!("逾期 {days} 天"),
        Language::En => format!("{days} days overdue"),
    }
}

/// Why now: 3 天后到期.
#[must_use]
pub fn due_in(days: i64) -> String {
    match language() {
        Language::Zh => format!("{days} 天后到期"),
        Language::En => format!("Due in {days} days"),
    }
}

/// The last value: 血压 152/94.
#[must_use]
pub fn pressure(sbp: u16, dbp: u16) -> String {
    format!("{} {sbp}/{dbp}", medical::BLOOD_PRESSURE.get())
}

/// The last value: 空腹血糖 8.3.
#[must_use]
pub fn glucose(value: &str) -> String {
    [medical::FASTING_GLUCOSE.get(), " ", value].concat()
}

/// A village with its number: 月塘社区（12 人）.
#[must_use]
pub fn village(name: &str, due: u32) -> String {
    match language() {
        Language::Zh => format!("{name}（{due} 人）"),
        Language::En => format!("{name} ({due})"),
    }
}
