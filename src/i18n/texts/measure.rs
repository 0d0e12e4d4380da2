//! Words of measuring at home (自测), for residents and for the staff who read it.

use domain::rules::home_measurement::{Alert, HomeKind, Moment};

use crate::i18n::{Language, Text, language};

/// Page, link.
pub const TITLE: Text = Text {
    zh: "在家自测",
    en: "Measured at home",
};
/// Below the link.
pub const HINT: Text = Text {
    zh: "在家量的血压、血糖记在这里，医生看得到",
    en: "Write down blood pressure and glucose; your doctor sees them",
};
/// The choice.
pub const WHAT: Text = Text {
    zh: "量什么",
    en: "What",
};
/// Field.
pub const GLUCOSE: Text = Text {
    zh: "血糖",
    en: "Glucose",
};
/// Field.
pub const WHEN: Text = Text {
    zh: "什么时候量的",
    en: "When",
};
/// The choice.
pub const NOW: Text = Text {
    zh: "刚刚",
    en: "Just now",
};
/// The choice.
pub const THIS_MORNING: Text = Text {
    zh: "今天早上",
    en: "This morning",
};
/// The choice.
pub const YESTERDAY_EVENING: Text = Text {
    zh: "昨天晚上",
    en: "Last evening",
};
/// Field.
pub const MOMENT: Text = Text {
    zh: "饭前还是饭后",
    en: "Before or after a meal",
};
/// Button.
pub const SAVE: Text = Text {
    zh: "记下来",
    en: "Write it down",
};
/// Toast.
pub const SAVED: Text = Text {
    zh: "记下来了，医生看得到",
    en: "Written down; your doctor sees it",
};
/// Nothing was typed.
pub const NUMBER_NEEDED: Text = Text {
    zh: "请填数字",
    en: "Enter a number",
};
/// No answer was chosen.
pub const MOMENT_NEEDED: Text = Text {
    zh: "请选一个",
    en: "Choose one",
};
/// Not below the other one.
pub const NOT_BELOW: Text = Text {
    zh: "低压要比高压低，请看看是不是填反了",
    en: "The lower value lies below the upper one",
};
/// Question.
pub const UNUSUAL_ASK: Text = Text {
    zh: "这个数对吗？",
    en: "Is this right?",
};
/// Answer.
pub const UNUSUAL_YES: Text = Text {
    zh: "对，记下来",
    en: "Yes, write it down",
};
/// Answer.
pub const UNUSUAL_NO: Text = Text {
    zh: "我再看看",
    en: "Let me look again",
};
/// Section.
pub const LIST: Text = Text {
    zh: "最近量的",
    en: "Latest",
};
/// Section.
pub const OVER_TIME: Text = Text {
    zh: "变化",
    en: "Over time",
};
/// Empty.
pub const NONE: Text = Text {
    zh: "还没有记过",
    en: "Nothing yet",
};
/// Hint of empty.
pub const NONE_HINT: Text = Text {
    zh: "量完血压或血糖，把数字填在上面",
    en: "Enter the numbers above after you have measured",
};
/// Mark of a value.
pub const SELF_MEASURED: Text = Text {
    zh: "自测",
    en: "Self-measured",
};
/// Button.
pub const TAKE_BACK: Text = Text {
    zh: "填错了，删掉",
    en: "Wrong: remove",
};
/// Question.
pub const TAKE_BACK_ASK: Text = Text {
    zh: "删掉这一条吗？",
    en: "Remove this one?",
};
/// What follows.
pub const TAKE_BACK_TEXT: Text = Text {
    zh: "删掉后图上和医生那里都不再显示",
    en: "It no longer appears, neither here nor at your doctor's",
};
/// Toast.
pub const TAKEN_BACK: Text = Text {
    zh: "已删掉",
    en: "Removed",
};
/// Section.
pub const REMINDERS: Text = Text {
    zh: "提醒我量",
    en: "Remind me",
};
/// What it does.
pub const REMINDERS_HINT: Text = Text {
    zh: "到时间会发消息；刚量过就不提醒了",
    en: "A message at that time, unless you have just measured",
};
/// Field.
pub const TIME: Text = Text {
    zh: "时间",
    en: "Time",
};
/// Button.
pub const ADD: Text = Text {
    zh: "加上",
    en: "Add",
};
/// Button.
pub const REMOVE: Text = Text {
    zh: "不用提醒了",
    en: "Remove",
};
/// Empty.
pub const NO_REMINDERS: Text = Text {
    zh: "还没有设提醒",
    en: "None",
};
/// Most are set.
pub const REMINDERS_FULL: Text = Text {
    zh: "最多设 6 个，先去掉一个再加",
    en: "Six at most; remove one first",
};
/// Toast.
pub const REMINDERS_SAVED: Text = Text {
    zh: "提醒设好了",
    en: "Reminders are set",
};
/// Button.
pub const CALL_120: Text = Text {
    zh: "拨打 120",
    en: "Call 120",
};
/// Button.
pub const CALL_TEAM: Text = Text {
    zh: "打电话给医生",
    en: "Call the team",
};
/// Who was told.
pub const TEAM_TOLD: Text = Text {
    zh: "已提醒您的家庭医生团队",
    en: "Your team has been told",
};
/// Who was told, while there is no network.
pub const TEAM_LATER: Text = Text {
    zh: "现在没有网络，团队还不知道，请直接打电话",
    en: "No network: the team does not know yet. Please call",
};
/// Somebody of the team has looked.
pub const SEEN: Text = Text {
    zh: "医生已看过",
    en: "Seen by the team",
};
/// Status.
pub const HIGH: Text = Text {
    zh: "偏高",
    en: "Too high",
};
/// Status.
pub const LOW: Text = Text {
    zh: "偏低",
    en: "Too low",
};
/// Status.
pub const GOOD: Text = Text {
    zh: "在目标内",
    en: "On target",
};
/// Status.
pub const URGENT: Text = Text {
    zh: "危急",
    en: "Emergency",
};
/// The legend of the chart for those who do not read charts.
pub const CHART_HINT: Text = Text {
    zh: "浅色的一带是目标范围，点在带子里就好；高出来或低下去的，记得告诉医生",
    en: "The light band is the target. Points outside of it are for your doctor to know",
};
/// Beside the form of a follow-up.
pub const BESIDE: Text = Text {
    zh: "居民在家自测（不会填进表里）",
    en: "Measured at home (never filled in)",
};
/// Somebody who may only read.
pub const ONLY_READ: Text = Text {
    zh: "您可以看，不能代记",
    en: "You may read it, not write",
};

/// What is measured.
#[must_use]
pub fn kind(kind: HomeKind) -> Text {
    match kind {
        HomeKind::BloodPressure => super::medical::BLOOD_PRESSURE,
        HomeKind::Glucose => GLUCOSE,
    }
}

/// When a glucose was measured.
#[must_use]
pub fn moment(moment: Moment) -> Text {
    match moment {
        Moment::Fasting => Text {
            zh: "空腹",
            en: "Fasting",
        },
        Moment::AfterMeal => Text {
            zh: "饭后 2 小时",
            en: "2 h after a meal",
        },
        Moment::Other => Text {
            zh: "其他时间",
            en: "At another time",
        },
    }
}

/// What an alert says to whoever measured.
#[must_use]
pub fn alert(alert: Alert) -> Text {
    match alert {
        Alert::PressureHigh => Text {
            zh: "血压很高。先坐下或躺下歇着，别着急；5 分钟后再量一次，还是这么高或者头痛、胸闷、说话不清，马上打 120",
            en: "Very high. Sit or lie down; measure again after 5 minutes. Still so high, or headache, chest pain, slurred speech: call 120 at once",
        },
        Alert::GlucoseHigh => Text {
            zh: "血糖很高。多喝水，别再吃甜的；恶心、肚子痛、没精神，马上打 120，没有不舒服也要今天联系医生",
            en: "Very high. Drink water, nothing sweet. Sick, stomach pain, drowsy: call 120 at once; else call your team today",
        },
        Alert::GlucoseLow => Text {
            zh: "血糖太低。马上吃两三块糖或喝半杯果汁，15 分钟后再量；还低或者出冷汗、迷糊，马上打 120",
            en: "Too low. Eat sugar or drink juice now, measure again after 15 minutes. Still low, sweating or confused: call 120",
        },
    }
}

/// What an alert is called among staff.
#[must_use]
pub fn alert_name(alert: Alert) -> Text {
    match alert {
        Alert::PressureHigh => Text {
            zh: "自测血压危急",
            en: "Home pressure: emergency",
        },
        Alert::GlucoseHigh => Text {
            zh: "自测血糖过高",
            en: "Home glucose far too high",
        },
        Alert::GlucoseLow => Text {
            zh: "自测血糖过低",
            en: "Home glucose too low",
        },
    }
}

/// Where the limits of an emergency come from.
#[must_use]
pub fn source(source: &str) -> String {
    match language() {
        Language::Zh => ["依据：", source].concat(),
        Language::En => ["Source: ", source].concat(),
    }
}

/// A number that cannot be.
#[must_use]
pub fn between(least: &str, most: &str) -> String {
    match language() {
        Language::Zh => format!("请填 {least} 到 {most} 之间的数"),
        Language::En => format!("Between {least} and {most}"),
    }
}
