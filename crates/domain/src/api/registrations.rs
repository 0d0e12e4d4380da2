//! Someone without a record asks to be registered (建档); the desk checks the ID card and
//! confirms or refuses.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::codes::Relation;
use crate::ids::{InstitutionId, RegistrationId, ResidentId};
use crate::person::Sex;

/// Where a registration stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RegistrationState {
    /// Waiting at the desk.
    Pending,
    /// Checked; the record is open.
    Confirmed,
    /// Refused, with a reason.
    Refused,
}

/// A request to be registered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RegisterBody {
    /// Made by the client; the registration's own id.
    pub id: RegistrationId,
    /// Name as on the ID card.
    pub name: String,
    /// ID number, as typed.
    pub national_id: String,
    /// Relation to the holder of the phone.
    pub relation: Relation,
    /// Institution whose desk will check the papers.
    pub institution_id: InstitutionId,
    /// Street or town, community, house number.
    pub address: String,
}

/// A registration, as its applicant and the desk see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Registration {
    /// The registration.
    pub id: RegistrationId,
    /// Name as typed.
    pub name: String,
    /// ID number, masked.
    pub national_id_masked: String,
    /// Sex by the ID number.
    pub sex: Sex,
    /// Birth date by the ID number.
    pub birth_date: NaiveDate,
    /// Phone of the applicant, masked.
    pub phone_masked: String,
    /// Relation to the holder of the phone.
    pub relation: Relation,
    /// Address.
    pub address: String,
    /// Institution whose desk checks.
    pub institution: String,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// State.
    pub state: RegistrationState,
    /// Reason of a refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The record, once confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resident_id: Option<ResidentId>,
}

/// Confirms or refuses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DecideRegistration {
    /// `true` after the ID card was seen.
    pub confirm: bool,
    /// Reason of a refusal, shown to the applicant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Which registrations the desk wants to see.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RegistrationQuery {
    /// Only those in this state; all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<RegistrationState>,
}

crate::endpoints! {
    visit visit_registrations;
    #[doc = "Asks for a new record; the desk checks the ID card."]
    Register = "register": Post "/registrations", Resident,
        path (), query (), body RegisterBody, reply Registration, errors [RegistrationPending, AlreadyLinked, TooMany];
    #[doc = "Lists the registrations of this phone."]
    ListMyRegistrations = "list_my_registrations": Get "/registrations/mine", Resident,
        path (), query (), body (), reply Vec<Registration>, errors [];
    #[doc = "Lists the registrations waiting at one's own institution."]
    ListRegistrations = "list_registrations": Get "/registrations", Staff,
        path (), query RegistrationQuery, body (), reply Vec<Registration>, errors [];
    #[doc = "Confirms a registration after the ID card was seen, or refuses it with a reason."]
    DecideRegistrationAt = "decide_registration": Post "/registrations/{registration}/decision", Staff,
        path RegistrationId, query (), body DecideRegistration, reply Registration, errors [WrongState];
}
