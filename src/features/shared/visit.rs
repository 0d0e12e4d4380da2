//! One follow-up visit as resident and doctor read it: all that was written down, in the words of the edition
//! that it was made with.

use domain::api::follow_ups::{ComputedCard, FollowUp};
use domain::api::programmes::GetProgramme;
use domain::programme::{
    Answers, CONFIRMED, Definition, Field, Kind, Opt, STEPPED, Section as Asked, Value,
};
use leptos::prelude::*;

use super::loaded::Loaded;
use super::words::{pick, said, tone, word};
use crate::i18n::format;
use crate::i18n::texts::record as words;
use crate::store::use_query;
use crate::ui::{Card, KeyValue, KeyValues, Section, Status};

/// An answer in words, in the language in use; nothing where it says nothing.
#[must_use]
pub fn value_in_words(form: &Definition, field: &Field, value: &Value) -> Option<String> {
    let of_list = |list: &str, code: &str| {
        let found = form.list(list).iter().find(|one: &&Opt| one.code == code)?;
        Some(pick(&found.zh, &found.en).to_owned())
    };
    match (&field.kind, value) {
        (Kind::Number(kind), Value::Number(number)) => {
            Some(with_unit(*number, kind.scale, said(&kind.unit)))
        }
        (Kind::Choice(list), one) => of_list(list, one.as_text()?),
        (Kind::Choices(list), Value::List(codes)) => {
            let names = codes
                .iter()
                .filter_map(|code| of_list(list, code.as_text()?));
            let names: Vec<String> = names.collect();
            (!names.is_empty()).then(|| names.join(word("、", ", ")))
        }
        (Kind::Class, one) => {
            let class = form.class(one.as_text()?)?;
            Some(pick(&class.zh, &class.en).to_owned())
        }
        (Kind::Text, one) => one.as_text().map(str::to_owned),
        (Kind::Day | Kind::AnyDay, one) => {
            let day = one.as_text()?.parse().ok()?;
            Some(format::full_date(day))
        }
        (Kind::Flag, Value::Flag(true)) => Some(words::YES.get().to_owned()),
        (Kind::Drugs, Value::List(drugs)) => {
            let line = |value: &Value| {
                let drug = value.as_drug()?;
                Some(words::drug(&drug.name, drug.times_a_day, &drug.dose))
            };
            let lines: Vec<String> = drugs.iter().filter_map(line).collect();
            (!lines.is_empty()).then(|| lines.join(word("；", "; ")))
        }
        _ => None,
    }
}

fn with_unit(number: i32, scale: u8, unit: &str) -> String {
    let number = format::scaled(number, scale);
    [&number, " ", unit].concat().trim_end().to_owned()
}

/// A recorded follow-up.
///
/// `<VisitFacts visit=follow_up/>`
#[component]
pub fn VisitFacts(
    /// The follow-up.
    visit: FollowUp,
) -> impl IntoView {
    let edition = (visit.programme.clone(), visit.rules_version.clone());
    let definition = use_query::<GetProgramme>(edition, ());
    let class = visit.class.clone();
    let signed = [visit.doctor.as_str(), format::DOT, &visit.institution].concat();
    let answers = StoredValue::new(visit.form);
    let computed = StoredValue::new(visit.computed);
    view! {
        <Card>
            <Status tone=tone(class.tone) label=Signal::derive(move || said(&class.words).to_owned()) />
            <KeyValues><KeyValue label=words::DOCTOR>{signed}</KeyValue></KeyValues>
        </Card>
        <Loaded query=definition rows=6 let:form>
            <Answered form=StoredValue::new(form) answers=answers computed=computed />
        </Loaded>
    }
}

/// What was answered, under the headings of the form.
#[component]
pub(super) fn Answered(
    /// The edition it was made with.
    form: StoredValue<Definition>,
    /// What was answered.
    answers: StoredValue<Answers>,
    /// What follows from it.
    computed: StoredValue<Vec<ComputedCard>>,
) -> impl IntoView {
    let sections = form.with_value(|form| form.sections.clone());
    let say = move |field: &Field| {
        form.with_value(|form| {
            answers.with_value(|answers| {
                computed.with_value(|known| told(form, answers, known, field))
            })
        })
    };
    let section = |section: Asked| {
        let Asked { title, fields, .. } = section;
        let mut fields: Vec<Field> = fields;
        fields.retain(|field| untrack(|| say(field)).is_some());
        let row = |field: Field| {
            let (zh, en) = (field.zh.clone(), field.en.clone());
            let label = Signal::derive(move || pick(&zh, &en).to_owned());
            view! { <KeyValue label=label>{move || say(&field)}</KeyValue> }.into_any()
        };
        let rows = fields.into_iter().map(row).collect_view();
        (!rows.is_empty()).then(|| {
            let title = Signal::derive(move || said(&title).to_owned());
            view! { <Section title=title><Card><KeyValues>{rows}</KeyValues></Card></Section> }
        })
    };
    sections.into_iter().map(section).collect_view()
}

/// What a field was answered with, what was agreed on for the next time, and since when it is so.
#[must_use]
pub fn told(
    form: &Definition,
    answers: &Answers,
    computed: &[ComputedCard],
    field: &Field,
) -> Option<String> {
    if let Kind::Computed(kind) = &field.kind {
        let found = computed.iter().find(|one| one.key == field.key)?;
        let number = with_unit(found.value, kind.scale, said(&kind.unit));
        let level = found.level.as_ref().map(said);
        let parts = std::iter::once(number.as_str()).chain(level);
        return Some(parts.collect::<Vec<_>>().join(word("，", ", ")));
    }
    let of = |key: &str| value_in_words(form, field, answers.get(key)?);
    let target = field.target.as_ref().and_then(|key| of(key));
    let now = of(&field.key);
    if now.is_none() && target.is_none() {
        return None;
    }
    let mut told = words::with_target(now, target);
    let named = |list: &str| answers.codes(list).any(|key| key == field.key);
    if named(CONFIRMED) {
        told = words::confirmed(&told);
    }
    if named(STEPPED) {
        told = words::stepped(&told);
    }
    Some(match carried_since(answers, &field.key) {
        Some(day) => words::carried_over(&told, &format::full_date(day)),
        None => told,
    })
}

fn carried_since(form: &Answers, key: &str) -> Option<chrono::NaiveDate> {
    match form.get("carried")? {
        Value::Map(days) => days.day(key),
        _ => None,
    }
}
