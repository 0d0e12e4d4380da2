//! Words of the shell, of navigation, and of what every page may have to say.

use domain::codes::Relation;
use domain::person::Sex;

use crate::i18n::{Language, Text, language};

/// The product.
pub const PRODUCT: Text = Text {
    zh: "家医",
    en: "Jiayi",
};

/// Button: the way to an institution.
pub const MAP: Text = Text {
    zh: "打开地图",
    en: "Open the map",
};

/// Navigation of residents.
pub const NAV_HOME: Text = Text {
    zh: "首页",
    en: "Home",
};
/// Navigation of residents.
pub const NAV_RECORD: Text = Text {
    zh: "档案",
    en: "Record",
};
/// Navigation of residents.
pub const NAV_BOOKING: Text = Text {
    zh: "预约",
    en: "Book",
};
/// Navigation of both.
pub const NAV_ME: Text = Text {
    zh: "我的",
    en: "Me",
};
/// Navigation of staff.
pub const NAV_WORKLIST: Text = Text {
    zh: "待办",
    en: "To do",
};
/// Navigation of staff.
pub const NAV_RESIDENTS: Text = Text {
    zh: "居民",
    en: "People",
};
/// The desk's place.
pub const NAV_REGISTRATIONS: Text = Text {
    zh: "建档",
    en: "Records",
};
/// The desk's place.
pub const NAV_GRANTS: Text = Text {
    zh: "授权",
    en: "Helpers",
};
/// Navigation of staff.
pub const NAV_SCHEDULE: Text = Text {
    zh: "日程",
    en: "Clinic",
};

/// Hint of the search.
pub const FIND_HINT: Text = Text {
    zh: "姓名或手机后四位",
    en: "Name or phone",
};
/// Empty.
pub const FOUND_NONE: Text = Text {
    zh: "没有找到",
    en: "No match",
};
/// What to do then.
pub const FOUND_NONE_HINT: Text = Text {
    zh: "请核对姓名，或者用拼音首字母再找",
    en: "Please check the name, or try the initials",
};

/// Leads to the choice of the person.
pub const SWITCH_PERSON: Text = Text {
    zh: "换人",
    en: "Switch",
};

/// What a person is to the holder of the phone, as the family says it.
#[must_use]
pub fn relation(relation: Relation, sex: Sex) -> Text {
    let man = sex == Sex::Male;
    match relation {
        Relation::Oneself => Text {
            zh: "本人",
            en: "myself",
        },
        Relation::Spouse => Text {
            zh: "爱人",
            en: "spouse",
        },
        Relation::Child if man => Text {
            zh: "儿子",
            en: "son",
        },
        Relation::Child => Text {
            zh: "女儿",
            en: "daughter",
        },
        Relation::Grandchild => Text {
            zh: "孙辈",
            en: "grandchild",
        },
        Relation::Parent if man => Text {
            zh: "父亲",
            en: "father",
        },
        Relation::Parent => Text {
            zh: "母亲",
            en: "mother",
        },
        Relation::Grandparent => Text {
            zh: "祖辈",
            en: "grandparent",
        },
        Relation::Other => Text {
            zh: "亲友",
            en: "relative or friend",
        },
    }
}

/// For whom the phone acts: `正在为母亲崔凤办理`.
#[must_use]
pub fn acting_for(relation: Text, name: &str) -> String {
    match language() {
        Language::Zh => ["正在为", relation.zh, " ", name, " 办理"].concat(),
        Language::En => ["Acting for ", name, " (", relation.en, ")"].concat(),
    }
}

/// An address that leads nowhere.
pub const NOT_FOUND: Text = Text {
    zh: "没有这个页面",
    en: "No such page",
};
/// What to do then.
pub const NOT_FOUND_WHAT_NOW: Text = Text {
    zh: "请回首页再找",
    en: "Please start from the home page",
};
/// Why.
pub const NOT_FOUND_WHY: Text = Text {
    zh: "链接可能不完整，或者页面已经换了地方",
    en: "The link may be incomplete, or the page has moved.",
};
/// Leads home.
pub const TO_HOME: Text = Text {
    zh: "回首页",
    en: "Home page",
};

/// Text is large already, because whoever holds the phone is old.
pub const SIZE_SUITS: Text = Text {
    zh: "字和按钮已经放大，看着合适吗？以后可以在页面上面换",
    en: "Text and buttons are large now. Does that suit you? You can change it at the top of any page.",
};
/// Keeps it so.
pub const SIZE_KEEP: Text = Text {
    zh: "合适，就用大字",
    en: "Yes, keep it large",
};
/// Goes back.
pub const SIZE_STANDARD: Text = Text {
    zh: "换回小字",
    en: "Make it smaller",
};
/// Nothing can be read aloud.
pub const NO_VOICE: Text = Text {
    zh: "这部手机现在读不出来",
    en: "This phone cannot read aloud right now",
};
/// Without network, beside a form that is kept while it is filled in.
pub const OFFLINE_KEPT: Text = Text {
    zh: "现在没有网络。看到的可能不是最新的，填写的内容会保存在手机上",
    en: "No network. What you see may be out of date; what you type is kept on this phone.",
};
/// Without network, where one reads.
pub const OFFLINE: Text = Text {
    zh: "现在没有网络。看到的可能不是最新的",
    en: "No network. What you see may be out of date.",
};
/// Without network, where what is done is done at once or not at all.
pub const OFFLINE_NOW: Text = Text {
    zh: "现在没有网络。请连上网再办，这一页填的内容不会留在手机上",
    en: "No network. Please connect first; what you type on this page is not kept.",
};
/// Without network, before anybody is signed in.
pub const OFFLINE_SIGN_IN: Text = Text {
    zh: "现在没有网络。请连上网再登录",
    en: "No network. Please connect, then sign in.",
};
/// Without a database.
pub const NOT_DURABLE: Text = Text {
    zh: "请不要关闭页面再离开，这个浏览器不能在手机上保存内容",
    en: "Please finish before closing the page; this browser cannot keep anything on the phone.",
};
/// Where a sign-in was forgotten at once.
pub const NOT_KEPT: Text = Text {
    zh: "请在浏览器的设置里允许 Cookie，再登录一次：刚才的登录没能保存",
    en: "Please allow cookies in your browser's settings and sign in again; this browser did not keep your sign-in.",
};
/// A part of the program could not be fetched.
pub const PART_FAILED: Text = Text {
    zh: "请再试一次，页面没有载入完整",
    en: "Please try again; the page did not load completely.",
};
/// It is not known who is signed in.
pub const UNREACHABLE: Text = Text {
    zh: "请检查网络后再试，现在连不上",
    en: "Please check your connection and try again; we cannot be reached.",
};

/// Leaving a half-filled form.
pub const LEAVE_TITLE: Text = Text {
    zh: "要离开这一页吗？",
    en: "Leave this page?",
};
/// What happens then.
pub const LEAVE_TEXT: Text = Text {
    zh: "还没有提交。已填的内容会留在这部手机上，下次打开还在",
    en: "It is not submitted yet. What you typed stays on this phone and is here next time.",
};
/// Leaves.
pub const LEAVE: Text = Text {
    zh: "离开",
    en: "Leave",
};
/// Stays.
pub const STAY: Text = Text {
    zh: "接着填",
    en: "Keep editing",
};

/// Navigation of administrators.
pub const NAV_ACCOUNTS: Text = Text {
    zh: "账号",
    en: "Accounts",
};

/// The answer to the idle lock's warning.
pub const IDLE_STILL_HERE: Text = Text {
    zh: "继续使用",
    en: "Continue",
};

/// How long is left.
#[must_use]
pub fn idle_text(seconds: u32) -> String {
    let seconds = seconds.to_string();
    match crate::i18n::language() {
        crate::i18n::Language::Zh => {
            [&seconds, " 秒后会自动退出，保护您的信息。已填的内容会保留"].concat()
        }
        crate::i18n::Language::En => [
            "You will be signed out in ",
            &seconds,
            " seconds. What you typed is kept.",
        ]
        .concat(),
    }
}

/// Data that the backend has not confirmed: 更新于 10:20.
#[must_use]
pub fn as_of(when: &str) -> String {
    match crate::i18n::language() {
        crate::i18n::Language::Zh => ["更新于 ", when].concat(),
        crate::i18n::Language::En => ["As of ", when].concat(),
    }
}

/// What an unsent operation is, in words, by its endpoint's name.
#[must_use]
pub fn operation(name: &str) -> Text {
    match name {
        "read_message" => Text {
            zh: "消息已读",
            en: "Message read",
        },
        "request_contract" => Text {
            zh: "签约申请",
            en: "Contract request",
        },
        "withdraw_contract" => Text {
            zh: "撤回签约申请",
            en: "Contract request taken back",
        },
        "accept_contract" => Text {
            zh: "同意签约",
            en: "Contract accepted",
        },
        "decline_contract" => Text {
            zh: "不同意签约",
            en: "Contract declined",
        },
        "book" => Text {
            zh: "预约",
            en: "Booking",
        },
        "cancel_booking" => Text {
            zh: "取消预约",
            en: "Booking cancelled",
        },
        "mark_arrived" => Text {
            zh: "签到",
            en: "Arrival",
        },
        "finish_booking" => Text {
            zh: "就诊完成",
            en: "Visit done",
        },
        "mark_no_show" => Text {
            zh: "未到",
            en: "Did not come",
        },
        "rate_service" => Text {
            zh: "服务评价",
            en: "Rating",
        },
        "register" => Text {
            zh: "建档申请",
            en: "Registration",
        },
        "decide_registration" => Text {
            zh: "建档审核",
            en: "Registration checked",
        },
        // The last two were recorded by an earlier edition of the program and may wait on a phone still.
        "record_follow_up" | "record_hypertension" | "record_diabetes" => super::follow_up::TITLE,
        "correct_follow_up" => super::visit::CORRECT,
        "void_follow_up" => super::visit::VOID,
        "sign_at_bedside" => super::bedside::TITLE,
        "record_round_entry" => Text {
            zh: "巡诊记录",
            en: "Round entry",
        },
        "discard_unsent" => Text {
            zh: "扔掉交回的内容",
            en: "Handed-in item thrown away",
        },
        "record_call" => Text {
            zh: "电话结果",
            en: "Call",
        },
        "decide_suspect" => super::suspects::TITLE,
        "pass_on" => super::passing_on::HAND_OVER,
        "give_back" => super::passing_on::GIVE_BACK,
        "place_household" => Text {
            zh: "上门路线",
            en: "Round",
        },
        "reopen_follow_up" => Text {
            zh: "恢复随访",
            en: "Follow-up opened again",
        },
        "measure" => super::measure::TITLE,
        "see_alert" => Text {
            zh: "自测提醒已处理",
            en: "Alert looked at",
        },
        "set_measure_reminders" => super::measure::REMINDERS,
        "link_person" => Text {
            zh: "添加家人",
            en: "Person added",
        },
        "unlink_person" => Text {
            zh: "移除家人",
            en: "Person removed",
        },
        "give_grant" => Text {
            zh: "授权代办",
            en: "Helper added",
        },
        "decide_grant" => Text {
            zh: "监护人核对",
            en: "Guardian checked",
        },
        "end_grant" => Text {
            zh: "停止代办",
            en: "Helper ended",
        },
        "delete_device" => Text {
            zh: "退出设备",
            en: "Device signed out",
        },
        _ => Text {
            zh: "填写的内容",
            en: "What you filled in",
        },
    }
}
