//! Words of code lists in the language in use. The lists themselves, with both languages, stand
//! in `domain::codes`.

use chrono::NaiveDate;
use domain::codes::PeopleGroup;
use domain::programme::{self, Words};
use leptos::prelude::*;

use crate::i18n::{Language, format, language};
use crate::ui::{Opt, Tone};

/// One of two words, by the language in use; for the code lists, which carry both.
#[must_use]
pub fn word(zh: &'static str, en: &'static str) -> &'static str {
    pick(zh, en)
}

/// One of two texts of any life, by the language in use.
#[must_use]
pub fn pick<'t>(zh: &'t str, en: &'t str) -> &'t str {
    match language() {
        Language::Zh => zh,
        Language::En => en,
    }
}

/// A text of a programme's definition, in the language in use.
#[must_use]
pub fn said(words: &Words) -> &str {
    pick(&words.zh, &words.en)
}

/// How a programme's definition colours something.
#[must_use]
pub fn tone(tone: programme::Tone) -> Tone {
    match tone {
        programme::Tone::Ok => Tone::Ok,
        programme::Tone::Warn => Tone::Warn,
        programme::Tone::Bad => Tone::Bad,
    }
}

/// Codes as answers, each by its two words.
///
/// `coded(Paper::ALL, |one| (one.zh(), one.en()))`
#[must_use]
pub fn coded<T: Copy + Send + Sync + 'static>(
    codes: &[T],
    words: fn(T) -> (&'static str, &'static str),
) -> Vec<Opt<T>> {
    let answer = |one: &T| {
        let (code, (zh, en)) = (*one, words(*one));
        Opt::new(code, Signal::derive(move || word(zh, en).to_owned()))
    };
    codes.iter().map(answer).collect()
}

/// `老年人、高血压`.
#[must_use]
pub fn group_names(groups: &[PeopleGroup]) -> String {
    let names: Vec<&str> = groups
        .iter()
        .map(|group| word(group.zh(), group.en()))
        .collect();
    names.join(word("、", ", "))
}

/// A day and minutes after its midnight: `11月24日 上午 9:15`.
#[must_use]
pub fn day_at(date: NaiveDate, minutes: u16) -> String {
    [&format::date(date), " ", &minute(minutes)].concat()
}

/// Minutes after midnight as a time of day: `上午 9:15`, `9:15`.
#[must_use]
pub fn minute(minutes: u16) -> String {
    let (hour, rest) = (minutes / 60, minutes % 60);
    let parted = language() == Language::Zh && hour > 12;
    let shown = if parted { hour - 12 } else { hour };
    let (shown, tens) = (shown.to_string(), (rest / 10).to_string());
    let clock = [&shown, ":", &tens, &(rest % 10).to_string()].concat();
    match language() {
        Language::Zh => {
            let part = match hour {
                ..12 => "上午\u{a0}",
                12 => "中午\u{a0}",
                13.. => "下午\u{a0}",
            };
            [part, clock.as_str()].concat()
        }
        Language::En => clock,
    }
}
