//! Every statement of the source on the engine of this run: it is understood, and it reads along an
//! index, so that what a request costs does not grow with the district.

#[path = "../common/mod.rs"]
mod common;
mod source;

use std::sync::Arc;

use backend::db::{Store, Tx};
use backend::demo::{self, Options, SEED};
use postgres::{Client, NoTls};

use crate::common::Home;
use crate::source::{Statement, statements};

/// Tables that may be read whole within a district, and why that stays cheap.
const SMALL: &[(&str, &str)] = &[
    ("district", "one row"),
    ("institution", "a few in a district"),
    ("team", "some tens in a district"),
    ("team_member", "a few for each team"),
    ("team_village", "some hundreds in a district"),
    ("staff", "some hundreds in a district"),
    ("staff_village", "a few for each village doctor"),
    ("staff_site", "a few in a district"),
    ("staff_policy", "one row"),
    ("team_cover", "some hundreds a year"),
    ("upper_team", "a row for each institution"),
    ("package", "some tens in a district"),
    ("package_item", "a few for each package"),
    ("audit_unsealed", "what a second leaves, until it is sealed"),
];

/// Statements that read a whole table on purpose, by file or by file and table, and why.
const WHOLE: &[(&str, &str)] = &[
    ("import/", "a command that reads the register once"),
    ("enrol/", "the register, read once by a command"),
    ("demo/", "a command that makes a district"),
    (
        "audit/seal.rs audit_seal",
        "the newest row, found at the end of the key",
    ),
    (
        "resources/follow_up_plans.rs follow_up_plan",
        "counted once after a load of many",
    ),
    (
        "resources/follow_up_plans.rs follow_up_count",
        "counted once after a load of many",
    ),
    (
        "jobs/measuring.rs measure_reminder",
        "which minutes somebody chose, once a day, from the index by minute",
    ),
    ("audit/verify.rs", "a command that walks the whole trail"),
];

fn may_read_whole(statement: &Statement, table: &str) -> bool {
    SMALL.iter().any(|(small, _)| *small == table)
        || WHOLE.iter().any(|(known, _)| match known.split_once(' ') {
            Some((file, whole)) => statement.at.starts_with(file) && whole == table,
            None => statement.at.starts_with(known),
        })
}

#[test]
fn the_source_has_statements() {
    let found = statements();
    assert!(found.len() > 100, "{} found", found.len());
    let concatenated = |one: &Statement| one.at.starts_with("resources/due_list.rs");
    assert!(found.iter().any(concatenated));
}

#[test]
fn every_statement_is_understood() {
    let home = Home::with_schema();
    let store = home.open();
    let mut refused = Vec::new();
    for statement in statements() {
        let outcome = match home.url() {
            None => sqlite_rows(&store, format!("EXPLAIN {}", statement.sql)).map(drop),
            Some(url) => postgres_prepares(&url, statement.sql),
        };
        if let Err(error) = outcome {
            refused.push(format!("{}: {error}\n{}", statement.at, statement.sql));
        }
    }
    assert!(refused.is_empty(), "{}", refused.join("\n\n"));
}

fn postgres_prepares(url: &str, sql: &str) -> Result<(), String> {
    let mut client = Client::connect(url, NoTls).unwrap();
    client.prepare(sql).map(drop).map_err(|error| {
        error
            .as_db_error()
            .map_or_else(|| error.to_string(), ToString::to_string)
    })
}

fn sqlite_rows(store: &Store, sql: String) -> Result<Vec<String>, String> {
    let sql: &'static str = sql.leak();
    let read = |tx: &mut dyn Tx| {
        let rows = tx.rows(sql, &[])?;
        Ok(rows
            .iter()
            .map(|row| row.get("detail").unwrap_or_default())
            .collect())
    };
    store.read_here(read).map_err(|error| error.to_string())
}

#[test]
fn every_statement_reads_along_an_index() {
    let home = Home::new();
    let store = home.open();
    let options = Options {
        residents: Some(300),
        now: common::NOW.parse().unwrap(),
        seed: SEED,
    };
    demo::create(&store, &Arc::new(home.new_keys()), options, |_| {}).unwrap();
    let mut whole = Vec::new();
    let mut planner = home.url().map(|url| Planner::new(&url));
    for statement in statements() {
        let steps = match &mut planner {
            None => sqlite_steps(&store, &statement),
            Some(planner) => planner.steps(&statement),
        };
        for (table, step) in steps {
            if !may_read_whole(&statement, &table) {
                whole.push(format!("{}: {step}\n{}", statement.at, statement.sql));
            }
        }
    }
    assert!(whole.is_empty(), "{}", whole.join("\n\n"));
}

/// The steps that read more of a table than a key leads to: all of it, or all of the district's.
fn sqlite_steps(store: &Store, statement: &Statement) -> Vec<(String, String)> {
    let plan = sqlite_rows(store, format!("EXPLAIN QUERY PLAN {}", statement.sql)).unwrap();
    let names = names(statement.sql);
    let rare = partial_indexes(store);
    plan.into_iter()
        .filter_map(|step| {
            let (how, rest) = step.split_once(' ')?;
            let alias = rest.split(' ').next()?;
            let table = names.iter().find(|(name, _)| name == alias)?.1.clone();
            let few = rare.iter().any(|index| step.contains(index.as_str()));
            let whole = how == "SCAN" || (step.ends_with("(district_id=?)") && !few);
            whole.then_some((table, step))
        })
        .collect()
}

/// Indexes over few rows of their table: the whole of one may be read.
fn partial_indexes(store: &Store) -> Vec<String> {
    let sql = "SELECT name AS detail FROM sqlite_schema
        WHERE type = 'index' AND sql LIKE '%) WHERE %'";
    sqlite_rows(store, sql.to_owned()).unwrap()
}

/// The tables of a statement by the names that it gives them.
fn names(sql: &str) -> Vec<(String, String)> {
    let words: Vec<&str> = sql
        .split(|c: char| c.is_whitespace() || "(),".contains(c))
        .filter(|word| !word.is_empty())
        .collect();
    let mut names = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if !matches!(*word, "FROM" | "JOIN" | "INTO" | "UPDATE") {
            continue;
        }
        let Some(table) = words.get(at + 1) else {
            continue;
        };
        names.push(((*table).to_owned(), (*table).to_owned()));
        let alias = match words.get(at + 2) {
            Some(&"AS") => words.get(at + 3),
            other => other,
        };
        if let Some(alias) = alias {
            names.push(((*alias).to_owned(), (*table).to_owned()));
        }
    }
    names
}

/// Asks PostgreSQL for plans that hold for any values.
struct Planner {
    client: Client,
    number: u32,
}

impl Planner {
    fn new(url: &str) -> Self {
        let mut client = Client::connect(url, NoTls).unwrap();
        // A table of a test is small enough to be read whole; an index that can be used is.
        client
            .batch_execute(
                "ANALYZE; SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan",
            )
            .unwrap();
        Self { client, number: 0 }
    }

    fn steps(&mut self, statement: &Statement) -> Vec<(String, String)> {
        let parameters = self.client.prepare(statement.sql).unwrap().params().len();
        self.number += 1;
        let name = format!("asked_{}", self.number);
        let nulls = vec!["NULL"; parameters].join(", ");
        let given = if parameters == 0 {
            String::new()
        } else {
            format!("({nulls})")
        };
        let prepare = format!("PREPARE {name} AS {}", statement.sql);
        self.client.batch_execute(&prepare).unwrap();
        let explain = format!("EXPLAIN (COSTS off) EXECUTE {name}{given}");
        let plan = self.client.query(&explain, &[]).unwrap();
        plan.iter()
            .map(|row| row.get::<_, String>(0))
            .filter_map(|step| {
                let (_, table) = step.split_once("Seq Scan on ")?;
                let table = table.split(' ').next()?.to_owned();
                Some((table, step))
            })
            .collect()
    }
}
