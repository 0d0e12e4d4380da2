//! Words of who follows a person up, and of handing that over to a colleague (交接).

use domain::api::passing_on::PassingReason;

use crate::i18n::{Language, Text, language};

/// The section on a person's page.
pub const TITLE: Text = Text {
    zh: "随访医生",
    en: "Followed up by",
};
/// Nobody is named.
pub const NOBODY: Text = Text {
    zh: "还没指定，第一次随访的医生自动负责",
    en: "Nobody yet: whoever of the team visits first",
};
/// Deed.
pub const HAND_OVER: Text = Text {
    zh: "交给同事",
    en: "Hand over",
};
/// What it means.
pub const HAND_OVER_HINT: Text = Text {
    zh: "交给本团队的同事随访。对方能看到是谁交来的、为什么，也可以交还",
    en: "A colleague of the team follows the person up from now on, sees from whom and why, and can give them back",
};
/// Field.
pub const TO: Text = Text {
    zh: "交给谁",
    en: "To whom",
};
/// Nobody was chosen.
pub const TO_NEEDED: Text = Text {
    zh: "请选一位同事",
    en: "Choose a colleague",
};
/// There is nobody.
pub const NO_COLLEAGUE: Text = Text {
    zh: "本团队没有别的能随访的同事",
    en: "Nobody else of the team follows people up",
};
/// Field.
pub const REASON: Text = Text {
    zh: "为什么交",
    en: "Why",
};
/// Nothing was chosen.
pub const REASON_NEEDED: Text = Text {
    zh: "请选一个原因",
    en: "Choose a reason",
};
/// Field.
pub const NOTE: Text = Text {
    zh: "要交代的",
    en: "What to know",
};
/// Another reason has to be said.
pub const NOTE_NEEDED: Text = Text {
    zh: "请写明原因",
    en: "Say which reason",
};
/// Deed.
pub const GIVE_BACK: Text = Text {
    zh: "交还",
    en: "Give back",
};
/// Asked before.
pub const GIVE_BACK_ASK: Text = Text {
    zh: "交还给原来的同事？",
    en: "Give back?",
};
/// What it comes to.
pub const GIVE_BACK_TEXT: Text = Text {
    zh: "随访回到交来的同事名下",
    en: "Whoever handed the person over follows them up again",
};
/// It is done.
pub const GIVEN_BACK: Text = Text {
    zh: "已交还",
    en: "Given back",
};
/// What was handed over.
pub const HISTORY: Text = Text {
    zh: "交接记录",
    en: "Handed over",
};
/// Mark of oneself.
pub const ONESELF: Text = Text {
    zh: "我", en: "me"
};
/// Filter.
pub const WHOSE: Text = Text {
    zh: "谁负责随访",
    en: "Followed up by",
};
/// Those for whom nobody is named.
pub const UNNAMED: Text = Text {
    zh: "还没指定的",
    en: "Nobody named",
};

/// Why somebody was handed over.
#[must_use]
pub fn reason(reason: PassingReason) -> Text {
    match reason {
        PassingReason::Away => Text {
            zh: "请假、外出",
            en: "Away",
        },
        PassingReason::Workload => Text {
            zh: "分担工作",
            en: "Sharing the work",
        },
        PassingReason::Nearer => Text {
            zh: "片区调整，离得近",
            en: "Nearer to the colleague",
        },
        PassingReason::Leaving => Text {
            zh: "调岗、离岗",
            en: "Leaving",
        },
        PassingReason::Other => Text {
            zh: "其他",
            en: "Another reason",
        },
    }
}

/// From whom a person comes, and why: 彭海燕交来：请假、外出.
#[must_use]
pub fn handed(by: &str, why: Option<PassingReason>) -> String {
    match (language(), why) {
        (Language::Zh, Some(why)) => [by, "交来：", reason(why).get()].concat(),
        (Language::Zh, None) => [by, "交还"].concat(),
        (Language::En, Some(why)) => ["From ", by, ": ", reason(why).get()].concat(),
        (Language::En, None) => ["Given back by ", by].concat(),
    }
}

/// One line of the history: 彭海燕 → 刘静.
#[must_use]
pub fn way(from: Option<&str>, to: &str) -> String {
    match from {
        Some(from) => [from, " → ", to].concat(),
        None => ["→ ", to].concat(),
    }
}

/// The button with how many are chosen: 交给同事（3 人）.
#[must_use]
pub fn hand_over(many: usize) -> String {
    match language() {
        Language::Zh => format!("交给同事（{many} 人）"),
        Language::En => format!("Hand over ({many})"),
    }
}

/// What came of it: 已交给刘静 3 人.
#[must_use]
pub fn handed_over(many: u32, to: &str, left_out: usize) -> String {
    match (language(), left_out) {
        (Language::Zh, 0) => format!("已交给{to} {many} 人"),
        (Language::Zh, left) => {
            format!("已交给{to} {many} 人；{left} 人没有交：不在对方片区，或本来就由对方随访")
        }
        (Language::En, 0) => format!("{many} handed over to {to}"),
        (Language::En, left) => {
            format!(
                "{many} handed over to {to}; {left} left out: not of their villages, or theirs already"
            )
        }
    }
}

/// Who follows somebody up, in a row: 刘静随访.
#[must_use]
pub fn by(name: &str) -> String {
    match language() {
        Language::Zh => [name, "随访"].concat(),
        Language::En => ["by ", name].concat(),
    }
}
