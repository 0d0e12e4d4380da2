//! Words of booking.

use crate::i18n::{Language, Text, language};

/// Title of one's bookings.
pub const TITLE: Text = Text {
    zh: "我的预约",
    en: "My bookings",
};
/// Button.
pub const NEW: Text = Text {
    zh: "预约看医生",
    en: "Book a visit",
};
/// Heading.
pub const UPCOMING: Text = Text {
    zh: "还没去的",
    en: "Upcoming",
};
/// Heading.
pub const PAST: Text = Text {
    zh: "以前的",
    en: "Earlier",
};
/// Empty.
pub const NONE: Text = Text {
    zh: "还没有预约",
    en: "No bookings yet",
};
/// Hint of empty.
pub const NONE_HINT: Text = Text {
    zh: "可以预约今后 14 天的号",
    en: "You can book up to 14 days ahead",
};
/// Title of the sessions.
pub const SESSIONS: Text = Text {
    zh: "选医生和时间",
    en: "Choose doctor and time",
};
/// Field.
pub const INSTITUTION: Text = Text {
    zh: "去哪里看",
    en: "Where",
};
/// Field.
pub const DAY: Text = Text {
    zh: "哪一天",
    en: "Which day",
};
/// All days.
pub const ALL_DAYS: Text = Text {
    zh: "不选就是今后 14 天",
    en: "All of the next 14 days if you choose none",
};
/// Button.
pub const MORE_DAYS: Text = Text {
    zh: "看后面几天",
    en: "Later days",
};
/// Empty.
pub const NO_SESSIONS: Text = Text {
    zh: "这一天没有医生出诊",
    en: "No doctor is in on this day",
};
/// Hint of empty.
pub const NO_SESSIONS_HINT: Text = Text {
    zh: "请换一天，或换一家机构",
    en: "Please choose another day or place",
};
/// Status.
pub const OWN_TEAM: Text = Text {
    zh: "我的家庭医生",
    en: "My family doctor",
};
/// Status.
pub const FULL: Text = Text {
    zh: "约满",
    en: "Full",
};
/// Status.
pub const HAVE: Text = Text {
    zh: "已约",
    en: "Booked",
};
/// Title of the sheet.
pub const CONFIRM: Text = Text {
    zh: "确认预约",
    en: "Confirm",
};
/// Label.
pub const WHO: Text = Text {
    zh: "谁看病",
    en: "For",
};
/// Label.
pub const WHEN: Text = Text {
    zh: "时间",
    en: "When",
};
/// Label.
pub const DOCTOR: Text = Text {
    zh: "医生",
    en: "Doctor",
};
/// Label.
pub const CLINIC: Text = Text {
    zh: "门诊",
    en: "Clinic",
};
/// Label.
pub const PLACE: Text = Text {
    zh: "地点",
    en: "Place",
};
/// Label.
pub const FEE: Text = Text {
    zh: "费用",
    en: "Fee",
};
/// Label.
pub const NUMBER: Text = Text {
    zh: "号数",
    en: "Number",
};
/// Label.
pub const PHONE: Text = Text {
    zh: "电话",
    en: "Phone",
};
/// Field.
pub const NOTE: Text = Text {
    zh: "哪里不舒服",
    en: "What is the problem?",
};
/// Hint.
pub const NOTE_HINT: Text = Text {
    zh: "可不填，医生提前知道会更快",
    en: "Optional; it helps the doctor prepare",
};
/// Button.
pub const BOOK: Text = Text {
    zh: "就约这个",
    en: "Book it",
};
/// Toast.
pub const BOOKED: Text = Text {
    zh: "约好了",
    en: "Booked",
};
/// Title of one.
pub const DETAIL: Text = Text {
    zh: "预约详情",
    en: "Booking",
};
/// State.
pub const STATE_BOOKED: Text = Text {
    zh: "已预约",
    en: "Booked",
};
/// State.
pub const STATE_ARRIVED: Text = Text {
    zh: "已到",
    en: "Arrived",
};
/// State.
pub const STATE_FULFILLED: Text = Text {
    zh: "已完成",
    en: "Done",
};
/// State.
pub const STATE_CANCELLED: Text = Text {
    zh: "已取消",
    en: "Cancelled",
};
/// State.
pub const STATE_NO_SHOW: Text = Text {
    zh: "未到",
    en: "Did not come",
};
/// Button.
pub const CANCEL: Text = Text {
    zh: "取消预约",
    en: "Cancel the booking",
};
/// What follows.
pub const CANCEL_TEXT: Text = Text {
    zh: "号会马上放给别人，之后可以再约",
    en: "Your place goes to others at once; you can book again",
};
/// No.
pub const KEEP: Text = Text {
    zh: "不取消",
    en: "Keep it",
};
/// Toast.
pub const CANCELLED: Text = Text {
    zh: "已取消",
    en: "Cancelled",
};
/// Button.
pub const RATE: Text = Text {
    zh: "评价这次服务",
    en: "Rate this visit",
};
/// Button.
pub const CALL: Text = Text {
    zh: "打电话问问",
    en: "Call",
};
/// Button.
pub const PRINT: Text = Text {
    zh: "打印",
    en: "Print",
};
/// What to bring.
pub const BRING: Text = Text {
    zh: "请带身份证、医保卡和正在吃的药",
    en: "Please bring your ID card, insurance card and the medicines you take",
};
/// When to come.
pub const COME_EARLY: Text = Text {
    zh: "请提前 15 分钟到，先到服务台报到",
    en: "Please come 15 minutes early and report at the desk",
};
/// Free.
pub const FREE: Text = Text {
    zh: "免费",
    en: "Free",
};

/// How many numbers are left.
#[must_use]
pub fn left(count: u16) -> String {
    let count = count.to_string();
    match language() {
        Language::Zh => ["剩 ", &count, " 个号"].concat(),
        Language::En => [&count, " left"].concat(),
    }
}

/// How many numbers are left, and how many of those that are kept for the desk.
#[must_use]
pub fn left_and_kept(left: u16, kept: u16) -> String {
    let (left, kept) = (left.to_string(), kept.to_string());
    match language() {
        Language::Zh => ["预留 ", &kept, " 个，网上剩 ", &left, " 个"].concat(),
        Language::En => [&kept, " kept, ", &left, " on line"].concat(),
    }
}

/// `3 号`.
#[must_use]
pub fn number(number: u16) -> String {
    let number = number.to_string();
    match language() {
        Language::Zh => [&number, " 号"].concat(),
        Language::En => ["No. ", &number].concat(),
    }
}

/// Question before a booking is cancelled.
#[must_use]
pub fn cancel_ask(name: &str) -> String {
    match language() {
        Language::Zh => ["取消 ", name, " 的这次预约吗？"].concat(),
        Language::En => ["Cancel this booking for ", name, "?"].concat(),
    }
}

/// Until when it can be cancelled.
#[must_use]
pub fn cancel_until(moment: &str) -> String {
    match language() {
        Language::Zh => [moment, "前可以取消，之后请打电话"].concat(),
        Language::En => [
            "Can be cancelled until ",
            moment,
            "; after that please call",
        ]
        .concat(),
    }
}

/// Booking is paused after missed appointments.
#[must_use]
pub fn paused(day: &str) -> String {
    match language() {
        Language::Zh => ["请打电话或到服务台预约。最近几次约了没来，", day, "起可以再自己预约"].concat(),
        Language::En => ["Please book by phone or at the desk. After missed visits you can book here again from ", day].concat(),
    }
}
