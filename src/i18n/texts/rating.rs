//! Words of rating.

use crate::i18n::{Language, Text, language};

/// Title of the list.
pub const TITLE: Text = Text {
    zh: "服务评价",
    en: "Ratings",
};
/// Title of one.
pub const RATE: Text = Text {
    zh: "评价这次服务",
    en: "Rate this service",
};
/// Heading.
pub const OPEN: Text = Text {
    zh: "等您评价",
    en: "To rate",
};
/// Heading.
pub const PAST: Text = Text {
    zh: "以前的服务",
    en: "Earlier services",
};
/// Empty.
pub const NONE: Text = Text {
    zh: "还没有服务记录",
    en: "No services yet",
};
/// Hint of empty.
pub const NONE_HINT: Text = Text {
    zh: "看过医生后，可以在这里评价",
    en: "After a visit you can rate it here",
};
/// Status.
pub const RATED: Text = Text {
    zh: "已评价",
    en: "Rated",
};
/// Status.
pub const WAITING: Text = Text {
    zh: "待评价",
    en: "To rate",
};
/// Status.
pub const CLOSED: Text = Text {
    zh: "已过评价时间",
    en: "Rating closed",
};
/// Stars.
pub const OVERALL: Text = Text {
    zh: "总体感受",
    en: "Overall",
};
/// Stars.
pub const ATTITUDE: Text = Text {
    zh: "服务态度",
    en: "Attitude",
};
/// Stars.
pub const EXPLANATION: Text = Text {
    zh: "讲解清楚",
    en: "Explained well",
};
/// Stars.
pub const WAIT: Text = Text {
    zh: "等候时间",
    en: "Waiting time",
};
/// Stars.
pub const RESULT: Text = Text {
    zh: "服务效果",
    en: "Result",
};
/// Disclosure.
pub const MORE: Text = Text {
    zh: "再说细一点（可不填）",
    en: "More detail (optional)",
};
/// Field.
pub const WORDS: Text = Text {
    zh: "想对医生说的话",
    en: "Your comment",
};
/// Hint.
pub const WORDS_HINT: Text = Text {
    zh: "可不填，最多 500 字",
    en: "Optional, up to 500 characters",
};
/// Switch.
pub const ANONYMOUS: Text = Text {
    zh: "匿名评价",
    en: "Anonymous",
};
/// Hint.
pub const ANONYMOUS_HINT: Text = Text {
    zh: "医生看不到您的名字",
    en: "The doctor does not see your name",
};
/// Button.
pub const SEND: Text = Text {
    zh: "提交评价",
    en: "Send",
};
/// Error.
pub const OVERALL_NEEDED: Text = Text {
    zh: "请点一下星星，选总体感受",
    en: "Please tap the stars for the overall rating",
};
/// After sending.
pub const THANKS: Text = Text {
    zh: "谢谢您的评价",
    en: "Thank you",
};
/// What was done.
pub const DONE: Text = Text {
    zh: "做了什么",
    en: "What was done",
};
/// Whose words.
pub const YOUR_RATING: Text = Text {
    zh: "您的评价",
    en: "Your rating",
};
/// Button.
pub const BACK_TO_LIST: Text = Text {
    zh: "看其他服务",
    en: "Other services",
};
/// Restored draft.
pub const RESTORED: Text = Text {
    zh: "上次没写完的内容已放回来",
    en: "What you had started is back",
};
/// Expired.
pub const CLOSED_TEXT: Text = Text {
    zh: "服务后 15 天内可以评价，这次已经过了时间。有意见可以打服务电话",
    en: "A service can be rated within 15 days. If you have something to say, please call us",
};

/// Until when it can be rated.
#[must_use]
pub fn until(day: &str) -> String {
    match language() {
        Language::Zh => [day, "前可以评价"].concat(),
        Language::En => ["until ", day].concat(),
    }
}

/// `5 星 · 非常满意`.
#[must_use]
pub fn stars(step: u8, word: &str) -> String {
    let step = step.to_string();
    match language() {
        Language::Zh => [&step, " 星\u{a0}· ", word].concat(),
        Language::En => [&step, " of 5\u{a0}· ", word].concat(),
    }
}

/// For whom a rating is given.
#[must_use]
pub fn rating_for(name: &str) -> String {
    match language() {
        Language::Zh => ["为 ", name, " 评价"].concat(),
        Language::En => ["Rating for ", name].concat(),
    }
}
