//! Words of family and helpers: who may act for whom, and codes.

use crate::i18n::{Language, Text, language};

/// Title.
pub const TITLE: Text = Text {
    zh: "家人与代办",
    en: "Family and helpers",
};
/// Lead.
pub const LEAD: Text = Text {
    zh: "谁能替您办、能办什么，都在这里。停止以后马上生效",
    en: "Who may act for you, and what they may do. Ending it takes effect at once",
};
/// When nobody else acts.
pub const NOBODY: Text = Text {
    zh: "还没有请人代办",
    en: "Nobody acts for you yet",
};
/// Heading.
pub const I_ACT: Text = Text {
    zh: "我替谁办",
    en: "I act for",
};
/// When one acts for nobody.
pub const I_ACT_NONE: Text = Text {
    zh: "这部手机没有替别人办事",
    en: "This phone acts for nobody else",
};
/// Button and title.
pub const GIVE: Text = Text {
    zh: "请人代办",
    en: "Ask somebody to help",
};
/// For a child.
pub const CHILD_AT_DESK: Text = Text {
    zh: "14 岁以下的孩子，另一位监护人也要带证件到服务台办",
    en: "For a child under 14, the other guardian must show papers at the desk too",
};
/// Button and title.
pub const TAKE: Text = Text {
    zh: "输入代办码",
    en: "Enter a code",
};
/// Button.
pub const END: Text = Text {
    zh: "停止代办",
    en: "Stop",
};
/// What follows.
pub const END_TEXT: Text = Text {
    zh: "马上生效，不能撤回；以后要再请这位代办，需重新授权",
    en: "It takes effect at once and cannot be undone; to let them help again, authorise them again",
};
/// Why there is no button.
pub const END_AT_DESK: Text = Text {
    zh: "这项要带证件到服务台才能停止",
    en: "This can be ended at the desk, with papers",
};
/// Toast.
pub const ENDED: Text = Text {
    zh: "已停止",
    en: "Ended",
};
/// Button.
pub const GIVE_BACK: Text = Text {
    zh: "不再代办",
    en: "Stop helping",
};
/// What follows.
pub const GIVE_BACK_TEXT: Text = Text {
    zh: "马上生效，不能撤回；以后要再办，需重新授权",
    en: "It takes effect at once and cannot be undone; to help again you need a new authorisation",
};
/// Mark.
pub const THIS_PHONE: Text = Text {
    zh: "这部手机",
    en: "This phone",
};
/// Status.
pub const PENDING: Text = Text {
    zh: "等服务台核对",
    en: "Waits for the desk",
};
/// What to do about it.
pub const PENDING_TEXT: Text = Text {
    zh: "请带本人身份证和户口本（或出生医学证明）到孩子所在的社区服务台",
    en: "Please bring your ID card and the household register or birth certificate to the child's health centre",
};
/// Status.
pub const REFUSED: Text = Text {
    zh: "没有通过",
    en: "Not approved",
};
/// Status.
pub const SOON: Text = Text {
    zh: "快到期",
    en: "Ends soon",
};
/// Label.
pub const PHONE: Text = Text {
    zh: "手机",
    en: "Phone",
};
/// Label.
pub const WHO: Text = Text {
    zh: "是本人的",
    en: "Is their",
};
/// Label.
pub const AS: Text = Text {
    zh: "身份",
    en: "Acts as",
};
/// Label and question.
pub const FUNCTIONS: Text = Text {
    zh: "可以办什么",
    en: "Can do",
};
/// Everything.
pub const EVERYTHING: Text = Text {
    zh: "全部",
    en: "Everything",
};
/// Label.
pub const UNTIL: Text = Text {
    zh: "办到哪天",
    en: "Until",
};
/// Without an end.
pub const NO_END: Text = Text {
    zh: "没有期限",
    en: "No end",
};
/// Label.
pub const GIVEN: Text = Text {
    zh: "怎么授权的",
    en: "Authorised",
};
/// Label and question.
pub const PAPERS: Text = Text {
    zh: "看过的证件",
    en: "Papers seen",
};

/// Lead of the code's form.
pub const CODE_LEAD: Text = Text {
    zh: "选好能办什么、办到哪天，生成代办码，给家人看或者念给家人听。只用一次，15 分钟内有效",
    en: "Choose what can be done and until when, create a code, then show it or read it out. It works once, within 15 minutes",
};
/// Hint of the functions.
pub const FUNCTIONS_HINT: Text = Text {
    zh: "没选的，对方看不到也办不了。档案里有病情和用药，愿意给看才勾“看档案”",
    en: "They can neither see nor do what you leave out. The record shows illnesses and medicines: tick it only if they may see these",
};
/// Button.
pub const MAKE: Text = Text {
    zh: "生成代办码",
    en: "Create a code",
};
/// Button.
pub const MAKE_ANOTHER: Text = Text {
    zh: "换一个代办码",
    en: "New code",
};
/// Link.
pub const SEE_WHO: Text = Text {
    zh: "看谁能代办",
    en: "See who can act",
};
/// Heading.
pub const CODE: Text = Text {
    zh: "代办码",
    en: "Code",
};
/// The code as a picture, for the other phone's camera; read out.
pub const CODE_PICTURE: Text = Text {
    zh: "代办码，对方在微信里扫一扫",
    en: "The code, to be scanned by the other phone in WeChat",
};
/// What whoever helps does with it.
pub const CODE_HOW: Text = Text {
    zh: "家人在自己手机上打开“家人与代办 → 输入代办码”，填这 8 个数字和您的姓名",
    en: "On their phone: Family and helpers → Enter a code, then these 8 digits and your name",
};
/// Warning.
pub const CODE_CARE: Text = Text {
    zh: "只告诉您要请的人。不认识的人问您要，不要给",
    en: "Give it only to the person you chose, never to a stranger who asks",
};
/// Error.
pub const FUNCTION_NEEDED: Text = Text {
    zh: "请至少选一样",
    en: "Please choose at least one",
};
/// Field of whoever takes.
pub const CODE_FIELD: Text = Text {
    zh: "代办码（8 位数字）",
    en: "Code (8 digits)",
};
/// Error.
pub const CODE_NEEDED: Text = Text {
    zh: "请填 8 位数字",
    en: "Please enter the 8 digits",
};
/// Field of whoever takes.
pub const THEIR_NAME: Text = Text {
    zh: "请您代办的人的姓名",
    en: "Name of the person you help",
};
/// Button.
pub const TAKE_NOW: Text = Text {
    zh: "开始代办",
    en: "Start helping",
};
/// Toast.
pub const TAKEN: Text = Text {
    zh: "可以代办了",
    en: "You can act for them now",
};
/// Error.
pub const WRONG_CODE: Text = Text {
    zh: "请核对代办码和姓名，或者请对方重新生成一个",
    en: "Please check code and name, or ask for a new code",
};

/// Title of a page that is not open.
pub const NOT_OPEN: Text = Text {
    zh: "这项没有授权给您办",
    en: "You have not been authorised for this",
};
/// What to do.
pub const NOT_OPEN_TEXT: Text = Text {
    zh: "需要的话，请本人重新生成代办码并选上这一项，或者请本人打服务中心电话办理",
    en: "If you need it, the person can create a new code that includes it, or call the health centre",
};
/// Link.
pub const SEE_MINE: Text = Text {
    zh: "看看我能办什么",
    en: "See what I can do",
};

/// Heading: who may act for somebody.
#[must_use]
pub fn who_for(name: &str) -> String {
    match language() {
        Language::Zh => ["谁能替 ", name, " 办"].concat(),
        Language::En => ["Who may act for ", name].concat(),
    }
}

/// Title of the code's page.
#[must_use]
pub fn give_for(name: &str) -> String {
    match language() {
        Language::Zh => ["请人替 ", name, " 办"].concat(),
        Language::En => ["Let somebody act for ", name].concat(),
    }
}

/// Question before a grant is ended.
#[must_use]
pub fn end_ask(phone: &str, name: &str) -> String {
    match language() {
        Language::Zh => ["停止 ", phone, " 替 ", name, " 办？"].concat(),
        Language::En => ["Stop ", phone, " acting for ", name, "?"].concat(),
    }
}

/// Question before one's own is given back.
#[must_use]
pub fn give_back_ask(name: &str) -> String {
    match language() {
        Language::Zh => ["不再替 ", name, " 办？"].concat(),
        Language::En => ["No longer act for ", name, "?"].concat(),
    }
}

/// The last day: `到 2026年12月31日（含当天）`.
#[must_use]
pub fn until(day: &str) -> String {
    match language() {
        Language::Zh => ["到 ", day, "（含当天）"].concat(),
        Language::En => ["to ", day, " inclusive"].concat(),
    }
}

/// Until when a code works.
#[must_use]
pub fn works_until(time: &str) -> String {
    match language() {
        Language::Zh => [time, " 前有效"].concat(),
        Language::En => ["works until ", time].concat(),
    }
}

/// A usual term, in months.
#[must_use]
pub fn months(count: u32) -> String {
    let number = count.to_string();
    match language() {
        Language::Zh if count == 12 => "一年".to_owned(),
        Language::Zh => [&number, " 个月"].concat(),
        Language::En if count == 1 => "1 month".to_owned(),
        Language::En => [&number, " months"].concat(),
    }
}

/// [`months`] behind a Chinese word: a figure stands apart from it.
fn after_han(count: u32) -> String {
    let term = months(count);
    if term.starts_with(|c: char| c.is_ascii_digit()) {
        return [" ", &term].concat();
    }
    term
}

/// Hint of the end: `最长一年，到期自动停止`.
#[must_use]
pub fn until_hint(longest: u32) -> String {
    match language() {
        Language::Zh => ["最长", &after_han(longest), "，到期自动停止"].concat(),
        Language::En => [&months(longest), " at most; it ends by itself"].concat(),
    }
}

/// The end is missing or too late: `请选一年以内的日期`.
#[must_use]
pub fn until_needed(longest: u32) -> String {
    match language() {
        Language::Zh => ["请选", &after_han(longest), "以内的日期"].concat(),
        Language::En => ["Please choose a day within ", &months(longest)].concat(),
    }
}

/// What may be done, in a row: `可以办：预约、消息`.
#[must_use]
pub fn may_do(functions: &str) -> String {
    match language() {
        Language::Zh => ["可以办：", functions].concat(),
        Language::En => ["may do: ", functions].concat(),
    }
}
