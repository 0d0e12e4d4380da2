//! Words of choosing, linking and registering a person, and of the desk that checks.

use domain::api::registrations::RegistrationState;

use crate::i18n::Text;

/// Title.
pub const CHOOSE: Text = Text {
    zh: "给谁办事？",
    en: "Who is this for?",
};
/// Lead.
pub const CHOOSE_HINT: Text = Text {
    zh: "一部手机可以帮家里几个人办",
    en: "One phone can serve a whole family",
};
/// Empty.
pub const NONE: Text = Text {
    zh: "这部手机还没有关联健康档案",
    en: "No record is linked to this phone yet",
};
/// Hint of empty.
pub const NONE_HINT: Text = Text {
    zh: "用姓名和身份证号关联一次就行",
    en: "You need the name and ID number once",
};
/// Button and title.
pub const LINK: Text = Text {
    zh: "关联健康档案",
    en: "Link a record",
};
/// Button.
pub const ADD: Text = Text {
    zh: "再加一个人",
    en: "Add another person",
};
/// Status.
pub const NOW: Text = Text {
    zh: "正在给这位办",
    en: "Now",
};
/// Field.
pub const NAME: Text = Text {
    zh: "姓名",
    en: "Name",
};
/// Hint.
pub const NAME_HINT: Text = Text {
    zh: "和身份证上一样",
    en: "As on the ID card",
};
/// Field.
pub const NATIONAL_ID: Text = Text {
    zh: "身份证号",
    en: "ID number",
};
/// Hint.
pub const NATIONAL_ID_HINT: Text = Text {
    zh: "18 位，最后一位可能是 X",
    en: "18 characters, the last may be X",
};
/// Field.
pub const RELATION: Text = Text {
    zh: "是您的什么人",
    en: "Relation to you",
};
/// Button.
pub const LINK_NOW: Text = Text {
    zh: "核对并关联",
    en: "Check and link",
};
/// Lead.
pub const LINK_LEAD: Text = Text {
    zh: "这里关联您自己，或者 14 岁以下的孩子（要到服务台核对监护证件）。替别的大人办，请用代办码",
    en: "For yourself, or a child under 14 (the desk checks the guardian's papers). To act for another adult use their code",
};
/// Button.
pub const TAKE: Text = Text {
    zh: "输入代办码",
    en: "Enter a code",
};
/// Toast.
pub const ASKED: Text = Text {
    zh: "已提交，请带证件到服务台",
    en: "Sent; please show your papers at the desk",
};
/// Link.
pub const FAMILY: Text = Text {
    zh: "家人与代办",
    en: "Family and helpers",
};
/// Toast.
pub const LINKED: Text = Text {
    zh: "关联好了",
    en: "Linked",
};
/// When nothing matched.
pub const OR_REGISTER: Text = Text {
    zh: "没建过档案？可以在这里申请建档",
    en: "No record yet? Apply for one here",
};
/// Button and title.
pub const REGISTER: Text = Text {
    zh: "申请建档",
    en: "Apply for a record",
};
/// Lead of the registration.
pub const REGISTER_HINT: Text = Text {
    zh: "填好后，带身份证到选好的机构服务台核对，就能用了",
    en: "Fill this in, then show your ID card at the desk of the place you choose",
};
/// Field.
pub const INSTITUTION: Text = Text {
    zh: "在哪里核对",
    en: "Where to show the ID card",
};
/// Field.
pub const ADDRESS: Text = Text {
    zh: "家庭住址",
    en: "Address",
};
/// Hint.
pub const ADDRESS_HINT: Text = Text {
    zh: "街道、社区（村）、门牌号",
    en: "Street, community, house number",
};
/// Button.
pub const SEND: Text = Text {
    zh: "提交申请",
    en: "Send",
};
/// Toast.
pub const SENT: Text = Text {
    zh: "已提交，请带身份证到服务台",
    en: "Sent; please bring your ID card to the desk",
};
/// Heading.
pub const MINE: Text = Text {
    zh: "我的建档申请",
    en: "My applications",
};
/// Error.
pub const NAME_NEEDED: Text = Text {
    zh: "请填姓名",
    en: "Please enter the name",
};
/// Error.
pub const NAME_WRONG: Text = Text {
    zh: "请对着身份证再核对一遍姓名",
    en: "Please check the name against the ID card",
};
/// Error.
pub const ID_WRONG: Text = Text {
    zh: "请对着身份证再核对一遍号码",
    en: "Please compare the number with the ID card",
};
/// Error.
pub const CHOICE_NEEDED: Text = Text {
    zh: "请选一个",
    en: "Please choose one",
};
/// Error.
pub const ADDRESS_NEEDED: Text = Text {
    zh: "请填住址",
    en: "Please enter the address",
};
/// Restored draft.
pub const RESTORED: Text = Text {
    zh: "上次没填完的内容已放回来",
    en: "What you had started is back",
};

/// Title of the desk's list.
pub const DESK: Text = Text {
    zh: "建档核对",
    en: "Registrations",
};
/// Empty.
pub const DESK_EMPTY: Text = Text {
    zh: "没有等核对的申请",
    en: "None waiting",
};
/// What to do then.
pub const DESK_EMPTY_HINT: Text = Text {
    zh: "居民在手机上申请建档以后，会出现在这里；人在窗口，就点“新建档案”",
    en: "Applications made by phone appear here; for somebody at the desk, create a new record",
};
/// Button.
pub const CONFIRM: Text = Text {
    zh: "证件已核对",
    en: "ID card checked",
};
/// Question.
pub const CONFIRM_ASK: Text = Text {
    zh: "已看过本人身份证原件？",
    en: "Have you seen the ID card?",
};
/// What follows.
pub const CONFIRM_TEXT: Text = Text {
    zh: "确认后建立档案，申请人的手机可以查看",
    en: "The record is created and the applicant's phone can see it",
};
/// Toast.
pub const CONFIRMED: Text = Text {
    zh: "档案已建好",
    en: "Done",
};
/// Button.
pub const REFUSE: Text = Text {
    zh: "不通过",
    en: "Reject",
};
/// Field.
pub const REASON: Text = Text {
    zh: "原因（申请人会看到）",
    en: "Reason (the applicant sees it)",
};
/// Error.
pub const REASON_NEEDED: Text = Text {
    zh: "请写明原因",
    en: "Please give a reason",
};
/// Toast.
pub const REFUSED: Text = Text {
    zh: "已答复申请人",
    en: "The applicant has been told",
};
/// Label.
pub const PHONE: Text = Text {
    zh: "手机",
    en: "Phone",
};
/// Label.
pub const HAS_RECORD: Text = Text {
    zh: "这个人已有档案，通过后会关联到原档案",
    en: "This person has a record; it will be linked",
};

/// The word of a registration's state.
#[must_use]
pub fn state(state: RegistrationState) -> Text {
    match state {
        RegistrationState::Pending => Text {
            zh: "等核对",
            en: "Waiting",
        },
        RegistrationState::Confirmed => Text {
            zh: "已建档",
            en: "Done",
        },
        RegistrationState::Refused => Text {
            zh: "没通过",
            en: "Rejected",
        },
    }
}
