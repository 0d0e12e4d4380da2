//! One follow-up visit as resident and doctor read it: all that was written down, in the words of the edition
//! that it was made with.

use domain::api::follow_ups::FollowUp;
use domain::api::programmes::GetProgramme;
use domain::programme::{
    Answers, CONFIRMED, Definition, Field, Kind, Opt, STEPPED, Section as Asked, Value,
};
use leptos::prelude::*;

use super::loaded::Loaded;
use super::wechat::PrintButton;
use super::words::{pick, said, tone, word};
use crate::i18n::format;
use crate::i18n::texts::record as words;
use crate::store::use_query;
use crate::ui::{Actions, Card, KeyValue, KeyValues, Section, Status, Table};

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
    let visit = StoredValue::new(visit);
    view! {
        <Card>
            <Status tone=tone(class.tone) label=Signal::derive(move || said(&class.words).to_owned()) />
            <KeyValues><KeyValue label=words::DOCTOR>{signed}</KeyValue></KeyValues>
        </Card>
        <Loaded query=definition rows=6 let:form>
            {
                let form = StoredValue::new(form);
                view! {
                    <div class="screen-only"><Sections form=form visit=visit /></div>
                    <div class="print-only">{paper(form, visit)}</div>
                }
            }
        </Loaded>
        <Actions>
            <PrintButton label=words::PRINT />
        </Actions>
    }
}

/// What was answered, under the headings of the form.
#[component]
fn Sections(form: StoredValue<Definition>, visit: StoredValue<FollowUp>) -> impl IntoView {
    let sections = form.with_value(|form| form.sections.clone());
    let section = |section: Asked| {
        let Asked { title, fields, .. } = section;
        let answered = |field: &Field| {
            form.with_value(|form| visit.with_value(|visit| told(form, visit, field)))
        };
        let mut fields: Vec<Field> = fields;
        fields.retain(|field| untrack(|| answered(field)).is_some());
        let rows = fields
            .into_iter()
            .map(|field| row(form, visit, field))
            .collect_view();
        (!rows.is_empty()).then(|| {
            let title = Signal::derive(move || said(&title).to_owned());
            view! { <Section title=title><Card><KeyValues>{rows}</KeyValues></Card></Section> }
        })
    };
    sections.into_iter().map(section).collect_view()
}

fn row(form: StoredValue<Definition>, visit: StoredValue<FollowUp>, field: Field) -> AnyView {
    let (zh, en) = (field.zh.clone(), field.en.clone());
    let label = Signal::derive(move || pick(&zh, &en).to_owned());
    let text = move || form.with_value(|form| visit.with_value(|visit| told(form, visit, &field)));
    view! { <KeyValue label=label>{text}</KeyValue> }.into_any()
}

/// The visit as the national form prints it: its fields in their order there, also those that are empty.
fn paper(form: StoredValue<Definition>, visit: StoredValue<FollowUp>) -> AnyView {
    let caption = Signal::derive(move || form.with_value(|form| said(&form.form_title).to_owned()));
    let rows = Signal::derive(move || {
        form.with_value(|form| visit.with_value(|visit| lines(form, visit)))
    });
    let head = vec![words::ASKED.into(), words::ANSWERED.into()];
    view! { <Table caption=caption head=head rows=rows /> }.into_any()
}

fn lines(form: &Definition, visit: &FollowUp) -> Vec<Vec<String>> {
    let mut fields: Vec<&Field> = form.fields().collect();
    fields.sort_by_key(|field| field.print.unwrap_or(u16::MAX));
    let answered = |field: &&Field| field.print.is_some() || told(form, visit, field).is_some();
    fields.retain(answered);
    let line = |field: &Field| {
        let name = pick(&field.zh, &field.en).to_owned();
        vec![name, told(form, visit, field).unwrap_or_default()]
    };
    fields.into_iter().map(line).collect()
}

/// What a field was answered with, what was agreed on for the next time, and since when it is so.
fn told(form: &Definition, visit: &FollowUp, field: &Field) -> Option<String> {
    if let Kind::Computed(kind) = &field.kind {
        let found = visit.computed.iter().find(|one| one.key == field.key)?;
        let number = with_unit(found.value, kind.scale, said(&kind.unit));
        let level = found.level.as_ref().map(said);
        let parts = std::iter::once(number.as_str()).chain(level);
        return Some(parts.collect::<Vec<_>>().join(word("，", ", ")));
    }
    let of = |key: &str| value_in_words(form, field, visit.form.get(key)?);
    let target = field.target.as_ref().and_then(|key| of(key));
    let now = of(&field.key);
    if now.is_none() && target.is_none() {
        return None;
    }
    let mut told = words::with_target(now, target);
    let named = |list: &str| visit.form.codes(list).any(|key| key == field.key);
    if named(CONFIRMED) {
        told = words::confirmed(&told);
    }
    if named(STEPPED) {
        told = words::stepped(&told);
    }
    Some(match carried_since(&visit.form, &field.key) {
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
