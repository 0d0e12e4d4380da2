//! Words of the three colours (三色标), the pushes between the levels, and a resident's own plan. Staff read
//! the colour with its word; residents read what it means for them and what to do.

use domain::api::colours::{Cause, PushState};
use domain::rules::three_colours::{Colour, Level, Why};

use crate::i18n::{Language, Text, language};

/// The section and the card.
pub const THREE_COLOURS: Text = Text {
    zh: "三色标",
    en: "Colour",
};
/// Nothing makes a colour.
pub const NO_COLOUR: Text = Text {
    zh: "还没有颜色：做过高血压、糖尿病等随访后自动评定",
    en: "None yet: it comes with the first follow-up of a chronic illness",
};
/// Where the person is followed up.
pub const FOLLOWED_BY: Text = Text {
    zh: "由谁随访",
    en: "Followed up by",
};
/// What made the colour.
pub const WHY: Text = Text {
    zh: "为什么",
    en: "Why",
};
/// A doctor's own.
pub const SET_BY_DOCTOR: Text = Text {
    zh: "医生改定",
    en: "Set by a doctor",
};
/// Button and sheet.
pub const SET: Text = Text {
    zh: "改颜色",
    en: "Set the colour",
};
/// Button.
pub const SET_SAVE: Text = Text {
    zh: "改定",
    en: "Set it",
};
/// How long it holds.
pub const SET_HINT: Text = Text {
    zh: "改定后一直有效，直到系统按新的随访评出和现在不同的颜色；原来的颜色和原因都会留着",
    en: "It holds until a new visit makes the rules say another colour than they do now. What was before is kept",
};
/// Field.
pub const COLOUR: Text = Text {
    zh: "颜色",
    en: "Colour",
};
/// Field.
pub const REASON: Text = Text {
    zh: "原因",
    en: "Reason",
};
/// Nothing was typed.
pub const REASON_NEEDED: Text = Text {
    zh: "请写明原因",
    en: "Say why",
};
/// No colour was chosen.
pub const COLOUR_NEEDED: Text = Text {
    zh: "请选颜色",
    en: "Choose a colour",
};
/// Toast.
pub const SET_DONE: Text = Text {
    zh: "颜色已改定",
    en: "The colour is set",
};
/// Somebody was quicker.
pub const CHANGED_MEANWHILE: Text = Text {
    zh: "颜色刚刚有人改过，请看过再改",
    en: "It was changed just now. Look before you set it",
};
/// What was before.
pub const HISTORY: Text = Text {
    zh: "颜色变化",
    en: "How it changed",
};
/// Page.
pub const PUSHES: Text = Text {
    zh: "三色标推送",
    en: "Pushes between levels",
};
/// Filter.
pub const INCOMING: Text = Text {
    zh: "推给我们的",
    en: "To us",
};
/// Filter.
pub const OUTGOING: Text = Text {
    zh: "我们推出的",
    en: "From us",
};
/// Filter.
pub const ANSWERED: Text = Text {
    zh: "已处理",
    en: "Answered",
};
/// The filter; read out.
pub const SHOW: Text = Text {
    zh: "看哪些",
    en: "Show",
};
/// Empty.
pub const NO_INCOMING: Text = Text {
    zh: "没有等着接收的人",
    en: "Nobody waits to be taken over",
};
/// Hint of empty.
pub const NO_INCOMING_HINT: Text = Text {
    zh: "别的医疗机构推来的人会列在这里，等您接收",
    en: "People pushed to you by another level appear here",
};
/// Empty.
pub const NO_OUTGOING: Text = Text {
    zh: "没有推出去等回复的人",
    en: "Nobody is on the way to another level",
};
/// Hint of empty.
pub const NO_OUTGOING_HINT: Text = Text {
    zh: "颜色变了，系统会自动推给对应的医疗机构",
    en: "A new colour pushes a person to its level by itself",
};
/// Empty.
pub const NO_ANSWERED: Text = Text {
    zh: "还没有处理过的推送",
    en: "None was answered yet",
};
/// Button.
pub const ACCEPT: Text = Text {
    zh: "接收",
    en: "Take over",
};
/// What follows.
pub const ACCEPT_HINT: Text = Text {
    zh: "接收后由您这里随访，也能看到完整档案",
    en: "From then on you follow the person up, and see the whole record",
};
/// Toast.
pub const ACCEPTED: Text = Text {
    zh: "已接收，以后由您这里随访",
    en: "Taken over: you follow the person up now",
};
/// Button and sheet.
pub const RETURN: Text = Text {
    zh: "退回",
    en: "Send back",
};
/// Field.
pub const RETURN_WHY: Text = Text {
    zh: "为什么退回、对方要补什么",
    en: "Why, and what is missing",
};
/// Toast.
pub const RETURNED: Text = Text {
    zh: "已退回，对方会看到原因",
    en: "Sent back with your reason",
};
/// Button and sheet.
pub const PUSH_AGAIN: Text = Text {
    zh: "再推送",
    en: "Push again",
};
/// Field.
pub const NOTE: Text = Text {
    zh: "补充说明",
    en: "What they should know",
};
/// Toast.
pub const PUSHED: Text = Text {
    zh: "已推送，等对方接收",
    en: "Pushed; waiting for them",
};
/// Link.
pub const SEE_RECORD: Text = Text {
    zh: "看档案",
    en: "See the record",
};
/// Status of a push whose lead and sender were reminded.
pub const REMINDED: Text = Text {
    zh: "已提醒双方",
    en: "Both sides were reminded",
};
/// Answered by somebody else.
pub const TAKEN_MEANWHILE: Text = Text {
    zh: "这条推送刚刚撤回了，不用再处理",
    en: "It was taken back meanwhile",
};
/// Block above the worklist.
pub const WAITS: Text = Text {
    zh: "等您处理",
    en: "Waits for you",
};
/// Button at an alarming measurement.
pub const SEEN: Text = Text {
    zh: "已处理",
    en: "Dealt with",
};
/// Toast.
pub const SEEN_DONE: Text = Text {
    zh: "已记下是您处理的",
    en: "Kept, with your name",
};
/// Link to the resident's plan.
pub const PLAN: Text = Text {
    zh: "我的随访计划",
    en: "My plan",
};
/// Below the link.
pub const PLAN_HINT: Text = Text {
    zh: "下次什么时候、查什么、现在由谁管",
    en: "When, what is looked at, and who cares for me now",
};
/// Section.
pub const NEXT_VISITS: Text = Text {
    zh: "接下来的随访",
    en: "Next visits",
};
/// Empty.
pub const NO_VISITS: Text = Text {
    zh: "现在没有安排随访",
    en: "No visit is planned",
};
/// Hint of empty.
pub const NO_VISITS_HINT: Text = Text {
    zh: "不舒服时请联系家庭医生",
    en: "Call your doctor when you are unwell",
};
/// Section.
pub const MY_STATE: Text = Text {
    zh: "我现在的情况",
    en: "How I am doing",
};
/// Button.
pub const CALL: Text = Text {
    zh: "打电话给团队",
    en: "Call the team",
};
/// Status.
pub const PAST_DUE: Text = Text {
    zh: "已过期，请尽快去",
    en: "Overdue, please go soon",
};

/// The colour as staff say it.
#[must_use]
pub fn colour(colour: Colour) -> Text {
    match colour {
        Colour::Green => Text {
            zh: "绿标",
            en: "Green",
        },
        Colour::Yellow => Text {
            zh: "黄标",
            en: "Yellow",
        },
        Colour::Red => Text {
            zh: "红标",
            en: "Red",
        },
    }
}

/// What a colour means and who follows up, for whoever sets one.
#[must_use]
pub fn meaning(colour: Colour) -> Text {
    match colour {
        Colour::Green => Text {
            zh: "控制平稳，由村卫生室随访",
            en: "Well controlled; followed up in the village",
        },
        Colour::Yellow => Text {
            zh: "控制不满意，由乡镇卫生院随访",
            en: "Not well controlled; followed up by the township",
        },
        Colour::Red => Text {
            zh: "病情变化、难控制，由总医院随访",
            en: "Hard to control; followed up by the hospital",
        },
    }
}

/// How a resident is doing, in plain words.
#[must_use]
pub fn plain(colour: Colour) -> Text {
    match colour {
        Colour::Green => Text {
            zh: "控制得不错",
            en: "Well controlled",
        },
        Colour::Yellow => Text {
            zh: "控制得还不够好",
            en: "Not controlled well enough yet",
        },
        Colour::Red => Text {
            zh: "需要上级医院帮忙看",
            en: "The hospital should have a look",
        },
    }
}

/// What a resident does now.
#[must_use]
pub fn what_to_do(colour: Colour) -> Text {
    match colour {
        Colour::Green => Text {
            zh: "请照现在的办法按时吃药、按时随访，有不舒服随时联系医生",
            en: "Go on as you do: take your medicine and come to your visits. Call when you are unwell",
        },
        Colour::Yellow => Text {
            zh: "请按医生说的吃药，少盐少酒，两周内去复查；最近多在家量一量",
            en: "Take your medicine as told, little salt and alcohol, and be seen within two weeks. Measure at home more often",
        },
        Colour::Red => Text {
            zh: "请尽快按医生的安排去医院看，带上正在吃的药；胸痛、说话不清、喘不上气，马上打 120",
            en: "Go to the hospital soon, as arranged, with your medicine. Chest pain, slurred speech, short of breath: call 120 at once",
        },
    }
}

/// A level.
#[must_use]
pub fn level(level: Level) -> Text {
    match level {
        Level::Village => Text {
            zh: "村卫生室",
            en: "Village",
        },
        Level::Township => Text {
            zh: "乡镇（社区）",
            en: "Township",
        },
        Level::Hospital => Text {
            zh: "总医院",
            en: "Hospital",
        },
    }
}

/// The visit that made a colour, and what else did: `11月5日 周四的随访，连续没控制好`.
#[must_use]
pub fn made_by(day: &str, why: Why) -> String {
    let also = match why {
        Why::Class => None,
        Why::Overdue => Some(Text {
            zh: "随访逾期超过 30 天",
            en: "long overdue",
        }),
        Why::InARow => Some(Text {
            zh: "连续没控制好",
            en: "not controlled in a row",
        }),
        Why::Referred => Some(Text {
            zh: "已建议转诊，还没复查",
            en: "referred, not yet checked",
        }),
        Why::Emergency => Some(Text {
            zh: "出现危急情况",
            en: "an emergency",
        }),
    };
    let (visit, comma) = match language() {
        Language::Zh => ([day, "的随访"].concat(), "，"),
        Language::En => (["visit of ", day].concat(), ", "),
    };
    let also = also.map(|also| [comma, also.get()].concat());
    [visit, also.unwrap_or_default()].concat()
}

/// What changed a colour.
#[must_use]
pub fn cause(cause: Cause) -> Text {
    match cause {
        Cause::Visit => Text {
            zh: "新的随访",
            en: "a visit",
        },
        Cause::Correction => Text {
            zh: "随访更正",
            en: "a correction",
        },
        Cause::Voiding => Text {
            zh: "随访作废",
            en: "a voided visit",
        },
        Cause::Day => Text {
            zh: "到日子自动评定",
            en: "a day that passed",
        },
        Cause::Doctor => Text {
            zh: "医生改定",
            en: "a doctor",
        },
    }
}

/// What became of a push.
#[must_use]
pub fn state(state: PushState) -> Text {
    match state {
        PushState::Waiting => Text {
            zh: "等接收",
            en: "Waiting",
        },
        PushState::Accepted => Text {
            zh: "已接收",
            en: "Taken over",
        },
        PushState::Returned => Text {
            zh: "被退回",
            en: "Sent back",
        },
        PushState::Withdrawn => Text {
            zh: "已撤回",
            en: "Taken back",
        },
    }
}

/// How long a push waits.
#[must_use]
pub fn waited(days: u16) -> String {
    match (language(), days) {
        (Language::Zh, 0) => "今天推送".to_owned(),
        (Language::En, 0) => "Pushed today".to_owned(),
        (Language::Zh, _) => format!("等了 {days} 天"),
        (Language::En, _) => format!("Waiting for {days} days"),
    }
}

/// Too long.
#[must_use]
pub fn late(days: u16) -> String {
    match language() {
        Language::Zh => format!("超时：{days} 天没人接收"),
        Language::En => format!("Late: nobody answered for {days} days"),
    }
}

/// From where to where.
#[must_use]
pub fn way(from: &str, to: &str) -> String {
    [from, " → ", to].concat()
}

/// Who was quicker.
#[must_use]
pub fn taken_by(who: &str, accepted: bool) -> String {
    match (language(), accepted) {
        (Language::Zh, true) => format!("{who}已经接收了，不用再处理"),
        (Language::Zh, false) => format!("{who}已经退回了，不用再处理"),
        (Language::En, true) => format!("{who} has taken the person over already"),
        (Language::En, false) => format!("{who} has sent the person back already"),
    }
}

/// Who answered.
#[must_use]
pub fn answered_by(who: &str, when: &str) -> String {
    match language() {
        Language::Zh => format!("{who} {when}处理"),
        Language::En => format!("by {who}, {when}"),
    }
}

/// On the way to another level, told to the resident.
#[must_use]
pub fn on_the_way(to: &str) -> String {
    match language() {
        Language::Zh => format!("正在转给{to}，接收后会通知您；这之前还是现在的团队管"),
        Language::En => {
            format!("Being handed to {to}; until they answer your present team goes on")
        }
    }
}

/// The row below the first alerts above the worklist.
#[must_use]
pub fn more_alerts(count: usize) -> String {
    match language() {
        Language::Zh => format!("还有 {count} 条危急的自测，全部列出"),
        Language::En => format!("{count} more emergencies measured at home, show all"),
    }
}

/// The row above the worklist.
#[must_use]
pub fn incoming(count: u32, late: u32) -> String {
    match (language(), late) {
        (Language::Zh, 0) => format!("{count} 人等着接收"),
        (Language::Zh, _) => format!("{count} 人等着接收，其中 {late} 人超过 7 天"),
        (Language::En, 0) => format!("{count} to take over"),
        (Language::En, _) => format!("{count} to take over, {late} for over 7 days"),
    }
}

/// The row above the worklist.
#[must_use]
pub fn outgoing(count: u32) -> String {
    match language() {
        Language::Zh => format!("推出去的 {count} 人被退回或没人接收"),
        Language::En => format!("{count} sent back or not answered"),
    }
}

/// What a visit brings.
#[must_use]
pub fn brings(parts: &str) -> String {
    match language() {
        Language::Zh => ["会查：", parts].concat(),
        Language::En => ["What is looked at: ", parts].concat(),
    }
}
