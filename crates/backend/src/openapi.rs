//! The published description of the API, OpenAPI 3.1, made from the same declarations as the
//! router. A snapshot test shows every change of it in review.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::body::Body;
use axum::http::{HeaderValue, Response, header};
use domain::api::visit_all;
use domain::endpoint::{Endpoint, Gate, Method, Redirect, Visitor};
use domain::problem::{Code, Problem};
use schemars::JsonSchema;
use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value, json};

/// The document, made once.
static DOCUMENT: LazyLock<String> = LazyLock::new(|| format!("{:#}\n", document()));

/// The document as text.
#[must_use]
pub fn text() -> &'static str {
    &DOCUMENT
}

/// Answers the document.
pub(crate) async fn serve() -> Response<Body> {
    let mut response = Response::new(Body::from(text()));
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    response
}

fn document() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut writer = Writer {
        schemas: settings.into_generator(),
        paths: Map::new(),
    };
    visit_all(&mut writer);
    let problem = writer.schemas.subschema_for::<Problem>();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Jiayi",
            "summary": "Health records, contracts, bookings and follow-ups of a district's family doctors.",
            "version": "1",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "paths": writer.paths,
        "components": {
            "schemas": writer.schemas.take_definitions(true),
            "responses": {
                "Problem": {
                    "description": "Not done. `code` says why.",
                    "content": { "application/problem+json": { "schema": problem } },
                },
            },
            "securitySchemes": {
                "session": { "type": "apiKey", "in": "cookie", "name": "__Host-jiayi" },
            },
        },
    })
}

struct Writer {
    schemas: SchemaGenerator,
    paths: Map<String, Value>,
}

impl Visitor for Writer {
    fn visit<E: Endpoint>(&mut self)
    where
        E::Query: JsonSchema,
        E::Body: JsonSchema,
        E::Reply: JsonSchema,
    {
        let mut operation = json!({
            "operationId": E::OPERATION,
            "summary": E::SUMMARY,
            "tags": [area(E::PATH)],
            "responses": self.responses::<E>(),
        });
        let parameters = self.parameters::<E>();
        if !parameters.is_empty() {
            operation["parameters"] = parameters.into();
        }
        if size_of::<E::Body>() > 0 {
            operation["requestBody"] = json!({
                "required": true,
                "content": { "application/json": { "schema": self.schemas.subschema_for::<E::Body>() } },
            });
        }
        if E::GATE != Gate::Open {
            operation["security"] = json!([{ "session": [] }]);
        }
        let path = self.paths.entry(E::PATH).or_insert_with(|| json!({}));
        path[E::METHOD.as_str().to_lowercase()] = operation;
    }
}

impl Writer {
    fn parameters<E: Endpoint>(&mut self) -> Vec<Value>
    where
        E::Query: JsonSchema,
    {
        let mut parameters: Vec<Value> = E::PATH
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split('}').next())
            .map(|name| {
                json!({
                    "name": name, "in": "path", "required": true,
                    "schema": { "type": "string", "format": "uuid" },
                })
            })
            .collect();
        parameters.extend(self.query::<E::Query>());
        if E::METHOD == Method::Post && E::GATE != Gate::Open {
            parameters.push(json!({
                "name": "Idempotency-Key", "in": "header", "required": true,
                "description": "Made once for this request, and sent again with every repetition.",
                "schema": { "type": "string", "minLength": 1, "maxLength": 64 },
            }));
        }
        parameters
    }

    /// One parameter for each field of the query's type.
    fn query<Q: JsonSchema>(&mut self) -> Vec<Value> {
        if size_of::<Q>() == 0 {
            return Vec::new();
        }
        let schema = Q::json_schema(&mut self.schemas).to_value();
        let required = |name: &str| {
            schema["required"]
                .as_array()
                .is_some_and(|all| all.iter().any(|one| one == name))
        };
        let Some(fields) = schema["properties"].as_object() else {
            return Vec::new();
        };
        fields
            .iter()
            .map(|(name, schema)| {
                json!({ "name": name, "in": "query", "required": required(name), "schema": schema })
            })
            .collect()
    }

    fn responses<E: Endpoint>(&mut self) -> Value
    where
        E::Reply: JsonSchema,
    {
        let mut responses = Map::new();
        if E::Reply::schema_name() == Redirect::schema_name() {
            responses.insert(
                "303".to_owned(),
                json!({ "description": "Sent to the address in `Location`." }),
            );
        } else if size_of::<E::Reply>() == 0 {
            responses.insert("204".to_owned(), json!({ "description": "Done." }));
        } else {
            let schema = self.schemas.subschema_for::<E::Reply>();
            responses.insert(
                "200".to_owned(),
                json!({
                    "description": "Done.",
                    "content": { "application/json": { "schema": schema } },
                }),
            );
        }
        let mut problems: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
        for code in codes::<E>() {
            problems
                .entry(code.status())
                .or_default()
                .push(code.as_str());
        }
        for (status, mut codes) in problems {
            codes.sort_unstable();
            codes.dedup();
            responses.insert(
                status.to_string(),
                json!({
                    "$ref": "#/components/responses/Problem",
                    "description": format!("Not done: `{}`.", codes.join("`, `")),
                }),
            );
        }
        responses.insert(
            "default".to_owned(),
            json!({ "$ref": "#/components/responses/Problem" }),
        );
        responses.into()
    }
}

/// Codes of an operation besides those that any may answer, which its default response stands for.
fn codes<E: Endpoint>() -> Vec<Code> {
    let mut codes = E::ERRORS.to_vec();
    if E::GATE != Gate::Open {
        codes.extend([Code::SignInRequired, Code::Forbidden]);
    }
    if E::METHOD == Method::Post && E::GATE != Gate::Open {
        codes.extend([Code::KeyMissing, Code::KeyReused]);
    }
    codes
}

/// `/api/v1/residents/{resident}/home` belongs to `residents`.
fn area(path: &str) -> &str {
    path.split('/').nth(3).unwrap_or("")
}
