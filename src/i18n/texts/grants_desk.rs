//! Words of helpers and guardians at the desk.

use crate::i18n::{Language, Text, language};

/// Heading at the desk.
pub const TO_CHECK: Text = Text {
    zh: "等核对的监护人",
    en: "Guardians to check",
};
/// Empty.
pub const NOTHING_TO_CHECK: Text = Text {
    zh: "没有等核对的",
    en: "None waiting",
};
/// What to do then.
pub const NOTHING_TO_CHECK_HINT: Text = Text {
    zh: "监护人在手机上申请以后，会出现在这里",
    en: "A guardian who has asked by phone appears here",
};
/// Heading at the desk.
pub const FIND: Text = Text {
    zh: "给哪位居民办代办",
    en: "Which resident?",
};
/// Heading.
pub const HOLD: Text = Text {
    zh: "现在谁能替这位办",
    en: "Who can act now",
};
/// Heading and button.
pub const GIVE_AT_DESK: Text = Text {
    zh: "新办代办",
    en: "Add a helper",
};
/// Question.
pub const HOW: Text = Text {
    zh: "怎么授权",
    en: "How",
};
/// Answer.
pub const AT_DESK: Text = Text {
    zh: "当面，看过证件",
    en: "In person, papers seen",
};
/// Answer.
pub const BY_CALL: Text = Text {
    zh: "本人打来电话",
    en: "The person called",
};
/// Note of the answer.
pub const BY_CALL_NOTE: Text = Text {
    zh: "请用档案上的电话回拨，核对姓名、生日再办",
    en: "Call back the number in the record; check name and birthday first",
};
/// Field.
pub const HELPER_PHONE: Text = Text {
    zh: "代办人的手机号",
    en: "Helper's phone",
};
/// Hint.
pub const HELPER_PHONE_HINT: Text = Text {
    zh: "保存后只显示前三位和后四位",
    en: "Only its first 3 and last 4 digits are shown afterwards",
};
/// Error.
pub const PHONE_WRONG: Text = Text {
    zh: "请填 11 位手机号",
    en: "Please enter an 11-digit mobile number",
};
/// Question.
pub const RELATION: Text = Text {
    zh: "居民是代办人的什么人",
    en: "The resident is their",
};
/// Hint.
pub const PAPERS_HINT: Text = Text {
    zh: "代办要本人身份证或委托书；孩子要户口本或出生证；成年人监护要监护证明",
    en: "Helper: the person's ID or a letter; child: household register or birth certificate; adult: proof of guardianship",
};
/// Error.
pub const PAPERS_NEEDED: Text = Text {
    zh: "请照上面说的看证件，看过哪样勾哪样",
    en: "Please look at the papers named above and tick what you have seen",
};
/// What follows.
pub const GIVE_ASK_TEXT: Text = Text {
    zh: "请和本人再念一遍手机号。办好后本人会收到消息",
    en: "Please read the number out to the person once more. They will get a message",
};
/// Toast.
pub const GIVEN_TOAST: Text = Text {
    zh: "办好了，对方下次打开就能用",
    en: "Done; they will see it when they next open the app",
};
/// Label.
pub const BORN: Text = Text {
    zh: "生日",
    en: "Date of birth",
};
/// Button.
pub const PAPERS_SEEN: Text = Text {
    zh: "证件已核对，通过",
    en: "Papers checked, confirm",
};
/// Toast.
pub const CHECKED: Text = Text {
    zh: "已通过，家长的手机可以用了",
    en: "Confirmed; the guardian's phone may act",
};

/// Question before a grant is given.
#[must_use]
pub fn give_ask(phone: &str, name: &str) -> String {
    match language() {
        Language::Zh => ["让 ", phone, " 替 ", name, " 办？"].concat(),
        Language::En => ["Let ", phone, " act for ", name, "?"].concat(),
    }
}
