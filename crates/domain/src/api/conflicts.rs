//! What a phone is told when somebody else was quicker: the other version, by whom and when, and what it
//! takes to decide between the two. It travels in a problem's `present`, as a text of JSON.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::follow_ups::FollowUp;
use crate::ids::FollowUpId;
use crate::programme::Answers;

/// The newest visit of the programme that a form was opened over: what its author knew when they began.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VisitBase {
    /// That visit; absent where there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_up_id: Option<FollowUpId>,
    /// Its version; 0 where there was none.
    #[serde(default)]
    pub version: i64,
    /// Visits of the programme and the person that this phone has written down itself, as far as it remembers:
    /// sent, or waiting to be. Absent where the program does not say it; then the author's other visits of the
    /// day are taken for other visits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<Vec<FollowUpId>>,
}

/// A visit that stands in the way of another, or that was changed meanwhile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OtherVisit {
    /// As it is now.
    pub visit: FollowUp,
    /// Who wrote it like that.
    pub by: String,
    /// When.
    #[serde(deserialize_with = "crate::time::instant")]
    pub at: DateTime<Utc>,
    /// What both sides began with, where it was a correction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Answers>,
    /// Whether the caller may write over it ([`crate::rules::overwrite`]).
    pub may_overwrite: bool,
    /// Whether the caller signed it, on another phone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub own: bool,
    /// Class of the visit before both, for a decision on what is put together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_class: Option<String>,
    /// Birth date of the person.
    #[serde(deserialize_with = "crate::time::date")]
    pub birth_date: NaiveDate,
    /// Height in tenths of cm, for the BMI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height_tenths: Option<u16>,
}

/// JSON of an [`OtherVisit`] on its way: read by the page that shows it, and by nobody in between.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Present(pub String);

/// Says nothing of what is in it: problems are printed into logs.
impl std::fmt::Debug for Present {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Present")
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Present {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Present".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let mut schema = <String as schemars::JsonSchema>::json_schema(generator);
        let content = generator.subschema_for::<OtherVisit>();
        schema.insert("contentMediaType".to_owned(), "application/json".into());
        schema.insert("contentSchema".to_owned(), content.into());
        schema
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Code, Problem};

    #[test]
    fn what_is_printed_of_a_problem_holds_nothing_of_the_person() {
        let problem = Problem {
            present: Some(Box::new(Present("李秀英".to_owned()))),
            ..Problem::new(Code::Conflict)
        };
        assert!(!format!("{problem:?}").contains("李秀英"));
    }
}
