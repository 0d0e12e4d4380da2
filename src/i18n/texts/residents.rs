//! Words of finding and seeing residents.

use crate::i18n::{Language, Text, language};

/// Title.
pub const TITLE: Text = Text {
    zh: "居民",
    en: "Residents",
};
/// Title of one.
pub const ONE: Text = Text {
    zh: "居民档案",
    en: "Resident",
};
/// Search; read out.
pub const SEARCH: Text = Text {
    zh: "找居民",
    en: "Find a resident",
};
/// Search.
pub const SEARCH_HINT: Text = Text {
    zh: "姓名或手机后四位",
    en: "Name or phone",
};
/// Empty.
pub const NONE: Text = Text {
    zh: "这里没有符合的人",
    en: "No match",
};
/// What to do then.
pub const NONE_HINT: Text = Text {
    zh: "换个词再找，也可以用拼音首字母。只能看到您管理的居民",
    en: "Try other words or the initials; you only see residents in your care",
};
/// The right pane while nobody is chosen.
pub const CHOOSE: Text = Text {
    zh: "从左边选一位居民",
    en: "Choose a resident on the left",
};
/// What to do then.
pub const CHOOSE_HINT: Text = Text {
    zh: "档案和随访会显示在这里",
    en: "The record and visits appear here",
};
/// Button.
pub const MORE: Text = Text {
    zh: "再看 30 位",
    en: "30 more",
};
/// Opens the forms of programmes that the person is not in.
pub const OTHER_VISITS: Text = Text {
    zh: "做其他项目的随访",
    en: "Follow up in another programme",
};
/// Button.
pub const CALL: Text = Text {
    zh: "打电话",
    en: "Call",
};

/// 拨打 138 0013 8000.
#[must_use]
pub fn dial(number: &str) -> String {
    match language() {
        Language::Zh => ["拨打 ", number].concat(),
        Language::En => ["Call ", number].concat(),
    }
}
