//! An endpoint is declared once. The declaration serves the client's typed call, the backend's
//! route, the access matrix and the published OpenAPI document.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::ids;
use crate::problem::Code;
use crate::programme::{Edition, ProgrammeCode};

/// HTTP methods in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads; never changes anything but the audit trail.
    Get,
    /// Creates or moves on; carries an `Idempotency-Key`.
    Post,
    /// Removes.
    Delete,
}

impl Method {
    /// As written on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Delete => "DELETE",
        }
    }
}

/// Who an endpoint is open to before anything is known of the object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Anybody, signed in or not.
    Open,
    /// Any signed-in person.
    SignedIn,
    /// A resident's phone account.
    Resident,
    /// A member of staff.
    Staff,
}

/// One operation of the service.
pub trait Endpoint {
    /// Stable name, `get_record`; OpenAPI's operationId and the row in the access matrix.
    const OPERATION: &'static str;
    /// The method.
    const METHOD: Method;
    /// Template with one `{name}` for each path value, beginning with `/api/v1`.
    const PATH: &'static str;
    /// One sentence.
    const SUMMARY: &'static str;
    /// First gate; [`crate::access::may`] decides on the object afterwards.
    const GATE: Gate;
    /// Codes that this operation can answer besides the general ones.
    const ERRORS: &'static [Code];
    /// Values of the path: `()`, an id, or two.
    type Path: PathValues;
    /// Query of a GET (flat struct of options), otherwise `()`.
    type Query: Serialize + DeserializeOwned;
    /// Body of a POST, otherwise `()`.
    type Body: Serialize + DeserializeOwned;
    /// JSON of the answer; `()` is answered as `204 No Content`.
    type Reply: Serialize + DeserializeOwned;
}

/// The reply of what sends a browser elsewhere: `303 See Other`, without a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Redirect;

/// Values that fill a path template from left to right.
pub trait PathValues: Sized {
    /// The values as text.
    fn values(&self) -> Vec<String>;
    /// Reads them back; `None` where one is no identifier.
    fn parse(values: &[&str]) -> Option<Self>;
}

impl PathValues for () {
    fn values(&self) -> Vec<String> {
        Vec::new()
    }
    fn parse(values: &[&str]) -> Option<Self> {
        values.is_empty().then_some(())
    }
}

macro_rules! path_values {
    ($($name:ident)*) => {$(
        impl PathValues for ids::$name {
            fn values(&self) -> Vec<String> {
                vec![self.to_string()]
            }
            fn parse(values: &[&str]) -> Option<Self> {
                match values { [one] => one.parse().ok(), _ => None }
            }
        }
    )*};
}
path_values! { ResidentId ContractId ClinicSessionId BookingId ServiceId FollowUpId MessageId RegistrationId DeviceId TeamId PlanItemId StaffId CoverId GrantId InstitutionId HouseholdId ReminderId PushId HomeMeasurementId UnsentId }

impl PathValues for (ids::ResidentId, ProgrammeCode) {
    fn values(&self) -> Vec<String> {
        vec![self.0.to_string(), self.1.to_string()]
    }
    fn parse(values: &[&str]) -> Option<Self> {
        match values {
            [resident, programme] => Some((resident.parse().ok()?, programme.parse().ok()?)),
            _ => None,
        }
    }
}

impl PathValues for (ProgrammeCode, Edition) {
    fn values(&self) -> Vec<String> {
        vec![self.0.to_string(), self.1.to_string()]
    }
    fn parse(values: &[&str]) -> Option<Self> {
        match values {
            [programme, edition] => Some((programme.parse().ok()?, edition.parse().ok()?)),
            _ => None,
        }
    }
}

/// The template with its values filled in.
#[must_use]
pub fn fill(template: &str, values: &[String]) -> String {
    let mut path = String::with_capacity(template.len() + 36 * values.len());
    let mut values = values.iter();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        path.push_str(before);
        if let Some(value) = values.next() {
            path.push_str(value);
        }
        rest = after.split_once('}').map_or("", |(_, tail)| tail);
    }
    path.push_str(rest);
    path
}

/// Declares endpoints and the list of them all ([`crate::api::visit_all`] calls `visit_*` of
/// every area).
///
/// ```text
/// endpoints! { pub fn visit(visitor);
///     /// Sentence.
///     GetRecord = "get_record": Get "/residents/{resident}/record", Staff,
///         path ResidentId, query (), body (), reply Record, errors [];
/// }
/// ```
#[macro_export]
macro_rules! endpoints {
    (
        visit $visit:ident;
        $(
            #[doc = $summary:literal]
            $name:ident = $operation:literal: $method:ident $path:literal, $gate:ident,
            path $pathty:ty, query $query:ty, body $body:ty, reply $reply:ty, errors [$($code:ident),*];
        )*
    ) => {
        $(
            #[doc = $summary]
            #[derive(Clone, Copy, Debug)]
            pub struct $name;

            impl $crate::endpoint::Endpoint for $name {
                const OPERATION: &'static str = $operation;
                const METHOD: $crate::endpoint::Method = $crate::endpoint::Method::$method;
                const PATH: &'static str = concat!("/api/v1", $path);
                const SUMMARY: &'static str = $summary;
                const GATE: $crate::endpoint::Gate = $crate::endpoint::Gate::$gate;
                const ERRORS: &'static [$crate::problem::Code] = &[$($crate::problem::Code::$code),*];
                type Path = $pathty;
                type Query = $query;
                type Body = $body;
                type Reply = $reply;
            }
        )*

        /// Shows every endpoint of this area to `visitor`.
        #[cfg(feature = "schema")]
        pub fn $visit<V: $crate::endpoint::Visitor>(visitor: &mut V) {
            $(visitor.visit::<$name>();)*
        }
    };
}

/// Something that wants to see every endpoint: the OpenAPI writer, the matrix test, the router.
#[cfg(feature = "schema")]
pub trait Visitor {
    /// Called once for each endpoint.
    fn visit<E: Endpoint>(&mut self)
    where
        E::Query: schemars::JsonSchema,
        E::Body: schemars::JsonSchema,
        E::Reply: schemars::JsonSchema;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_filled_from_left_to_right() {
        let values = ["1".to_owned(), "2".to_owned()];
        assert_eq!(fill("/a/{x}/b/{y}/c", &values), "/a/1/b/2/c");
        assert_eq!(fill("/a", &[]), "/a");
    }
}
