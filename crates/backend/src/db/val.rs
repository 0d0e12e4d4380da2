//! Values in and out of statements: four kinds that both engines have, and the conversions from
//! and to the types of the domain. Anything unreadable is an error with the column's name, never
//! a default.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::de::value::StrDeserializer;

use super::DbError;

/// A value as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Val {
    /// SQL `NULL`.
    Null,
    /// Integers, booleans (0 and 1), instants (epoch milliseconds), money (fen).
    Int(i64),
    /// Text and dates (`2026-11-24`).
    Text(String),
    /// Identifiers (16 bytes), sealed fields, blind indexes.
    Blob(Vec<u8>),
}

/// One row of an answer.
#[derive(Clone, Debug)]
pub struct Row {
    columns: Arc<[String]>,
    values: Vec<Val>,
}

impl Row {
    pub(super) fn new(columns: Arc<[String]>, values: Vec<Val>) -> Self {
        Self { columns, values }
    }

    /// The first value, whatever its column is called: a count that nobody named.
    pub fn first<T: FromVal>(&self) -> Result<T, DbError> {
        let column = self.columns.first().map_or("", String::as_str);
        self.get(column)
    }

    /// The value of a column, by its name in the statement.
    pub fn get<T: FromVal>(&self, column: &str) -> Result<T, DbError> {
        self.columns
            .iter()
            .position(|name| name == column)
            .and_then(|at| self.values.get(at))
            .and_then(T::from_val)
            .ok_or_else(|| DbError::Column {
                column: column.to_owned(),
                wanted: T::WANTED,
            })
    }
}

impl Row {
    /// An enum stored as the word of its JSON.
    pub fn word<T: DeserializeOwned>(&self, column: &str) -> Result<T, DbError> {
        let text: String = self.get(column)?;
        T::deserialize(StrDeserializer::<serde::de::value::Error>::new(&text)).map_err(|_| {
            DbError::Column {
                column: column.to_owned(),
                wanted: "a word of its list",
            }
        })
    }

    /// A value stored as JSON text.
    pub fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T, DbError> {
        let text: String = self.get(column)?;
        serde_json::from_str(&text).map_err(|_| DbError::Column {
            column: column.to_owned(),
            wanted: "JSON",
        })
    }
}

impl Val {
    /// An enum as the word of its JSON, where it is stored as such.
    pub fn word<T: Serialize>(value: &T) -> Result<Self, DbError> {
        match serde_json::to_value(value) {
            Ok(serde_json::Value::String(word)) => Ok(Val::Text(word)),
            _ => Err(DbError::Column {
                column: "parameter".to_owned(),
                wanted: "a word",
            }),
        }
    }

    /// A value as JSON text.
    pub fn json<T: Serialize>(value: &T) -> Result<Self, DbError> {
        serde_json::to_string(value)
            .map(Val::Text)
            .map_err(|_| DbError::Column {
                column: "parameter".to_owned(),
                wanted: "JSON",
            })
    }
}

/// A type that can be read from a stored value.
pub trait FromVal: Sized {
    /// What the column should hold, for the error message.
    const WANTED: &'static str;
    /// The value, or `None` where the stored one is something else.
    fn from_val(val: &Val) -> Option<Self>;
}

impl<T: FromVal> FromVal for Option<T> {
    const WANTED: &'static str = T::WANTED;
    fn from_val(val: &Val) -> Option<Self> {
        match val {
            Val::Null => Some(None),
            other => T::from_val(other).map(Some),
        }
    }
}

impl FromVal for Val {
    const WANTED: &'static str = "anything";
    fn from_val(val: &Val) -> Option<Self> {
        Some(val.clone())
    }
}

impl FromVal for String {
    const WANTED: &'static str = "text";
    fn from_val(val: &Val) -> Option<Self> {
        match val {
            Val::Text(text) => Some(text.clone()),
            _ => None,
        }
    }
}

impl FromVal for Vec<u8> {
    const WANTED: &'static str = "bytes";
    fn from_val(val: &Val) -> Option<Self> {
        match val {
            Val::Blob(bytes) => Some(bytes.clone()),
            _ => None,
        }
    }
}

impl FromVal for bool {
    const WANTED: &'static str = "0 or 1";
    fn from_val(val: &Val) -> Option<Self> {
        match val {
            Val::Int(0) => Some(false),
            Val::Int(1) => Some(true),
            _ => None,
        }
    }
}

impl FromVal for NaiveDate {
    const WANTED: &'static str = "a date";
    fn from_val(val: &Val) -> Option<Self> {
        match val {
            Val::Text(text) => text.parse().ok(),
            _ => None,
        }
    }
}

impl FromVal for DateTime<Utc> {
    const WANTED: &'static str = "an instant in milliseconds";
    fn from_val(val: &Val) -> Option<Self> {
        match val {
            Val::Int(ms) => DateTime::from_timestamp_millis(*ms),
            _ => None,
        }
    }
}

impl FromVal for ids::Uuid {
    const WANTED: &'static str = "an identifier of 16 bytes";
    fn from_val(val: &Val) -> Option<Self> {
        match val {
            Val::Blob(bytes) => <[u8; 16]>::try_from(bytes.as_slice()).ok().map(Into::into),
            _ => None,
        }
    }
}

impl From<&str> for Val {
    fn from(text: &str) -> Self {
        Val::Text(text.to_owned())
    }
}

impl From<String> for Val {
    fn from(text: String) -> Self {
        Val::Text(text)
    }
}

impl From<&String> for Val {
    fn from(text: &String) -> Self {
        Val::Text(text.clone())
    }
}

impl From<Vec<u8>> for Val {
    fn from(bytes: Vec<u8>) -> Self {
        Val::Blob(bytes)
    }
}

impl From<&[u8]> for Val {
    fn from(bytes: &[u8]) -> Self {
        Val::Blob(bytes.to_vec())
    }
}

impl From<bool> for Val {
    fn from(yes: bool) -> Self {
        Val::Int(i64::from(yes))
    }
}

impl From<NaiveDate> for Val {
    fn from(date: NaiveDate) -> Self {
        Val::Text(date.to_string())
    }
}

impl From<DateTime<Utc>> for Val {
    fn from(instant: DateTime<Utc>) -> Self {
        Val::Int(instant.timestamp_millis())
    }
}

impl From<ids::Uuid> for Val {
    fn from(id: ids::Uuid) -> Self {
        Val::Blob(id.bytes().to_vec())
    }
}

impl<T: Into<Val>> From<Option<T>> for Val {
    fn from(value: Option<T>) -> Self {
        value.map_or(Val::Null, Into::into)
    }
}

macro_rules! integers {
    ($($int:ty)*) => {$(
        impl FromVal for $int {
            const WANTED: &'static str = concat!("an integer (", stringify!($int), ")");
            fn from_val(val: &Val) -> Option<Self> {
                match val {
                    Val::Int(number) => (*number).try_into().ok(),
                    _ => None,
                }
            }
        }
    )*};
}
integers! { i64 i32 i16 u64 u32 u16 u8 }

macro_rules! widening {
    ($($int:ty)*) => {$(
        impl From<$int> for Val {
            fn from(number: $int) -> Self {
                Val::Int(number.into())
            }
        }
    )*};
}
widening! { i64 i32 i16 u32 u16 u8 }

macro_rules! identifiers {
    ($($id:ident)*) => {$(
        impl From<ids::$id> for Val {
            fn from(id: ids::$id) -> Self {
                id.0.into()
            }
        }
        impl FromVal for ids::$id {
            const WANTED: &'static str = "an identifier of 16 bytes";
            fn from_val(val: &Val) -> Option<Self> {
                ids::Uuid::from_val(val).map(ids::$id)
            }
        }
    )*};
}
identifiers! {
    ResidentId AccountId StaffId InstitutionId TeamId PackageId ContractId PlanItemId
    ClinicSessionId BookingId ServiceId RatingId FollowUpId MessageId RegistrationId DeviceId
    CoverId GrantId InvitationId HouseholdId CallId ReminderId PushId HomeMeasurementId RoundEntryId UnsentId
    SuspectDecisionId PassingOnId
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(value: Val) -> Row {
        Row::new(Arc::from(vec!["value".to_owned()]), vec![value])
    }

    #[test]
    fn what_goes_in_comes_out() {
        let instant = DateTime::from_timestamp_millis(1_764_000_000_123).unwrap();
        assert_eq!(
            row(instant.into()).get::<DateTime<Utc>>("value").unwrap(),
            instant
        );
        let date = NaiveDate::from_ymd_opt(2026, 2, 9).unwrap();
        assert_eq!(row(date.into()).get::<NaiveDate>("value").unwrap(), date);
        let id = ids::ResidentId(ids::Uuid::v7(1, [7; 10]));
        assert_eq!(row(id.into()).get::<ids::ResidentId>("value").unwrap(), id);
        assert_eq!(row(Val::Null).get::<Option<i64>>("value").unwrap(), None);
        assert_eq!(
            row(Val::from(Some(4))).get::<Option<u8>>("value").unwrap(),
            Some(4)
        );
    }

    #[test]
    fn another_type_is_an_error_with_the_columns_name() {
        let error = row(Val::Int(300)).get::<u8>("value").unwrap_err();
        assert_eq!(error.to_string(), "column value: expected an integer (u8)");
        assert!(row(Val::Null).get::<String>("value").is_err());
        assert!(row(Val::Int(2)).get::<bool>("value").is_err());
        assert!(row(Val::Int(2)).get::<i64>("other").is_err());
    }
}
