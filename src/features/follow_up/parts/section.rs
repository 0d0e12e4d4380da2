//! A section of the form: its fields in their order, short numbers side by side.

use domain::programme::{Definition, Field, Kind, Quick, Section as Asked, Words};
use leptos::prelude::*;

use super::Work;
use super::field::{asked, one};
use crate::features::follow_up::model::Judged;
use crate::features::follow_up::wording;
use crate::features::shared::said;
use crate::i18n::format;
use crate::i18n::texts::follow_up as words;
use crate::ui::{Button, Card, Disclosure, Section, icon};

/// One section; nothing where all of it belongs to the decision.
#[component]
pub(in super::super) fn SectionPart(
    /// The form.
    work: Work,
    /// What is asked in it.
    section: Asked,
) -> impl IntoView {
    let Asked {
        title,
        folded,
        quick,
        fields,
    } = section;
    let mut fields: Vec<Field> = fields;
    fields.retain(|field| !is_of_decision(field) && !work.stands_before(field));
    if fields.is_empty() {
        return ().into_any();
    }
    if fields.iter().all(|field| field.when.is_some()) {
        let any = any_asked(work, &fields);
        let part = move || whole(work, title.clone(), folded, quick.clone(), fields.clone());
        return (move || any.get().then(&part)).into_any();
    }
    whole(work, title, folded, quick, fields)
}

/// Whether a field is asked with the decision, because it follows from it.
fn is_of_decision(field: &Field) -> bool {
    let key = field.key.as_str();
    let of_decision = [
        "class_reason",
        "referral_to",
        "referral_reason",
        "next_date",
    ];
    field.kind == Kind::Class || of_decision.contains(&key)
}

/// Whether one of them is asked.
fn any_asked(work: Work, fields: &[Field]) -> Memo<bool> {
    let keys: Vec<String> = fields.iter().map(|field| field.key.clone()).collect();
    let asked = move |judged: &Judged| keys.iter().any(|key| judged.asked.contains(key));
    Memo::new(move |_| work.judged.with(&asked))
}

fn whole(
    work: Work,
    title: Words,
    folded: bool,
    quick: Option<Quick>,
    fields: Vec<Field>,
) -> AnyView {
    if !folded {
        let quick = quick.map(|quick| at_once(work, quick, &fields));
        let fields = all(work, fields);
        let title = work.heading(move || said(&title).to_owned());
        return view! { <Section title=title><Card>{quick}{fields}</Card></Section> }.into_any();
    }
    let since = since(work, &fields);
    let summary = work.heading(move || {
        let title = said(&title);
        match since.get() {
            Some(day) => [title, format::DOT, &words::carried(&format::date(day))].concat(),
            None => title.to_owned(),
        }
    });
    let fields = all(work, fields);
    view! { <Card><Disclosure summary=summary>{fields}</Disclosure></Card> }.into_any()
}

/// One press that answers all choices of the section whose list has the code.
fn at_once(work: Work, quick: Quick, fields: &[Field]) -> AnyView {
    let Quick { title, code } = quick;
    let has = |field: &&Field| {
        let has = |form: &Definition| form.options(&field.key).iter().any(|one| one.code == code);
        work.definition.with_value(has)
    };
    let choices: Vec<_> = fields
        .iter()
        .filter(has)
        .filter_map(|field| work.fields.one(&field.key))
        .collect();
    let press = move |()| {
        for choice in &choices {
            choice.set(Some(code.clone()));
        }
    };
    view! { <Button label=wording::signal(title) glyph=icon::CHECK on_press=press /> }.into_any()
}

/// The earliest day from which something in a section is still as it was.
fn since(work: Work, fields: &[Field]) -> Memo<Option<chrono::NaiveDate>> {
    let keys: Vec<String> = fields
        .iter()
        .flat_map(|field| std::iter::once(&field.key).chain(&field.target))
        .cloned()
        .collect();
    Memo::new(move |_| {
        work.judged.with(|judged| {
            let Some(domain::programme::Value::Map(days)) = judged.answers.get("carried") else {
                return None;
            };
            keys.iter().filter_map(|key| days.day(key)).min()
        })
    })
}

/// All fields; two short numbers that follow each other and are always asked stand side by side.
fn all(work: Work, fields: Vec<Field>) -> AnyView {
    let short = |field: &Field| match &field.kind {
        Kind::Number(kind) => kind.step == 0 && field.target.is_none() && field.when.is_none(),
        _ => false,
    };
    let mut views = Vec::new();
    let mut rest = fields.into_iter().peekable();
    while let Some(field) = rest.next() {
        let beside = if short(&field) {
            rest.next_if(short)
        } else {
            None
        };
        views.push(match beside {
            Some(beside) => {
                let pair = (
                    one(work, &field, &field.key),
                    one(work, &beside, &beside.key),
                );
                view! { <div class="field-pair">{pair.0}{pair.1}</div> }.into_any()
            }
            None => asked(work, field),
        });
    }
    views.into_any()
}
