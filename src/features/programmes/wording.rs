//! Conditions and times of a definition in words. Pure.

use domain::programme::{Condition, Definition, From, Interval, Kind, Threshold};

use crate::features::shared::{pick, word};
use crate::i18n::format;
use crate::i18n::texts::programmes as words;

/// When something holds.
pub(super) fn condition(form: &Definition, when: &Condition) -> String {
    let all = |parts: &[Condition], between: &str| {
        let parts = parts.iter().map(|part| match part {
            Condition::All(_) | Condition::Any(_) => {
                [word("（", "("), &condition(form, part), word("）", ")")].concat()
            }
            _ => condition(form, part),
        });
        parts.collect::<Vec<_>>().join(between)
    };
    let is = |key: &str, what: &str| [&name(form, key), word("：", ": "), what].concat();
    match when {
        Condition::All(parts) => all(parts, word(" 且 ", " and ")),
        Condition::Any(parts) => all(parts, word(" 或 ", " or ")),
        Condition::Not(part) => {
            let part = condition(form, part);
            [word("不是（", "not ("), &part, word("）", ")")].concat()
        }
        Condition::AtLeast(one, other) => [name(form, one), number(form, other)].join(" ≥ "),
        Condition::AtMost(one, other) => [name(form, one), number(form, other)].join(" ≤ "),
        Condition::OneOf(key, codes) => is(key, &options(form, key, codes)),
        Condition::Chosen(key, least) => is(key, &words::at_least(*least)),
        Condition::Filled(key) => [word("填了", "answered: "), &name(form, key)].concat(),
        Condition::Yes(key) => is(key, word("是", "yes")),
        Condition::Sex(codes) => {
            let sexes = codes.iter().map(|code| match code.as_str() {
                "1" => word("男", "male"),
                "2" => word("女", "female"),
                _ => word("未说明", "not told"),
            });
            let sexes: Vec<_> = sexes.collect();
            [word("性别：", "sex: "), &sexes.join(word("、", ", "))].concat()
        }
        Condition::Previous(codes) => {
            [word("上次：", "last time: "), &classes(form, codes)].concat()
        }
        Condition::Class(codes) => [word("这次：", "this time: "), &classes(form, codes)].concat(),
    }
}

/// What a key is called: a field, what is known of the person, or the figure itself.
pub(super) fn name(form: &Definition, key: &str) -> String {
    if let Some(field) = form.field(key) {
        return pick(&field.zh, &field.en).to_owned();
    }
    words::known(key).map_or_else(|| number(form, key), |text| text.get().to_owned())
}

/// The number that a key stands for: a figure, or the name of a field.
fn number(form: &Definition, key: &str) -> String {
    match form.threshold(key) {
        Some(threshold) => figures(form, threshold),
        None if form.field(key).is_none() && words::known(key).is_none() => key.to_owned(),
        None => name(form, key),
    }
}

/// `150（年龄（岁） ≥ 65），其他人 140`.
pub(super) fn figures(form: &Definition, threshold: &Threshold) -> String {
    let many = threshold.cases.len() > 1;
    let case = |case: &domain::programme::Case| {
        let value = format::scaled(case.value, threshold.scale);
        match &case.when {
            Some(when) => [
                &value,
                word("（", " ("),
                &condition(form, when),
                word("）", ")"),
            ]
            .concat(),
            None if many => [words::OTHERS.get(), " ", &value].concat(),
            None => value,
        }
    };
    let cases: Vec<_> = threshold.cases.iter().map(case).collect();
    cases.join(word("，", ", "))
}

fn options(form: &Definition, key: &str, codes: &[String]) -> String {
    let all = form.options(key);
    let name = |code: &String| {
        let found = all.iter().find(|one| one.code == *code);
        found.map_or_else(|| code.clone(), |one| pick(&one.zh, &one.en).to_owned())
    };
    let names: Vec<_> = codes.iter().map(name).collect();
    names.join(word("、", ", "))
}

fn classes(form: &Definition, codes: &[String]) -> String {
    let name = |code: &String| {
        form.class(code).map_or_else(
            || code.clone(),
            |class| pick(&class.zh, &class.en).to_owned(),
        )
    };
    let names: Vec<_> = codes.iter().map(name).collect();
    names.join(word("、", ", "))
}

/// When the next visit is due at the latest.
pub(super) fn interval(form: &Definition, within: &Interval) -> String {
    match within {
        Interval::Days(days) => words::days(*days),
        Interval::Months(months) => words::months(*months),
        Interval::YearEnd(years) => words::year_end(*years),
        Interval::From(from) => from_on(form, from),
    }
}

/// Some time after a day.
pub(super) fn from_on(form: &Definition, from: &From) -> String {
    words::after(&name(form, &from.day), from.months, from.days)
}

/// What may stand in a field.
pub(super) fn content(form: &Definition, kind: &Kind) -> String {
    match kind {
        Kind::Number(number) => {
            let range = |[least, most]: [i32; 2]| {
                let (least, most) = (
                    format::scaled(least, number.scale),
                    format::scaled(most, number.scale),
                );
                [least, most].join("–")
            };
            let unit = pick(&number.unit.zh, &number.unit.en);
            [
                &words::range(&range(number.legal), &range(number.usual)),
                " ",
                unit,
            ]
            .concat()
        }
        Kind::Choice(list) | Kind::Choices(list) => {
            let names = form.list(list).iter().map(|one| pick(&one.zh, &one.en));
            names.collect::<Vec<_>>().join(word("、", ", "))
        }
        _ => String::new(),
    }
}
