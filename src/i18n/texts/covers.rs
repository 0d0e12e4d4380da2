//! Words of covering for a team.

use domain::problem::Code;

use crate::i18n::{Language, Text, language};

/// Row and title.
pub const TITLE: Text = Text {
    zh: "代班",
    en: "Cover",
};
/// Empty.
pub const NONE: Text = Text {
    zh: "现在没有人代班",
    en: "Nobody is covering now",
};
/// What to do then.
pub const NONE_HINT: Text = Text {
    zh: "有人要离开几天，就在下面安排",
    en: "When somebody will be away for a few days, arrange it below",
};
/// Status.
pub const NOW: Text = Text {
    zh: "代班中",
    en: "Covering now",
};
/// Status.
pub const LATER: Text = Text {
    zh: "还没开始",
    en: "Not yet",
};
/// Section.
pub const ARRANGE: Text = Text {
    zh: "安排代班",
    en: "Arrange cover",
};
/// What it means.
pub const ARRANGE_HINT: Text = Text {
    zh: "这几天里，代班的人能看到并管理这个团队的居民，到期自动结束",
    en: "On these days the person covering can see and care for the team's residents; it ends by itself",
};
/// Field.
pub const TEAM: Text = Text {
    zh: "哪个团队",
    en: "Which team",
};
/// Field.
pub const WHO: Text = Text {
    zh: "谁来代班",
    en: "Who covers",
};
/// Field.
pub const FROM: Text = Text {
    zh: "从哪天",
    en: "From",
};
/// Field.
pub const UNTIL: Text = Text {
    zh: "到哪天（含）",
    en: "Until (inclusive)",
};
/// Button.
pub const DO: Text = Text {
    zh: "安排",
    en: "Arrange",
};
/// Done.
pub const DONE: Text = Text {
    zh: "安排好了",
    en: "Arranged",
};
/// Button.
pub const END: Text = Text {
    zh: "提前结束",
    en: "End early",
};
/// Question.
pub const END_ASK: Text = Text {
    zh: "现在结束代班吗？",
    en: "End this cover now?",
};
/// What follows.
pub const END_TEXT: Text = Text {
    zh: "代班的人马上看不到这个团队的居民",
    en: "The person covering can no longer see the team's residents",
};
/// Error.
pub const NEEDED: Text = Text {
    zh: "请填写这一项",
    en: "Please fill this in",
};

/// Section and button.
pub const HAND_OVER: Text = Text {
    zh: "移交居民",
    en: "Hand over residents",
};
/// What it means.
pub const HAND_OVER_HINT: Text = Text {
    zh: "居民、随访计划和签约一起换到新团队，不会自动换回来",
    en: "Residents, their plans and contracts move to the new team and do not move back by themselves",
};
/// Field.
pub const FROM_TEAM: Text = Text {
    zh: "从哪个团队",
    en: "From which team",
};
/// Field.
pub const TO_TEAM: Text = Text {
    zh: "交给哪个团队",
    en: "To which team",
};
/// Where the same team was chosen twice.
pub const ANOTHER_TEAM: Text = Text {
    zh: "请选另一个团队，现在两边是同一个",
    en: "Please choose another team; these two are the same",
};
/// Field.
pub const VILLAGE: Text = Text {
    zh: "哪个村或社区（不选就是全部）",
    en: "Village or community (all if none is chosen)",
};
/// Field.
pub const PICKED: Text = Text {
    zh: "只移交这几份档案（可不填）",
    en: "Only these records (optional)",
};
/// Hint.
pub const PICKED_HINT: Text = Text {
    zh: "请医生给健康档案编号，一行一个，一次最多 100 份",
    en: "Record numbers from the doctor, one per line, 100 at most",
};
const PICKED_WRONG: Text = Text {
    zh: "请核对编号，有的不是这个团队的，或者超过了 100 份。一份都没有移交",
    en: "Please check: some are not this team's, or there are more than 100. Nothing was moved",
};
/// Done.
pub const HANDED_OVER: Text = Text {
    zh: "移交完了",
    en: "Handed over",
};

const PAST: Text = Text {
    zh: "请选今天或以后的日期",
    en: "Please choose today or later",
};
const BEFORE: Text = Text {
    zh: "请选不早于开始的日期",
    en: "Please choose a day not before the first",
};
const STRANGER: Text = Text {
    zh: "请换一个人，这个人现在不能代班",
    en: "Please choose somebody else",
};

/// What is wrong with a field.
#[must_use]
pub fn reason(word: &str) -> Option<Text> {
    match word {
        "in_the_past" => Some(PAST),
        "before_first_day" => Some(BEFORE),
        "not_a_colleague" => Some(STRANGER),
        _ => None,
    }
}

/// 周建华 代 月塘一队.
#[must_use]
pub fn who_for(staff: &str, team: &str) -> String {
    match language() {
        Language::Zh => [staff, " 代 ", team].concat(),
        Language::En => [staff, " for ", team].concat(),
    }
}

/// 12月1日 到 12月5日.
#[must_use]
pub fn days(from: &str, until: &str) -> String {
    match language() {
        Language::Zh => [from, " 到 ", until].concat(),
        Language::En => [from, " until ", until].concat(),
    }
}

/// 152 位居民，30 个随访计划.
#[must_use]
pub fn preview(residents: u32, plans: u32) -> String {
    let (residents, plans) = (residents.to_string(), plans.to_string());
    match language() {
        Language::Zh => [&residents, " 位居民，", &plans, " 个随访计划"].concat(),
        Language::En => [&residents, " residents, ", &plans, " follow-up plans"].concat(),
    }
}

/// 还剩 52 位.
#[must_use]
pub fn left(residents: u32) -> String {
    let residents = residents.to_string();
    match language() {
        Language::Zh => ["还剩 ", &residents, " 位，请别关页面"].concat(),
        Language::En => [&residents, " left; please keep this page open"].concat(),
    }
}

/// 不是这个团队的：12345678901234567.
#[must_use]
pub fn not_of_team(numbers: &str) -> String {
    match language() {
        Language::Zh => ["不是这个团队的：", numbers].concat(),
        Language::En => ["Not this team's: ", numbers].concat(),
    }
}

/// What to say for a code.
#[must_use]
pub fn of_code(code: Code) -> Option<Text> {
    (code == Code::Invalid).then_some(PICKED_WRONG)
}

/// Question, with both teams.
#[must_use]
pub fn hand_over_ask(from: &str, to: &str) -> String {
    match language() {
        Language::Zh => ["从 ", from, " 移交给 ", to, "？"].concat(),
        Language::En => ["Hand over from ", from, " to ", to, "?"].concat(),
    }
}

/// `移交 3 份档案`.
#[must_use]
pub fn picked(count: usize) -> String {
    let count = count.to_string();
    match language() {
        Language::Zh => ["移交 ", &count, " 份档案"].concat(),
        Language::En => ["Hands over ", &count, " records"].concat(),
    }
}
