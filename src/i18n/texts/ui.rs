//! Words of the design system itself: what controls say when nobody told them anything better.

use crate::i18n::Text;

/// Read out while a pressed button works.
pub const WORKING: Text = Text {
    zh: "正在处理",
    en: "Working",
};
/// Read out while something is fetched.
pub const LOADING: Text = Text {
    zh: "正在载入",
    en: "Loading",
};
/// Stands where something could not be loaded.
pub const FAILED: Text = Text {
    zh: "请再试一次，刚才没有载入成功",
    en: "Please try again. It could not be loaded.",
};
/// Tries again.
pub const RETRY: Text = Text {
    zh: "再试一次",
    en: "Try again",
};
/// Goes one page back.
pub const BACK: Text = Text {
    zh: "返回",
    en: "Back",
};
/// Jumps over the navigation.
pub const SKIP: Text = Text {
    zh: "跳到正文",
    en: "Skip to content",
};
/// Names the main navigation.
pub const NAVIGATION: Text = Text {
    zh: "主菜单",
    en: "Main menu",
};
/// Calls the desk.
pub const HELP: Text = Text {
    zh: "电话",
    en: "Call",
};
/// Turns large text on.
pub const SIZE_LARGE: Text = Text {
    zh: "大字",
    en: "Larger",
};
/// Turns large text off.
pub const SIZE_STANDARD: Text = Text {
    zh: "小字",
    en: "Smaller",
};
/// Reads the page aloud.
pub const READ_ALOUD: Text = Text {
    zh: "朗读",
    en: "Listen",
};
/// Ends that.
pub const STOP_READING: Text = Text {
    zh: "停止",
    en: "Stop",
};
/// Marks a field that must be filled.
pub const REQUIRED: Text = Text {
    zh: "必填",
    en: "required",
};
/// Closes a dialog without a choice.
pub const CLOSE: Text = Text {
    zh: "关闭",
    en: "Close",
};
/// Leaves everything as it is.
pub const CANCEL: Text = Text {
    zh: "取消",
    en: "Cancel",
};
/// Agrees to a question.
pub const CONFIRM: Text = Text {
    zh: "确定",
    en: "OK",
};
/// Stands in a select before a choice.
pub const CHOOSE: Text = Text {
    zh: "请选择",
    en: "Choose",
};
/// Takes one from a number.
pub const LESS: Text = Text {
    zh: "减少",
    en: "Less",
};
/// Adds one to a number.
pub const MORE: Text = Text {
    zh: "增加",
    en: "More",
};
/// Shows a covered value.
pub const REVEAL: Text = Text {
    zh: "显示",
    en: "Show",
};
/// Covers it again.
pub const COVER: Text = Text {
    zh: "隐藏",
    en: "Hide",
};
/// Shows a password while it is typed.
pub const SHOW_PASSWORD: Text = Text {
    zh: "显示密码",
    en: "Show password",
};
/// Hides it again.
pub const HIDE_PASSWORD: Text = Text {
    zh: "隐藏密码",
    en: "Hide password",
};
/// Empties a search.
pub const CLEAR: Text = Text {
    zh: "清空",
    en: "Clear",
};
/// Shows a chart's points as a table.
pub const AS_TABLE: Text = Text {
    zh: "看表格",
    en: "Show as table",
};
/// Shows the chart again.
pub const AS_CHART: Text = Text {
    zh: "看图",
    en: "Show as chart",
};
/// Heads the column of days.
pub const DAY: Text = Text {
    zh: "日期",
    en: "Day",
};
/// Names the band in which values should lie.
pub const TARGET: Text = Text {
    zh: "目标范围",
    en: "Target range",
};

/// Kept on this phone, not sent yet.
pub const SYNC_ON_DEVICE: Text = Text {
    zh: "已存在本机，待发送",
    en: "On this phone, not sent yet",
};
/// Sent, without an answer yet.
pub const SYNC_SENT: Text = Text {
    zh: "已发送，等待确认",
    en: "Sent, waiting",
};
/// Accepted by the server.
pub const SYNC_ACCEPTED: Text = Text {
    zh: "已保存",
    en: "Saved",
};
/// Waits for a decision of the person.
pub const SYNC_NEEDS_YOU: Text = Text {
    zh: "需要您看一下",
    en: "Needs you",
};

/// One star.
pub const STAR_1: Text = Text {
    zh: "很不满意",
    en: "Very poor",
};
/// Two stars.
pub const STAR_2: Text = Text {
    zh: "不满意",
    en: "Poor",
};
/// Three stars.
pub const STAR_3: Text = Text {
    zh: "一般",
    en: "Fair",
};
/// Four stars.
pub const STAR_4: Text = Text {
    zh: "满意",
    en: "Good",
};
/// Five stars.
pub const STAR_5: Text = Text {
    zh: "非常满意",
    en: "Very good",
};
/// Button: takes the last line of a signature back, or all of them after they were cleared.
pub const UNDO_STROKE: Text = Text {
    zh: "退一笔",
    en: "Undo",
};
/// Button: an empty sheet to sign on.
pub const CLEAR_SIGNATURE: Text = Text {
    zh: "清掉重签",
    en: "Clear",
};
/// Read out of a sheet that was signed on.
pub const SIGNED: Text = Text {
    zh: "已签名",
    en: "Signed",
};
/// Read out of a sheet to sign on.
pub const NOT_SIGNED: Text = Text {
    zh: "还没签名",
    en: "Not signed",
};

/// How many characters are left, or how many are too many.
#[must_use]
pub fn characters_left(left: i64) -> String {
    if left >= 0 {
        match crate::i18n::language() {
            crate::i18n::Language::Zh => format!("还可以写 {left} 字"),
            crate::i18n::Language::En => format!("{left} characters left"),
        }
    } else {
        let over = left.unsigned_abs();
        match crate::i18n::language() {
            crate::i18n::Language::Zh => format!("多了 {over} 字，请删短一些"),
            crate::i18n::Language::En => format!("{over} characters too many, please shorten"),
        }
    }
}

/// A step of several: "第 2 步，共 5 步".
#[must_use]
pub fn step_of(step: u32, steps: u32) -> String {
    match crate::i18n::language() {
        crate::i18n::Language::Zh => format!("第 {step} 步，共 {steps} 步"),
        crate::i18n::Language::En => format!("Step {step} of {steps}"),
    }
}
