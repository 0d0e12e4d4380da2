//! An edition line by line, as somebody reviews it, and how the lines of two editions differ. Pure.

use domain::programme::{Definition, Referral, Rule, Status};

use super::wording::{condition, content, figures, from_on, interval};
use crate::features::shared::{pick, word};
use crate::i18n::Text;
use crate::i18n::texts::{medical, programmes as words};

/// One thing that an edition says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// By which it is found in another edition.
    pub(super) id: String,
    /// What it is called.
    pub(super) name: String,
    /// What it says.
    pub(super) text: String,
    /// How sure it is, and where it stands; a field has no source of its own.
    pub(super) from: Option<(Status, String)>,
}

impl Line {
    /// What is compared.
    fn whole(&self) -> String {
        let from = self.from.as_ref();
        let status = from.map(|(status, _)| words::status(*status).get().to_owned());
        let source = from.map(|(_, source)| source.clone());
        let parts = [Some(self.text.clone()), status, source];
        let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(word("；", "; "))
    }
}

/// All of an edition, under its headings.
pub(super) fn lines(form: &Definition) -> [(Text, Vec<Line>); 5] {
    [
        (words::FIGURES, of_figures(form)),
        (
            words::RULES,
            form.rules.iter().map(|rule| of_rule(form, rule)).collect(),
        ),
        (medical::NEXT_VISIT, of_schedule(form)),
        (words::STAGES, of_stages(form)),
        (words::FIELDS, of_fields(form)),
    ]
}

fn of_figures(form: &Definition) -> Vec<Line> {
    let line = |one: &domain::programme::Threshold| Line {
        id: ["figure ", &one.key].concat(),
        name: one.key.clone(),
        text: figures(form, one),
        from: Some((one.status, one.source.clone())),
    };
    form.thresholds.iter().map(line).collect()
}

fn of_rule(form: &Definition, rule: &Rule) -> Line {
    let class = rule.class.as_ref().and_then(|code| form.class(code));
    let class = class.map(|class| pick(&class.zh, &class.en).to_owned());
    let referral = match rule.referral {
        Referral::No => None,
        Referral::Advised => Some(words::REFERRED.get().to_owned()),
        Referral::Urgent => Some(words::URGENT.get().to_owned()),
    };
    let within = rule.within.as_ref().map(|within| interval(form, within));
    let ends = rule.ends.then(|| words::ENDS.get().to_owned());
    let follows: Vec<_> = [class, referral, within, ends]
        .into_iter()
        .flatten()
        .collect();
    let text = [condition(form, &rule.when), follows.join(word("，", ", "))];
    Line {
        id: ["rule ", &rule.id].concat(),
        name: filled(form, pick(&rule.zh, &rule.en)),
        text: text.join(" → "),
        from: Some((rule.status, rule.source.clone())),
    }
}

/// The text of a rule with the figures of this edition in place of their names.
fn filled(form: &Definition, text: &str) -> String {
    form.thresholds.iter().fold(text.to_owned(), |text, one| {
        let hole = ["{", &one.key, "}"].concat();
        if text.contains(&hole) {
            text.replace(&hole, &figures(form, one))
        } else {
            text
        }
    })
}

fn of_schedule(form: &Definition) -> Vec<Line> {
    let line = |(at, step): (usize, &domain::programme::Step)| {
        let when = step.when.as_ref().map(|when| condition(form, when));
        let when = when.unwrap_or_else(|| words::OTHERS.get().to_owned());
        Line {
            id: ["step ", &at.to_string()].concat(),
            name: when,
            text: interval(form, &step.within),
            from: Some((step.status, step.source.clone())),
        }
    };
    form.schedule.iter().enumerate().map(line).collect()
}

/// When which stage is proposed.
fn of_stages(form: &Definition) -> Vec<Line> {
    let mut lines = Vec::new();
    for field in form.fields() {
        let Some(proposed) = &field.proposed else {
            continue;
        };
        for (at, stage) in proposed.stages.iter().enumerate() {
            let from = stage.from.as_ref().map(|from| from_on(form, from));
            let last = stage.last.as_ref();
            let last = last.map(|last| words::last_visit(&condition(form, last)));
            let parts: Vec<_> = [from, last].into_iter().flatten().collect();
            let option = form
                .options(&field.key)
                .iter()
                .find(|one| one.code == stage.code);
            lines.push(Line {
                id: ["stage ", &field.key, " ", &at.to_string()].concat(),
                name: option.map_or_else(String::new, |one| pick(&one.zh, &one.en).to_owned()),
                text: if parts.is_empty() {
                    words::AT_FIRST.get().to_owned()
                } else {
                    parts.join(word("；", "; "))
                },
                from: Some((proposed.status, proposed.source.clone())),
            });
        }
    }
    lines
}

fn of_fields(form: &Definition) -> Vec<Line> {
    let line = |field: &domain::programme::Field| {
        let required = field.required.then(|| words::REQUIRED.get().to_owned());
        let when = field.when.as_ref().map(|when| condition(form, when));
        let content = Some(content(form, &field.kind)).filter(|content| !content.is_empty());
        let parts: Vec<_> = [required, when, content].into_iter().flatten().collect();
        Line {
            id: ["field ", &field.key].concat(),
            name: pick(&field.zh, &field.en).to_owned(),
            text: parts.join(word("；", "; ")),
            from: None,
        }
    };
    form.fields().map(line).collect()
}

/// What differs between two editions: name, what one says, what the other says.
pub(super) fn differences(one: &Definition, other: &Definition) -> Vec<Vec<String>> {
    let all = |form: &Definition| -> Vec<Line> {
        lines(form)
            .into_iter()
            .flat_map(|(_, lines)| lines)
            .collect()
    };
    let (one, other) = (all(one), all(other));
    let nothing = || words::NOT_THERE.get().to_owned();
    let mut rows = Vec::new();
    for line in &one {
        let found = other.iter().find(|other| other.id == line.id);
        let (ours, theirs) = (line.whole(), found.map_or_else(nothing, Line::whole));
        if ours != theirs {
            rows.push(vec![line.name.clone(), ours, theirs]);
        }
    }
    let added = other
        .iter()
        .filter(|line| !one.iter().any(|one| one.id == line.id));
    rows.extend(added.map(|line| vec![line.name.clone(), nothing(), line.whole()]));
    rows
}

#[cfg(test)]
#[path = "lines_tests.rs"]
mod tests;
