//! Words of "me": devices, settings, signing out.

use crate::i18n::{Language, Text, language};

/// Title.
pub const ME: Text = Text {
    zh: "我的",
    en: "Me",
};
/// Row.
pub const PERSON: Text = Text {
    zh: "给谁办事",
    en: "For whom",
};
/// Row.
pub const FAMILY: Text = Text {
    zh: "家人与代办",
    en: "Family and helpers",
};
/// Row.
pub const CONTRACT: Text = Text {
    zh: "我的签约",
    en: "My contract",
};
/// Row.
pub const MESSAGES: Text = Text {
    zh: "消息",
    en: "Messages",
};
/// Row.
pub const RATINGS: Text = Text {
    zh: "服务评价",
    en: "Ratings",
};
/// Row.
pub const READERS: Text = Text {
    zh: "谁看过我的档案",
    en: "Who has read my record",
};
/// Row and title.
pub const DEVICES: Text = Text {
    zh: "登录的手机和电脑",
    en: "Signed-in devices",
};
/// Row and title.
pub const SETTINGS: Text = Text {
    zh: "字号、语言、深浅色",
    en: "Text size, language, theme",
};
/// Button.
pub const SIGN_OUT: Text = Text {
    zh: "退出登录",
    en: "Sign out",
};
/// Button.
pub const SIGN_OUT_EVERYWHERE: Text = Text {
    zh: "全部退出，包括这一台",
    en: "Sign out everywhere, including here",
};
/// Question.
pub const EVERYWHERE_ASK: Text = Text {
    zh: "所有设备都退出吗？",
    en: "Sign out everywhere?",
};
/// What follows.
pub const EVERYWHERE_TEXT: Text = Text {
    zh: "这一台也会退出，下次都要重新登录",
    en: "This device too. You will need to sign in again on each one",
};
/// What follows while something is unsent.
pub const EVERYWHERE_UNSENT: Text = Text {
    zh: "这一台也会退出。还没发出的内容留在这台设备上，同一个人再登录才会发出",
    en: "This device too. Anything unsent stays on it until the same person signs in again",
};
/// Button.
pub const SIGN_OUT_OTHERS: Text = Text {
    zh: "退出其他所有设备",
    en: "Sign out all other devices",
};
/// Question.
pub const OTHERS_ASK: Text = Text {
    zh: "退出其他所有设备吗？",
    en: "Sign out all other devices?",
};
/// What follows.
pub const OTHERS_TEXT: Text = Text {
    zh: "只有这一台还登录着，其他的要重新登录",
    en: "Only this one stays signed in; the others will need to sign in again",
};
/// Question.
pub const SIGN_OUT_ASK: Text = Text {
    zh: "现在退出吗？",
    en: "Sign out now?",
};
/// What follows.
pub const SIGN_OUT_TEXT: Text = Text {
    zh: "下次用要重新登录",
    en: "You will have to sign in again",
};
/// What follows with unsent work.
pub const SIGN_OUT_UNSENT: Text = Text {
    zh: "还有没发出去的内容，会锁在这部手机上，您再次登录后接着发",
    en: "Something has not been sent yet. It stays locked on this phone and is sent when you sign in again",
};
/// Status.
pub const THIS_ONE: Text = Text {
    zh: "就是这一台",
    en: "This device",
};
/// Button.
pub const SIGN_OUT_DEVICE: Text = Text {
    zh: "让它退出",
    en: "Sign out",
};
/// Question.
pub const DEVICE_ASK: Text = Text {
    zh: "让这台设备退出登录吗？",
    en: "Sign out this device?",
};
/// What follows.
pub const DEVICE_TEXT: Text = Text {
    zh: "那台设备要重新登录才能用",
    en: "It will need to sign in again",
};
/// Segmented.
pub const SIZE: Text = Text {
    zh: "字号",
    en: "Text size",
};
/// Answer.
pub const SIZE_STANDARD: Text = Text {
    zh: "标准",
    en: "Standard",
};
/// Answer.
pub const SIZE_ELDER: Text = Text {
    zh: "长辈版（大字）",
    en: "Large",
};
/// Segmented.
pub const LANGUAGE: Text = Text {
    zh: "语言 Language",
    en: "Language 语言",
};
/// Answer.
pub const THEME: Text = Text {
    zh: "深浅色",
    en: "Theme",
};
/// Answer.
pub const THEME_SYSTEM: Text = Text {
    zh: "跟随手机",
    en: "Same as phone",
};
/// Answer.
pub const THEME_LIGHT: Text = Text {
    zh: "浅色",
    en: "Light",
};
/// Answer.
pub const THEME_DARK: Text = Text {
    zh: "深色",
    en: "Dark",
};
/// Row.
pub const CALL_CENTRE: Text = Text {
    zh: "打服务电话",
    en: "Call the service centre",
};
/// Row of staff.
pub const TEAM_CONTRACTS: Text = Text {
    zh: "签约审核",
    en: "Contract requests",
};
/// Row of staff.
pub const REGISTRATIONS: Text = Text {
    zh: "建档核对",
    en: "Registrations",
};
/// Heading of staff.
pub const WHAT_THEY_SAY: Text = Text {
    zh: "居民评价",
    en: "What residents say",
};
/// Few ratings.
pub const FEW_RATINGS: Text = Text {
    zh: "评价满 5 条后显示平均分",
    en: "The average appears after five ratings",
};
/// No words yet.
pub const NO_WORDS: Text = Text {
    zh: "还没有文字评价",
    en: "No comments yet",
};
/// Reading.
pub const MEAN: Text = Text {
    zh: "平均",
    en: "Average",
};
/// Reading.
pub const SATISFIED: Text = Text {
    zh: "满意",
    en: "Satisfied",
};
/// Reading.
pub const COUNT: Text = Text {
    zh: "评价数",
    en: "Ratings",
};
/// Anonymous.
pub const ANONYMOUS: Text = Text {
    zh: "匿名",
    en: "Anonymous",
};

/// When a device was last seen.
#[must_use]
pub fn seen(when: &str) -> String {
    match language() {
        Language::Zh => ["最近使用：", when].concat(),
        Language::En => ["Last used: ", when].concat(),
    }
}

/// A number of stars.
#[must_use]
pub fn stars(count: u8) -> String {
    let count = count.to_string();
    match language() {
        Language::Zh => [&count, " 星"].concat(),
        Language::En => [&count, " stars"].concat(),
    }
}
