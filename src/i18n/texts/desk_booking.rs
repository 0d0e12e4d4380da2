//! Words of booking at the desk.

use crate::i18n::{Language, Text, language};

/// Title.
pub const TITLE: Text = Text {
    zh: "帮居民约号",
    en: "Book for a resident",
};
/// What it is for.
pub const LEAD: Text = Text {
    zh: "打电话来的、到窗口来的，都在这里约。每个出诊时段都给他们留了号",
    en: "For people who call or come to the desk. Each session keeps some numbers for them",
};
/// Search; read out.
pub const FIND: Text = Text {
    zh: "给哪位居民约号",
    en: "Which resident?",
};
/// Heading.
pub const HELD: Text = Text {
    zh: "已经约的号",
    en: "Already booked",
};
/// Of a session of the resident's own team.
pub const OWN_TEAM: Text = Text {
    zh: "本人的家庭医生",
    en: "Their family doctor",
};
/// Empty.
pub const NO_SESSIONS: Text = Text {
    zh: "这段时间本院没有医生出诊",
    en: "No doctor is in on these days",
};
/// What to do then.
pub const NO_SESSIONS_HINT: Text = Text {
    zh: "请换一天看看，或者帮居民约别的机构",
    en: "Please try another day or another institution",
};
/// What follows.
pub const ASK_TEXT: Text = Text {
    zh: "先给留的号，留的号没了再给网上的号",
    en: "A reserved number first, then an online one",
};
/// Yes.
pub const BOOK: Text = Text {
    zh: "约这个号",
    en: "Book it",
};
/// Heading.
pub const SLIP: Text = Text {
    zh: "号条",
    en: "Slip",
};
/// Whom to call.
pub const CALL_US: Text = Text {
    zh: "来不了请提前打电话：",
    en: "If you cannot come, please call:",
};
/// Button.
pub const PRINT: Text = Text {
    zh: "打印号条",
    en: "Print the slip",
};
/// Button.
pub const BACK: Text = Text {
    zh: "再约一个",
    en: "Book another",
};

/// 给 王桂英 约 11月25日 上午 8:00 彭海燕 的号？
#[must_use]
pub fn ask(name: &str, when: &str, doctor: &str) -> String {
    match language() {
        Language::Zh => ["给 ", name, " 约 ", when, " 那一场 ", doctor, " 的号？"].concat(),
        Language::En => ["Book ", name, " with ", doctor, ", session of ", when, "?"].concat(),
    }
}
