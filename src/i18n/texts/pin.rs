//! Words of the PIN that guards what is kept on this phone.

use crate::i18n::{Language, Text, language};

/// Title.
pub const TITLE: Text = Text {
    zh: "输入本机 PIN",
    en: "Enter your PIN",
};
/// What it opens.
pub const WHY: Text = Text {
    zh: "输入您在这台设备上设的 6 位数字，没有网络也能打开",
    en: "Enter the six digits you set on this device; it opens without network too",
};
/// Field.
pub const PIN: Text = Text {
    zh: "PIN（6 位数字）",
    en: "PIN (6 digits)",
};
/// Button.
pub const OPEN: Text = Text {
    zh: "打开",
    en: "Open",
};
/// Button.
pub const PASSWORD: Text = Text {
    zh: "改用密码登录（要有网络）",
    en: "Sign in with the password (needs network)",
};
/// Button, after a password was entered.
pub const FORGOT: Text = Text {
    zh: "忘了 PIN，清掉重设",
    en: "Forgot the PIN: clear it",
};
/// Question.
pub const FORGOT_ASK: Text = Text {
    zh: "清掉 PIN 吗？",
    en: "Clear the PIN?",
};
/// What follows.
pub const FORGOT_TEXT: Text = Text {
    zh: "存在本机的片区会一起清掉，有网络时可以再存。没发出去的内容都还在",
    en: "The area kept on this device goes with it and can be kept again. What is not sent yet stays",
};
/// Six digits are missing.
pub const SIX_DIGITS: Text = Text {
    zh: "请输入 6 位数字",
    en: "Enter six digits",
};
/// Too simple.
pub const TOO_SIMPLE: Text = Text {
    zh: "太好猜了，换一个：不要全一样，也不要 123456 这样的",
    en: "Too easy to guess: not all the same, not in a row",
};
/// The two differ.
pub const DIFFERS: Text = Text {
    zh: "两次输入不一样",
    en: "The two differ",
};
/// Wrong too often.
pub const WIPED: Text = Text {
    zh: "错了 10 次，存在本机的片区已清掉。请连上网络用密码登录；没发出去的内容都还在",
    en: "Wrong ten times: the area kept here was cleared. Sign in with the password; what is not sent yet is still here",
};
/// It cannot be tried.
pub const NOT_NOW: Text = Text {
    zh: "请再试一次，程序还没准备好",
    en: "Please try again; the app is not ready yet",
};
/// Section of the settings.
pub const SECTION: Text = Text {
    zh: "本机 PIN",
    en: "PIN of this device",
};
/// What it is for, before there is one.
pub const OFFER: Text = Text {
    zh: "设了 PIN，放下一会儿再拿起来，不用密码、没有网络也能打开；别人拿到手机，看不到存着的片区",
    en: "With a PIN it opens again without password and network, and nobody else sees the area kept here",
};
/// There is one.
pub const IS_SET: Text = Text {
    zh: "已经设好。每次打开都要输入，连错 10 次会清掉存着的片区",
    en: "It is set and asked for at every start; ten wrong tries in a row clear the area",
};
/// Field.
pub const NEW: Text = Text {
    zh: "新 PIN（6 位数字）",
    en: "New PIN (6 digits)",
};
/// Field.
pub const AGAIN: Text = Text {
    zh: "再输一次",
    en: "Once more",
};
/// Button.
pub const SET: Text = Text {
    zh: "设好",
    en: "Set it",
};
/// Button.
pub const CHANGE: Text = Text {
    zh: "换一个 PIN",
    en: "Change it",
};
/// Button.
pub const REMOVE: Text = Text {
    zh: "不用 PIN 了",
    en: "Remove it",
};
/// Question.
pub const REMOVE_ASK: Text = Text {
    zh: "不用 PIN 了吗？",
    en: "Remove the PIN?",
};
/// What follows.
pub const REMOVE_TEXT: Text = Text {
    zh: "之后放下一会儿就要用密码登录，没有网络时打不开",
    en: "After a rest the password is needed then, and it does not open without network",
};
/// It is set now.
pub const DONE: Text = Text {
    zh: "PIN 已设好",
    en: "The PIN is set",
};
/// It is gone now.
pub const REMOVED: Text = Text {
    zh: "PIN 已去掉",
    en: "The PIN is removed",
};
/// This browser cannot.
pub const CANNOT: Text = Text {
    zh: "这个浏览器设不了 PIN",
    en: "This browser cannot set a PIN",
};

/// Wrong, and how many tries are left.
#[must_use]
pub fn wrong(left: u32) -> String {
    let left = left.to_string();
    match language() {
        Language::Zh => ["PIN 不对，还能试 ", &left, " 次"].concat(),
        Language::En => ["Not this PIN; ", &left, " tries left"].concat(),
    }
}

/// How long is to be waited.
#[must_use]
pub fn wait(seconds: i64) -> String {
    let (number, zh, en) = if seconds < 60 {
        (seconds, " 秒", " s")
    } else {
        ((seconds + 59) / 60, " 分钟", " min")
    };
    let number = number.to_string();
    match language() {
        Language::Zh => ["错得太多，请等 ", &number, zh, "再试"].concat(),
        Language::En => ["Too many wrong tries: wait ", &number, en].concat(),
    }
}
