//! A team's visits as rows for a spreadsheet: numbers without units, which stand in the heading, code lists in words, days
//! as 2026-11-24. Each visit is told by its own edition; the columns are those of all editions that occur.

use chrono::{DateTime, NaiveDateTime, Timelike, Utc};
use domain::api::visit_tables::VisitRow;
use domain::programme::{Definition, Field, Kind, Value};

use crate::features::shared::{pick, said, value_in_words, word};
use crate::i18n::format;
use crate::i18n::texts::{paper as words, record, visit};

/// A column: a key, and what it is called.
type Column = (String, String);

/// Heading and rows. `local` is the district's time.
pub(super) fn table(
    rows: &[VisitRow],
    editions: &[Definition],
    local: fn(DateTime<Utc>) -> NaiveDateTime,
) -> Vec<Vec<String>> {
    let columns = columns(editions);
    let before = [
        words::RECORD_NO,
        words::NAME,
        words::SEX,
        words::AGE,
        words::VILLAGE,
        words::ID_NUMBER,
    ];
    let after = [
        words::SIGNED_BY,
        words::INSTITUTION,
        words::RECORDED,
        words::EDITION,
        words::TIMES_CORRECTED,
    ];
    let heading = before.iter().map(|text| text.get().to_owned());
    let heading = heading
        .chain(columns.iter().map(|(_, name)| name.clone()))
        .chain(after.iter().map(|text| text.get().to_owned()));
    let mut table: Vec<Vec<String>> = vec![heading.collect()];
    for row in rows {
        let of = |one: &&Definition| {
            one.programme == row.visit.programme && one.edition == row.visit.rules_version
        };
        if let Some(form) = editions.iter().find(of) {
            table.push(line(row, form, &columns, local));
        }
    }
    table
}

/// The columns of all editions, those of the newest first, in the order of the national form.
fn columns(editions: &[Definition]) -> Vec<Column> {
    let mut newest: Vec<&Definition> = editions.iter().collect();
    newest.sort_by_key(|form| std::cmp::Reverse(form.effective_from));
    let mut columns: Vec<Column> = Vec::new();
    for form in newest {
        for field in form.on_paper() {
            let name = words::in_unit(pick(&field.zh, &field.en), unit(field));
            let target = field.target.iter();
            let target = target.map(|key| (key.clone(), visit::target_of(&name)));
            for column in std::iter::once((field.key.clone(), name.clone())).chain(target) {
                if !columns.iter().any(|(key, _)| *key == column.0) {
                    columns.push(column);
                }
            }
        }
    }
    columns
}

fn unit(field: &Field) -> &str {
    match &field.kind {
        Kind::Number(kind) => said(&kind.unit),
        Kind::Computed(kind) => said(&kind.unit),
        _ => "",
    }
}

fn line(
    row: &VisitRow,
    form: &Definition,
    columns: &[Column],
    local: fn(DateTime<Utc>) -> NaiveDateTime,
) -> Vec<String> {
    let visit = &row.visit;
    let person = &visit.person;
    let mut cells = vec![
        row.record_no.clone(),
        person.name.clone(),
        word(person.sex.zh(), person.sex.en()).to_owned(),
        person.age.to_string(),
        person.village.clone(),
        row.national_id_masked.clone(),
    ];
    cells.extend(columns.iter().map(|(key, _)| cell(row, form, key)));
    cells.extend([
        visit.doctor.clone(),
        visit.institution.clone(),
        minutes(local(visit.recorded_at)),
        visit.rules_version.to_string(),
        visit.version.saturating_sub(1).to_string(),
    ]);
    cells
}

/// A moment as `2026-11-24 16:02`, without chrono's formatter.
fn minutes(moment: NaiveDateTime) -> String {
    let two = |number: u32| {
        [number / 10, number % 10]
            .map(|digit| digit.to_string())
            .concat()
    };
    let day = moment.date().to_string();
    [&day, " ", &two(moment.hour()), ":", &two(moment.minute())].concat()
}

fn cell(row: &VisitRow, form: &Definition, key: &str) -> String {
    let Some(field) = form.field_or_target(key) else {
        return String::new();
    };
    if let Kind::Computed(kind) = &field.kind {
        let computed = row.visit.computed.iter().find(|one| one.key == key);
        return computed.map_or_else(String::new, |one| format::scaled(one.value, kind.scale));
    }
    match (&field.kind, row.visit.form.get(key)) {
        (_, None) => String::new(),
        (Kind::Number(kind), Some(Value::Number(number))) => format::scaled(*number, kind.scale),
        (Kind::Day | Kind::AnyDay, Some(day)) => day.as_text().unwrap_or_default().to_owned(),
        (Kind::Flag, Some(Value::Flag(false))) => word("否", "no").to_owned(),
        (Kind::Flag, Some(Value::Flag(true))) => record::YES.get().to_owned(),
        (_, Some(value)) => value_in_words(form, field, value).unwrap_or_default(),
    }
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
