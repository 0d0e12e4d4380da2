//! Every endpoint, by its own declaration: what it reads, and how what it answers is read.

use std::sync::LazyLock;

use domain::api::visit_all;
use domain::endpoint::{Endpoint, Gate, Method, PathValues, Visitor};
use schemars::{JsonSchema, schema_for};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// An endpoint.
pub struct Declared {
    pub operation: &'static str,
    pub method: Method,
    pub path: &'static str,
    pub gate: Gate,
    pub body: Option<Part>,
    pub query: Option<Part>,
    /// What it answers, which a client reads from whoever serves the document.
    pub reply: Option<Part>,
    /// Reads the values of its path, and says how they are written.
    pub values: fn(&[&str]) -> Option<Vec<String>>,
}

/// Something that an endpoint reads or answers.
pub struct Part {
    /// Its schema.
    pub schema: Value,
    /// Reads its text and writes what was read; `None` where it is none.
    pub read: fn(&[u8]) -> Option<Vec<u8>>,
    /// Writes a value of its schema, where it is one.
    pub write: fn(&Value) -> Option<Vec<u8>>,
}

/// All of them.
pub static ALL: LazyLock<Vec<Declared>> = LazyLock::new(|| {
    let mut all = All(Vec::new());
    visit_all(&mut all);
    all.0
});

struct All(Vec<Declared>);

impl Visitor for All {
    fn visit<E: Endpoint>(&mut self)
    where
        E::Query: JsonSchema,
        E::Body: JsonSchema,
        E::Reply: JsonSchema,
    {
        self.0.push(Declared {
            operation: E::OPERATION,
            method: E::METHOD,
            path: E::PATH,
            gate: E::GATE,
            body: part::<E::Body>(read_json::<E::Body>, write_json::<E::Body>),
            query: part::<E::Query>(read_query::<E::Query>, write_query::<E::Query>),
            reply: part::<E::Reply>(read_json::<E::Reply>, write_json::<E::Reply>),
            values: |values| E::Path::parse(values).map(|path| path.values()),
        });
    }
}

/// `None` where nothing is read: `()`.
fn part<T: JsonSchema>(
    read: fn(&[u8]) -> Option<Vec<u8>>,
    write: fn(&Value) -> Option<Vec<u8>>,
) -> Option<Part> {
    (size_of::<T>() > 0).then(|| Part {
        schema: schema_for!(T).to_value(),
        read,
        write,
    })
}

fn read_json<T: DeserializeOwned + Serialize>(text: &[u8]) -> Option<Vec<u8>> {
    let read: T = serde_json::from_slice(text).ok()?;
    Some(serde_json::to_vec(&read).unwrap())
}

fn write_json<T: DeserializeOwned + Serialize>(value: &Value) -> Option<Vec<u8>> {
    read_json::<T>(value.to_string().as_bytes())
}

fn read_query<T: DeserializeOwned + Serialize>(text: &[u8]) -> Option<Vec<u8>> {
    let read: T = serde_urlencoded::from_bytes(text).ok()?;
    Some(serde_urlencoded::to_string(&read).unwrap().into_bytes())
}

fn write_query<T: DeserializeOwned + Serialize>(value: &Value) -> Option<Vec<u8>> {
    let read: T = serde_json::from_value(value.clone()).ok()?;
    Some(serde_urlencoded::to_string(&read).unwrap().into_bytes())
}

/// The endpoint of this method and path, where there is one.
pub fn of(method: &str, path: &str) -> Option<&'static Declared> {
    ALL.iter()
        .filter(|declared| declared.method.as_str() == method && fits(declared.path, path))
        // `/grants/mine` is not the grant of the name `mine`.
        .min_by_key(|declared| declared.path.matches('{').count())
}

fn fits(template: &str, path: &str) -> bool {
    let (mut parts, mut of) = (path.split('/'), template.split('/'));
    loop {
        match (parts.next(), of.next()) {
            (None, None) => return true,
            (Some(part), Some(of)) if part == of => {}
            (Some(part), Some(of)) if of.starts_with('{') && !part.is_empty() => {}
            _ => return false,
        }
    }
}

/// Names of the values in a path template.
pub fn names(template: &str) -> impl Iterator<Item = &str> {
    template
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split('}').next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{Choice, sample};

    #[test]
    fn a_path_finds_its_own_endpoint() {
        let found = |path: &str| of("GET", path).map(|declared| declared.operation);
        assert_eq!(found("/api/v1/grants/mine"), Some("list_my_grants"));
        assert_eq!(found("/api/v1/residents/x/record"), Some("get_record"));
        assert_eq!(found("/api/v1/residents//record"), None);
        assert_eq!(found("/api/v1/residents/x/record/"), None);
    }

    #[test]
    fn a_sample_of_each_declaration_is_read() {
        let mut read = 0;
        for declared in ALL.iter() {
            let parts = [&declared.body, &declared.query, &declared.reply];
            for part in parts.into_iter().flatten() {
                for (whole, turn) in [(false, 0), (true, 0), (true, 1), (true, 2)] {
                    let choice = Choice {
                        whole,
                        turn,
                        known: &|_| None,
                    };
                    let value = sample(&part.schema, choice);
                    assert!(
                        (part.write)(&value).is_some(),
                        "{}: {value}",
                        declared.operation
                    );
                    read += 1;
                }
            }
        }
        assert!(read > 100, "{read}");
    }
}
