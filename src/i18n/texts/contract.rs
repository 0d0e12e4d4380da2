//! Words of the family-doctor contract, for residents and for the team.

use domain::api::contracts::{ContractState, PlanState};
use domain::rules::contract::{Ineligible, IneligibleReason};

use crate::i18n::{Language, Text, language};

/// Title.
pub const TITLE: Text = Text {
    zh: "我的签约",
    en: "My contract",
};
/// Without a contract.
pub const NONE: Text = Text {
    zh: "您还没有签约家庭医生",
    en: "You have no family doctor yet",
};
/// What it brings.
pub const NONE_HINT: Text = Text {
    zh: "签约后有固定的医生团队管您的健康，看病优先、定期随访",
    en: "With a contract, one team looks after you: priority visits and regular follow-ups",
};
/// Button.
pub const REQUEST: Text = Text {
    zh: "申请签约",
    en: "Request a contract",
};
/// Button.
pub const SEE_PACKAGES: Text = Text {
    zh: "看看服务包",
    en: "See the packages",
};
/// Title of the catalogue.
pub const PACKAGES: Text = Text {
    zh: "签约服务包",
    en: "Packages",
};
/// Heading.
pub const TEAM: Text = Text {
    zh: "医生团队",
    en: "Team",
};
/// Heading.
pub const IN_PACKAGES: Text = Text {
    zh: "签的服务包",
    en: "Packages",
};
/// Heading.
pub const PLAN: Text = Text {
    zh: "说好的服务",
    en: "Promised services",
};
/// How much of it is done; followed by the numbers.
pub const PLAN_DONE: Text = Text {
    zh: "做到哪了",
    en: "Progress",
};
/// Before it is accepted.
pub const PLAN_LATER: Text = Text {
    zh: "团队确认后，会列出每一项服务和时间",
    en: "Every service and its date will be listed once the team accepts",
};
/// Heading.
pub const EARLIER: Text = Text {
    zh: "以前的签约",
    en: "Earlier contracts",
};
/// Label.
pub const PERIOD: Text = Text {
    zh: "有效期",
    en: "In force",
};
/// Label.
pub const PRICE: Text = Text {
    zh: "每年费用",
    en: "Price per year",
};
/// Label.
pub const ASKED: Text = Text {
    zh: "申请时间",
    en: "Requested",
};
/// Label.
pub const DECLINED_BECAUSE: Text = Text {
    zh: "没接受的原因",
    en: "Reason",
};
/// Button.
pub const CALL: Text = Text {
    zh: "打电话给团队",
    en: "Call the team",
};
/// Button.
pub const WITHDRAW: Text = Text {
    zh: "撤回申请",
    en: "Withdraw",
};
/// Label.
pub const PERSON: Text = Text {
    zh: "为谁签约",
    en: "For",
};
/// What follows.
pub const WITHDRAW_TEXT: Text = Text {
    zh: "撤回后可以重新申请",
    en: "You can request one again later",
};
/// Toast.
pub const WITHDRAWN: Text = Text {
    zh: "已撤回",
    en: "Withdrawn",
};
/// Section of the form.
pub const CHOOSE_PACKAGES: Text = Text {
    zh: "1. 选服务包（可以多选）",
    en: "1. Packages (one or more)",
};
/// Section of the form.
pub const CHOOSE_TEAM: Text = Text {
    zh: "2. 选医生团队",
    en: "2. Team",
};
/// Section of the form.
pub const CHOOSE_YEARS: Text = Text {
    zh: "3. 签几年",
    en: "3. Years",
};
/// Section of the form.
pub const READ: Text = Text {
    zh: "4. 看签约协议",
    en: "4. Agreement",
};
/// Section of the form.
pub const REVIEW: Text = Text {
    zh: "5. 核对后提交",
    en: "5. Check and send",
};
/// Disclosure.
pub const READ_ALL: Text = Text {
    zh: "点开看协议全文",
    en: "Open the full text",
};
/// Above the checkbox.
pub const AGREE: Text = Text {
    zh: "您的决定",
    en: "Your decision",
};
/// Checkbox.
pub const CONSENT: Text = Text {
    zh: "我已看完协议，同意签约",
    en: "I have read the agreement and agree",
};
/// Button.
pub const SEND: Text = Text {
    zh: "提交申请",
    en: "Send the request",
};
/// Toast.
pub const SENT: Text = Text {
    zh: "申请已提交，等团队确认",
    en: "Sent; the team will answer",
};
/// Error.
pub const PACKAGE_NEEDED: Text = Text {
    zh: "请至少选一个服务包",
    en: "Please choose a package",
};
/// Error.
pub const TEAM_NEEDED: Text = Text {
    zh: "请选一个医生团队",
    en: "Please choose a team",
};
/// Error.
pub const CONSENT_NEEDED: Text = Text {
    zh: "请先看协议，再勾选同意",
    en: "Please read the agreement and tick the box",
};
/// Already contracted.
pub const HAVE_ONE: Text = Text {
    zh: "您已经有签约了，同一时间只能签一个团队",
    en: "You have a contract; only one team at a time",
};
/// Button.
pub const SEE_MINE: Text = Text {
    zh: "看我的签约",
    en: "See my contract",
};
/// Status of a package.
pub const RECOMMENDED: Text = Text {
    zh: "适合您",
    en: "Suits you",
};
/// Restored draft.
pub const RESTORED: Text = Text {
    zh: "上次没填完的内容已放回来",
    en: "What you had started is back",
};
/// Nothing chosen yet.
pub const NOT_YET: Text = Text {
    zh: "还没选",
    en: "Not chosen yet",
};
/// For everybody.
pub const EVERYBODY: Text = Text {
    zh: "所有居民",
    en: "Everybody",
};
/// Label.
pub const FOR_WHOM: Text = Text {
    zh: "适合",
    en: "For",
};
/// Label.
pub const SOURCE: Text = Text {
    zh: "价格依据",
    en: "Basis of the price",
};
/// Included item, as often as needed.
pub const AS_NEEDED: Text = Text {
    zh: "按需",
    en: "as needed",
};

/// Title of the team's inbox.
pub const INBOX: Text = Text {
    zh: "签约审核",
    en: "Contract requests",
};
/// Below the word that a request of the own family is a colleague's to answer.
pub const COLLEAGUES_ANSWER: Text = Text {
    zh: "团队里别的医生、护士都能答复，在他们的“签约审核”里就看得到",
    en: "Any other doctor or nurse on the team can answer; they see it among their contract requests too",
};
/// Empty inbox.
pub const INBOX_EMPTY: Text = Text {
    zh: "没有等审核的签约",
    en: "No requests are waiting",
};
/// What to do then.
pub const INBOX_EMPTY_HINT: Text = Text {
    zh: "居民申请签约以后，会出现在这里",
    en: "A request appears here once a resident has sent it",
};
/// Filter.
pub const WAITING: Text = Text {
    zh: "待审核",
    en: "Waiting",
};
/// Filter.
pub const IN_FORCE: Text = Text {
    zh: "生效中",
    en: "In force",
};
/// Filter.
pub const ALL: Text = Text {
    zh: "全部",
    en: "All",
};
/// Button.
pub const ACCEPT: Text = Text {
    zh: "接受签约",
    en: "Accept",
};
/// Question.
pub const ACCEPT_ASK: Text = Text {
    zh: "接受这份签约吗？",
    en: "Accept this contract?",
};
/// What follows.
pub const ACCEPT_TEXT: Text = Text {
    zh: "明天起生效，系统会按服务包排好每一项服务的时间",
    en: "In force from tomorrow; every promised service gets its date",
};
/// Toast.
pub const ACCEPTED: Text = Text {
    zh: "已接受，服务计划已生成",
    en: "Accepted; the service plan is ready",
};
/// Button.
pub const DECLINE: Text = Text {
    zh: "不接受",
    en: "Decline",
};
/// Field.
pub const REASON: Text = Text {
    zh: "原因（居民会看到）",
    en: "Reason (the resident sees it)",
};
/// Error.
pub const REASON_NEEDED: Text = Text {
    zh: "请写明原因",
    en: "Please give a reason",
};
/// Toast.
pub const DECLINED: Text = Text {
    zh: "已答复居民",
    en: "The resident has been told",
};
/// Button.
pub const MORE: Text = Text {
    zh: "再看一些",
    en: "More",
};
/// Title of one on the team's side.
pub const ONE: Text = Text {
    zh: "签约详情",
    en: "Contract",
};

/// The word of a state.
#[must_use]
pub fn state(state: ContractState) -> Text {
    match state {
        ContractState::Submitted => Text {
            zh: "等待确认",
            en: "Waiting for an answer",
        },
        ContractState::Declined => Text {
            zh: "团队没有接受",
            en: "Declined",
        },
        ContractState::Withdrawn => Text {
            zh: "已撤回",
            en: "Withdrawn",
        },
        ContractState::Active => Text {
            zh: "生效中",
            en: "In force",
        },
        ContractState::Expiring => Text {
            zh: "快到期",
            en: "Ends soon",
        },
        ContractState::Expired => Text {
            zh: "已到期",
            en: "Ended",
        },
        ContractState::Terminated => Text {
            zh: "已解约",
            en: "Terminated",
        },
    }
}

/// The word of a promise's state.
#[must_use]
pub fn plan_state(state: PlanState) -> Text {
    match state {
        PlanState::Planned => Text {
            zh: "还早",
            en: "Later",
        },
        PlanState::Due => Text {
            zh: "该做了",
            en: "Due",
        },
        PlanState::Overdue => Text {
            zh: "已过期",
            en: "Overdue",
        },
        PlanState::Done => Text {
            zh: "做完了",
            en: "Done",
        },
    }
}

/// Price, value and saving.
#[must_use]
pub fn price(price: &str, value: &str, saving: &str) -> String {
    match language() {
        Language::Zh => ["每年 ", price, "，价值 ", value, "，省\u{a0}", saving].concat(),
        Language::En => [price, " a year, worth ", value, ", saves\u{a0}", saving].concat(),
    }
}

/// Why somebody may not have a package; `groups` are the groups it is for, in words.
#[must_use]
pub fn ineligible(why: &Ineligible, groups: &str) -> String {
    let months = why.months_missing.unwrap_or_default().to_string();
    match (why.reason, language()) {
        (IneligibleReason::OtherGroup, Language::Zh) => ["这个服务包给", groups].concat(),
        (IneligibleReason::OtherGroup, Language::En) => ["This package is for: ", groups].concat(),
        (IneligibleReason::ResidenceTooShort, Language::Zh) => {
            ["在本地住满半年才能签约，还差 ", &months, " 个月"].concat()
        }
        (IneligibleReason::ResidenceTooShort, Language::En) => [
            "Needs half a year of living here; ",
            &months,
            " months to go",
        ]
        .concat(),
    }
}

/// Button.
pub const PRINT: Text = Text {
    zh: "打印这份签约",
    en: "Print this contract",
};

/// How many years.
#[must_use]
pub fn years(count: u8) -> String {
    let count = count.to_string();
    match language() {
        Language::Zh => [&count, " 年"].concat(),
        Language::En => [&count, " year(s)"].concat(),
    }
}

/// How far the plan is.
#[must_use]
pub fn done_of(done: usize, of: usize) -> String {
    let (done, of) = (done.to_string(), of.to_string());
    match language() {
        Language::Zh => [&of, " 项中做完 ", &done, " 项"].concat(),
        Language::En => [&done, " of ", &of, " done"].concat(),
    }
}

/// Times a year.
#[must_use]
pub fn times(count: u16) -> String {
    let count = count.to_string();
    match language() {
        Language::Zh => ["每年 ", &count, " 次"].concat(),
        Language::En => [&count, " a year"].concat(),
    }
}

/// A discount in tenths, as Chinese says it.
#[must_use]
pub fn discount(tenths: u8) -> String {
    match language() {
        Language::Zh => [&tenths.to_string(), " 折"].concat(),
        Language::En => [&(10_u8.saturating_sub(tenths) * 10).to_string(), " % off"].concat(),
    }
}

/// When it was done and by whom.
#[must_use]
pub fn done_on(day: &str, who: &str) -> String {
    match language() {
        Language::Zh => [day, " 做完 ", who].concat(),
        Language::En => ["done ", day, " ", who].concat(),
    }
}

/// Question before a request is taken back.
#[must_use]
pub fn withdraw_ask(name: &str) -> String {
    match language() {
        Language::Zh => ["撤回 ", name, " 的签约申请吗？"].concat(),
        Language::En => ["Take back the request for ", name, "?"].concat(),
    }
}
