//! Signing in and out, the people behind a phone, and the devices that are signed in.
//!
//! A code proves a phone, not a person: [`LinkPerson`] asks for name and full ID number before a
//! record is opened to a phone.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::grants::MyGrant;
use crate::codes::{Relation, Role};
use crate::grant::Functions;
use crate::ids::{AccountId, DeviceId, InstitutionId, ResidentId, StaffId, TeamId};
use crate::person::Sex;

/// Asks for a code by text message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RequestCode {
    /// Mobile number, as typed.
    pub phone: String,
}

/// A code is on its way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CodeSent {
    /// Seconds until the code expires (300).
    pub expires_in: u32,
    /// Seconds until another may be asked for.
    pub again_in: u32,
    /// The code itself, in a demo district only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub demo_code: Option<String>,
}

/// Signs a resident's phone in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignInResident {
    /// Mobile number, as typed.
    pub phone: String,
    /// The six digits.
    pub code: String,
}

/// Signs a member of staff in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignInStaff {
    /// Login name.
    pub login: String,
    /// Password.
    pub password: String,
    /// Six digits of the authenticator, or a recovery code; asked for by
    /// `second_factor_needed` once the password is right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Where the session is to act; the usual institution when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institution_id: Option<InstitutionId>,
}

/// Someone the signed-in phone may act for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PersonCard {
    /// The resident.
    pub resident_id: ResidentId,
    /// Full name; the phone has proved that it may know it.
    pub name: String,
    /// Sex.
    pub sex: Sex,
    /// Full years today.
    pub age: u16,
    /// Relation to the holder of the phone.
    pub relation: Relation,
    /// What the phone may do for them.
    #[serde(default = "Functions::all")]
    pub functions: Functions,
}

/// The signed-in member of staff.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StaffCard {
    /// The member of staff.
    pub staff_id: StaffId,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Where this session acts.
    pub institution_id: InstitutionId,
    /// Its name.
    pub institution: String,
    /// Their team, where they have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_id: Option<TeamId>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// Whether their role must sign in with an authenticator and none is set up: then nothing
    /// else is open before it is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub second_factor_missing: bool,
}

/// Whoever is signed in. Exactly one of `account` and `staff` is there; neither for a visitor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Session {
    /// A resident's phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountCard>,
    /// A member of staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<StaffCard>,
    /// When the session ends if nothing is done.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::time::instant_if_any"
    )]
    pub expires_at: Option<DateTime<Utc>>,
    /// Seconds of idling after which the client locks.
    pub idle_after: u32,
    /// The backend's clock, so that a phone with a wrong date still shows the right day.
    #[serde(deserialize_with = "crate::time::instant")]
    pub now: DateTime<Utc>,
    /// Whether this is a demo district, where codes are shown.
    pub demo: bool,
    /// Name of the district.
    pub district: String,
    /// Phone of the service centre, shown on every page.
    pub service_phone: String,
    /// For how many months a helper may act before the person has to agree again.
    pub helper_months: u32,
    /// Whether this device was signed out from elsewhere, or its account was closed: it forgets what it
    /// keeps, but for what is unsent.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub revoked: bool,
}

/// A signed-in phone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AccountCard {
    /// The account; local data is kept apart by it.
    pub account_id: AccountId,
    /// The phone, masked.
    pub phone_masked: String,
    /// Whom it may act for; empty until the first person is linked.
    pub persons: Vec<PersonCard>,
}

/// Opens a record to this phone by name and full ID number: one's own, or a child's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LinkPersonBody {
    /// Name as on the ID card.
    pub name: String,
    /// ID number, as typed.
    pub national_id: String,
    /// Relation to the holder of the phone.
    pub relation: Relation,
}

/// A signed-in device.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Device {
    /// The device.
    pub device_id: DeviceId,
    /// What it is, in words (`微信 · 安卓`).
    pub label: String,
    /// When it signed in.
    pub signed_in_at: DateTime<Utc>,
    /// When it was last seen.
    pub seen_at: DateTime<Utc>,
    /// Whether it is the one asking.
    pub this_one: bool,
}

/// Which devices are signed out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EndDevices {
    /// Whether the one asking is signed out too.
    pub this_one_too: bool,
}

crate::endpoints! {
    visit visit_session;
    #[doc = "Sends a sign-in code to a mobile number."]
    PostCode = "post_code": Post "/codes", Open,
        path (), query (), body RequestCode, reply CodeSent, errors [TooMany];
    #[doc = "Signs a resident's phone in with the code and sets the session cookie."]
    PostResidentSession = "post_resident_session": Post "/sessions/resident", Open,
        path (), query (), body SignInResident, reply Session, errors [WrongCode, CodeExpired, TooMany];
    #[doc = "Signs a member of staff in with the password and sets the session cookie."]
    PostStaffSession = "post_staff_session": Post "/sessions/staff", Open,
        path (), query (), body SignInStaff, reply Session, errors [WrongPassword, SecondFactorNeeded, WrongCode, TooMany];
    #[doc = "Answers who is signed in; a visitor gets an answer too."]
    GetSession = "get_session": Get "/session", Open,
        path (), query (), body (), reply Session, errors [];
    #[doc = "Signs this device out."]
    DeleteSession = "delete_session": Delete "/session", SignedIn,
        path (), query (), body (), reply (), errors [];
    #[doc = "Lists the devices that are signed in as this person."]
    ListDevices = "list_devices": Get "/session/devices", SignedIn,
        path (), query (), body (), reply Vec<Device>, errors [];
    #[doc = "Signs one of one's own devices out."]
    DeleteDevice = "delete_device": Delete "/session/devices/{device}", SignedIn,
        path DeviceId, query (), body (), reply (), errors [];
    #[doc = "Signs all of one's own devices out, or all but this one."]
    PostEndDevices = "end_devices": Post "/session/devices/end", SignedIn,
        path (), query (), body EndDevices, reply (), errors [];
    #[doc = "Opens one's own record to this phone by name and full ID number; for a child under 14 the guardian's papers are checked at the desk first."]
    LinkPerson = "link_person": Post "/persons", Resident,
        path (), query (), body LinkPersonBody, reply MyGrant, errors [NotMatched, AlreadyLinked, ConsentNeeded, TooMany];
    #[doc = "Gives back what lets this phone act for a person."]
    UnlinkPerson = "unlink_person": Delete "/persons/{resident}", Resident,
        path ResidentId, query (), body (), reply (), errors [];
}
