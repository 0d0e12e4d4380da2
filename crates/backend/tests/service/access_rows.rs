//! Every declared endpoint is served, and has its row of expected outcomes, written by hand.

use std::collections::BTreeSet;

use backend::http::Api;
use backend::resources;
use domain::api::visit_all;
use domain::endpoint::{Endpoint, Visitor};
use schemars::JsonSchema;

#[derive(Default)]
struct Operations(BTreeSet<&'static str>);

impl Visitor for Operations {
    fn visit<E: Endpoint>(&mut self)
    where
        E::Query: JsonSchema,
        E::Body: JsonSchema,
        E::Reply: JsonSchema,
    {
        assert!(
            self.0.insert(E::OPERATION),
            "{} is declared twice",
            E::OPERATION
        );
    }
}

fn declared() -> BTreeSet<&'static str> {
    let mut operations = Operations::default();
    visit_all(&mut operations);
    operations.0
}

#[test]
fn every_declared_endpoint_is_served() {
    let mut api = Api::default();
    resources::register(&mut api);
    assert_eq!(api.operations(), &declared());
}

#[test]
fn every_endpoint_has_a_row_of_expected_outcomes() {
    let table = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/access.csv"
    ))
    .unwrap();
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let width = rows.headers().unwrap().len();
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    for row in &rows {
        assert_eq!(row.len(), width);
        assert!(row.iter().all(|cell| !cell.is_empty()), "{row:?}");
    }
    let named: BTreeSet<&str> = rows.iter().map(|row| &row[0]).collect();
    assert_eq!(named.len(), rows.len(), "an operation has two rows");
    assert_eq!(named, declared());
}
