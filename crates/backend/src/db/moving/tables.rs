//! The tables of the schema, each after those that it refers to: read from an empty database in
//! memory, since both engines have the same.

use rusqlite::Connection;

use super::MoveError;
use crate::db::migrations;

/// A table with its columns.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub name: String,
    pub columns: Vec<Column>,
}

/// A column in the words of SQLite.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub name: String,
    pub kind: String,
    /// Place in the primary key, from 1; 0 where it is no part of it.
    pub key: i64,
}

impl Table {
    /// The names of all columns, for a statement.
    pub(super) fn columns(&self) -> String {
        let names: Vec<_> = self.columns.iter().map(|one| one.name.as_str()).collect();
        names.join(", ")
    }

    /// Reads all rows along the primary key.
    pub(super) fn select(&self) -> String {
        let mut key: Vec<_> = self.columns.iter().filter(|one| one.key > 0).collect();
        key.sort_by_key(|column| column.key);
        let key: Vec<_> = key.iter().map(|column| column.name.as_str()).collect();
        let (columns, name, key) = (self.columns(), &self.name, key.join(", "));
        format!("SELECT {columns} FROM {name} ORDER BY {key}")
    }
}

/// All tables but the list of the schema's own steps.
pub(super) fn all() -> Result<Vec<Table>, MoveError> {
    let mut model = Connection::open_in_memory()?;
    migrations::apply(&mut model)?;
    let mut waiting = names(&model)?;
    let mut all: Vec<Table> = Vec::new();
    while !waiting.is_empty() {
        let before = waiting.len();
        let mut later = Vec::new();
        for name in waiting {
            let known =
                |parent: &String| *parent == name || all.iter().any(|table| table.name == *parent);
            if parents(&model, &name)?.iter().all(known) {
                let columns = columns(&model, &name)?;
                all.push(Table { name, columns });
            } else {
                later.push(name);
            }
        }
        if later.len() == before {
            // Tables that refer to each other in a circle cannot be filled one after the other.
            return Err(crate::db::DbError::Engine(format!("a circle: {later:?}")).into());
        }
        waiting = later;
    }
    Ok(all)
}

fn names(model: &Connection) -> Result<Vec<String>, rusqlite::Error> {
    let mut statement = model.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'schema_migration'
             AND substr(name, 1, 7) <> 'sqlite_'
         ORDER BY name",
    )?;
    statement.query_map([], |row| row.get(0))?.collect()
}

fn parents(model: &Connection, table: &str) -> Result<Vec<String>, rusqlite::Error> {
    let mut statement = model.prepare("SELECT \"table\" FROM pragma_foreign_key_list(?1)")?;
    statement.query_map([table], |row| row.get(0))?.collect()
}

fn columns(model: &Connection, table: &str) -> Result<Vec<Column>, rusqlite::Error> {
    let mut statement =
        model.prepare("SELECT name, type, pk FROM pragma_table_info(?1) ORDER BY cid")?;
    let columns = statement.query_map([table], |row| {
        Ok(Column {
            name: row.get(0)?,
            kind: row.get(1)?,
            key: row.get(2)?,
        })
    })?;
    columns.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_a_key_and_stands_after_those_it_refers_to() {
        let all = all().unwrap();
        let at = |name: &str| all.iter().position(|table| table.name == name).unwrap();
        assert!(at("staff") < at("team_member") && at("audit") < at("audit_resident"));
        for table in &all {
            assert!(table.columns.iter().any(|one| one.key > 0), "{table:?}");
            for column in &table.columns {
                assert!(["INTEGER", "TEXT", "BLOB"].contains(&column.kind.as_str()));
            }
        }
    }
}
