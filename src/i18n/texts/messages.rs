//! Words of the inbox. A message says what happened and where to look; it names no illness.

use domain::api::messages::MessageKind;

use crate::i18n::{Language, Text, language};

/// Title.
pub const TITLE: Text = Text {
    zh: "消息",
    en: "Messages",
};
/// Empty.
pub const NONE: Text = Text {
    zh: "还没有消息",
    en: "No messages yet",
};
/// Hint of empty.
pub const NONE_HINT: Text = Text {
    zh: "签约、预约、随访有进展时会告诉您",
    en: "News about contracts, bookings and visits appears here",
};
/// Status.
pub const NEW: Text = Text {
    zh: "新",
    en: "New",
};
/// Button.
pub const MORE: Text = Text {
    zh: "看更早的消息",
    en: "Earlier messages",
};

/// The sentence of a message.
#[must_use]
pub fn sentence(kind: MessageKind) -> Text {
    match kind {
        MessageKind::ContractAccepted => Text {
            zh: "家庭医生团队接受了您的签约",
            en: "Your team has accepted your contract",
        },
        MessageKind::ContractDeclined => Text {
            zh: "团队没有接受签约，点开看原因",
            en: "The team declined your request; see why",
        },
        MessageKind::Booked => Text {
            zh: "预约成功",
            en: "Booked",
        },
        MessageKind::BookingCancelled => Text {
            zh: "预约已取消",
            en: "A booking was cancelled",
        },
        MessageKind::RateService => Text {
            zh: "服务已完成，请您评价",
            en: "Your visit is done; please rate it",
        },
        MessageKind::RegistrationConfirmed => Text {
            zh: "档案已建好，可以使用了",
            en: "Your record is ready",
        },
        MessageKind::FollowUpDone => Text {
            zh: "随访已记录",
            en: "A follow-up was recorded",
        },
        MessageKind::FollowUpDue => Text {
            zh: "该做随访了",
            en: "A follow-up is due",
        },
        MessageKind::BookingReminder => Text {
            zh: "明天有预约，别忘了",
            en: "You have a visit tomorrow",
        },
        MessageKind::PushLate => Text {
            zh: "工作提醒：有推给您团队的居民超过时限没人接收，请用工作账号登录处理",
            en: "At work: somebody was pushed to your team and waits too long. Sign in as staff to answer",
        },
        MessageKind::ContractEnding => Text {
            zh: "签约快到期了，可以续签",
            en: "Your contract ends soon; you can renew it",
        },
        MessageKind::CareMoved => Text {
            zh: "您的随访换了团队负责，点开看由谁管",
            en: "Another team follows you up now; see who",
        },
        MessageKind::MeasureReminder => Text {
            zh: "该在家量一量了，点开记下来",
            en: "Time to measure at home",
        },
        MessageKind::GrantGiven => Text {
            zh: "有手机可以替您办事了，点开查看",
            en: "A phone can now act for you; see which",
        },
        MessageKind::GrantEnding => Text {
            zh: "一部手机快不能替您办事了，点开查看",
            en: "A phone will soon no longer act for you; see which",
        },
        MessageKind::GrantEnded => Text {
            zh: "一部手机不再替您办事了",
            en: "A phone no longer acts for you",
        },
    }
}

/// When it came.
#[must_use]
pub fn came(when: &str) -> String {
    match language() {
        Language::Zh => [when, "\u{a0}收到"].concat(),
        Language::En => ["received ", when].concat(),
    }
}
