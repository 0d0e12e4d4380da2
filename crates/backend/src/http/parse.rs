//! From text to the types of an endpoint. A wrong value is answered with the name of its field and
//! a stable word, so that the client can put the cursor there; text that is no JSON at all is
//! `malformed`.

use domain::endpoint::PathValues;
use domain::problem::{Code, FieldError, Problem};
use serde::de::DeserializeOwned;

/// Reads the values of the path.
pub(super) fn path<P: PathValues>(values: &[String]) -> Result<P, Problem> {
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    P::parse(&values)
        .ok_or_else(|| Problem::new(Code::Malformed).detail("a value in the path is no identifier"))
}

/// Reads the query of a GET.
pub(super) fn query<Q: DeserializeOwned>(text: &str) -> Result<Q, Problem> {
    if let Some((name, _)) = form_pairs(text).find(|(_, value)| value.contains('\0')) {
        return Err(invalid(&name, "a text with a NUL"));
    }
    let pairs = serde_urlencoded::Deserializer::new(form_pairs(text));
    serde_path_to_error::deserialize(pairs)
        .map_err(|error| invalid(&error.path().to_string(), &error.inner().to_string()))
}

/// Reads the body of a POST. Where none is expected, none, `null` and `{}` are the same.
pub(super) fn body<B: DeserializeOwned>(bytes: &[u8]) -> Result<B, Problem> {
    let bytes = bytes.trim_ascii();
    let nothing_expected = size_of::<B>() == 0;
    let bytes = if bytes.is_empty() || (nothing_expected && bytes == b"{}") {
        b"null"
    } else {
        bytes
    };
    if escapes_nul(bytes) {
        return Err(Problem::new(Code::Malformed).detail("a text holds a NUL"));
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let at = error.path().to_string();
        let inner = error.into_inner();
        match inner.classify() {
            serde_json::error::Category::Data => invalid(&at, &inner.to_string()),
            _ => Problem::new(Code::Malformed).detail("the body is not JSON"),
        }
    })?;
    json.end()
        .map_err(|_| Problem::new(Code::Malformed).detail("there is more than one value"))?;
    Ok(value)
}

/// Whether a string of this JSON holds a NUL, which one of the two engines keeps in no text. It is
/// always escaped, and a backslash stands nowhere but in strings.
fn escapes_nul(json: &[u8]) -> bool {
    let mut rest = json;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        let escaped = rest.get(at + 1..).unwrap_or_default();
        if escaped.starts_with(b"u0000") {
            return true;
        }
        // Behind what is escaped: a backslash, most often.
        rest = escaped.get(1..).unwrap_or_default();
    }
    false
}

fn form_pairs(text: &str) -> form_urlencoded::Parse<'_> {
    form_urlencoded::parse(text.as_bytes())
}

/// One refused field. serde says in words what was wrong; the words that it has used for years
/// are turned into stable ones, and its message itself, which may hold the value, stays here.
fn invalid(path: &str, message: &str) -> Problem {
    let path = if path == "." { "" } else { path };
    let named = |prefix: &str| {
        message
            .split_once(prefix)
            .and_then(|(_, rest)| rest.split('`').next())
            .map(|name| {
                if path.is_empty() {
                    name.to_owned()
                } else {
                    format!("{path}.{name}")
                }
            })
    };
    let (field, reason) = if let Some(field) = named("missing field `") {
        (field, "required")
    } else if message.starts_with("unknown field") {
        (path.to_owned(), "unknown_field")
    } else if message.starts_with("unknown variant") {
        (path.to_owned(), "unknown_value")
    } else if message.starts_with("invalid type") {
        (path.to_owned(), "wrong_type")
    } else {
        (path.to_owned(), "unreadable")
    };
    Problem::invalid(vec![FieldError::new(&field, reason)])
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Inner {
        sbp: u16,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Side {
        Left,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Outer {
        bp: Inner,
        side: Option<Side>,
    }

    fn refused(json: &str) -> (Code, String, String) {
        let problem = body::<Outer>(json.as_bytes()).unwrap_err();
        let first = problem
            .errors
            .first()
            .cloned()
            .unwrap_or(FieldError::new("", ""));
        (problem.code, first.field, first.reason)
    }

    #[test]
    fn a_refused_body_names_the_field_and_a_stable_reason() {
        let cases = [
            (r#"{}"#, Code::Invalid, "bp", "required"),
            (r#"{"bp":{}}"#, Code::Invalid, "bp.sbp", "required"),
            (
                r#"{"bp":{"sbp":"x"}}"#,
                Code::Invalid,
                "bp.sbp",
                "wrong_type",
            ),
            (
                r#"{"bp":{"sbp":70000}}"#,
                Code::Invalid,
                "bp.sbp",
                "unreadable",
            ),
            (
                r#"{"bp":{"sbp":1},"side":"up"}"#,
                Code::Invalid,
                "side",
                "unknown_value",
            ),
            (r#"{"bp":"#, Code::Malformed, "", ""),
            (r#"{"bp":{"sbp":1}} {}"#, Code::Malformed, "", ""),
        ];
        for (json, code, field, reason) in cases {
            assert_eq!(
                refused(json),
                (code, field.to_owned(), reason.to_owned()),
                "{json}"
            );
        }
    }

    #[test]
    fn a_text_with_a_nul_is_refused_and_one_that_speaks_of_it_is_not() {
        for nul in [r#""\u0000""#, r#""a\\\u0000""#, r#"["a","b\u0000c"]"#] {
            let problem = body::<serde_json::Value>(nul.as_bytes()).unwrap_err();
            assert_eq!(problem.code, Code::Malformed, "{nul}");
        }
        for text in [
            r#""\\u0000""#,
            r#""\u0001""#,
            r#""u0000""#,
            r#""\\\\u0000""#,
        ] {
            assert!(body::<String>(text.as_bytes()).is_ok(), "{text}");
        }
        #[derive(Debug, Deserialize)]
        struct Query {
            q: String,
        }
        let refused = query::<Query>("q=a%00b").unwrap_err();
        assert_eq!(
            (refused.code, refused.errors[0].field.as_str()),
            (Code::Invalid, "q")
        );
        assert_eq!(query::<Query>("q=a%2500b").unwrap().q, "a%00b");
    }

    #[test]
    fn no_body_is_read_where_none_is_expected() {
        for empty in ["", "null", "{}", " "] {
            assert_eq!(body::<()>(empty.as_bytes()), Ok(()), "{empty:?}");
        }
        assert!(body::<()>(b"{\"a\":1}").is_err());
    }

    #[test]
    fn a_query_is_read_by_name() {
        #[derive(Debug, Default, PartialEq, Deserialize)]
        struct Query {
            page: Option<u8>,
            name: Option<String>,
        }
        assert_eq!(query::<Query>(""), Ok(Query::default()));
        let found = query::<Query>("name=%E5%BC%A0&page=3").unwrap();
        assert_eq!(
            found,
            Query {
                page: Some(3),
                name: Some("张".to_owned())
            }
        );
        assert_eq!(
            query::<Query>("page=x").unwrap_err().errors[0].field,
            "page"
        );
        assert_eq!(query::<()>(""), Ok(()));
    }
}
