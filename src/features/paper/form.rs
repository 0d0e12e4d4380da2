//! A sheet as the national form prints it: its fields in their order there with the entries of their code lists, also
//! those that are empty, one column a visit, and where one signs.

use domain::api::follow_ups::FollowUp;
use domain::programme::{Definition, Field, Kind, Opt, Value};
use leptos::prelude::*;

use crate::features::shared::{pick, said, told, word};
use crate::i18n::texts::{paper as words, record};
use crate::i18n::{Text, format};
use crate::ui::{KeyValue, KeyValues};

/// Visits side by side on one sheet, as many as the national form has columns.
pub(super) const COLUMNS: usize = 4;

/// One sheet.
#[component]
pub(super) fn PaperForm(
    /// The edition that the visits were made with.
    form: StoredValue<Definition>,
    /// Number of the record.
    record_no: String,
    /// The visits, oldest first.
    visits: Vec<FollowUp>,
    /// Columns of the sheet, with those that are still empty.
    columns: usize,
) -> impl IntoView {
    let person = visits.first().map(|visit| visit.person.clone());
    let empty = columns.saturating_sub(visits.len());
    let visits = StoredValue::new(visits);
    let rows = Signal::derive(move || {
        form.with_value(|form| visits.with_value(|visits| rows(form, visits, empty)))
    });
    let row = |cells: Row| {
        let Row {
            heading,
            name,
            entries,
            cells,
            signed,
        } = cells;
        let across = cells.len().saturating_add(1).to_string();
        let heading = heading.map(|heading| {
            view! { <tr class="paper-group"><th scope="rowgroup" colspan=across>{heading}</th></tr> }
        });
        let entries = (!entries.is_empty()).then(|| view! { <small>{entries}</small> });
        let cells = cells
            .into_iter()
            .map(|cell| view! { <td>{cell}</td> })
            .collect_view();
        view! {
            {heading}
            <tr class:paper-signed=signed>
                <th scope="row">{name}{entries}</th>
                {cells}
            </tr>
        }
    };
    let head = person.map(|person| {
        let sex = person.sex;
        let years = person.age;
        let who = Signal::derive(move || {
            [word(sex.zh(), sex.en()), &format::age(years)].join(word("，", ", "))
        });
        view! {
            <KeyValues>
                <KeyValue label=words::NAME>{person.name}</KeyValue>
                <KeyValue label=words::SEX_AND_AGE>{move || who.get()}</KeyValue>
                <KeyValue label=words::VILLAGE>{person.village}</KeyValue>
                <KeyValue label=words::RECORD_NO>{record_no}</KeyValue>
            </KeyValues>
        }
    });
    let title = move || form.with_value(|form| said(&form.form_title).to_owned());
    let source = move || form.with_value(|form| words::source(&form.source));
    view! {
        <section class="paper">
            <h2 class="paper-title">{title}</h2>
            {head}
            <div class="paper-table" role="region" tabindex="0" aria-label=title>
                <table>
                    <tbody>{move || rows.get().into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
            <p class="paper-source">{source}</p>
        </section>
    }
}

/// What a visit says at the foot of the sheet.
type Cell = fn(&FollowUp) -> String;

/// A line of the sheet.
#[derive(Clone, PartialEq)]
struct Row {
    /// The heading of the group that begins here.
    heading: Option<String>,
    name: String,
    /// The entries of the field's code list, as the form prints them.
    entries: String,
    cells: Vec<String>,
    /// Whether somebody signs here.
    signed: bool,
}

fn rows(form: &Definition, visits: &[FollowUp], empty: usize) -> Vec<Row> {
    let mut fields = form.on_paper();
    let said_by = |field: &Field, visit: &FollowUp| on_paper(form, visit, field);
    // What the national form does not ask stands below, where it was answered.
    fields.retain(|field| {
        field.print.is_some() || visits.iter().any(|visit| said_by(field, visit).is_some())
    });
    let row = |name: String, entries: String, signed: bool, cell: &dyn Fn(&FollowUp) -> String| {
        let mut cells: Vec<String> = visits.iter().map(cell).collect();
        cells.resize(visits.len() + empty, String::new());
        Row {
            heading: None,
            name,
            entries,
            cells,
            signed,
        }
    };
    let mut before = None;
    let asked = fields.into_iter().map(|field| {
        let name = pick(&field.zh, &field.en).to_owned();
        let cell = |visit: &FollowUp| said_by(field, visit).unwrap_or_default();
        let group = form.print_group(&field.key).map(|group| said(&group.title));
        let heading = group.filter(|group| before != Some(*group));
        before = group;
        Row {
            heading: heading.map(str::to_owned),
            ..row(name, entries(form, field), false, &cell)
        }
    });
    let foot: [(Text, bool, Cell); 3] = [
        (words::INSTITUTION, false, institution),
        (words::DOCTOR, true, doctor),
        (words::RESIDENT, true, nobody),
    ];
    let foot = foot
        .into_iter()
        .map(|(name, signed, cell)| row(name.get().to_owned(), String::new(), signed, &cell));
    asked.chain(foot).collect()
}

fn institution(visit: &FollowUp) -> String {
    visit.institution.clone()
}

fn doctor(visit: &FollowUp) -> String {
    visit.doctor.clone()
}

fn nobody(_visit: &FollowUp) -> String {
    String::new()
}

/// `1 门诊　2 家庭　3 电话`; nothing for what is no choice, or whose entries have no numbers on the form.
fn entries(form: &Definition, field: &Field) -> String {
    let of_class = form.classes.iter().map(|class| {
        let number = class.number.as_deref();
        (number, pick(&class.zh, &class.en))
    });
    let entries: Vec<(Option<&str>, &str)> = match &field.kind {
        Kind::Choice(list) | Kind::Choices(list) => form
            .list(list)
            .iter()
            .map(|one| (one.number.as_deref(), pick(&one.zh, &one.en)))
            .collect(),
        Kind::Class => of_class.collect(),
        _ => Vec::new(),
    };
    let numbered = entries
        .into_iter()
        .filter_map(|(number, name)| Some([number?, " ", name].concat()));
    numbered.collect::<Vec<_>>().join("\u{2003}")
}

/// What a field was answered with, each entry of a code list with its number on the form.
fn on_paper(form: &Definition, visit: &FollowUp, field: &Field) -> Option<String> {
    let numbered = |list: &str, code: &str| {
        let found = form.list(list).iter().find(|one: &&Opt| one.code == code)?;
        let name = pick(&found.zh, &found.en);
        Some(match &found.number {
            Some(number) => [number, " ", name].concat(),
            None => name.to_owned(),
        })
    };
    let of = |key: &str| match (&field.kind, visit.form.get(key)?) {
        (Kind::Choice(list), value) => numbered(list, value.as_text()?),
        (Kind::Choices(list), Value::List(codes)) => {
            let names = codes
                .iter()
                .filter_map(|code| numbered(list, code.as_text()?));
            let names: Vec<String> = names.collect();
            (!names.is_empty()).then(|| names.join(word("；", "; ")))
        }
        (Kind::Class, value) => {
            let class = form.class(value.as_text()?)?;
            let name = pick(&class.zh, &class.en);
            Some(match &class.number {
                Some(number) => [number, " ", name].concat(),
                None => name.to_owned(),
            })
        }
        _ => None,
    };
    match of(&field.key) {
        Some(now) => {
            let target = field.target.as_ref().and_then(|key| of(key));
            Some(record::with_target(Some(now), target))
        }
        None => told(form, &visit.form, &visit.computed, field),
    }
}
