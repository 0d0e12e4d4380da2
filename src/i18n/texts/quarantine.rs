//! Words of what a device held unsent when it was signed out from elsewhere.

use crate::i18n::{Language, Text, language};

/// Section of one's own.
pub const OWN: Text = Text {
    zh: "别的设备交回来的",
    en: "Handed in by another device",
};
/// What it is.
pub const WHAT: Text = Text {
    zh: "这些是您的设备被退出登录时还没发出去的内容，单位先保管着，还没有生效。是您填的就取回发出，不是就扔掉",
    en: "These were not sent yet when a device of yours was signed out. Nothing of it counts yet: take back what you wrote, throw away what you did not",
};
/// Button.
pub const TAKE_BACK: Text = Text {
    zh: "取回并发出",
    en: "Take back and send",
};
/// Button.
pub const DISCARD: Text = Text {
    zh: "扔掉",
    en: "Throw away",
};
/// Field.
pub const REASON: Text = Text {
    zh: "为什么扔掉",
    en: "Why it is thrown away",
};
/// Nothing was entered.
pub const REASON_NEEDED: Text = Text {
    zh: "请写一下原因",
    en: "Please give a reason",
};
/// It was taken back before.
pub const TAKEN: Text = Text {
    zh: "取回过",
    en: "Taken back before",
};
/// Title of the administrators' page, and its row.
pub const OF_STAFF: Text = Text {
    zh: "设备交回、还没处理的",
    en: "Handed in and not settled",
};
/// Nothing there.
pub const NONE: Text = Text {
    zh: "没有要处理的",
    en: "Nothing to settle",
};
/// Nothing there.
pub const NONE_HINT: Text = Text {
    zh: "设备被退出登录时没发出去的内容会列在这里，看不到内容，只看得到是谁的",
    en: "What devices held unsent when they were signed out stands here: whose it is, and nothing of what it says",
};
/// What an administrator can do.
pub const OF_STAFF_WHAT: Text = Text {
    zh: "本人重新登录后可以自己取回。手机是丢了、怕被人乱填的，请先问过本人再扔掉",
    en: "Their authors take them back after signing in again. Ask the author before you throw away what a lost phone brought",
};

/// When it was typed and when it came.
#[must_use]
pub fn times(typed: &str, came: &str) -> String {
    match language() {
        Language::Zh => [typed, " 填写，", came, " 交回"].concat(),
        Language::En => ["Written ", typed, ", handed in ", came].concat(),
    }
}

/// What became of what was unsent on a device that was signed out.
#[must_use]
pub fn handed_in(taken: usize, left: usize) -> String {
    let (taken_text, left_text) = (taken.to_string(), left.to_string());
    let mut text = String::new();
    if taken > 0 {
        text = match language() {
            Language::Zh => [
                "这台设备已被退出登录。没发出去的 ",
                &taken_text,
                " 项已交单位保管，重新登录后在“还没发出去的”里取回。",
            ]
            .concat(),
            Language::En => [
                "This device was signed out. ",
                &taken_text,
                " unsent items were handed in; sign in again and take them back under “Not sent yet”. ",
            ]
            .concat(),
        };
    }
    if left > 0 {
        text.push_str(&match language() {
            Language::Zh => [
                "还有 ",
                &left_text,
                " 项没交上去，加密留在这台设备上，同一个人在这台设备登录后会接着发出",
            ]
            .concat(),
            Language::En => [
                &left_text,
                " are still on this device, sealed: they go on when the same person signs in here",
            ]
            .concat(),
        });
    }
    text
}
