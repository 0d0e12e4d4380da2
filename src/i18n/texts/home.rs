//! Words of the resident's home.

use crate::i18n::{Language, Text, language};

/// Title, before the name is known.
pub const TITLE: Text = Text {
    zh: "首页",
    en: "Home",
};
/// The four verbs.
pub const RECORD: Text = Text {
    zh: "查档案",
    en: "My record",
};
/// Below it.
pub const RECORD_HINT: Text = Text {
    zh: "血压和用药",
    en: "Readings and medicines",
};
/// Verb.
pub const CONTRACT: Text = Text {
    zh: "签约",
    en: "My doctor",
};
/// Below it, without a contract.
pub const CONTRACT_NONE: Text = Text {
    zh: "找一位家庭医生",
    en: "Choose a family doctor",
};
/// Below it, with a request under way.
pub const CONTRACT_SUBMITTED: Text = Text {
    zh: "等待团队确认",
    en: "Waiting for the team",
};
/// Below it, with a contract.
pub const CONTRACT_ACTIVE: Text = Text {
    zh: "已签约",
    en: "In force",
};
/// Below it, near its end.
pub const CONTRACT_EXPIRING: Text = Text {
    zh: "快到期了，可以续约",
    en: "Ends soon; you can renew",
};
/// Verb.
pub const BOOK: Text = Text {
    zh: "预约",
    en: "Book",
};
/// Below it.
pub const BOOK_HINT: Text = Text {
    zh: "挂家庭医生的号",
    en: "See your family doctor",
};
/// Verb.
pub const RATE: Text = Text {
    zh: "评价",
    en: "Rate",
};
/// Below it, with nothing to rate.
pub const RATE_NONE: Text = Text {
    zh: "看过医生后可以评价",
    en: "After a visit",
};
/// Heading.
pub const NEXT_VISIT: Text = Text {
    zh: "下次就诊",
    en: "Next visit",
};
/// Heading.
pub const DUE: Text = Text {
    zh: "该做的事",
    en: "To do",
};
/// Status.
pub const OVERDUE: Text = Text {
    zh: "已过期",
    en: "Overdue",
};
/// Status.
pub const SOON: Text = Text {
    zh: "快到了",
    en: "Due soon",
};
/// When nothing is due.
pub const NOTHING_DUE: Text = Text {
    zh: "最近没有要做的检查和随访",
    en: "No check-up or visit is due for now",
};
/// Heading.
pub const TEAM: Text = Text {
    zh: "我的家庭医生",
    en: "My family doctor",
};
/// Button.
pub const CALL: Text = Text {
    zh: "打电话给医生",
    en: "Call the doctor",
};
/// Button, where there is no team yet.
pub const CALL_CENTRE: Text = Text {
    zh: "打服务电话",
    en: "Call the service centre",
};
/// Heading and link.
pub const MESSAGES: Text = Text {
    zh: "消息",
    en: "Messages",
};
/// Below it.
pub const NO_UNREAD: Text = Text {
    zh: "没有未读消息",
    en: "No unread messages",
};
/// Button.
pub const SWITCH: Text = Text {
    zh: "换人",
    en: "Switch",
};
/// Below, where not everything is open to this phone.
pub const NOT_ALL: Text = Text {
    zh: "只显示授权给您办的事",
    en: "Only what you are authorised for is shown",
};
/// For a visitor.
pub const WELCOME: Text = Text {
    zh: "您好，欢迎使用家医",
    en: "Welcome to Jiayi",
};
/// For a visitor.
pub const WELCOME_LEAD: Text = Text {
    zh: "登录后可以查看健康档案、签约家庭医生、预约和评价",
    en: "Sign in to see your record, choose a family doctor, book and rate",
};
/// Button.
pub const SIGN_IN: Text = Text {
    zh: "手机号登录",
    en: "Sign in with your phone",
};
/// Button.
pub const STAFF: Text = Text {
    zh: "我是医生",
    en: "I am a doctor",
};
/// Link.
pub const PACKAGES: Text = Text {
    zh: "先看看有哪些服务包",
    en: "See the packages first",
};

/// The page's heading once the name is known.
#[must_use]
pub fn greeting(name: &str) -> String {
    match language() {
        Language::Zh => [name, "，您好"].concat(),
        Language::En => ["Hello, ", name].concat(),
    }
}

/// How many services can be rated.
#[must_use]
pub fn to_rate(count: u32) -> String {
    let count = count.to_string();
    match language() {
        Language::Zh => [&count, " 次服务等您评价"].concat(),
        Language::En => [&count, " to rate"].concat(),
    }
}

/// How many messages are unread.
#[must_use]
pub fn unread(count: u32) -> String {
    let count = count.to_string();
    match language() {
        Language::Zh => [&count, " 条未读"].concat(),
        Language::En => [&count, " unread"].concat(),
    }
}

/// `3 号 · 李医生`.
#[must_use]
pub fn number_with(number: u16, doctor: &str) -> String {
    let number = number.to_string();
    match language() {
        Language::Zh => [&number, " 号\u{a0}· ", doctor].concat(),
        Language::En => ["No. ", &number, "\u{a0}· ", doctor].concat(),
    }
}

/// By when something is due.
#[must_use]
pub fn due_by(day: &str) -> String {
    match language() {
        Language::Zh => [day, "前完成"].concat(),
        Language::En => ["by ", day].concat(),
    }
}
