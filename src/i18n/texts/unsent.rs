//! Words of what has not left this phone yet.

use crate::i18n::{Language, Text, language};

/// Row and title.
pub const UNSENT: Text = Text {
    zh: "还没发出去的",
    en: "Not sent yet",
};
/// Section.
pub const NEEDS_YOU: Text = Text {
    zh: "没收下，等您处理",
    en: "Not taken: needs you",
};
/// Section.
pub const WAITS: Text = Text {
    zh: "存在这台设备上，会自动发出",
    en: "On this device; sent by itself",
};
/// Section.
pub const SENT: Text = Text {
    zh: "刚才发出去的",
    en: "Sent just now",
};
/// Nothing to show.
pub const NOTHING: Text = Text {
    zh: "都发出去了",
    en: "Everything was sent",
};
/// Nothing to show.
pub const NOTHING_HINT: Text = Text {
    zh: "没网时填的内容会先放在这里",
    en: "What is typed without a network waits here",
};
/// This browser keeps nothing.
pub const NOT_KEPT: Text = Text {
    zh: "这台设备存不下，关掉页面就没了。先别关，连上网络发出去，或者存成文件",
    en: "This device cannot keep it; it is gone once the page is closed. Send it now, or save it to a file",
};
/// Button.
pub const SEND_NOW: Text = Text {
    zh: "现在发出",
    en: "Send now",
};
/// Button.
pub const SAVE: Text = Text {
    zh: "存成文件",
    en: "Save to a file",
};
/// Question.
pub const SAVE_ASK: Text = Text {
    zh: "存成文件吗？",
    en: "Save it to a file?",
};
/// What follows.
pub const SAVE_TEXT: Text = Text {
    zh: "文件里有居民的健康信息，只交给自己单位的人。存了文件，这里的内容还会照常发出",
    en: "The file holds health data of residents: for your own institution only. What is here is sent all the same",
};
/// Copied, inside of WeChat.
pub const COPIED: Text = Text {
    zh: "微信里存不了文件，已经复制好了，粘贴到“文件传输助手”里就行",
    en: "WeChat saves no files: it is copied now, paste it where you need it",
};
/// Neither saved nor copied.
pub const NOT_SAVED: Text = Text {
    zh: "这里存不了文件，请换个浏览器登录后再试",
    en: "This browser saves no files",
};
/// Button.
pub const SIDE_BY_SIDE: Text = Text {
    zh: "两份对着看",
    en: "See both versions",
};
/// Button.
pub const RETRY: Text = Text {
    zh: "再发一次",
    en: "Send again",
};
/// Button.
pub const REOPEN: Text = Text {
    zh: "打开改一改",
    en: "Open and change",
};
/// Button.
pub const DISCARD: Text = Text {
    zh: "不要了",
    en: "Throw away",
};
/// Question.
pub const DISCARD_ASK: Text = Text {
    zh: "扔掉这项内容吗？",
    en: "Throw this away?",
};
/// What follows.
pub const DISCARD_TEXT: Text = Text {
    zh: "扔掉后找不回来",
    en: "It cannot be brought back",
};
/// It may have arrived.
pub const CANNOT_TAKE_BACK: Text = Text {
    zh: "可能已经发出去了，收不回来",
    en: "It may have been sent already and cannot be taken back",
};
/// The form cannot be put back.
pub const CANNOT_OPEN: Text = Text {
    zh: "这台设备存不下了，打不开。可以存成文件",
    en: "This device has no room to open it. You can save it to a file",
};

fn in_words(zh: &[&str], en: &[&str]) -> String {
    match language() {
        Language::Zh => zh.concat(),
        Language::En => en.concat(),
    }
}

/// What lies here and does not open.
#[must_use]
pub fn stuck(sealed: usize, newer: usize) -> String {
    let mut text = String::new();
    if sealed > 0 {
        let sealed = sealed.to_string();
        text.push_str(&in_words(
            &["有 ", &sealed, " 项存在这台设备上但打不开了，也没法发出。请想一想最近哪次没网时填的没有送到，重新填一次。"],
            &[&sealed, " items on this device do not open any more and cannot be sent. Please enter again what did not arrive. "],
        ));
    }
    if newer > 0 {
        let newer = newer.to_string();
        text.push_str(&in_words(
            &[
                "有 ",
                &newer,
                " 项是用更新的版本填的，刷新页面更新后会接着发；急用可以先存成文件",
            ],
            &[
                &newer,
                " items were written by a newer version: reload to update, or save them to a file",
            ],
        ));
    }
    text
}

/// How many there are.
#[must_use]
pub fn count(items: usize) -> String {
    let items = items.to_string();
    in_words(&[&items, " 项"], &[&items])
}

/// When it was typed: 11月24日 09:12 填写.
#[must_use]
pub fn written(when: &str) -> String {
    in_words(&[when, " 填写"], &["Written ", when])
}

/// When the service had it: 14:03 已接收.
#[must_use]
pub fn accepted(time: &str) -> String {
    in_words(&[time, " 已接收"], &["Accepted ", time])
}

/// How often it was tried, and in how many seconds it is again.
#[must_use]
pub fn tried(times: u32, seconds: Option<i64>) -> String {
    let before = match times {
        0 => in_words(&["还没发过"], &["Not tried yet"]),
        times => {
            let times = times.to_string();
            in_words(
                &["发过 ", &times, " 次，可能已经送到，等对方确认"],
                &["Tried ", &times, "×; it may have arrived"],
            )
        }
    };
    let after = match seconds {
        None => in_words(&["，登录后再发"], &["; again after you sign in"]),
        Some(0) => in_words(&["，有网就发"], &["; as soon as there is a network"]),
        Some(seconds @ 1..60) => {
            let seconds = seconds.to_string();
            in_words(
                &["，", &seconds, " 秒后再发"],
                &["; again in ", &seconds, " s"],
            )
        }
        Some(seconds) => {
            let minutes = ((seconds + 59) / 60).to_string();
            in_words(
                &["，", &minutes, " 分钟后再发"],
                &["; again in ", &minutes, " min"],
            )
        }
    };
    [before, after].concat()
}
