//! Words of who has moved away or died.

use domain::api::departures::Source;
use domain::rules::departure::{Departure, Leaving};

use crate::i18n::{Language, Text, format, language};

/// Section on a person's page.
pub const TITLE: Text = Text {
    zh: "在不在本地",
    en: "Living here",
};
/// Nothing is marked.
pub const HERE: Text = Text {
    zh: "在本地居住",
    en: "Lives here",
};
/// Button and sheet.
pub const MARK: Text = Text {
    zh: "登记迁出或死亡",
    en: "Moved away or died",
};
/// Button and sheet, where something is marked.
pub const CORRECT: Text = Text {
    zh: "改正登记",
    en: "Correct it",
};
/// Field.
pub const WHICH: Text = Text {
    zh: "情况",
    en: "What is so",
};
/// Nothing was chosen.
pub const WHICH_NEEDED: Text = Text {
    zh: "请选情况",
    en: "Choose one",
};
/// Choice.
pub const BACK: Text = Text {
    zh: "登记错了，还在本地",
    en: "It was a mistake: lives here",
};
/// Field.
pub const DAY_MOVED: Text = Text {
    zh: "迁出日期",
    en: "Day of the move",
};
/// Field.
pub const DAY_DIED: Text = Text {
    zh: "死亡日期",
    en: "Day of death",
};
/// No day was chosen.
pub const DAY_NEEDED: Text = Text {
    zh: "请选日期；记不清的填最晚可能的一天",
    en: "Choose the day, or the latest that it can have been",
};
/// Error.
pub const DAY_BEFORE_BIRTH: Text = Text {
    zh: "请核对，日期早于出生日期",
    en: "This is before the date of birth",
};
/// Field.
pub const REASON: Text = Text {
    zh: "怎么知道的，或哪里错了",
    en: "How it is known, or what was wrong",
};
/// Nothing was typed.
pub const REASON_NEEDED: Text = Text {
    zh: "请写明怎么知道的，或哪里错了",
    en: "Say how it is known, or what was wrong",
};
/// What follows.
pub const MARK_HINT: Text = Text {
    zh: "登记后：没做的随访结案，约好的号退掉，签约终止，不再提醒",
    en: "Open follow-ups are closed, booked numbers given back, the contract ends, and nobody is reminded",
};
/// What follows.
pub const BACK_HINT: Text = Text {
    zh: "改回后：随访和签约照原样恢复；退掉的号要重新约",
    en: "Follow-ups and the contract come back as they were. Numbers that were given back have to be booked anew",
};
/// Question.
pub const ASK: Text = Text {
    zh: "登记迁出或死亡？",
    en: "Mark that the person left?",
};
/// Question.
pub const ASK_BACK: Text = Text {
    zh: "改回在本地居住？",
    en: "Mark that the person lives here?",
};
/// Button.
pub const YES: Text = Text {
    zh: "登记",
    en: "Mark it",
};
/// Toast.
pub const DONE: Text = Text {
    zh: "已登记",
    en: "Marked",
};
/// Somebody was quicker.
pub const CHANGED_MEANWHILE: Text = Text {
    zh: "刚刚有人改过，请看过再改",
    en: "It was changed just now. Look before you mark it",
};
/// What was before.
pub const HISTORY: Text = Text {
    zh: "登记经过",
    en: "What was marked",
};

/// How somebody left.
#[must_use]
pub fn how(how: Leaving) -> Text {
    match how {
        Leaving::Moved => Text {
            zh: "已迁出",
            en: "Moved away",
        },
        Leaving::Died => Text {
            zh: "已去世",
            en: "Died",
        },
    }
}

/// How a mark came about.
#[must_use]
pub fn source(source: Source) -> Option<Text> {
    Some(match source {
        Source::Marked => return None,
        Source::Call => Text {
            zh: "电话得知",
            en: "by a call",
        },
        Source::Visit => Text {
            zh: "后来又随访到了",
            en: "followed up after it",
        },
        Source::Reopened => Text {
            zh: "恢复了随访",
            en: "a follow-up was opened again",
        },
    })
}

/// `已去世 · 2026年11月20日`.
#[must_use]
pub fn line(departure: &Departure) -> String {
    let day = departure.on.map(format::full_date);
    [Some(how(departure.how).get().to_owned()), day]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(format::DOT)
}

/// Above a form and a call.
#[must_use]
pub fn note(departure: &Departure) -> String {
    let line = line(departure);
    match (language(), departure.how) {
        (Language::Zh, Leaving::Died) => [&line, "。只能补记去世当天和之前的随访"].concat(),
        (Language::Zh, Leaving::Moved) => {
            [&line, "。迁出之后的随访一保存，就改回在本地居住"].concat()
        }
        (Language::En, Leaving::Died) => [
            &line,
            ". Only visits until that day can still be written down",
        ]
        .concat(),
        (Language::En, Leaving::Moved) => [
            &line,
            ". A visit after the move marks that the person is back",
        ]
        .concat(),
    }
}

/// What a mark has done: `随访结案 2 项、退号 1 个、签约终止`.
#[must_use]
pub fn done(left: bool, follow_ups: u32, bookings: u32, contract: bool) -> Option<String> {
    let zh = language() == Language::Zh;
    let follow_ups = (follow_ups > 0).then(|| match (zh, left) {
        (true, true) => format!("随访结案 {follow_ups} 项"),
        (true, false) => format!("恢复随访 {follow_ups} 项"),
        (false, true) => format!("{follow_ups} follow-ups closed"),
        (false, false) => format!("{follow_ups} follow-ups opened again"),
    });
    let bookings = (bookings > 0).then(|| match zh {
        true => format!("退号 {bookings} 个"),
        false => format!("{bookings} bookings given back"),
    });
    let contract = contract.then(|| {
        let words = match (zh, left) {
            (true, true) => "签约终止",
            (true, false) => "签约恢复",
            (false, true) => "contract ended",
            (false, false) => "contract in force again",
        };
        words.to_owned()
    });
    let parts: Vec<_> = [follow_ups, bookings, contract]
        .into_iter()
        .flatten()
        .collect();
    (!parts.is_empty()).then(|| parts.join(if zh { "、" } else { ", " }))
}
