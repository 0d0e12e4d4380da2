//! Words of the day's list.

use crate::i18n::{Language, Text, language};

/// Title.
pub const TITLE: Text = Text {
    zh: "出诊日程",
    en: "Schedule",
};
/// Button of the desk.
pub const BOOK_FOR: Text = Text {
    zh: "帮居民约号",
    en: "Book for a resident",
};
/// Field.
pub const DAY: Text = Text {
    zh: "日期",
    en: "Day",
};
/// Chip.
pub const TODAY: Text = Text {
    zh: "今天",
    en: "Today",
};
/// Chip.
pub const TOMORROW: Text = Text {
    zh: "明天",
    en: "Tomorrow",
};
/// Empty.
pub const NO_SESSIONS: Text = Text {
    zh: "这一天没有出诊",
    en: "No sessions on this day",
};
/// What to do then.
pub const NO_SESSIONS_HINT: Text = Text {
    zh: "请换一天看看",
    en: "Please try another day",
};
/// Empty.
pub const NO_BOOKINGS: Text = Text {
    zh: "还没有人预约",
    en: "Nobody has booked yet",
};
/// Button.
pub const ARRIVED: Text = Text {
    zh: "到了",
    en: "Arrived",
};
/// Button.
pub const DONE: Text = Text {
    zh: "看完了",
    en: "Done",
};
/// Button.
pub const NOT_COME: Text = Text {
    zh: "没来",
    en: "Did not come",
};
/// Question.
pub const NOT_COME_ASK: Text = Text {
    zh: "确定没来吗？",
    en: "Did not come?",
};
/// What follows.
pub const NOT_COME_TEXT: Text = Text {
    zh: "会记一次未到，半年内三次会暂停自助预约",
    en: "This counts as missed; three in half a year pause online booking",
};
/// Title of the sheet.
pub const SUMMARY: Text = Text {
    zh: "这次做了什么",
    en: "What was done",
};
/// Field.
pub const SUMMARY_FIELD: Text = Text {
    zh: "小结（居民会看到）",
    en: "Summary (the resident sees it)",
};
/// Error.
pub const SUMMARY_NEEDED: Text = Text {
    zh: "请写一句做了什么",
    en: "Please say what was done",
};
/// Button.
pub const SAVE: Text = Text {
    zh: "保存，请居民评价",
    en: "Save and ask for a rating",
};
/// Toast.
pub const SAVED: Text = Text {
    zh: "已保存，居民可以评价了",
    en: "Saved; the resident can rate it now",
};
/// What can be put in with one tap.
pub const PHRASES: [Text; 5] = [
    Text {
        zh: "测了血压",
        en: "Blood pressure taken",
    },
    Text {
        zh: "测了血糖",
        en: "Glucose taken",
    },
    Text {
        zh: "调整了用药",
        en: "Medication adjusted",
    },
    Text {
        zh: "做了健康指导",
        en: "Advice given",
    },
    Text {
        zh: "开了检查单",
        en: "Tests ordered",
    },
];

/// How many have booked.
#[must_use]
pub fn booked(count: usize) -> String {
    let count = count.to_string();
    match language() {
        Language::Zh => [&count, " 人预约"].concat(),
        Language::En => [&count, " booked"].concat(),
    }
}
