//! A value that fits a JSON schema: the least, or with all that may be in it. The schema is the
//! declaration's own, so what is declared tomorrow has its seeds tomorrow.

use serde_json::{Map, Value, json};

/// A text for each form that the domain's own types have: real ones, of nobody.
const PATTERNS: [(&str, &str); 3] = [
    ("^[1-9]\\d{16}[\\dX]$", "11010519491231002X"),
    (
        "^(1[3-9]\\d{9}|0\\d{2,3}-\\d{7,8}(-\\d{1,6})?)$",
        "13812345678",
    ),
    ("^.{1,50}$", "王芳"),
];

const FORMATS: [(&str, &str); 4] = [
    ("uuid", "0198f0c0-0000-7000-8000-000000000001"),
    ("date", "2026-11-24"),
    ("date-time", "2026-11-24T02:00:00Z"),
    ("partial-time", "08:30:00"),
];

/// Deeper than any type of ours nests.
const DEEPEST: usize = 12;

/// How to choose where there is a choice.
#[derive(Clone, Copy)]
pub struct Choice<'a> {
    /// Whether what may be absent is there.
    pub whole: bool,
    /// Which of several forms or words.
    pub turn: usize,
    /// Identifiers that are there, by the name of the field.
    pub known: &'a dyn Fn(&str) -> Option<String>,
}

/// A value of this schema.
pub fn sample(schema: &Value, choice: Choice<'_>) -> Value {
    let maker = Maker {
        definitions: &schema["$defs"],
        choice,
    };
    maker.value(schema, "", 0)
}

struct Maker<'a> {
    definitions: &'a Value,
    choice: Choice<'a>,
}

impl Maker<'_> {
    fn value(&self, schema: &Value, name: &str, depth: usize) -> Value {
        if let Some(path) = schema["$ref"].as_str() {
            let of = path.trim_start_matches("#/$defs/");
            return self.value(&self.definitions[of], name, depth + 1);
        }
        for forms in ["oneOf", "anyOf"] {
            if let Some(forms) = schema[forms].as_array() {
                return self.value(self.one_of(forms, depth), name, depth + 1);
            }
        }
        if let Some(word) = schema.get("const") {
            return word.clone();
        }
        if let Some(words) = schema["enum"].as_array() {
            return words[self.choice.turn % words.len()].clone();
        }
        match kind(&schema["type"]) {
            "object" => self.object(schema, depth),
            "array" => self.array(schema, name, depth),
            "string" => self.text(schema, name).into(),
            "integer" => self.number(schema),
            "number" => json!(1.5),
            "boolean" => json!(self.choice.turn.is_multiple_of(2)),
            _ => Value::Null,
        }
    }

    /// What is not there ends what would go on for ever.
    fn one_of<'s>(&self, forms: &'s [Value], depth: usize) -> &'s Value {
        let nothing = |form: &&Value| form["type"] == "null";
        let none = forms.iter().find(nothing);
        match none {
            Some(none) if !self.choice.whole || depth > DEEPEST => none,
            _ => {
                let forms = forms.iter().filter(|form| !nothing(form));
                // What holds another type may hold itself; deep down only what holds none ends.
                let ends = |form: &&Value| depth <= DEEPEST || !form.to_string().contains("$ref");
                let some: Vec<&Value> = forms.clone().filter(ends).collect();
                let some = if some.is_empty() {
                    forms.collect()
                } else {
                    some
                };
                some[self.choice.turn % some.len()]
            }
        }
    }

    fn object(&self, schema: &Value, depth: usize) -> Value {
        let needed = schema["required"].as_array();
        let mut object = Map::new();
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            let needed = needed.is_some_and(|all| all.iter().any(|one| one == name));
            if needed || (self.choice.whole && depth <= DEEPEST) {
                object.insert(name.clone(), self.value(field, name, depth + 1));
            }
        }
        object.into()
    }

    fn array(&self, schema: &Value, name: &str, depth: usize) -> Value {
        if let Some(each) = schema["prefixItems"].as_array() {
            let each = each.iter().map(|item| self.value(item, name, depth + 1));
            return each.collect();
        }
        let least = schema["minItems"].as_u64().unwrap_or(0);
        let many = if self.choice.whole && depth <= DEEPEST {
            least.max(1)
        } else {
            least
        };
        match &schema["items"] {
            items @ Value::Object(_) => {
                let each = (0..many).map(|_| self.value(items, name, depth + 1));
                each.collect()
            }
            _ => json!([]),
        }
    }

    fn text(&self, schema: &Value, name: &str) -> String {
        if let Some(known) = (self.choice.known)(name) {
            return known;
        }
        let one = |of: &str, known: &[(&str, &str)]| {
            let said = schema[of].as_str()?;
            let found = known.iter().find(|(one, _)| *one == said);
            let (_, text) = found.unwrap_or_else(|| panic!("no sample of the {of} {said}"));
            Some((*text).to_owned())
        };
        one("format", &FORMATS)
            .or_else(|| one("pattern", &PATTERNS))
            .unwrap_or_else(|| "血压平稳".to_owned())
    }

    fn number(&self, schema: &Value) -> Value {
        let least = schema["minimum"].as_i64().unwrap_or(0);
        json!(least + 1)
    }
}

/// The type, where there may be none the other one.
fn kind(said: &Value) -> &str {
    let of = |value: &Value| value.as_str().filter(|kind| *kind != "null").is_some();
    match said {
        Value::Array(kinds) => kinds.iter().find(|kind| of(kind)).and_then(Value::as_str),
        one => one.as_str(),
    }
    .unwrap_or_default()
}
