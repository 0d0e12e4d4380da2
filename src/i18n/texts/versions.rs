//! Words of two versions of one visit, side by side.

use crate::i18n::{Language, Text, language};

/// Title.
pub const TITLE: Text = Text {
    zh: "两份随访对着看",
    en: "Two versions of a visit",
};
/// Nothing to decide.
pub const NOTHING: Text = Text {
    zh: "没有要您定的了",
    en: "Nothing is left to decide",
};
/// Nothing to decide.
pub const NOTHING_HINT: Text = Text {
    zh: "同一次随访记了两份时（两个人记的，或您在两台手机上记的），会放在这里让您选",
    en: "Where one visit was written down twice, by two people or by you on two devices, both stand here",
};
/// Somebody recorded the same visit.
pub const TWICE: Text = Text {
    zh: "同一天已经有一份随访了。下面列出两份不一样的地方，选好再存；在您定之前，您这份一直留在本机",
    en: "There is a visit of this day already. See below where the two differ, choose, then save; yours stays on this device until you decide",
};
/// The same person recorded it on another phone.
pub const TWICE_BY_ME: Text = Text {
    zh: "同一天您在另一台手机或电脑上已经记过一份。是同一次随访就选好再存，是两次就都留下；在您定之前，这份一直留在本机",
    en: "You have written down a visit of this day on another device. If it is the same visit, choose and save; if these are two, keep both. Until you decide, this one stays here",
};
/// Somebody corrected it too.
pub const CHANGED: Text = Text {
    zh: "您改的这份随访，别人刚才也改了。下面列出两份不一样的地方，选好再存",
    en: "Somebody else has changed this visit too. See below where the two differ, choose, then save",
};
/// One side.
pub const MINE: Text = Text {
    zh: "我这份",
    en: "Mine",
};
/// The other side.
pub const THEIRS: Text = Text {
    zh: "那一份",
    en: "Theirs",
};
/// One side, where both are the same person's.
pub const HERE: Text = Text {
    zh: "这台上记的",
    en: "From this device",
};
/// The other side, where both are the same person's.
pub const THERE: Text = Text {
    zh: "另一台上记的",
    en: "From the other device",
};
/// Section of what is to be chosen.
pub const CHOOSE: Text = Text {
    zh: "两份不一样，请选",
    en: "They differ: choose",
};
/// Section of what is put together without a question.
pub const TAKEN: Text = Text {
    zh: "只有一份填了或改了，直接取用",
    en: "Only one of them says it: taken over",
};
/// Not answered on this side.
pub const EMPTY: Text = Text {
    zh: "没填",
    en: "nothing",
};
/// Both are of one mind.
pub const NO_DIFFERENCE: Text = Text {
    zh: "两份内容完全一样，留已经有的那份就行",
    en: "Both say the same: keep the one that is there",
};
/// Button.
pub const SAVE_MERGED: Text = Text {
    zh: "按选好的存",
    en: "Save as chosen",
};
/// Button.
pub const USE_MINE: Text = Text {
    zh: "整份用我这份",
    en: "Use mine",
};
/// Button.
pub const KEEP_THEIRS: Text = Text {
    zh: "留那一份",
    en: "Keep theirs",
};
/// Button.
pub const BOTH: Text = Text {
    zh: "是两次随访，都留下",
    en: "These are two visits: keep both",
};
/// Something is undecided.
pub const UNDECIDED: Text = Text {
    zh: "还有没选的，请先选好",
    en: "Something is still to be chosen",
};
/// The two do not fit together.
pub const DOES_NOT_FIT: Text = Text {
    zh: "这样拼在一起不合规则，请换一下选择：",
    en: "Put together like this it breaks a rule; choose otherwise: ",
};
/// The service does not let this person write over it.
pub const MAY_NOT: Text = Text {
    zh: "那一份您不能改，请留那一份；要改，请找签名的医生",
    en: "You may not write over theirs. Keep it, or ask the doctor who signed it",
};
/// Question.
pub const THEIRS_ASK: Text = Text {
    zh: "留那一份，扔掉我这份吗？",
    en: "Keep theirs and throw mine away?",
};
/// What follows.
pub const THEIRS_TEXT: Text = Text {
    zh: "扔掉后找不回来",
    en: "It cannot be brought back",
};
/// Question.
pub const MINE_ASK: Text = Text {
    zh: "整份改成我的吗？",
    en: "Use mine in place of theirs?",
};
/// What follows.
pub const MINE_TEXT: Text = Text {
    zh: "那一份会留在“改过的记录”里，看得到是谁改的",
    en: "Theirs stays among the earlier versions, with who changed it",
};
/// It is on its way.
pub const DECIDED: Text = Text {
    zh: "已按您选的发出",
    en: "Sent as you decided",
};
/// Cannot be read.
pub const UNREADABLE: Text = Text {
    zh: "这一项打不开，请更新程序后再看",
    en: "This cannot be opened; update the app and look again",
};
/// Reason that is kept with the version of before.
pub const REASON_MERGED: &str = "同一次随访记了两份，合并";
/// Reason that is kept with the version of before.
pub const REASON_MINE: &str = "同一次随访记了两份，以这份为准";

/// Who wrote a version and when: 李敏 · 今天 09:12.
#[must_use]
pub fn by(who: &str, when: &str) -> String {
    [who, " · ", when].concat()
}

/// An answer with whose it is: 我这份：138 mmHg.
#[must_use]
pub fn of(side: Text, answer: &str) -> String {
    let colon = match language() {
        Language::Zh => "：",
        Language::En => ": ",
    };
    [side.get(), colon, answer].concat()
}

/// How many fields say the same: 其余 18 项两份一样.
#[must_use]
pub fn same(fields: usize) -> String {
    let fields = fields.to_string();
    match language() {
        Language::Zh => ["其余 ", &fields, " 项两份一样"].concat(),
        Language::En => [&fields, " other answers are the same"].concat(),
    }
}
