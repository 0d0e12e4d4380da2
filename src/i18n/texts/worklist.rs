//! Words of the worklist.

use super::medical;
use crate::i18n::{Language, Text, language};

/// Title.
pub const TITLE: Text = Text {
    zh: "随访待办",
    en: "Follow-ups due",
};
/// The filter; read out.
pub const SHOW: Text = Text {
    zh: "看哪些",
    en: "Show",
};
/// Filter.
pub const ALL: Text = Text {
    zh: "全部",
    en: "All",
};
/// Filter.
pub const URGENT: Text = Text {
    zh: "紧急",
    en: "Urgent",
};
/// Filter.
pub const OVERDUE: Text = Text {
    zh: "逾期",
    en: "Overdue",
};
/// Filter: the next seven days.
pub const SOON: Text = Text {
    zh: "7 天内",
    en: "7 days",
};
/// Filter.
pub const VILLAGE: Text = Text {
    zh: "村（社区）",
    en: "Village",
};
/// What leaving the village open means.
pub const ALL_VILLAGES: Text = Text {
    zh: "不选就看全部",
    en: "Leave empty to see all",
};
/// Search; read out.
pub const SEARCH: Text = Text {
    zh: "在待办里找人",
    en: "Search the list",
};
/// Search.
pub const SEARCH_HINT: Text = Text {
    zh: "姓名或手机后四位",
    en: "Name or phone",
};
/// Empty.
pub const NONE: Text = Text {
    zh: "没有到期的随访，辛苦了",
    en: "Nothing is due. Well done",
};
/// What to do then.
pub const NONE_HINT: Text = Text {
    zh: "要看别的居民，请到“居民”里找",
    en: "Look for other people under “Residents”",
};
/// Empty while something is filtered or searched.
pub const NONE_FOUND: Text = Text {
    zh: "这里没有符合的人",
    en: "No match",
};
/// What to do then.
pub const NONE_FOUND_HINT: Text = Text {
    zh: "换个词再找，也可以用拼音首字母，或者看全部",
    en: "Try other words or the initials, or show all",
};
/// The action of a row.
pub const VISIT: Text = Text {
    zh: "随访",
    en: "Follow up",
};
/// The action of a row of somebody who is due in several programmes: 2 项一起随访.
#[must_use]
pub fn visit_together(many: u32) -> String {
    match language() {
        Language::Zh => format!("{many} 项一起随访"),
        Language::En => format!("Follow up ({many})"),
    }
}

/// The next page.
pub const MORE: Text = Text {
    zh: "再看一些",
    en: "More",
};
/// Why now.
pub const REFERRAL_CHECK: Text = Text {
    zh: "转诊复查",
    en: "Check referral",
};
/// Why now.
pub const AT_ONCE: Text = Text {
    zh: "尽快随访",
    en: "As soon as possible",
};
/// Why now.
pub const TODAY: Text = Text {
    zh: "今天到期",
    en: "Due today",
};
/// Why now.
pub const TOMORROW: Text = Text {
    zh: "明天到期",
    en: "Due tomorrow",
};
/// No value yet.
pub const NO_VALUE: Text = Text {
    zh: "还没有测量记录",
    en: "Nothing measured yet",
};

/// Why now: 逾期 12 天.
#[must_use]
pub fn overdue(days: i64) -> String {
    match language() {
        Language::Zh => format!("逾期 {days} 天"),
        Language::En => format!("{days} days overdue"),
    }
}

/// Why now: 3 天后到期.
#[must_use]
pub fn due_in(days: i64) -> String {
    match language() {
        Language::Zh => format!("{days} 天后到期"),
        Language::En => format!("Due in {days} days"),
    }
}

/// The last value: 血压 152/94.
#[must_use]
pub fn pressure(sbp: u16, dbp: u16) -> String {
    format!("{} {sbp}/{dbp}", medical::BLOOD_PRESSURE.get())
}

/// The last value: 空腹血糖 8.3.
#[must_use]
pub fn glucose(value: &str) -> String {
    [medical::FASTING_GLUCOSE.get(), " ", value].concat()
}

/// A village with its number: 月塘社区（12 人）.
#[must_use]
pub fn village(name: &str, due: u32) -> String {
    match language() {
        Language::Zh => format!("{name}（{due} 人）"),
        Language::En => format!("{name} ({due})"),
    }
}

/// Filter.
pub const PROGRAMME: Text = Text {
    zh: "随访项目",
    en: "Programme",
};
/// What leaving the programme open means.
pub const ALL_PROGRAMMES: Text = ALL_VILLAGES;
/// What opens filters, order, progress and reminders.
pub const MORE_TOOLS: Text = Text {
    zh: "筛选、路线、本月进度、批量提醒、交接",
    en: "Filter, route, progress, reminders, handing over",
};
/// Filter; read out.
pub const COLOUR: Text = Text {
    zh: "只看一种颜色",
    en: "Only one colour",
};
/// How the month is counted; read out.
pub const MONTH_BY: Text = Text {
    zh: "怎么看进度",
    en: "Progress by",
};
/// Progress of each programme.
pub const MONTH_BY_PROGRAMME: Text = Text {
    zh: "按项目",
    en: "Programme",
};
/// Progress of each village.
pub const MONTH_BY_VILLAGE: Text = Text {
    zh: "按村",
    en: "Village",
};
/// Progress of each doctor.
pub const MONTH_BY_DOCTOR: Text = Text {
    zh: "按医生",
    en: "Doctor",
};
/// Asks how far the month is.
pub const SEE_MONTH: Text = Text {
    zh: "看本月进度",
    en: "Progress of the month",
};
/// The order of the rows; read out.
pub const ORDER: Text = Text {
    zh: "怎么排",
    en: "Order",
};
/// Order.
pub const BY_PRESSING: Text = Text {
    zh: "先急后缓",
    en: "Urgent first",
};
/// Order: from door to door.
pub const BY_ROUND: Text = Text {
    zh: "上门路线",
    en: "Door to door",
};
/// Order.
pub const BY_NAME: Text = Text {
    zh: "按姓名",
    en: "By name",
};
/// A household was put here by hand.
pub const BY_HAND: Text = Text {
    zh: "手动排过",
    en: "Put here by hand",
};
/// Puts a household further up in the round.
pub const MOVE_UP: Text = Text {
    zh: "上移",
    en: "Up",
};
/// Puts a household further down in the round.
pub const MOVE_DOWN: Text = Text {
    zh: "下移",
    en: "Down",
};
/// Begins to choose people for a reminder, or for a colleague.
pub const REMIND_SEVERAL: Text = Text {
    zh: "批量提醒、交接",
    en: "Remind or hand over several",
};
/// Chooses everybody who is shown.
pub const CHOOSE_ALL: Text = Text {
    zh: "选前 200 位",
    en: "First 200",
};
/// Ends choosing.
pub const STOP_CHOOSING: Text = Text {
    zh: "不选了",
    en: "Stop choosing",
};
/// Title of the question.
pub const REMIND_TITLE: Text = Text {
    zh: "提醒随访",
    en: "Remind of a follow-up",
};
/// What sending means.
pub const REMIND_HINT: Text = Text {
    zh: "发出后不能撤回；每人每天最多收到一条",
    en: "This cannot be taken back. Nobody gets more than one a day",
};
/// Sends the reminders.
pub const REMIND_SEND: Text = Text {
    zh: "发出提醒",
    en: "Send reminders",
};
/// Does not send them.
pub const REMIND_NOT: Text = Text {
    zh: "先不发",
    en: "Not now",
};
/// Closes the sheet.
pub const REMIND_CLOSE: Text = Text {
    zh: "知道了",
    en: "Done",
};
/// How far the sending is.
pub const SENDING: Text = Text {
    zh: "发送进度",
    en: "Sent",
};
/// Beside somebody without an account.
pub const CALL_INSTEAD: Text = Text {
    zh: "没有手机账号，请打电话",
    en: "No phone account: please call",
};
/// The button of a row.
pub const CALL_SHORT: Text = Text {
    zh: "电话",
    en: "Call",
};
/// Page.
pub const CALL_TITLE: Text = Text {
    zh: "打电话",
    en: "Call",
};
/// No number is known.
pub const NO_PHONE: Text = Text {
    zh: "没有登记电话，请上门或向家属打听",
    en: "No phone number is known: visit, or ask the family",
};
/// Nothing is planned that a call could be about.
pub const NOTHING_PLANNED: Text = Text {
    zh: "这个项目现在没有待做的随访，可能已随访或已结案",
    en: "Nothing is planned in this programme: visited already, or closed",
};
/// Calls that were made.
pub const CALLS_BEFORE: Text = Text {
    zh: "打过的电话",
    en: "Earlier calls",
};
/// Opens the form at once.
pub const VISIT_NOW: Text = Text {
    zh: "现在就随访",
    en: "Follow up now",
};
/// Question.
pub const OUTCOME: Text = Text {
    zh: "电话结果",
    en: "What came of it",
};
/// Nothing was chosen.
pub const OUTCOME_NEEDED: Text = Text {
    zh: "请选一个结果",
    en: "Choose what came of it",
};
/// Outcome.
pub const OUTCOME_AGREED: Text = Text {
    zh: "约好了",
    en: "A day was agreed on",
};
/// Outcome.
pub const OUTCOME_LATER: Text = Text {
    zh: "改天再打",
    en: "Call again later",
};
/// Outcome.
pub const OUTCOME_NOT_REACHED: Text = Text {
    zh: "没打通",
    en: "Not reached",
};
/// Outcome.
pub const OUTCOME_WRONG_NUMBER: Text = Text {
    zh: "号码不对",
    en: "Wrong number",
};
/// Outcome.
pub const OUTCOME_MOVED: Text = Text {
    zh: "已搬走",
    en: "Moved away",
};
/// Outcome.
pub const OUTCOME_REFUSED: Text = Text {
    zh: "不愿随访",
    en: "Refused",
};
/// Outcome.
pub const OUTCOME_DIED: Text = Text {
    zh: "已去世",
    en: "Has died",
};
/// The day of an appointment.
pub const DAY_AGREED: Text = Text {
    zh: "约在哪天",
    en: "On which day",
};
/// The day of another call.
pub const DAY_LATER: Text = Text {
    zh: "哪天再打",
    en: "Call again on",
};
/// The day of a death.
pub const DAY_DIED: Text = Text {
    zh: "去世日期（知道就填）",
    en: "Day of death, if known",
};
/// A usual day.
pub const CHIP_TODAY: Text = Text {
    zh: "今天",
    en: "Today",
};
/// A usual day.
pub const CHIP_TOMORROW: Text = Text {
    zh: "明天",
    en: "Tomorrow",
};
/// A usual day.
pub const CHIP_WEEK: Text = Text {
    zh: "一周后",
    en: "In a week",
};
/// A usual day.
pub const CHIP_FORTNIGHT: Text = Text {
    zh: "两周后",
    en: "In two weeks",
};
/// What else was said.
pub const NOTE: Text = Text {
    zh: "备注",
    en: "Note",
};
/// Keeps the outcome.
pub const KEEP_CALL: Text = Text {
    zh: "保存结果",
    en: "Save",
};
/// It was kept.
pub const CALL_KEPT: Text = Text {
    zh: "电话结果已保存",
    en: "The call is saved",
};
/// Asked before something is closed.
pub const CLOSE_ASK: Text = Text {
    zh: "结束随访管理？",
    en: "Close the follow-up?",
};
/// Yes.
pub const CLOSE_YES: Text = Text {
    zh: "结束管理",
    en: "Close it",
};
/// What closing comes to.
pub const CLOSING_DIED: Text = Text {
    zh: "会登记死亡：随访都结案，约好的号退掉，签约终止，不再提醒。弄错了可以在“已结案”里恢复",
    en: "The death is marked: all follow-ups are closed, booked numbers given back, the contract ends. A mistake is undone under “Closed”",
};
/// What closing comes to.
pub const CLOSING_MOVED: Text = Text {
    zh: "会登记迁出：随访都结案，约好的号退掉，签约终止，不再提醒。弄错了可以在“已结案”里恢复",
    en: "The move is marked: all follow-ups are closed, booked numbers given back, the contract ends. A mistake is undone under “Closed”",
};
/// What closing comes to.
pub const CLOSING_LOST: Text = Text {
    zh: "已连续 3 天没联系上，会按失访结案。以后联系上了可以在“已结案”里恢复",
    en: "Not reached on 3 days running: closed as lost. Undo it under “Closed” once the person is reached",
};
/// What closing comes to.
pub const CLOSING_REFUSED: Text = Text {
    zh: "这个项目会按拒绝结案，其他项目照常随访。可以在“已结案”里恢复",
    en: "This programme is closed (refused); the others go on. A mistake is undone under “Closed”",
};
/// Page and link.
pub const CLOSED: Text = Text {
    zh: "已结案",
    en: "Closed",
};
/// What the page is.
pub const CLOSED_HINT: Text = Text {
    zh: "失访、迁出、死亡、拒绝的随访，弄错了可以恢复",
    en: "Follow-ups of people who were lost, moved, died or refused. A mistake can be undone",
};
/// Empty.
pub const NONE_CLOSED: Text = Text {
    zh: "没有结案的随访",
    en: "Nothing was closed",
};
/// What to do then.
pub const NONE_CLOSED_HINT: Text = Text {
    zh: "在待办里打电话记下结果，或者在居民页登记迁出、死亡后，会出现在这里",
    en: "What a call closes appears here, and what ends because somebody left",
};
/// Reason.
pub const CLOSED_DIED: Text = Text {
    zh: "死亡",
    en: "Died",
};
/// Reason.
pub const CLOSED_MOVED: Text = Text {
    zh: "迁出",
    en: "Moved away",
};
/// Reason.
pub const CLOSED_LOST: Text = Text {
    zh: "失访",
    en: "Lost",
};
/// Reason.
pub const CLOSED_REFUSED: Text = Text {
    zh: "拒绝",
    en: "Refused",
};
/// Opens it again.
pub const REOPEN: Text = Text {
    zh: "恢复随访",
    en: "Open again",
};
/// Asked before.
pub const REOPEN_ASK: Text = Text {
    zh: "恢复随访？",
    en: "Open it again?",
};
/// What it comes to.
pub const REOPEN_TEXT: Text = Text {
    zh: "会按原来的日期回到待办里；因迁出、死亡结案的，会改回在本地居住，随访和签约一起恢复",
    en: "It returns to the list with its old date. Closed by a move or a death, the person is marked as living here, and all of it comes back",
};
/// It is open again.
pub const REOPENED: Text = Text {
    zh: "已恢复，回到待办里了",
    en: "It is on the list again",
};
/// To the person's page.
pub const SEE_PERSON: Text = Text {
    zh: "看档案",
    en: "Record",
};

/// How many people the list shows.
#[must_use]
pub fn people(many: u32) -> String {
    match language() {
        Language::Zh => format!("{many} 人次"),
        Language::En => format!("{many} follow-ups"),
    }
}

/// How much of the list is here.
#[must_use]
pub fn loading(here: u32, all: u32) -> String {
    match language() {
        Language::Zh => format!("正在载入 {here}/{all}"),
        Language::En => format!("Loading {here} of {all}"),
    }
}

/// A household with how many are due in it.
#[must_use]
pub fn household(head: &str, due: u32) -> String {
    match language() {
        Language::Zh => format!("{head}家（{due} 人次）"),
        Language::En => format!("{head}’s household ({due})"),
    }
}

/// Those whose address is not known.
#[must_use]
pub fn no_household(due: u32) -> String {
    match language() {
        Language::Zh => format!("没有登记地址（{due} 人次）"),
        Language::En => format!("Address unknown ({due})"),
    }
}

/// The month in one line.
#[must_use]
pub fn month(done: u32, of: u32) -> String {
    match language() {
        Language::Zh => format!("本月进度：已随访 {done}，应随访 {of}"),
        Language::En => format!("This month: {done} of {of} followed up"),
    }
}

/// A programme's month.
#[must_use]
pub fn month_of(done: u32, of: u32) -> String {
    match language() {
        Language::Zh => format!("{done}/{of} 人"),
        Language::En => format!("{done} of {of}"),
    }
}

/// Calls somebody; read out.
#[must_use]
pub fn call(name: &str) -> String {
    match language() {
        Language::Zh => format!("电话 {name}"),
        Language::En => format!("Call {name}"),
    }
}

/// Chooses somebody; read out.
#[must_use]
pub fn choose(name: &str) -> String {
    match language() {
        Language::Zh => format!("提醒 {name}"),
        Language::En => format!("Remind {name}"),
    }
}

/// Sends to so many.
#[must_use]
pub fn remind(many: usize) -> String {
    match language() {
        Language::Zh => format!("提醒这 {many} 人"),
        Language::En => format!("Remind these {many}"),
    }
}

/// Who gets a reminder.
#[must_use]
pub fn reached(many: u32) -> String {
    match language() {
        Language::Zh => format!("{many} 人会收到提醒"),
        Language::En => format!("{many} will get a reminder"),
    }
}

/// Whom no phone speaks for.
#[must_use]
pub fn without_account(many: u32) -> String {
    match language() {
        Language::Zh => format!("{many} 人没有手机账号，收不到，请打电话"),
        Language::En => format!("{many} have no phone account: please call them"),
    }
}

/// Who got one today.
#[must_use]
pub fn today_already(many: u32) -> String {
    match language() {
        Language::Zh => format!("{many} 人今天已经提醒过，不再发"),
        Language::En => format!("{many} got one today already"),
    }
}

/// Who has nothing due.
#[must_use]
pub fn nothing_due(many: u32) -> String {
    match language() {
        Language::Zh => format!("{many} 人现在没有到期的随访"),
        Language::En => format!("{many} have nothing due any more"),
    }
}

/// How many were sent.
#[must_use]
pub fn sent_of(sent: u32, of: u32) -> String {
    match language() {
        Language::Zh => format!("已发 {sent}/{of}"),
        Language::En => format!("{sent} of {of}"),
    }
}

/// When it was due before.
#[must_use]
pub fn was_due(day: &str) -> String {
    match language() {
        Language::Zh => format!("原定 {day}"),
        Language::En => format!("was due {day}"),
    }
}

/// When it is due.
#[must_use]
pub fn due_on(day: &str) -> String {
    match language() {
        Language::Zh => format!("应随访日期 {day}"),
        Language::En => format!("due {day}"),
    }
}

/// The last call.
#[must_use]
pub fn agreed_on(day: &str) -> String {
    match language() {
        Language::Zh => format!("约好 {day}"),
        Language::En => format!("Agreed for {day}"),
    }
}

/// The last call.
#[must_use]
pub fn call_again_on(day: &str) -> String {
    match language() {
        Language::Zh => format!("{day} 再打"),
        Language::En => format!("Call again {day}"),
    }
}

/// The last calls.
#[must_use]
pub fn not_reached(tries: u32) -> String {
    match language() {
        Language::Zh => format!("{tries} 天没打通"),
        Language::En => format!("Not reached on {tries} days"),
    }
}

/// Which days may be chosen.
#[must_use]
pub fn day_between(first: &str, last: &str) -> String {
    match language() {
        Language::Zh => format!("请选 {first} 到 {last} 之间的一天"),
        Language::En => format!("Choose a day from {first} to {last}"),
    }
}
