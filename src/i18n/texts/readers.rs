//! Words of who has read or changed a record.

use domain::access::Action;

use crate::i18n::Text;

/// Link and title.
pub const READERS: Text = Text {
    zh: "谁看过我的档案",
    en: "Who has read my record",
};
/// Readers, empty.
pub const NO_READERS: Text = Text {
    zh: "还没有人看过",
    en: "Nobody yet",
};
/// What to do then.
pub const NO_READERS_HINT: Text = Text {
    zh: "以后谁看过、改过，这里都有",
    en: "Anyone who reads or changes it will be listed here",
};
/// Readers.
pub const READERS_HINT: Text = Text {
    zh: "谁在什么时候看过、改过您的档案，这里都有",
    en: "Who has read or changed your record, and when",
};
/// Of a reader who covered for the own team.
pub const COVERING: Text = Text {
    zh: "代班",
    en: "Covering",
};
/// Status.
pub const OWN: Text = Text {
    zh: "本人或家人",
    en: "You or family",
};
/// Button.
pub const MORE: Text = Text {
    zh: "看更早的",
    en: "Earlier ones",
};

/// What somebody did with the record.
#[must_use]
pub fn action(action: Action) -> Text {
    match action {
        Action::List => Text {
            zh: "在名单里看到",
            en: "Saw in a list",
        },
        Action::ReadRecord => Text {
            zh: "看了健康档案",
            en: "Read the record",
        },
        Action::Reveal => Text {
            zh: "看了完整证件和电话",
            en: "Saw the full ID and phone",
        },
        Action::HandOver => Text {
            zh: "换了负责的团队",
            en: "Moved to another team",
        },
        // Nothing of this is about a record, so nobody's trail shows it.
        Action::ManageStaff
        | Action::KeepDirectory
        | Action::SetLevel
        | Action::ArrangeCover
        | Action::LookFor => Text {
            zh: "管理账号",
            en: "Managed accounts",
        },
        Action::Export => Text {
            zh: "导出了随访表",
            en: "Exported the table of visits",
        },
        Action::ReadReaders => Text {
            zh: "看了这份名单",
            en: "Viewed this list",
        },
        Action::Remind => Text {
            zh: "发了提醒",
            en: "Sent a reminder",
        },
        Action::ReadMessages => Text {
            zh: "看了消息",
            en: "Read messages",
        },
        Action::ReadContract => Text {
            zh: "看了签约",
            en: "Read the contract",
        },
        Action::RequestContract => Text {
            zh: "申请签约",
            en: "Asked for a contract",
        },
        Action::AnswerContract => Text {
            zh: "审核签约",
            en: "Reviewed the contract",
        },
        Action::ReadBooking => Text {
            zh: "看了预约",
            en: "Read a booking",
        },
        Action::Book => Text {
            zh: "预约",
            en: "Booked",
        },
        Action::Attend => Text {
            zh: "接诊",
            en: "Attended",
        },
        Action::Rate => Text {
            zh: "评价",
            en: "Rated",
        },
        Action::SetColour => Text {
            zh: "改定三色标",
            en: "Set the colour",
        },
        Action::AnswerPush => Text {
            zh: "处理三色标推送",
            en: "Answered a push between levels",
        },
        Action::Measure => Text {
            zh: "记录在家自测",
            en: "Wrote down a home measurement",
        },
        Action::FollowUp => Text {
            zh: "随访",
            en: "Followed up",
        },
        Action::OpenHome => Text {
            zh: "打开首页",
            en: "Opened the home page",
        },
        Action::Grant => Text {
            zh: "办理代办授权",
            en: "Changed who can act",
        },
        Action::Link => Text {
            zh: "关联手机",
            en: "Linked a phone",
        },
        Action::Register => Text {
            zh: "建档审核",
            en: "Checked the registration",
        },
        Action::Import => Text {
            zh: "导入档案",
            en: "Imported the record",
        },
    }
}
