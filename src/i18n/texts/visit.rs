//! Words of what becomes of a follow-up after it was saved: corrected, voided, and what it was before.

use crate::i18n::{Language, Text, language};

/// Heading, and the button that leads to it.
pub const CORRECT: Text = Text {
    zh: "更正这次随访",
    en: "Correct this visit",
};
/// Heading of what can be done with a visit that was written down wrongly.
pub const WRONG: Text = Text {
    zh: "记错了？",
    en: "Written down wrongly?",
};
/// What becomes of what stood there.
pub const KEPT: Text = Text {
    zh: "更正或作废后，原来的内容仍然保留，本人也能看到",
    en: "What stood there before is kept, and the resident can see it too",
};
/// Opens the form that voids.
pub const VOID: Text = Text {
    zh: "作废这次随访",
    en: "Void this visit",
};
/// When to.
pub const VOID_WHEN: Text = Text {
    zh: "登到别人名下、重复登记时才作废；只是数值记错，请用更正",
    en: "Only for a visit that was entered for the wrong person or twice; if only a value is wrong, correct it",
};
/// Question.
pub const VOID_ASK: Text = Text {
    zh: "作废这次随访吗？",
    en: "Void this visit?",
};
/// What follows.
pub const VOID_TEXT: Text = Text {
    zh: "它不再计入档案、统计和履约，下次随访按上一次重新安排",
    en: "It no longer counts in the record, the figures or the contract; the next visit follows from the one before",
};
/// Button.
pub const VOID_YES: Text = Text {
    zh: "作废",
    en: "Void",
};
/// Said when it is done.
pub const VOIDED_NOW: Text = Text {
    zh: "已作废",
    en: "Voided",
};
/// Label.
pub const REASON: Text = Text {
    zh: "原因",
    en: "Reason",
};
/// How.
pub const REASON_HINT: Text = Text {
    zh: "例如：把 136 记成了 186",
    en: "For example: 136 was written down as 186",
};
/// Fault.
pub const REASON_NEEDED: Text = Text {
    zh: "请写明原因",
    en: "Say why",
};
/// Fault.
pub const REASON_LONG: Text = Text {
    zh: "最多 200 字",
    en: "At most 200 characters",
};
/// Heading.
pub const CHANGES: Text = Text {
    zh: "改了哪些",
    en: "What changes",
};
/// Nothing yet.
pub const NO_CHANGES: Text = Text {
    zh: "还没有改动",
    en: "Nothing is changed yet",
};
/// Column.
pub const BEFORE: Text = Text {
    zh: "原来",
    en: "Before",
};
/// Column.
pub const AFTER: Text = Text {
    zh: "改为",
    en: "Now",
};
/// Button.
pub const SAVE: Text = Text {
    zh: "保存更正",
    en: "Save the correction",
};
/// Said when it is done.
pub const CORRECTED_NOW: Text = Text {
    zh: "已更正",
    en: "Corrected",
};
/// Heading.
pub const HISTORY: Text = Text {
    zh: "更正记录",
    en: "Corrections",
};
/// Where a visit stood.
pub const VOIDED: Text = Text {
    zh: "这次随访已作废，不再计入档案",
    en: "This visit was voided and does not count in the record",
};
/// A correction has not left the phone.
pub const WAITING: Text = Text {
    zh: "这次随访有一次更正或作废还没发出，在“未发出”里能看到",
    en: "A correction of this visit has not been sent yet; it is listed under what is unsent",
};
/// Somebody was quicker.
pub const CHANGED_SINCE: Text = Text {
    zh: "别人刚改过这次随访，请返回看最新的内容再改",
    en: "Somebody has changed this visit meanwhile. Go back and look at what it is now",
};
/// To the visit.
pub const BACK: Text = Text {
    zh: "回到这次随访",
    en: "Back to the visit",
};

/// 11月24日 16:02，周静更正.
#[must_use]
pub fn corrected(when: &str, who: &str) -> String {
    match language() {
        Language::Zh => [when, "，", who, "更正"].concat(),
        Language::En => [when, ", corrected by ", who].concat(),
    }
}

/// 11月24日 16:02，周静作废.
#[must_use]
pub fn voided(when: &str, who: &str) -> String {
    match language() {
        Language::Zh => [when, "，", who, "作废"].concat(),
        Language::En => [when, ", voided by ", who].concat(),
    }
}

/// 原因：把 136 记成了 186.
#[must_use]
pub fn because(reason: &str) -> String {
    match language() {
        Language::Zh => ["原因：", reason].concat(),
        Language::En => ["Reason: ", reason].concat(),
    }
}

/// 体重（目标）.
#[must_use]
pub fn target_of(name: &str) -> String {
    match language() {
        Language::Zh => [name, "（目标）"].concat(),
        Language::En => [name, " (target)"].concat(),
    }
}
