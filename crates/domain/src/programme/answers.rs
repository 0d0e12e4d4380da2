//! What was answered at a visit: key of the field → value. As JSON an object, for instance
//! `{"visit_date":"2026-11-23","sbp":138,"symptoms":["none"]}`; numbers are whole, in the scale of
//! their field (65.0 kg in tenths is 650), codes are words, days are `2026-11-23`.

use std::fmt;

use chrono::NaiveDate;
use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::api::records::Drug;
use crate::time::parse_date;

/// One answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A whole number in the scale of its field.
    Number(i32),
    /// A text, a code or a day.
    Text(String),
    /// Yes or no.
    Flag(bool),
    /// Several codes, or several drugs.
    List(Vec<Value>),
    /// A drug, or what was carried over from which day.
    Map(Answers),
}

/// All answers of a visit, in the order of their keys; what is not answered is not among them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers(Vec<(String, Value)>);

impl Answers {
    /// The answer under this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        let at = self.place(key).ok()?;
        self.0.get(at).map(|(_, value)| value)
    }

    /// Answers anew, or takes the answer away.
    pub fn set(&mut self, key: &str, value: Option<Value>) {
        match (self.place(key), value) {
            (Ok(at), Some(value)) => {
                if let Some((_, old)) = self.0.get_mut(at) {
                    *old = value;
                }
            }
            (Ok(at), None) => drop(self.0.remove(at)),
            (Err(at), Some(value)) => self.0.insert(at, (key.to_owned(), value)),
            (Err(_), None) => {}
        }
    }

    /// The same with one more answer.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.set(key, Some(value.into()));
        self
    }

    /// Keys and answers.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// The number under this key.
    #[must_use]
    pub fn number(&self, key: &str) -> Option<i32> {
        match self.get(key)? {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The text, code or day under this key.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The day under this key.
    #[must_use]
    pub fn day(&self, key: &str) -> Option<NaiveDate> {
        parse_date(self.text(key)?)
    }

    /// Whether the answer under this key is yes.
    #[must_use]
    pub fn yes(&self, key: &str) -> bool {
        self.get(key) == Some(&Value::Flag(true))
    }

    /// The codes under this key: those that are ticked, or the one that is chosen.
    pub fn codes(&self, key: &str) -> impl Iterator<Item = &str> {
        let values = match self.get(key) {
            Some(Value::List(values)) => values.as_slice(),
            Some(one) => std::slice::from_ref(one),
            None => &[],
        };
        values.iter().filter_map(Value::as_text)
    }

    /// Whether something stands under this key, and not only blanks.
    #[must_use]
    pub fn filled(&self, key: &str) -> bool {
        match self.get(key) {
            None => false,
            Some(Value::Text(text)) => !text.trim().is_empty(),
            Some(Value::List(values)) => !values.is_empty(),
            Some(Value::Number(_) | Value::Flag(_) | Value::Map(_)) => true,
        }
    }

    /// The drugs under this key; an entry that is none is left out.
    #[must_use]
    pub fn drugs(&self, key: &str) -> Vec<Drug> {
        let Some(Value::List(values)) = self.get(key) else {
            return Vec::new();
        };
        values.iter().filter_map(Value::as_drug).collect()
    }

    fn place(&self, key: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(name, _)| name.as_str().cmp(key))
    }
}

impl Value {
    /// The text, code or day.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The drug.
    #[must_use]
    pub fn as_drug(&self) -> Option<Drug> {
        let Value::Map(drug) = self else {
            return None;
        };
        Some(Drug {
            name: drug.text("name")?.to_owned(),
            times_a_day: u8::try_from(drug.number("times_a_day")?).ok()?,
            dose: drug.text("dose")?.to_owned(),
        })
    }
}

impl From<i32> for Value {
    fn from(number: i32) -> Self {
        Value::Number(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Value::Flag(flag)
    }
}

impl From<NaiveDate> for Value {
    fn from(day: NaiveDate) -> Self {
        Value::Text(day.to_string())
    }
}

impl From<Drug> for Value {
    fn from(drug: Drug) -> Self {
        let drug = Answers::default()
            .with("name", drug.name)
            .with("times_a_day", i32::from(drug.times_a_day))
            .with("dose", drug.dose);
        Value::Map(drug)
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(values: Vec<T>) -> Self {
        Value::List(values.into_iter().map(Into::into).collect())
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Number(number) => serializer.serialize_i32(*number),
            Value::Text(text) => serializer.serialize_str(text),
            Value::Flag(flag) => serializer.serialize_bool(*flag),
            Value::List(values) => values.serialize(serializer),
            Value::Map(answers) => answers.serialize(serializer),
        }
    }
}

impl Serialize for Answers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

impl<'de> Deserialize<'de> for Answers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.deserialize_map(AnyValue)? {
            Value::Map(answers) => Ok(answers),
            _ => Err(de::Error::custom("expected an object")),
        }
    }
}

/// Reads whatever an answer can be.
struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number, a text, a truth value, or several of them")
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Value, E> {
        let number = i32::try_from(number).map_err(|_| E::custom("the number is too large"))?;
        Ok(Value::Number(number))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Value, E> {
        let number = i32::try_from(number).map_err(|_| E::custom("the number is too large"))?;
        Ok(Value::Number(number))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_bool<E: de::Error>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Flag(flag))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = elements.next_element()? {
            values.push(value);
        }
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut answers = Answers::default();
        while let Some(key) = members.next_key::<String>()? {
            // Null is no answer.
            let value: Option<Value> = members.next_value()?;
            answers.set(&key, value);
        }
        Ok(Value::Map(answers))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Value {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Answer".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let answer = generator.subschema_for::<Value>();
        let answers = generator.subschema_for::<Answers>();
        schemars::json_schema!({
            "description": "A whole number in the scale of its field, a text, a code, a day, yes or no, several codes, or drugs.",
            "anyOf": [
                { "type": "integer", "format": "int32" },
                { "type": "string" },
                { "type": "boolean" },
                { "type": "array", "items": answer },
                answers,
            ]
        })
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Answers {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Answers".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let answer = generator.subschema_for::<Value>();
        schemars::json_schema!({
            "description": "What was answered, by the keys of the programme's fields.",
            "type": "object",
            "additionalProperties": answer,
        })
    }
}
